"""Formulas of the sheet for one territory: what its organisations, synergies and members give there.

A synergy is of a territory when one of its parties lies in it; a figure that has no such meaning is not available.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from eit.analysis.consortium import present_members, speaks_for
from eit.analysis.exchanges.potential import allocated_pairs, exchange_count
from eit.analysis.impact.avoided import factor_book, of_synergies
from eit.analysis.impact.covered import covered_total, ghg_figure
from eit.analysis.impact.kpis import diverted_figure
from eit.analysis.impact.money import price_book
from eit.analysis.impact.money_results import money_results
from eit.analysis.synergies import progress
from eit.analysis.synergies.table import synergy_table
from eit.domain.consortium import company_majority
from eit.domain.figures.figure import KNOWN, NOT_AVAILABLE, share
from eit.domain.figures.indicator import FORMULAS, Cell
from eit.domain.selection import Selection
from eit.domain.stage import SET_ASIDE
from eit.store.database import Database
from eit.store.jurisdictions import programme_jurisdiction

KWH_PER_MWH = 1000.0


def territory_values(
    database: Database, selection: Selection, territory_id: str, as_of: date
) -> dict[str, Cell]:
    """What every formula gives in a territory at `as_of`, in the units of the sheet (t, t CO2e, MWh, m3 per year)."""
    year, asked = str(as_of.year), {"programme_id": selection.programme_id, "territory_id": territory_id}
    companies = database.query("companies_in", asked)
    there = replace(selection, territory_id=territory_id)
    pairs = allocated_pairs(database, there, as_of)
    found = {
        "company_with_flow_count": float(companies["with_flow"].sum()),
        "potential_exchange_count": float(exchange_count(database, there, len(pairs))),
        **_of_members(database, selection.programme_id, territory_id, as_of),
    }
    cells = {
        key: Cell(year, value, NOT_AVAILABLE if value is None else KNOWN) for key, value in found.items()
    }
    cells |= _of_synergies(database, selection.programme_id, set(companies["company_id"]), as_of)
    missing = Cell(year, None, NOT_AVAILABLE)
    return {key: cells.get(key, missing) for key in FORMULAS}


def _of_synergies(database: Database, programme_id: str, companies: set[str], as_of: date) -> dict[str, Cell]:
    book = factor_book(database, programme_jurisdiction(database, programme_id).jurisdiction_id)
    parties = database.cached_query("synergy_parties", {"programme_id": programme_id})
    own = set(parties[parties["company_id"].isin(companies)]["synergy_id"])
    rows = synergy_table(database, programme_id, book, as_of)
    rows = rows[rows["synergy_id"].isin(own)]
    done = rows[rows["in_headline"]]
    events = progress.events_until(database, programme_id, as_of)
    events = events[events["synergy_id"].isin(own)]
    stages = progress.furthest_stages(events).values()
    moved = done.groupby("unit")["quantity_per_year"].sum()
    counts = {
        "prefeasibility_count": sum("prefeasibility" in held for held in stages),
        "pilot_count": sum("pilot" in held for held in stages),
        "pilot_sme_count": len(progress.pilot_smes(events, parties) & companies),
        "match_count": len(done),
        "synergy_count": int((rows["stage"] != SET_ASIDE).sum()),
        "energy_exchanged": float(moved.get("kWh", 0.0)) / KWH_PER_MWH,
        "water_exchanged": float(moved.get("m3", 0.0)),
    }
    figures = {
        "diverted_mass": diverted_figure(done),
        "avoided_ghg": ghg_figure(
            "avoided_ghg", covered_total(of_synergies(done), "quantity_per_year", book)
        ),
    }
    prices = price_book(database, book.jurisdiction.jurisdiction_id)
    figures |= {figure.key: figure for figure in money_results(done, prices) if figure.key in FORMULAS}
    year = str(as_of.year)
    return {key: Cell(year, float(value), KNOWN) for key, value in counts.items()} | {
        key: Cell(year, figure.value, figure.state, figure.coverage) for key, figure in figures.items()
    }


def _of_members(
    database: Database, programme_id: str, territory_id: str, as_of: date
) -> dict[str, float | None]:
    held = present_members(database, programme_id, as_of)
    held = held[
        pd.Series(speaks_for(database, programme_id, held, territory_id), index=held.index, dtype=bool)
    ]
    majority = company_majority(held["kind"])
    part = share(majority.counted, majority.out_of)
    return {"partner_count": float(len(held)), "company_member_share": None if part is None else 100 * part}
