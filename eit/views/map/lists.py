"""Short lists of HTML beside a map: the best exchanges, the partners of one company, its flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from eit.views import format as fmt
from eit.views import palette
from eit.views.escape import encode
from eit.views.map.tooltips import category_short
from eit.views.reasons import why
from eit.views.texts import Texts, texts

SEPARATOR = " · "


def exchange_list_html(exchanges: pd.DataFrame, lang: str, most: int, company_id: str | None = None) -> str:
    """The best exchanges as a list: what, between whom, how much, how far, why. All text is encoded.

    With `company_id` the partner is named alone, after the direction ("donne à", "reçoit de").
    """
    t = texts(lang)
    items = "".join(_exchange(row, t, company_id) for row in exchanges.head(most).itertuples())
    return f'<ol class="eit-list">{items}</ol>'


def _exchange(row: Any, t: Texts, company_id: str | None) -> str:
    offered = str(getattr(row, f"offer_material_{t.lang}"))
    wanted = str(getattr(row, f"demand_material_{t.lang}"))
    title = offered if offered == wanted else f"{offered} → {wanted}"
    facts = [
        fmt.quantity(row.pair_quantity, row.unit, t.lang),
        fmt.distance(row.distance_km, t.lang),
        t(f"basis.{row.basis}"),
    ]
    return (
        f"<li>{_badge(row.category_id, t)}<div><b>{encode(title)}</b>"
        f'<span class="score" title="{encode(t("score.total"))}">{fmt.number(row.score, t.lang, decimals=0)}</span>'
        f"<br>{encode(_between(row, t, company_id))}<br><small>{encode(SEPARATOR.join(facts))}</small>"
        f"<details><summary>{encode(t('column.why'))}</summary><small>{encode(why(row, t.lang))}</small></details>"
        f"</div></li>"
    )


def _between(row: Any, t: Texts, company_id: str | None) -> str:
    if company_id == row.offer_company_id:
        return t("list.gives", partner=row.demand_company, place=row.demand_municipality)
    if company_id == row.demand_company_id:
        return t("list.takes", partner=row.offer_company, place=row.offer_municipality)
    return f"{row.offer_company} → {row.demand_company}"


def _badge(category_id: object, t: Texts) -> str:
    colour = palette.category_colour(category_id)
    look = f"background:{colour};color:{palette.ink_on(colour)}"
    return f'<span class="badge" aria-hidden="true" style="{look}">{encode(category_short(category_id, t))}</span>'


def flow_list_html(flows: pd.DataFrame, lang: str) -> str:
    """What one company offers and needs, with quantity, quality and date of observation."""
    t = texts(lang)
    parts = []
    for direction in ("offer", "demand"):
        rows = flows[flows["direction"] == direction]
        if rows.empty:
            continue
        items = "".join(_flow(row, t) for row in rows.itertuples())
        parts.append(f'<h4>{encode(t(f"direction.{direction}"))}</h4><ul class="eit-list">{items}</ul>')
    return "".join(parts)


def _flow(row: Any, t: Texts) -> str:
    facts = [
        fmt.quantity(row.quantity_per_year, row.unit, t.lang),
        t(f"quality.{row.quality}"),
        fmt.date(row.observed_on, t.lang),
        fmt.months(int(row.months), t.lang),
    ]
    name = str(getattr(row, f"material_{t.lang}"))
    return (
        f"<li>{_badge(row.category_id, t)}<div><b>{encode(name)}</b><br>"
        f"<small>{encode(SEPARATOR.join(facts))}</small></div></li>"
    )


def company_head_html(site: Any, lang: str) -> str:
    """Name, sector, place and size of one company."""
    facts = [getattr(site, f"sector_{lang}"), site.municipality, site.park]
    if not fmt.is_missing(site.employees):
        facts.append(fmt.count(int(site.employees), "employee", lang))
    shown = SEPARATOR.join(str(fact) for fact in facts if not fmt.is_missing(fact))
    return f'<h3 class="eit-name">{encode(str(site.name))}</h3><p class="eit-lead">{encode(shown)}</p>'


def stock_html(stock: Mapping[str, Any], lang: str) -> str:
    """How fresh and how sure the records of a programme are, as sentences."""
    t = texts(lang)
    flows = int(stock["flows"] or 0)
    lines = [t("home.newest", date=fmt.date(stock["newest"], lang)) if stock["newest"] is not None else ""]
    for key in ("stale_flows", "estimated_flows", "flows_not_communicated"):
        share = int(stock[key] or 0) / flows if flows else None
        lines.append(t(f"home.{key}", n=int(stock[key] or 0), share=fmt.percent(share, lang)))
    lines.append(t("home.unplaced", n=int(stock["unplaced_companies"] or 0)))
    return '<ul class="eit-facts">' + "".join(f"<li>{encode(line)}</li>" for line in lines if line) + "</ul>"


def doubts_html(doubts: pd.DataFrame, lang: str) -> str:
    """What is hard to believe, one sentence each; empty when nothing is."""
    t = texts(lang)
    lines = []
    for row in doubts.itertuples():
        value = fmt.quantity(row.value, "t", lang) if row.unit == "t" else fmt.ghg(row.value, lang)
        usual = fmt.quantity(row.usual, "t", lang)
        lines.append(t(f"doubt.{row.flag}", name=getattr(row, f"name_{lang}"), value=value, usual=usual))
    return (
        '<ul class="eit-facts">' + "".join(f"<li>{encode(line)}</li>" for line in lines) + "</ul>"
        if lines
        else ""
    )
