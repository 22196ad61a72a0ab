"""What the mouse reads on the map: one short sentence per thing; what was typed is isolated and inert."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.categories import category_name
from eit.views.reasons import material_text
from eit.views.templates import render
from eit.views.texts import texts
from eit.views.typography import NO_BREAK

SEPARATOR = " · "
ARROW = " → "
NAMED = 3


class Names(NamedTuple):
    """Words that people typed, in the order of the sentence: each stands by itself, whichever way it is written."""

    parts: Sequence[str]
    between: str = ARROW
    after: str = ""


def exchange_tip(row: Any, lang: str) -> Markup:
    """Say what, from whom to whom, how far, how much and why, for one row of the exchanges frame."""
    t = texts(lang)
    materials = dict.fromkeys(material_text(row, side, lang) for side in ("offer", "demand"))
    facts = [
        fmt.distance(row.distance_km, lang),
        fmt.quantity(row.pair_quantity, row.unit, lang),
        t(f"basis.{row.basis}"),
        f"{t('score.total').lower()}{NO_BREAK}{fmt.number(row.score, lang, decimals=0)}/100",
    ]
    ends = Names((row.offer_company, row.demand_company))
    return _tip(Names(list(materials)), [ends, SEPARATOR.join(facts)], t("map.potential"))


def synergy_tip(row: Any, lang: str) -> Markup:
    """Say the title, the stage and its date, the partners, tonnes and avoided GHG of one synergy."""
    t = texts(lang)
    since = "" if fmt.is_missing(row.stage_on) else f" ({fmt.date(row.stage_on, lang)})"
    tonnes = fmt.quantity(row.mass_t_per_year, "t", lang)
    facts = [tonnes, f"{t('kpi.avoided_ghg.label')} {fmt.ghg(row.ghg_central, lang)}"]
    return _tip(
        Names((getattr(row, f"title_{lang}"),)),
        [Names((row.giver, row.taker)), SEPARATOR.join(facts)],
        f"{t('map.synergy')}, {t(f'stage.{row.stage}')}{since}",
    )


def site_tip(row: Any, lang: str) -> Markup:
    """Say who, where, in which sector, and how many flows and possible exchanges."""
    t = texts(lang)
    where = [getattr(row, f"sector_{lang}"), row.municipality]
    counts = [
        fmt.count(int(row.offers), "offer", lang),
        fmt.count(int(row.demands), "demand", lang),
        fmt.count(int(row.exchanges), "exchange", lang),
    ]
    placed = Names([part for part in where if not fmt.is_missing(part)], SEPARATOR)
    return _tip(Names((row.name,)), [placed, SEPARATOR.join(counts)], category_name(row.category_id, t))


def group_tip(sites: list[tuple[str, int, int]], lang: str) -> Markup:
    """Say how many sites (name, offers, demands) lie together, the first of them, and what they offer and need."""
    names = [name for name, _, _ in sites[:NAMED]]
    more = len(sites) - len(names)
    counts = [
        fmt.count(sum(offers for _, offers, _ in sites), "offer", lang),
        fmt.count(sum(demands for _, _, demands in sites), "demand", lang),
    ]
    first = Names(names, ", ", f" … (+{more})" if more else "")
    opened = texts(lang)("map.group_open")
    return _tip(fmt.count(len(sites), "company", lang), [first, SEPARATOR.join(counts)], opened)


class Part(NamedTuple):
    """One category of the exchanges from one territory to another [t/yr], NaN when no tonnes are known."""

    category_id: object
    exchanges: int
    allocated_t_per_year: float


def total_tip(start: str, end: str, parts: Sequence[Part], lang: str) -> Markup:
    """Say from where to where, how many exchanges, how many tonnes once allocated, and of what; parts largest first."""
    return _tip(Names((start, end)), _total(parts, lang), texts(lang)("map.total_note"))


def inside_tip(name: str, own: Sequence[Part], lang: str) -> Markup:
    """Say how many exchanges stay inside a territory, and that a click opens it; parts largest first."""
    t = texts(lang)
    opened = t("map.open_territory")
    if not own:
        return _tip(Names((name,)), [t("map.inside_none")], opened)
    return _tip(Names((name,), after=f" {t('map.inside')}"), _total(own, lang), opened)


def _total(parts: Sequence[Part], lang: str) -> list[str]:
    """Count and tonnes, then the largest categories."""
    t = texts(lang)
    known = [part.allocated_t_per_year for part in parts if not math.isnan(part.allocated_t_per_year)]
    told = [
        f"{category_name(part.category_id, t)} {fmt.quantity(part.allocated_t_per_year, 't', lang)}"
        for part in parts[:NAMED]
    ]
    more = f"{SEPARATOR}+{len(parts) - NAMED}" if len(parts) > NAMED else ""
    count = fmt.count(sum(part.exchanges for part in parts), "exchange", lang)
    first = count + SEPARATOR + fmt.quantity(math.fsum(known) if known else math.nan, "t", lang)
    return [first, SEPARATOR.join(told) + more]


def territory_tip(row: Any, figure: str, lang: str) -> Markup:
    """Say the territory, the figure that colours it, and that its boundary is approximate when it is."""
    t = texts(lang)
    value = getattr(row, figure)
    written = fmt.number(value, lang)
    if not fmt.is_missing(value) and figure.endswith("_t_per_year"):
        written = fmt.quantity(value, "t", lang)
    reserve = ""
    if figure == "estimated_t_per_year":
        reserve = t("map.estimated")
    elif row.approximate:
        reserve = t("map.approximate")
    return _tip(Names((row.name,)), [fmt.labelled(t(f"figure.{figure}"), written, lang)], reserve)


def _tip(title: str | Names, lines: Sequence[str | Names], last: str) -> Markup:
    """The title in bold, a line each, the last one small; an empty line is left out."""
    shown = [line for line in lines if (line.parts if isinstance(line, Names) else line)]
    return render("map/tip.html", title=title, lines=shown, last=last)
