"""One material in words and tables: stream, holders, takers, outlets, pooling, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.cards import Fact, fact_cards_html, facts_html
from eit.views.sources import own_source, project_source
from eit.views.tables import Column, Maker, Table, build_table, destination, known
from eit.views.templates import render
from eit.views.texts import Texts, texts


def stream_html(view: Any, lang: str) -> Markup:
    """How much is on offer, with its range, how it is known, and what was not communicated."""
    t = texts(lang)
    if not view.streams:
        return facts_html([t("priority.stream_none")])
    return Markup("").join(_stream(stream, t) for stream in view.streams)


def _stream(stream: Any, t: Texts) -> Markup:
    """What is on offer in one unit as cards: all of it, then how much of it is known in which way."""
    whole = None if stream.quantity is None else stream.quantity.central
    rounded = None if whole is None else fmt.round_significant(whole, 2)
    notes = [fmt.count(stream.offers, "holder", t.lang)]
    if stream.quantity is not None and not stream.quantity.is_point:
        notes.insert(0, t("range.span", **fmt.ends(stream.quantity, stream.unit, t.lang)))
    cards = [Fact(t("priority.on_offer"), fmt.quantity(rounded, stream.unit, t.lang), tuple(notes))]
    for quality, value in stream.by_quality.items():
        cards.append(Fact(t(f"quality.{quality}").capitalize(), fmt.quantity(value, stream.unit, t.lang)))
    unknown = stream.not_communicated
    return fact_cards_html(cards) + facts_html([t("priority.stream_unknown", n=unknown)] if unknown else [])


def holders_line(view: Any, lang: str) -> str:
    """How many holders of each kind: a sorting centre is one kind of source among others."""
    t = texts(lang)
    kinds = view.holders.drop_duplicates("company_id")["company_kind"]
    counted = Counter(kinds).most_common()
    return " · ".join(
        t("priority.holders_kind", n=n, kind=known(f"company_kind.{kind}", kind, t)) for kind, n in counted
    )


def holder_table(view: Any, lang: str) -> Table:
    """Who holds the material, sorting centres first, then the largest."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "name": (lambda r: r.company, Column()),
        "kind": (lambda r: known(f"company_kind.{r.company_kind}", r.company_kind, t), Column()),
        "municipality": (lambda r: r.municipality, Column()),
        "quantity": (lambda r: fmt.quantity(r.quantity_per_year, r.unit, lang), Column()),
        "quality": (lambda r: t(f"quality.{r.quality}"), Column()),
        "season": (lambda r: fmt.months(int(r.months), lang), Column()),
        "former_destination": (lambda r: destination(r.former_destination, t), Column()),
        "nearest": (lambda r: r.nearest_km, Column("number", 1, t("unit.km"))),
        "taker": (lambda r: None if fmt.is_missing(r.nearest_company) else r.nearest_company, Column()),
    }
    return build_table(view.holders, makers, t, lambda r: r.flow_id)


def taker_table(view: Any, lang: str) -> Table:
    """Who could take it, the nearest first, on which ground and under which condition."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "name": (lambda r: r.demand_company, Column()),
        "municipality": (lambda r: r.demand_municipality, Column()),
        "demand_material": (lambda r: getattr(r, f"demand_material_{lang}"), Column()),
        "basis": (lambda r: t(f"basis.{r.basis}"), Column()),
        "quantity": (lambda r: fmt.quantity(r.demand_quantity, r.unit, lang), Column()),
        "distance": (lambda r: r.distance_km, Column("number", 1, t("unit.km"))),
        "condition": (lambda r: _text(getattr(r, f"condition_{lang}"), r.condition_fr), Column(wide=True)),
        "source": (lambda r: f"{own_source(r.source, t)} ({r.source_year})", Column(wide=True)),
    }
    return build_table(view.takers, makers, t, lambda r: r.demand_id)


def _text(*values: object) -> str:
    return next((str(value) for value in values if not fmt.is_missing(value) and value), "")


def outlets_html(view: Any, lang: str) -> Markup:
    """What the library knows to do with it: use, condition, state, place, source."""
    t = texts(lang)
    if view.outlets.empty:
        return facts_html([t("priority.outlets_none")])
    items = []
    for row in view.outlets.itertuples():
        use = _text(getattr(row, f"use_{lang}"), row.use_fr)
        lines = []
        if condition := _text(getattr(row, f"condition_{lang}"), row.condition_fr):
            lines.append(t("priority.outlet_condition", text=condition))
        if effect := _text(getattr(row, f"known_effect_{lang}"), row.known_effect_fr):
            lines.append(t("priority.outlet_effect", text=effect))
        held = known(f"confidence.{row.confidence}", row.confidence, t)
        lines.append(" · ".join([row.library_id, f"{own_source(row.source, t)} ({row.year})", held]))
        items.append(
            {
                "use": use,
                "status": known(f"status.{row.status}", row.status, t),
                "place": "" if fmt.is_missing(row.place) else row.place,
                "lines": lines,
            }
        )
    return render("territories/outlets.html", outlets=items)


def verdict_html(view: Any, lang: str) -> Markup:
    """Whether pooling reaches the minimum volume, and where the minimum comes from."""
    t, found = texts(lang), view.verdict
    values: dict[str, object] = {
        "minimum": fmt.quantity(found.minimum, "t", lang),
        "total": fmt.quantity(found.total, "t", lang),
        "n": found.alone,
    }
    if found.hubs:
        largest = max(found.hubs, key=lambda hub: (hub.quantity.central, hub.hub_id))
        values |= {
            "n": len(found.hubs),
            "companies": fmt.count(largest.companies, "company", lang),
            "quantity": fmt.quantity(largest.quantity.central, "t", lang),
        }
    lines = [t(f"priority_verdict.{found.verdict}", **values)]
    if found.source:
        held = known(f"confidence.{found.confidence}", found.confidence, t)
        lines.append(t("priority.minimum_source", source=project_source(found.source, t), confidence=held))
    return facts_html(lines)


def missing_html(view: Any, lang: str) -> Markup:
    """What stands between this material and a synergy, in sentences."""
    t = texts(lang)
    if not view.missing:
        return facts_html([t("priority.nothing_missing")])
    return facts_html(t(f"priority_missing.{key}", **_said(values, lang)) for key, values in view.missing)


def _said(values: Mapping[str, Any], lang: str) -> dict[str, object]:
    writers = {
        "radius": lambda value: fmt.distance(value, lang),
        "nearest": lambda value: fmt.distance(value, lang),
        "total": lambda value: fmt.quantity(value, "t", lang),
        "minimum": lambda value: fmt.quantity(value, "t", lang),
        "months": lambda value: fmt.months(int(value), lang),
    }
    return {name: writers[name](value) if name in writers else value for name, value in values.items()}


def storage_line(view: Any, lang: str) -> str:
    """What the takers within the radius leave waiting, in a sentence; empty when nothing waits."""
    t, need = texts(lang), view.storage
    if need.first_month is None or view.takers.empty:
        return ""
    return t(
        "priority.storage",
        tonnes=fmt.quantity(need.tonnes, "t", lang, per_year=False),
        first=t(f"date.m{need.first_month}"),
        last=t(f"date.m{need.last_month}"),
    )


def choice_names(choices: pd.DataFrame, lang: str) -> dict[str, str]:
    """The names of the materials for a list, the priority ones with their rank."""
    t: Texts = texts(lang)
    return {
        row.material_id: getattr(row, f"name_{lang}")
        if fmt.is_missing(row.rank)
        else t("priority.first", rank=int(row.rank), name=getattr(row, f"name_{lang}"))
        for row in choices.itertuples()
    }
