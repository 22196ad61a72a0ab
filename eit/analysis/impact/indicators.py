"""The sheet of a programme: what the records give, what people declare, and what was not communicated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from eit.analysis.consortium import present_members, territory_verdict
from eit.analysis.impact import kpis
from eit.analysis.impact.avoided import factor_book
from eit.analysis.impact.territory_figures import territory_values
from eit.analysis.programmes import programme
from eit.analysis.synergies import progress as computed
from eit.analysis.synergies.table import synergy_table
from eit.domain.consortium import company_majority
from eit.domain.errors import InvalidSelection
from eit.domain.figures.figure import KNOWN, NOT_AVAILABLE, NOT_COMMUNICATED, Figure, share
from eit.domain.figures.indicator import BOUNDS, Cell, Indicator, current_target
from eit.domain.selection import Selection
from eit.domain.stage import SET_ASIDE
from eit.store.database import Database
from eit.store.field_rules import indicator_presets
from eit.store.jurisdictions import programme_jurisdiction

OF_THE_HEADLINE = {
    "prefeasibility_count": "prefeasibility_count",
    "pilot_count": "pilot_count",
    "pilot_sme_count": "pilot_sme_count",
    "partner_count": "partner_count",
    "match_count": "realised_synergies",
    "diverted_mass": "diverted_mass",
    "avoided_ghg": "avoided_ghg",
    "potential_exchange_count": "potential_exchanges",
    **{key: key for key in ("investment", "net_saving", "avoided_disposal", "jobs")},
}
"""Indicators that are a figure of the headline: one definition, one computation."""
KWH_PER_MWH = 1000.0
COUNTS = ("meeting_count", "priority_material_count", "company_with_flow_count")
BY_YEAR = ("prefeasibility_count", "pilot_count", "pilot_sme_count")
"""Indicators that dated events give for the end of any year."""


def sheet(
    database: Database, programme_id: str, as_of: date, formulas: Collection[str] | None = None
) -> list[Indicator]:
    """The indicators of a programme in their order; with `formulas`, those of these formulas alone.

    Raises InvalidSelection("programme-unknown").
    """
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    rows = database.cached_query("indicators", {"programme_id": programme_id})
    if formulas is not None:
        rows = rows[rows["formula_key"].isin(list(formulas))]
    rows = rows.astype(object).where(rows.notna(), None)
    keys = {key for key in rows["formula_key"] if key}
    now = formula_values(database, programme_id, float(row["default_radius_km"]), as_of) if keys else {}
    earlier = _earlier(database, programme_id, as_of) if keys & set(BY_YEAR) else {}
    places = {one for one, key in zip(rows["territory_id"], rows["formula_key"], strict=True) if one and key}
    selection = Selection(programme_id, radius_km=float(row["default_radius_km"]))
    by_place = {place: territory_values(database, selection, place, as_of) for place in sorted(places)}
    found = []
    for _, group in rows.groupby("indicator_id", sort=False):
        record = group.iloc[0].to_dict()
        stored = {name: _cells(group[group["bound"] == name]) for name in BOUNDS}
        given = stored.pop("value")
        key = record["formula_key"]
        if record["kind"] == "computed":
            place = record["territory_id"]
            cell = (by_place[place] if place else now).get(key, Cell(str(as_of.year), None, NOT_AVAILABLE))
            before = () if place else earlier.get(key, ())
            made = _indicator(record, (*before, cell), stored, given)
        else:
            made = _indicator(record, given or (Cell(None, None, NOT_COMMUNICATED),), stored, ())
        found.append(replace(made, aim=current_target(made.bounds["target"], as_of)))
    return found


def _indicator(
    record: dict, values: tuple[Cell, ...], bounds: dict[str, tuple[Cell, ...]], published: tuple[Cell, ...]
) -> Indicator:
    names = ("indicator_id", "label_fr", "label_en", "unit_fr", "unit_en", "kind", "formula_key", "author")
    own = {name: record[name] for name in (*names, "note_fr", "note_en", "source", "territory")}
    return Indicator(**own, values=values, bounds=bounds, published=published)


def _cells(rows: pd.DataFrame) -> tuple[Cell, ...]:
    """Stored values, those without a year first, then by year."""
    cells = [
        Cell(row["year"], row["value"], KNOWN if row["state"] == KNOWN else NOT_COMMUNICATED)
        for row in rows.to_dict("records")
    ]
    return tuple(sorted(cells, key=lambda cell: cell.year or ""))


def formula_values(database: Database, programme_id: str, radius_km: float, as_of: date) -> dict[str, Cell]:
    """What every formula gives at `as_of`, in the unit of the sheet (t, t CO2e, MWh, m3 per year; % for a share)."""
    headline = database.ask(kpis.headline, Selection(programme_id, radius_km=radius_km), as_of)
    figures = {figure.key: figure for figure in headline}
    year = str(as_of.year)
    found = {key: _of_figure(figures[name], year) for key, name in OF_THE_HEADLINE.items()}
    counted = database.query("indicator_counts", {"programme_id": programme_id}).iloc[0]
    found |= {key: Cell(year, float(counted[key]), KNOWN) for key in COUNTS}
    others = {**_of_synergies(database, programme_id, as_of), **_of_members(database, programme_id, as_of)}
    for key, value in others.items():
        found[key] = Cell(year, value, NOT_AVAILABLE if value is None else KNOWN)
    return found


def _of_figure(figure: Figure, year: str) -> Cell:
    return Cell(year, figure.value, figure.state, figure.coverage)


def _of_synergies(database: Database, programme_id: str, as_of: date) -> dict[str, float | None]:
    book = factor_book(database, programme_jurisdiction(database, programme_id).jurisdiction_id)
    rows = synergy_table(database, programme_id, book, as_of)
    done = rows[rows["in_headline"]]
    parties = database.cached_query("synergy_parties", {"programme_id": programme_id})
    there = parties[~computed.left_before(parties, as_of)]
    moved = done.groupby("unit")["quantity_per_year"].sum()
    return {
        "synergy_count": float((rows["stage"] != SET_ASIDE).sum()),
        "economic_relation_count": float(len(relations(there, set(done["synergy_id"])))),
        "energy_exchanged": float(moved.get("kWh", 0.0)) / KWH_PER_MWH,
        "water_exchanged": float(moved.get("m3", 0.0)),
    }


def relations(parties: pd.DataFrame, synergies: set[str]) -> set[tuple[str, str]]:
    """Pairs of organisations that at least one of these synergies links, each pair once, whoever gives."""
    pairs: set[tuple[str, str]] = set()
    for _, group in parties[parties["synergy_id"].isin(synergies)].groupby("synergy_id"):
        held = sorted(set(group["company_id"]))
        pairs |= {(one, other) for place, one in enumerate(held) for other in held[place + 1 :]}
    return pairs


def _of_members(database: Database, programme_id: str, as_of: date) -> dict[str, float | None]:
    held = present_members(database, programme_id, as_of)
    majority = company_majority(held["kind"])
    part = share(majority.counted, majority.out_of)
    return {
        "represented_territory_count": float(territory_verdict(database, programme_id, held).counted),
        "company_member_share": None if part is None else 100 * part,
    }


def _earlier(database: Database, programme_id: str, as_of: date) -> dict[str, tuple[Cell, ...]]:
    """What dated events gave at the end of each year before this one."""
    events = computed.events_until(database, programme_id, as_of)
    first = pd.to_datetime(events["occurred_on"]).dt.year.min()
    cells: dict[str, list[Cell]] = {key: [] for key in BY_YEAR}
    for year in range(int(first), as_of.year) if len(events) else ():
        figures = computed.progress(database, programme_id, date(year, 12, 31))
        for figure in figures:
            if figure.key in cells:
                cells[figure.key].append(_of_figure(figure, str(year)))
    return {key: tuple(found) for key, found in cells.items()}


def impacts(database: Database, programme_id: str) -> list[tuple[str, str, str]]:
    """What the programme says it acts on: French name, English name, its own mark (`1/3`)."""
    words = database.query("vocabulary", {"programme_id": programme_id})
    rows = words[words["list"] == "impact"]
    return [(row["name_fr"], row["name_en"], row["maps_to"] or "") for row in rows.to_dict("records")]


def presets() -> list[Mapping[str, str]]:
    """The indicators that funders and frameworks ask, with their sources."""
    return list(indicator_presets())
