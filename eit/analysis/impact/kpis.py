"""The headline of a programme: what is there, what is possible, what is done. Possible is never added to done."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date

import pandas as pd

from eit.analysis.exchanges.ghg_plan import ghg_plan, plan_total
from eit.analysis.exchanges.potential import allocated_pairs, exchange_count
from eit.analysis.impact.avoided import factor_book, mass_range, of_exchanges, of_synergies
from eit.analysis.impact.covered import covered_total, ghg_figure
from eit.analysis.impact.inventory import inventory
from eit.analysis.impact.money import price_book
from eit.analysis.impact.money_results import money_results
from eit.analysis.programmes import programme
from eit.analysis.synergies import progress as computed
from eit.analysis.synergies.table import synergy_table
from eit.analysis.synergies.targets import targets as targets_of
from eit.domain.errors import InvalidSelection
from eit.domain.figures.cases import parse_destination
from eit.domain.figures.expected import expected_share
from eit.domain.figures.figure import Figure
from eit.domain.figures.impact import diverted_t_per_year
from eit.domain.selection import Selection
from eit.domain.stage import SET_ASIDE
from eit.store.database import Database


def headline(database: Database, selection: Selection, as_of: date) -> list[Figure]:
    """The figures of a selection, in the order of a screen. Raises InvalidSelection for an unknown programme.

    Stock: companies, flows, offers, demands. Potential (each tonne once): exchanges, the most t/yr, the most
    t CO2e/yr, and
    what the plan of tonnes avoids.
    Results (realised or verified, and confirmed in the twelve months before `as_of`): synergies, t/yr diverted,
    t CO2e/yr avoided; `detail["stale"]` counts those that wait for a confirmation. Synergies are as they were then.
    """
    row = programme(database, selection.programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=selection.programme_id)
    place = str(row["jurisdiction"])
    stock = database.ask(inventory, selection.programme_id, as_of)
    with ThreadPoolExecutor(1) as beside:  # the solver and the queries leave the processor to each other
        asked = beside.submit(copy_context().run, allocated_pairs, database, selection, as_of)
        results = database.ask(_results, selection.programme_id, place, as_of)
        asked.result()
    return [
        *(
            Figure(key, float(str(stock[key])), "count")
            for key in ("companies", "flows", "offers", "demands")
        ),
        *database.ask(_potential, selection, place, as_of),
        *results,
        *database.ask(computed.progress, selection.programme_id, as_of),
    ]


def _potential(database: Database, selection: Selection, jurisdiction_id: str, as_of: date) -> list[Figure]:
    """What is possible within a radius: nothing of it changes when a synergy's money or a meeting does."""
    book = factor_book(database, jurisdiction_id)
    pairs = allocated_pairs(database, selection, as_of)
    made = database.ask(_decided, selection.programme_id, jurisdiction_id, as_of)
    carried = of_exchanges(pairs[pairs["allocated_quantity"] > 0])
    plan = ghg_plan(database, selection, book, as_of)
    targets = database.ask(targets_of, selection.programme_id, as_of)
    return [
        Figure(
            "potential_exchanges",
            float(exchange_count(database, selection, len(pairs))),
            "count",
            target=targets.get("potential_exchange_count"),
        ),
        *(_allocated(carried, key, unit, pairs, made) for key, unit in POTENTIAL_UNITS.items()),
        ghg_figure("potential_avoided_ghg", plan_total(plan, book)),
        ghg_figure("tonnes_plan_ghg", covered_total(carried, "allocated_quantity", book)),
    ]


def _decided(database: Database, programme_id: str, jurisdiction_id: str, as_of: date) -> tuple[int, int]:
    """How many leads became results, and how many were set aside."""
    synergies = synergy_table(database, programme_id, factor_book(database, jurisdiction_id), as_of)
    refused = database.query("barriers", {"programme_id": programme_id, "as_of": as_of})
    return int(synergies["is_result"].sum()), len(refused)


def _results(database: Database, programme_id: str, jurisdiction_id: str, as_of: date) -> list[Figure]:
    """What is under way and what is done, whatever the radius."""
    book = factor_book(database, jurisdiction_id)
    synergies = synergy_table(database, programme_id, book, as_of)
    targets = database.ask(targets_of, programme_id, as_of)
    done = synergies[synergies["in_headline"]]
    avoided = covered_total(of_synergies(done), "quantity_per_year", book)
    attributed = covered_total(of_synergies(done), "quantity_per_year", book, attributed=True)
    return [
        Figure(
            "active_synergies",
            float((~synergies["is_result"] & (synergies["stage"] != SET_ASIDE)).sum()),
            "count",
        ),
        Figure(
            "realised_synergies",
            float(len(done)),
            "count",
            target=targets.get("match_count"),
            detail={"stale": int(synergies["stale"].sum()), "held": int(synergies["held"].sum())},
        ),
        _substituted(done),
        diverted_figure(done),
        ghg_figure("avoided_ghg", avoided),
        ghg_figure("attributed_ghg", attributed),
        *money_results(done, price_book(database, jurisdiction_id)),
    ]


POTENTIAL_UNITS = {"potential_mass": "t", "potential_energy": "kWh", "potential_water": "m3"}


def _allocated(
    carried: pd.DataFrame, key: str, unit: str, pairs: pd.DataFrame, made: tuple[int, int]
) -> Figure:
    """What the best plan carries of a unit; of tonnes, also what is expected of them. `made`: realised, set aside."""
    moved = mass_range(carried[carried["unit"] == unit], "allocated_quantity")
    waiting = pairs.loc[pairs["held"] & (pairs["unit"] == unit), ["offer_id", "demand_id"]]
    detail: dict[str, float | str] = {"held": waiting["offer_id"].nunique()}
    if unit == "t" and moved.central > 0:
        rate = expected_share(made[0], sum(made))
        detail |= {"expected_low": moved.low * rate.low, "expected_central": moved.central * rate.central}
        detail |= {"expected_high": moved.high * rate.high, "decided": float(sum(made))}
    return Figure(key, moved.central, f"{unit}/yr", interval=moved, detail=detail)


def diverted_figure(done: pd.DataFrame) -> Figure:
    """What some synergies keep from elimination [t/yr], with its range."""
    kept = done.assign(diverted=[diverted_mass(row) for row in done.to_dict("records")])
    moved = mass_range(kept, "diverted")
    return Figure("diverted_mass", moved.central, "t/yr", interval=moved, detail=_unknown(done))


def _unknown(done: pd.DataFrame) -> dict[str, float | str]:
    """Synergies of matter whose tonnes nobody gave: they are in no sum of tonnes, which says so."""
    return {"not_estimated": int((done["unit"].eq("t") & done["mass_t_per_year"].isna()).sum())}


def diverted_mass(row: dict) -> float:
    """Tonnes per year that one synergy keeps from elimination; NaN when it is not matter or has no quantity.

    What came from an unknown destination is not claimed.
    """
    if row["unit"] != "t" or pd.isna(row["mass_t_per_year"]):
        return math.nan
    shares = parse_destination(
        row["former_destination"] if isinstance(row["former_destination"], str) else None
    )
    eliminated = shares.get("landfill", 0.0) + shares.get("incineration", 0.0)
    refused = 0.0 if pd.isna(row["share_refused"]) else row["share_refused"]
    return float(diverted_t_per_year(row["mass_t_per_year"], refused, eliminated))


def _substituted(done: pd.DataFrame) -> Figure:
    """Tonnes that reach a taker and are used, wherever they came from: what the avoided GHG are about."""
    matter = done[done["unit"] == "t"]
    kept = matter.assign(kept=matter["mass_t_per_year"] * (1 - matter["share_refused"].fillna(0.0)))
    moved = mass_range(kept, "kept")
    return Figure("substituted_mass", moved.central, "t/yr", interval=moved, detail=_unknown(done))
