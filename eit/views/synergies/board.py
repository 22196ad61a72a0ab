"""The board of synergies as HTML, and one synergy in full: what was typed is encoded, a state is a word and a sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.stage import SET_ASIDE, STAGES
from eit.views import format as fmt
from eit.views.cards import facts_html
from eit.views.tables import destination, known
from eit.views.templates import render
from eit.views.texts import Texts, texts

COLUMNS = (*STAGES, SET_ASIDE)
DAYS_PER_MONTH = 30.44
FLAG_SIGNS = {"overdue": "late", "stale": "stale"}
"""Sign of a flag in `eit/static/icons.css`; any other is a warning."""


def board_html(frame: pd.DataFrame, lang: str) -> Markup:
    """One column per stage, one card per synergy (columns of `analysis.pipeline.board`)."""
    t = texts(lang)
    columns = []
    for stage in COLUMNS:
        rows = frame[frame["stage"] == stage].itertuples(index=False)
        name = t(f"stage.{stage}").capitalize()
        columns.append({"stage": stage, "name": name, "cards": [_card(row, t) for row in rows]})
    return render("synergies/board.html", columns=columns, nothing=t("pipeline.none_here"))


def _card(row: Any, t: Texts) -> dict[str, object]:
    facts = [fmt.quantity(row.quantity_per_year, row.unit, t.lang), ghg_text(row._asdict(), t)]
    lines = [" · ".join(row.parties), " · ".join(fact for fact in facts if fact)]
    lines.append(age_text(int(row.days_at_stage), t))
    if row.stage == SET_ASIDE:
        reason = known(f"reject.{row.reason}", row.reason, t)
        lines.append(fmt.labelled(t("pipeline.reason"), reason, t.lang))
    elif step := due_text(row._asdict(), t):
        lines.append(step)
    title = str(getattr(row, f"title_{t.lang}"))
    return {"title": title, "lines": [line for line in lines if line], "flags": flag_words(row.flags, t)}


def card_html(row: Any, lang: str, ready: int | None = None, later: Sequence[str] = ()) -> Markup:
    """One card alone; `ready`: how many questions of its stage are answered; `later`: where it may be dragged."""
    t = texts(lang)
    card = _card(row, t)
    card["key"] = str(row.synergy_id)
    card["moves"] = "|".join(f"{stage}={t(f'stage.{stage}')}" for stage in later)
    if ready is not None:
        card["lines"] = [*card["lines"], t("readiness.progress", n=ready)]  # type: ignore[misc]
    return render("synergies/one_card.html", card=card)


def age_text(days: int, t: Texts) -> str:
    """How long a synergy has been at its stage: days, then months from two months on."""
    if days < 2 * DAYS_PER_MONTH:
        return t("pipeline.days", n=days)
    return t("pipeline.since", age=fmt.count(int(days / DAYS_PER_MONTH), "month", t.lang))


def due_text(row: Mapping[str, Any], t: Texts) -> str:
    """The next step and its day; what was typed, not yet encoded."""
    step = row[f"next_step_{t.lang}"]
    if fmt.is_missing(step) or not str(step).strip():
        return t("pipeline.due_none")
    if fmt.is_missing(row["next_step_due"]):
        return str(step)
    return t("pipeline.due", step=step, date=fmt.date(row["next_step_due"], t.lang))


def flag_words(flags: tuple[str, ...], t: Texts) -> list[tuple[str, str]]:
    """Each flag as a sign and a word: colour says nothing alone."""
    return [(FLAG_SIGNS.get(flag, "warning"), t(f"pipeline_flag.{flag}")) for flag in flags]


def ghg_text(row: Mapping[str, Any], t: Texts) -> str:
    """Avoided GHG with its range, or `non estimé`; empty for what has no GHG (a service).

    Of a row that is known `in_bands` too: it hangs on the distance, which a shared place does not tell.
    """
    if row["unit"] not in ("t", "kWh", "m3") or row.get("in_bands"):
        return ""
    if fmt.is_missing(row["ghg_central"]):
        return t("pipeline.not_estimated")
    central = fmt.ghg(float(row["ghg_central"]), t.lang)
    if fmt.is_missing(row["ghg_low"]) or row["ghg_low"] == row["ghg_high"]:
        return central
    ends = (fmt.number(float(row[end]), t.lang, significant=2) for end in ("ghg_low", "ghg_high"))
    low, high = ends
    return f"{central} ({t('range.span', low=low, high=high)})"


def synergy_html(row: Mapping[str, Any], currency: str, lang: str) -> Markup:
    """Everything that is known of one synergy, as a list of facts; its amounts are in `currency`."""
    t = texts(lang)
    lead = [
        t(f"stage.{row['stage']}"),
        fmt.date(row["stage_on"], lang),
        known(f"synergy_type.{row['type']}", "", t),
    ]
    term = row[f"term_{lang}"]
    if not fmt.is_missing(term) and str(term).casefold() != lead[2].casefold():
        lead.append(str(term))
    return render(
        "synergies/synergy.html",
        title=str(row[f"title_{lang}"]),
        lead=" · ".join(lead),
        flags=flag_words(row["flags"], t),
        facts=[(name, value) for name, value in _facts(row, currency, t) if value],
    )


def _facts(row: Mapping[str, Any], currency: str, t: Texts) -> list[tuple[str, str]]:
    lang = t.lang

    def share(name: str) -> str:
        return "" if fmt.is_missing(row[name]) else fmt.percent(float(row[name]), lang)

    def amount(name: str) -> str:
        return "" if fmt.is_missing(row[name]) else fmt.with_unit(float(row[name]), currency, lang)

    def text(name: str) -> str:
        return "" if fmt.is_missing(row[name]) else str(row[name])

    year = row["confirmed_year"]
    confirmed = t("pipeline.never") if fmt.is_missing(year) else fmt.date(row["confirmed_on"], lang)
    label = (
        t("pipeline.confirmed", year=str(int(year))) if not fmt.is_missing(year) else t("column.confirmed_on")
    )
    confidence = text("confidence")
    return [
        (t("pipeline.parties"), ", ".join(row["parties"])),
        ("", t("pipeline.left", names=", ".join(row["partners_left"])) if row["partners_left"] else ""),
        (t("pipeline.quantity"), fmt.quantity(row["quantity_per_year"], row["unit"], lang)),
        (label, confirmed if row["is_result"] else ""),
        (t("figure.ghg") if t.has("figure.ghg") else t("column.ghg_range"), ghg_text(row, t)),
        (t("pipeline.former"), destination(row["former_destination"], t)),
        (t("pipeline.refused"), share("share_refused")),
        (t("pipeline.attribution"), share("attribution_share")),
        (t("pipeline.investment"), amount("investment")),
        (t("pipeline.cost"), amount("cost_per_year")),
        (t("pipeline.saving"), amount("saving_per_year")),
        (t("pipeline.jobs"), "" if fmt.is_missing(row["jobs"]) else fmt.number(float(row["jobs"]), lang)),
        (t("pipeline.confidence"), t(f"pipeline_confidence.{confidence}") if confidence else ""),
        (t("pipeline.lead"), text("lead")),
        (t("pipeline.next_step"), due_text(row, t)),
        (t("synergy_field.tags"), text("tags")),
        (t("pipeline.origin"), t(f"pipeline_origin.{row['origin']}")),
    ]


def history_html(events: pd.DataFrame, unit: str, lang: str) -> Markup:
    """The history of one synergy, the last event first, its quantities a year in `unit`."""
    t = texts(lang)
    items = []
    for row in events.itertuples(index=False):
        more = [] if fmt.is_missing(row.reason) else [t(f"reject.{row.reason}")]
        if not fmt.is_missing(row.quantity_per_year):
            more.append(fmt.quantity(row.quantity_per_year, unit, lang))
        more += [] if fmt.is_missing(row.author) else [t("pipeline.by", author=row.author)]
        more += [] if fmt.is_missing(row.note) else [str(row.note)]
        date = fmt.date(row.occurred_on, lang)
        items.append({"date": date, "what": _event(row, t), "said": " · ".join(more)})
    return render("synergies/history.html", events=items)


def _event(row: Any, t: Texts) -> str:
    if row.kind == "reconfirmation":
        return t("pipeline.event_reconfirmation", year=str(int(row.for_year)))
    return t("pipeline.event_note") if row.kind == "note" else t(f"stage.{row.stage}").capitalize()


def goals_html(goals: pd.DataFrame, lang: str) -> Markup:
    """The other targets of a programme, one line each; what was not communicated says so."""
    t = texts(lang)
    return facts_html(
        t(
            "pipeline.goal_published" if pd.isna(row["target"]) else "pipeline.goal",
            label=row[f"label_{lang}"],
            value=fmt.number(row["value"], lang, decimals=0),
            target=fmt.number(row["target"], lang, decimals=0),
            published=fmt.number(row["published"], lang, decimals=0),
        )
        for row in goals.to_dict("records")
    )
