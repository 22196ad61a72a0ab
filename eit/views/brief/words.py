"""What the brief says, as plain words: the page and the slides say the same, each in its own shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from eit.domain.brief import Brief
from eit.domain.own_words import own_wording
from eit.domain.stage import STAGES
from eit.views import format as fmt
from eit.views.cards import told_figure
from eit.views.map.scene import MapContent, MapScene, make_scene
from eit.views.meeting.consortium import decision_word
from eit.views.synergies.board import ghg_text
from eit.views.texts import Texts, texts

RESULTS = (
    "realised_synergies",
    "substituted_mass",
    "diverted_mass",
    "avoided_ghg",
    "attributed_ghg",
    "investment",
    "net_saving",
    "avoided_disposal",
    "jobs",
    "payback",
    "net_present_value",
)
POTENTIALS = (
    "potential_exchanges",
    "potential_mass",
    "potential_energy",
    "potential_water",
    "potential_avoided_ghg",
    "tonnes_plan_ghg",
)
COUNTED = ("companies", "flows", "active_synergies", "partner_count")
PROGRESS = (*COUNTED, "prefeasibility_count", "pilot_count", "pilot_sme_count")
GROUPS = {"results": RESULTS, "potential": POTENTIALS, "progress": PROGRESS}
FUNNEL = ("flows", "companies", "potential", *STAGES)
METHOD = ("potential", "once", "results", "ranges", "provisional", "missing", "ghg", "distance")
LICENCES = ("canadamaps", "amCharts", "MRNF", "INSEE")


class FigureText(NamedTuple):
    """One figure: its name, its value with its unit, then its range and reserves; share of the target, or None."""

    key: str
    label: str
    value: str
    notes: tuple[str, ...]
    target: str
    share: float | None


class Step(NamedTuple):
    """One step of the funnel; `target`, `published` None: the programme has none."""

    name: str
    reached: int
    target: float | None
    published: float | None = None


class Grid(NamedTuple):
    """A table: heads, rows, and the weight of each column's width."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[int, ...]


def programme_name(brief: Brief) -> str:
    """The name of the programme in the language of the brief."""
    return str(brief.programme[f"name_{brief.lang}"])


def opening(brief: Brief) -> list[str]:
    """The day of the state, the span of the data, and what "new" means."""
    t = texts(brief.lang)
    span = t("brief.no_data")
    if brief.newest is not None and brief.oldest is not None:
        ends = {"oldest": fmt.date(brief.oldest, brief.lang), "newest": fmt.date(brief.newest, brief.lang)}
        span = t("brief.data", **ends)
    return [t("brief.state_on", date=fmt.date(brief.as_of, brief.lang)), span, since_sentence(brief)]


def since_sentence(brief: Brief) -> str:
    """Since when things are new, and why since then."""
    return texts(brief.lang)(f"brief.since_{brief.since_from}", date=fmt.date(brief.since, brief.lang))


def banner(brief: Brief) -> str:
    """That the companies are fictitious; empty when they are not."""
    return texts(brief.lang)("app.demo_banner") if brief.fictitious else ""


def said_figures(brief: Brief) -> dict[str, list[FigureText]]:
    """The figures by group (results, potential, progress); a figure that is 0 without a target is left out."""
    figures = {figure.key: figure for figure in brief.figures}
    t = texts(brief.lang)
    found = {}
    for group, keys in GROUPS.items():
        kept = [
            figures[key]
            for key in keys
            if key in figures and (figures[key].value != 0 or figures[key].target)
        ]
        found[group] = [_said(figure, t, brief.in_bands) for figure in kept]
    return {group: said for group, said in found.items() if said}


def _said(figure: Any, t: Texts, in_bands: bool) -> FigureText:
    number, unit, notes = told_figure(figure, t, in_bands)
    target, share = "", None
    if figure.target:
        target = t("card.target", target=fmt.number(figure.target, t.lang, decimals=0))
        share = None if figure.value is None else max(0.0, min(1.0, figure.value / figure.target))
    label = t(f"kpi.{figure.key}.label")
    return FigureText(figure.key, label, f"{number} {unit}".strip(), tuple(notes), target, share)


def steps(brief: Brief) -> list[Step]:
    """The funnel from flows to verified synergies."""
    t = texts(brief.lang)
    return [Step(t(f"column.{_column(key)}") if key not in STAGES else t(f"stage.{key}").capitalize(),
                 int(brief.counts.get(key, 0)), brief.targets.get(key),
                 brief.published.get(key)) for key in FUNNEL]  # fmt: skip


def aim(step: Step, t: Texts) -> str:
    """The target of a step, else what the programme published of it, which is no target; empty without either."""
    if step.target is not None:
        return t("brief.target", n=fmt.number(step.target, t.lang, decimals=0))
    if step.published is not None:
        return t("brief.published", n=fmt.number(step.published, t.lang, decimals=0))
    return ""


def _column(step: str) -> str:
    return {"flows": "flows_n", "companies": "with_flow", "potential": "potential"}[step]


def time_left(brief: Brief) -> str:
    """How many days the programme has left, or since when it is over; empty without an end."""
    if brief.days_left is None:
        return ""
    key = "brief.days_left" if brief.days_left >= 0 else "brief.days_over"
    return texts(brief.lang)(key, n=abs(brief.days_left))


def synergy_grid(brief: Brief) -> Grid:
    """What is new or moved on, the last first."""
    t = texts(brief.lang)
    rows = [
        (
            t("brief.is_new" if row["is_new"] else "brief.is_moved"),
            str(row[f"title_{brief.lang}"]),
            f"{t('stage.' + row['stage'])}, {fmt.date(row['stage_on'], brief.lang)}",
            ", ".join(row["parties"]),
            fmt.quantity(row["quantity_per_year"], row["unit"], brief.lang),
            ghg_text(row, t) or "—",
        )
        for row in brief.new_synergies.to_dict("records")
    ]
    heads = ("what", "title", "stage", "parties", "quantity", "ghg")
    return Grid(tuple(t(f"brief.col_{head}") for head in heads), tuple(rows), (12, 23, 15, 27, 10, 13))


def decision_grid(brief: Brief) -> Grid:
    """What was decided since, and what is still to do."""
    t = texts(brief.lang)
    rows = [
        (
            own_wording(row["wording"], row["wording_en"], brief.lang),
            str(row["owner"]) if isinstance(row["owner"], str) and row["owner"] else t("brief.no_owner"),
            "—" if fmt.is_missing(row["due_on"]) else fmt.date(str(row["due_on"])[:10], brief.lang),
            decision_word(row["state"], bool(row["overdue"]), t),
            t("brief.is_new") if row["is_new"] else "",
        )
        for row in brief.decisions.to_dict("records")
    ]
    heads = ("wording", "owner", "due", "state", "what")
    return Grid(tuple(t(f"brief.col_{head}") for head in heads), tuple(rows), (40, 23, 14, 12, 11))


def method_sentences(brief: Brief) -> list[str]:
    """What a reader must know to read the figures."""
    t = texts(brief.lang)
    radius = fmt.distance(brief.radius_km, brief.lang)
    return [t(f"brief_method.{key}", radius=radius) for key in METHOD]


def credits(brief: Brief) -> list[str]:
    """Whom the outlines belong to."""
    return [*brief.boundary_sources]


def licences(brief: Brief) -> list[str]:
    """The terms of the outlines that were drawn."""
    t = texts(brief.lang)
    told = [
        t(f"export.licence.{name}") for name in LICENCES if any(name in one for one in brief.boundary_sources)
    ]
    return [*told, t("export.licence.legal")] if told else []


def map_scene(brief: Brief) -> MapScene:
    """The map of the brief: every synergy that lives, the allocated exchanges."""
    return make_scene(
        MapContent(
            brief.lang,
            territories=brief.territories,
            sites=brief.sites,
            exchanges=brief.exchanges,
            synergies=brief.synergies,
            banded=True,
        )
    )


def file_stem(programme: Mapping[str, object], as_of: object) -> str:
    """The name of the file, without what follows the point."""
    return f"maillage-{programme['programme_id']}-{as_of}"
