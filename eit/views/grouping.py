"""Pooling, gaps, allocation and what-if as tables, sentences and one chart by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from eit.domain.bands import sum_ends
from eit.domain.figures.figure import NOT_ESTIMATED
from eit.views import format as fmt
from eit.views import palette
from eit.views.cards import (
    Fact,
    fact_cards_html,
    facts_html,
    figure_text,
    named_html,
    paragraphs_html,
)
from eit.views.charts import plain_label, template
from eit.views.sources import project_source
from eit.views.tables import Column, Maker, Table, build_table, known
from eit.views.templates import render
from eit.views.texts import Texts, texts

MONTHS_PX = 240


def hub_table(hubs: Sequence[Any], lang: str, banded: bool = False) -> Table:
    """One row per hub, the most helpful first; the index is the hub_id. `banded`: see `hub_html`."""
    t = texts(lang)
    money = next((hub.currency for hub in hubs if hub.saved_money), "")
    makers: dict[str, tuple[Maker, Column]] = {
        "material": (lambda h: getattr(h, f"material_{lang}"), Column()),
        "direction": (lambda h: t(f"direction.{h.direction}"), Column()),
        "hub": (lambda h: h.company, Column()),
        "municipality": (lambda h: h.municipality, Column()),
        "companies": (lambda h: h.companies, Column("number")),
        "quantity": (lambda h: _whole(h, t, banded), Column()),
        "minimum": (lambda h: fmt.quantity(h.minimum_t_per_year, "t", lang), Column()),
        "saved_km": (lambda h: h.saved_km.central if h.saved_km else None, Column("number", 0, t("unit.km"))),
        "saved_money": (
            lambda h: h.saved_money.central if h.saved_money else None,
            Column("number", 0, money),
        ),
    }
    if banded:
        makers = {key: made for key, made in makers.items() if not key.startswith("saved_")}
    return build_table(pd.DataFrame([vars(hub) for hub in hubs]), makers, t, lambda h: h.hub_id)


def _whole(hub: Any, t: Texts, banded: bool) -> str:
    """What a hub holds; `banded`: the two figures that a sum of bands lies between."""
    if not banded:
        return fmt.quantity(hub.quantity.central, hub.unit, t.lang)
    return _ends(*sum_ends(hub.quantity.low, hub.quantity.high), hub.unit, t)


def hub_html(hub: Any, lang: str, banded: bool = False) -> Markup:
    """One hub in full: who, how much, which minimum and from where, what a shared round saves.

    `banded`: quantities are bands and places are shared, so what it holds lies between two figures, and what a round
    saves is not known.
    """
    t = texts(lang)
    title = f"{getattr(hub, f'material_{lang}')} · {hub.municipality}"
    lines = [t("grouping.hub_at", company=hub.company, n=fmt.count(hub.companies, "company", lang))]
    if hub.minimum_t_per_year:
        lines.append(t("grouping.hub_source", source=project_source(hub.minimum_source, t)))
    if hub.not_communicated:
        lines.append(t("grouping.hub_unknown", n=hub.not_communicated))
    lines += [t(f"grouping_missing.{name}") for name in hub.missing]
    return named_html(title) + fact_cards_html(_hub_facts(hub, t, banded)) + facts_html(lines)


def _hub_facts(hub: Any, t: Texts, banded: bool) -> Iterator[Fact]:
    """The figures of a hub, each with its range."""
    whole, lang = hub.quantity, t.lang
    ends = () if whole.is_point or banded else (_ends(whole.low, whole.high, hub.unit, t),)
    yield Fact(t("grouping.hub_quantity"), _whole(hub, t, banded), ends)
    if hub.minimum_t_per_year:
        held = known(f"confidence.{hub.minimum_confidence}", hub.minimum_confidence, t)
        below = () if banded else (t("grouping.hub_below", n=hub.below_minimum),)
        yield Fact(t("column.minimum"), fmt.quantity(hub.minimum_t_per_year, "t", lang), (held, *below))
    if banded:
        return
    if hub.saved_km:
        separate = t("grouping.hub_separate", n=hub.trips_per_year)
        yield Fact(t("grouping.hub_trips"), str(hub.rounds_per_year), (separate,))
    savings = (
        ("km", hub.saved_km, t("unit.km")),
        ("money", hub.saved_money, hub.currency),
        ("ghg", hub.saved_t_co2e, t("unit.tCO2e")),
    )
    for key, saved, unit in savings:
        if saved:
            written = fmt.with_unit(saved.central, t("unit.per_year", quantity=unit), lang, significant=2)
            low, high = (fmt.number(end, lang, significant=2) for end in (saved.low, saved.high))
            yield Fact(t(f"grouping.hub_{key}"), written, (t("range.span", low=low, high=high),))


def participant_table(hub: Any, lang: str) -> Table:
    """The flows of one hub, the centre first."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "name": (lambda r: r.company, Column()),
        "municipality": (lambda r: r.municipality, Column()),
        "quantity": (lambda r: fmt.quantity(r.quantity_per_year, r.unit, lang), Column()),
        "distance": (lambda r: r.distance_km, Column("number", 1, t("unit.km"))),
        "season": (lambda r: fmt.months(int(r.months), lang), Column()),
        "quality": (lambda r: t(f"quality.{r.quality}"), Column()),
    }
    return build_table(hub.participants, makers, t, lambda r: r.flow_id)


def month_chart(by_month: Sequence[float], unit: str, lang: str, dark: bool = False) -> go.Figure:
    """What comes each month, January first."""
    t = texts(lang)
    names = [t(f"month_short.m{month}") for month in range(1, 13)]
    said = [fmt.quantity(value, unit, lang, per_year=False) for value in by_month]
    bars = go.Bar(x=names, y=list(by_month), customdata=said, marker={"color": palette.inks(dark)["given"]})
    bars.update(hovertemplate="%{x}<br>%{customdata}<extra></extra>")
    axis = {"title": {"text": plain_label(known(f"unit.{unit}", unit, t))}, "rangemode": "tozero"}
    shown = go.Figure([bars])
    return shown.update_layout(template=template(lang, dark), height=MONTHS_PX, yaxis=axis)


def gap_table(gaps: pd.DataFrame, lang: str) -> Table:
    """Surplus without a taker or need without a source, most first."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "material": (lambda g: getattr(g, f"material_{lang}"), Column()),
        "territory": (
            lambda g: g.territory if isinstance(g.territory, str) else t("grouping.everywhere"),
            Column(),
        ),
        "quantity": (lambda g: fmt.quantity(g.quantity, g.unit, lang), Column()),
        "range": (lambda g: _ends(g.quantity_low, g.quantity_high, g.unit, t), Column()),
        "companies": (lambda g: g.companies, Column("number")),
        "largest_share": (lambda g: 100 * g.largest_share, Column("number", 0, "%")),
        "not_communicated": (lambda g: g.not_communicated, Column("number")),
        "nearest": (lambda g: g.nearest_km, Column("number", 0, t("unit.km"))),
    }
    return build_table(gaps, makers, t, lambda g: f"{g.direction}|{g.material_id}|{g.unit}|{g.territory_id}")


def allocation_table(pairs: pd.DataFrame, value_unit: str, lang: str) -> Table:
    """Who gets what in the best allocation; each tonne once."""
    t = texts(lang)
    scale, unit = shown_unit(value_unit, t)
    makers: dict[str, tuple[Maker, Column]] = {
        "offer_company": (lambda r: r.offer_company, Column()),
        "offer_material": (lambda r: getattr(r, f"offer_material_{lang}"), Column()),
        "demand_company": (lambda r: r.demand_company, Column()),
        "demand_material": (lambda r: getattr(r, f"demand_material_{lang}"), Column()),
        "quantity": (lambda r: fmt.quantity(r.quantity_per_year, r.unit, lang), Column()),
        "distance": (lambda r: r.distance_km, Column("number", 1, t("unit.km"))),
        "value": (lambda r: r.value / scale, Column("number", 1, unit)),
        "low": (lambda r: r.value_low / scale, Column("number", 1, unit)),
        "high": (lambda r: r.value_high / scale, Column("number", 1, unit)),
    }
    rows = pairs.sort_values("value", ascending=False, kind="stable")
    return build_table(rows, makers, t, lambda r: f"{r.offer_id}|{r.demand_id}")


def allocation_totals_html(totals: Sequence[Any], objective: str, value_unit: str, lang: str) -> Markup:
    """What the best allocation moves, each unit on its own line, and what that is worth with its range."""
    t, shown = texts(lang), []
    scale, unit = shown_unit(value_unit, t)
    for total in totals:
        valued = objective != "mass"
        worth = ""
        share = 1.0 if total.coverage is None else total.coverage
        if valued and total.value is not None:
            worth = fmt.span(total.value * (1 / scale), t("unit.per_year", quantity=unit), lang)
            if share < 1:
                worth = t("indicators.covered", value=worth, share=fmt.percent(share, lang))
        elif valued and share < 1:
            worth = f"{fmt.state_word(NOT_ESTIMATED, lang)} ({fmt.percent(share, lang)})"
        shown.append(
            {
                "moved": fmt.quantity(total.quantity_per_year, total.unit, lang),
                "pairs": fmt.count(total.pairs, "exchange", lang),
                "worth": worth,
                "provisional": t("card.provisional") if valued and total.provisional else "",
            }
        )
    return render("exchanges/allocation_totals.html", totals=shown)


def shown_unit(value_unit: str, t: Texts) -> tuple[float, str]:
    """By what to divide a value, and its unit on a screen: kilograms of CO2e are shown in tonnes."""
    return (1000.0, t("unit.tCO2e")) if value_unit == "kg CO2e" else (1.0, value_unit)


def difference_table(figures: Sequence[Any], lang: str) -> Table:
    """Both sides of a what-if and the difference, for every figure that changes."""
    t = texts(lang)

    def change(item: Any) -> str:
        if item.change is None:
            return t("state.not_estimated")
        written = fmt.number(item.change, lang)
        sign = "+" if item.change > 0 else ""
        band = ""
        if item.interval is not None and not item.interval.is_point:
            low, high = (
                fmt.number(end, lang, significant=2) for end in (item.interval.low, item.interval.high)
            )
            band = f" [{t('range.span', low=low, high=high)}]"
        return f"{sign}{written}{band}"

    makers: dict[str, tuple[Maker, Column]] = {
        "figure": (lambda d: t(f"kpi.{d.key}.label"), Column()),
        "before": (lambda d: " ".join(figure_text(d.before, lang)).strip(), Column()),
        "after": (lambda d: " ".join(figure_text(d.after, lang)).strip(), Column()),
        "change": (change, Column()),
    }
    rows = pd.DataFrame([vars(item) for item in figures if item.change != 0], columns=list(DIFFERENCE_FIELDS))
    return build_table(rows, makers, t, lambda d: d.key)


DIFFERENCE_FIELDS = ("key", "unit", "before", "after", "change", "interval")


def _ends(low: float, high: float, unit: str, t: Texts) -> str:
    return t("range.span", low=fmt.number(low, t.lang, significant=2), high=fmt.quantity(high, unit, t.lang))


def change_html(change: Any, names: Any, lang: str) -> Markup:
    """One change of a scenario in a sentence; `names` gives the name of a company, flow or material by its id."""
    t = texts(lang)
    fields = dict(change.fields)

    def name(field: str) -> str:
        key = fields.get(field)
        return str(names.get(key, fields.get("name") or key))

    quantity = fields.get("quantity")
    amount = (
        ""
        if quantity is None
        else f"{fmt.number(float(str(quantity)), lang)} {unit_label(str(fields.get('unit', '')), lang)}"
    )
    what = name("flow_id") if change.do in ("change-flow", "remove-flow") else name("company_id")
    parts = [
        t(f"change.{change.do}"),
        what,
        *([name("material_id")] if "material_id" in fields else []),
        amount,
    ]
    return paragraphs_html([" · ".join(part for part in parts if part)])


def unit_label(unit: str, lang: str) -> str:
    """A declared unit (`t/month`) as the language writes it (`t/mois`)."""
    t = texts(lang)
    base, _, period = unit.partition("/")
    every = t(f"period.{period or 'year'}")
    return f"{known(f'unit.{base}', base, t)}/{every}"
