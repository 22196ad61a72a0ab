"""What the mouse reads on the map: one short sentence per thing, every typed word encoded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from eit.views import format as fmt
from eit.views.escape import encode, escape
from eit.views.texts import Texts, texts
from eit.views.typography import NO_BREAK

SEPARATOR = " · "
NAMED = 3


def material_text(row: Any, side: str, lang: str) -> str:
    """Return the name of the offered or demanded material in the language, unencoded."""
    return str(getattr(row, f"{side}_material_{lang}"))


def exchange_tip(row: Any, lang: str) -> str:
    """Say what, from whom to whom, how far, how much and why, for one row of the exchanges frame."""
    t = texts(lang)
    offered, needed = (material_text(row, side, lang) for side in ("offer", "demand"))
    title = escape(offered) if offered == needed else f"{escape(offered)} → {escape(needed)}"
    facts = [
        fmt.distance(row.distance_km, lang),
        fmt.quantity(row.pair_quantity, row.unit, lang),
        t(f"basis.{row.basis}"),
        f"{t('score.total').lower()}{NO_BREAK}{fmt.number(row.score, lang, decimals=0)}/100",
    ]
    return _tip(
        title,
        f"{escape(row.offer_company)} → {escape(row.demand_company)}",
        SEPARATOR.join(map(encode, facts)),
        encode(t("map.potential")),
    )


def synergy_tip(row: Any, lang: str) -> str:
    """Say the title, the stage and its date, the partners, tonnes and avoided GHG of one synergy."""
    t = texts(lang)
    since = "" if fmt.is_missing(row.stage_on) else f" ({fmt.date(row.stage_on, lang)})"
    tonnes = fmt.quantity(row.mass_t_per_year, "t", lang)
    facts = [tonnes, f"{t('kpi.avoided_ghg.label')} {fmt.ghg(row.ghg_central, lang)}"]
    return _tip(
        escape(getattr(row, f"title_{lang}")),
        f"{escape(row.giver)} → {escape(row.taker)}",
        SEPARATOR.join(map(encode, facts)),
        encode(f"{t('map.synergy')}, {t(f'stage.{row.stage}')}{since}"),
    )


def site_tip(row: Any, lang: str) -> str:
    """Say who, where, in which sector, and how many flows and possible exchanges."""
    t = texts(lang)
    where = [getattr(row, f"sector_{lang}"), row.municipality]
    counts = [
        fmt.count(int(row.offers), "offer", lang),
        fmt.count(int(row.demands), "demand", lang),
        fmt.count(int(row.exchanges), "exchange", lang),
    ]
    return _tip(
        escape(row.name),
        SEPARATOR.join(escape(part) for part in where if not fmt.is_missing(part)),
        encode(SEPARATOR.join(counts)),
        encode(category_name(row.category_id, t)),
    )


def group_tip(sites: list[tuple[str, int, int]], lang: str) -> str:
    """Say how many sites (name, offers, demands) lie together, the first of them, and what they offer and need."""
    t = texts(lang)
    names = [escape(name) for name, _, _ in sites[:NAMED]]
    more = len(sites) - len(names)
    counts = [
        fmt.count(sum(offers for _, offers, _ in sites), "offer", lang),
        fmt.count(sum(demands for _, _, demands in sites), "demand", lang),
    ]
    return _tip(
        encode(fmt.count(len(sites), "company", lang)),
        ", ".join(names) + (f" … (+{more})" if more else ""),
        encode(SEPARATOR.join(counts)),
        encode(t("map.group_open")),
    )


class Part(NamedTuple):
    """One category of the exchanges from one territory to another [t/yr], NaN when no tonnes are known."""

    category_id: object
    exchanges: int
    allocated_t_per_year: float


def total_tip(start: str, end: str, parts: Sequence[Part], lang: str) -> str:
    """Say from where to where, how many exchanges, how many tonnes once allocated, and of what; parts largest first."""
    return _tip(f"{escape(start)} → {escape(end)}", *_total(parts, lang))


def inside_tip(name: str, own: Sequence[Part], lang: str) -> str:
    """Say how many exchanges stay inside a territory, and that a click opens it; parts largest first."""
    t = texts(lang)
    if not own:
        return _tip(escape(name), encode(t("map.inside_none")), "", encode(t("map.open_territory")))
    first, second, _ = _total(own, lang)
    return _tip(f"{escape(name)} {encode(t('map.inside'))}", first, second, encode(t("map.open_territory")))


def _total(parts: Sequence[Part], lang: str) -> tuple[str, str, str]:
    """Count and tonnes, the largest categories, and what the tonnes mean; encoded."""
    t = texts(lang)
    known = [part.allocated_t_per_year for part in parts if not math.isnan(part.allocated_t_per_year)]
    told = [
        f"{category_name(part.category_id, t)} {fmt.quantity(part.allocated_t_per_year, 't', lang)}"
        for part in parts[:NAMED]
    ]
    more = f"{SEPARATOR}+{len(parts) - NAMED}" if len(parts) > NAMED else ""
    count = fmt.count(sum(part.exchanges for part in parts), "exchange", lang)
    first = count + SEPARATOR + fmt.quantity(math.fsum(known) if known else math.nan, "t", lang)
    return encode(first), encode(SEPARATOR.join(told) + more), encode(t("map.total_note"))


def territory_tip(row: Any, figure: str, lang: str) -> str:
    """Say the territory, the figure that colours it, and that its boundary is approximate when it is."""
    t = texts(lang)
    value = getattr(row, figure)
    written = fmt.number(value, lang)
    if not fmt.is_missing(value) and figure.endswith("_t_per_year"):
        written = fmt.quantity(value, "t", lang)
    lines = [escape(row.name), encode(f"{t(f'figure.{figure}')}{' :' if lang == 'fr' else ':'} {written}")]
    if figure == "estimated_t_per_year":
        lines.append(encode(t("map.estimated")))
    elif row.approximate:
        lines.append(encode(t("map.approximate")))
    return _tip(lines[0], lines[1], "", lines[2] if len(lines) > 2 else "")


def category_name(category_id: object, t: Texts) -> str:
    """Return the name of a category, or that it is unknown."""
    key = f"category.{category_id}.name"
    return t(key) if t.has(key) else t("category.unknown.name")


def category_short(category_id: object, t: Texts) -> str:
    """Return the two letters of a category: its sign beside the colour."""
    key = f"category.{category_id}.short"
    return t(key) if t.has(key) else t("category.unknown.short")


def _tip(title: str, first: str, second: str, last: str) -> str:
    """Put already encoded lines together; empty ones are left out."""
    rest = "".join(f"<br>{line}" for line in (first, second) if line)
    return f"<b>{title}</b>{rest}" + (f"<br><small>{last}</small>" if last else "")
