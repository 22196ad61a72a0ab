"""The portrait of a territory in words: coverage, who to visit, estimated streams, indices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.figures.inferred_streams import NO_EMPLOYEE, SIZE_LIMITS
from eit.domain.figures.ranges import Range
from eit.views import format as fmt
from eit.views.cards import facts_html, named_html, small_table_html
from eit.views.sources import own_source
from eit.views.tables import known
from eit.views.templates import render
from eit.views.texts import Texts, texts

SMALLEST_SHARE = 0.01
OVER = "▲"


def size_name(size_class: str, t: Texts) -> str:
    """`20-49` as the language says it; another text stays as it is."""
    if size_class not in SIZE_LIMITS:
        return size_class
    low, high = SIZE_LIMITS[size_class]
    if size_class == NO_EMPLOYEE:
        return t("portrait_size.none")
    return t("portrait_size.open") if high is None else t("portrait_size.range", low=low, high=high)


def share_text(share: float | None, lang: str) -> str:
    """A share as a percentage; "n. d." when there is nothing to divide by, "moins de 1 %" when it would round to 0."""
    if share is not None and 0 < share < SMALLEST_SHARE:
        return texts(lang)("portrait.less_than", share=fmt.percent(SMALLEST_SHARE, lang))
    return fmt.percent(share, lang)


def head_html(portrait: Any, lang: str) -> Markup:
    """Name, kind and population of a territory."""
    facts = [known(f"portrait_kind.{portrait.kind}", portrait.kind, texts(lang))]
    if portrait.population is not None:
        facts.append(fmt.count(portrait.population, "inhabitant", lang))
    return named_html(portrait.name, " · ".join(facts))


def portrait_html(head: Markup, stock: Markup, ghg: Sequence[Markup], parts: Iterable[Markup]) -> Markup:
    """The pieces of a portrait one under the other, the GHG avoided and that could be side by side."""
    return render("territories/portrait.html", head=head, stock=stock, ghg=ghg, parts=list(parts))


def coverage_html(estimated: Any, lang: str) -> Markup:
    """How many have been met, of how many; "n. d." with what to do when nobody counted."""
    t, coverage = texts(lang), estimated.coverage
    if coverage.businesses is None:
        return facts_html([t("portrait.coverage_unknown")])
    inside = coverage.met - coverage.outside
    lines = [
        t(
            "portrait.coverage",
            met=fmt.count(inside, "company_met", lang),
            all=fmt.number(coverage.businesses, lang, decimals=0),
            share=share_text(coverage.share, lang),
        )
    ]
    if coverage.outside:
        lines.append(t("portrait.outside", n=coverage.outside))
    if coverage.unknown_size:
        lines.append(t("portrait.unknown_size", n=coverage.unknown_size))
    if coverage.over:
        lines.append(t("portrait.coverage_over"))
    first = estimated.cells.iloc[0]
    held = known(f"confidence.{first['confidence']}", first["confidence"], t)
    source = own_source(first["source"], t)
    lines.append(t("portrait.coverage_source", source=source, year=first["year"], confidence=held))
    return facts_html(lines)


def sectors_html(estimated: Any, lang: str) -> Markup:
    """Businesses by sector: counted, met, coverage, estimated stream of those not met with its range."""
    t = texts(lang)
    over = set(estimated.cells.loc[estimated.cells["over"], "sector_code"])
    heads = [t("column.sector"), t("column.businesses"), t("column.met"), t("estimated.short")]
    rows = []
    for row in estimated.sectors.itertuples():
        met = fmt.number(row.met, lang, decimals=0) + (f" {OVER}" if row.sector_code in over else "")
        rows.append(
            [
                getattr(row, f"sector_{lang}"),
                fmt.number(row.businesses, lang, decimals=0),
                met,
                _estimate(row, lang),
            ]
        )
    return small_table_html(heads, rows, t("portrait.by_sector"))


def sizes_html(sizes: pd.DataFrame, lang: str) -> Markup:
    """Businesses by size: counted and met."""
    t = texts(lang)
    heads = [t("column.size"), t("column.businesses"), t("column.met")]
    rows = [
        [size_name(row.size_class, t), *(fmt.number(n, lang, decimals=0) for n in (row.businesses, row.met))]
        for row in sizes.itertuples()
    ]
    return small_table_html(heads, rows, t("portrait.by_size"))


def _estimate(row: Any, lang: str) -> str:
    if fmt.is_missing(row.central_t_per_year):
        return fmt.state_word("not_estimated", lang)
    return fmt.quantity(_rounded(row.central_t_per_year), "t", lang)


def _rounded(value: float) -> float:
    """Two significant digits: an estimate does not know more."""
    return fmt.round_significant(value, 2)


def visits_html(visits: pd.DataFrame, lang: str) -> Markup:
    """Who to visit next, each with its reason in a sentence."""
    t = texts(lang)
    lines = []
    for row in visits.itertuples():
        low, central, high, each = (
            fmt.quantity(_rounded(value), "t", lang)
            for value in (row.low_t_per_year, row.central_t_per_year, row.high_t_per_year, row.per_business)
        )
        said = t(
            "portrait.visit_reason",
            sector=getattr(row, f"sector_{lang}"),
            size=size_name(row.size_class, t),
            unmet=t("estimated.unmet", n=int(row.unmet)),
            **{"total": central, "low": low, "high": high, "each": each},
        )
        lines.append((said, t("portrait.visit_source", factor=row.factor_id)))
    words = {"title": t("portrait.visit"), "tag": t("estimated.tag"), "nothing": t("portrait.visit_nothing")}
    return render("territories/visits.html", visits=lines, **words)


def estimated_html(estimated: Any, lang: str) -> Markup:
    """The estimated stream in a box of its own, always labelled, with its range, its reserves and its gaps."""
    t = texts(lang)
    value, lines = t("estimated.nothing"), [t("estimated.never")]
    if estimated.total is not None:
        value = t("estimated.total", value=band_text(estimated.total, "t", lang))
        lines += [t("estimated.how"), t("estimated.band"), t("estimated.open_class")]
    if estimated.provisional:
        lines.append(t("estimated.provisional"))
    if len(estimated.not_estimated):
        named = [
            t("estimated.businesses", sector=getattr(row, f"sector_{lang}"), n=int(row.unmet))
            for row in estimated.not_estimated.itertuples()
        ]
        lines.append(t("estimated.without", list=", ".join(named)))
    if estimated.without_employees:
        lines.append(t("estimated.no_employee", n=estimated.without_employees))
    words = {"tag": t("estimated.tag"), "title": t("estimated.title"), "value": value}
    return render("territories/estimated.html", lines=lines, **words)


def band_text(value: Range, unit: str, lang: str) -> str:
    """A yearly quantity with its range, two significant digits each: 390 000 t/an [330 000 à 440 000]."""
    written = fmt.quantity(_rounded(value.central), unit, lang)
    if value.is_point:
        return written
    low, high = (fmt.quantity(_rounded(end), unit, lang) for end in (value.low, value.high))
    return f"{written} [{texts(lang)('range.span', low=low, high=high)}]"


def slots_html(slots: pd.DataFrame, lang: str) -> Markup:
    """The indices of a territory; a name that nobody gave is said to be missing, a value is n.c."""
    t = texts(lang)
    if slots.empty:
        return facts_html([t("portrait.indices_none")])
    rows = []
    for row in slots.itertuples():
        name = getattr(row, f"name_{lang}")
        shown = (
            t("portrait.index_unnamed", n=int(row.slot)) if fmt.is_missing(name) or not name else str(name)
        )
        rows.append([shown, fmt.number(row.value if row.state == "known" else None, lang)])
    return small_table_html([t("column.term"), t("column.value")], rows, t("portrait.indices"))


def utilities_html(utilities: pd.DataFrame, lang: str) -> Markup:
    """Energy, water and services, each in its own unit, never beside tonnes."""
    t = texts(lang)
    if utilities.empty:
        return Markup("")
    rows = [
        [
            f"{t(f'kind.{row.kind}')} ({known(f'unit.{row.unit}', row.unit, t)})",
            *(fmt.quantity(value, row.unit, lang) for value in (row.offer_per_year, row.demand_per_year)),
            fmt.number(row.not_communicated, lang, decimals=0),
        ]
        for row in utilities.itertuples()
    ]
    heads = [t("column.kind"), t("column.offers"), t("column.demands"), t("column.not_communicated")]
    return small_table_html(heads, rows, t("portrait.utilities"))
