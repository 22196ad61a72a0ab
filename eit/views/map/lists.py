"""Short lists of HTML beside a map: the best exchanges, the partners of one company, its flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.brief.band_words import told_word
from eit.views.cards import facts_html, named_html
from eit.views.categories import category_sign
from eit.views.reasons import exchange_title, why
from eit.views.templates import render
from eit.views.texts import Texts, texts

SEPARATOR = " · "


def exchange_list_html(
    exchanges: pd.DataFrame, lang: str, most: int, company_id: str | None = None, banded: bool = False
) -> Markup:
    """The best exchanges as a list: what, between whom, how much, how far, why.

    With `company_id` the partner is named alone, after the direction ("donne à", "reçoit de"). `banded`: in bands.
    """
    t = texts(lang)
    rows = [_exchange(row, t, company_id, banded) for row in exchanges.head(most).itertuples()]
    return render("exchanges/list.html", rows=rows, score_help=t("score.total"), why_label=t("column.why"))


def _exchange(row: Any, t: Texts, company_id: str | None, banded: bool) -> dict[str, object]:
    return {
        "sign": category_sign(row.category_id, t),
        "title": exchange_title(row, t.lang),
        "score": fmt.number(row.score, t.lang, decimals=0),
        "between": _between(row, t, company_id),
        "facts": exchange_facts(row, t, banded),
        "why": why(row, t.lang),
    }


def exchange_facts(row: Any, t: Texts, banded: bool = False) -> str:
    """How much, how far and on which ground, on one line."""
    asked = row.pair_quantity, row.unit
    quantity = told_word(*asked, t) if banded else fmt.quantity(*asked, t.lang)
    return SEPARATOR.join([quantity, fmt.distance(row.distance_km, t.lang), t(f"basis.{row.basis}")])


def _between(row: Any, t: Texts, company_id: str | None) -> str:
    if company_id == row.offer_company_id:
        return t("list.gives", partner=row.demand_company, place=row.demand_municipality)
    if company_id == row.demand_company_id:
        return t("list.takes", partner=row.offer_company, place=row.offer_municipality)
    return f"{row.offer_company} → {row.demand_company}"


def flow_list_html(flows: pd.DataFrame, lang: str) -> Markup:
    """What one company offers and needs, with quantity, quality and date of observation."""
    t = texts(lang)
    directions = []
    for direction in ("offer", "demand"):
        rows = flows[flows["direction"] == direction]
        if len(rows):
            directions.append((t(f"direction.{direction}"), [_flow(row, t) for row in rows.itertuples()]))
    return render("exchanges/flows.html", directions=directions)


def _flow(row: Any, t: Texts) -> dict[str, object]:
    facts = [
        fmt.quantity(row.quantity_per_year, row.unit, t.lang),
        t(f"quality.{row.quality}"),
        fmt.date(row.observed_on, t.lang),
        fmt.months(int(row.months), t.lang),
    ]
    name = str(getattr(row, f"material_{t.lang}"))
    return {"sign": category_sign(row.category_id, t), "name": name, "facts": SEPARATOR.join(facts)}


def company_head_html(site: Any, lang: str) -> Markup:
    """Name, sector, place and size of one company."""
    facts = [getattr(site, f"sector_{lang}"), site.municipality, site.park]
    if not fmt.is_missing(site.employees):
        facts.append(fmt.count(int(site.employees), "employee", lang))
    shown = SEPARATOR.join(str(fact) for fact in facts if not fmt.is_missing(fact))
    return named_html(str(site.name), shown)


def stock_html(stock: Mapping[str, Any], lang: str) -> Markup:
    """How fresh and how sure the records of a programme are, as sentences."""
    t = texts(lang)
    flows = int(stock["flows"] or 0)
    lines = [t("home.newest", date=fmt.date(stock["newest"], lang)) if stock["newest"] is not None else ""]
    for key in ("stale_flows", "estimated_flows", "flows_not_communicated"):
        share = int(stock[key] or 0) / flows if flows else None
        lines.append(t(f"home.{key}", n=int(stock[key] or 0), share=fmt.percent(share, lang)))
    lines.append(t("home.unplaced", n=int(stock["unplaced_companies"] or 0)))
    return facts_html(lines)


def doubts_html(doubts: pd.DataFrame, lang: str) -> Markup:
    """What is hard to believe, one sentence each; empty when nothing is."""
    t = texts(lang)
    lines = []
    for row in doubts.itertuples():
        value, usual = (
            fmt.quantity(one, "t", lang) if row.unit == "t" else fmt.ghg(one, lang)
            for one in (row.value, row.usual)
        )
        lines.append(t(f"doubt.{row.flag}", name=getattr(row, f"name_{lang}"), value=value, usual=usual))
    return facts_html(lines)
