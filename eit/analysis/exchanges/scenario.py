"""Both sides of a what-if: the same figures without and with a scenario, and what it wins and loses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.exchanges.ghg_plan import ghg_plan
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact import kpis
from eit.analysis.impact.avoided import FactorBook, estimates, factor_book, of_synergies
from eit.analysis.programmes import ensure_known, programme
from eit.analysis.synergies.table import synergy_table
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.scenario import Scenario
from eit.domain.figures.estimate_terms import Estimate, total
from eit.domain.figures.figure import Figure
from eit.domain.figures.ranges import Draws, Range
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.jurisdictions import programme_jurisdiction
from eit.store.scenario import ScenarioDatabase

GHG_KEYS = ("potential_avoided_ghg", "avoided_ghg", "attributed_ghg")


@dataclass(frozen=True)
class Difference:
    """One headline figure on both sides; `change` is after less before, None when a side is not known.

    `interval` is the band of the change: each factor drawn once for both sides, so that what they share cancels out.
    """

    key: str
    unit: str
    before: Figure
    after: Figure
    change: float | None
    interval: Range | None


@dataclass(frozen=True)
class Comparison:
    """Every headline figure, and the potential exchanges that only one side has (columns of the exchange table)."""

    scenario: Scenario
    figures: tuple[Difference, ...]
    gained: pd.DataFrame
    lost: pd.DataFrame


def open_scenario(database: Database, programme_id: str, scenario: Scenario) -> ScenarioDatabase:
    """The programme as it would be; close it after use. Raises InvalidSelection or InvalidQuantity."""
    if programme(database, programme_id) is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return ScenarioDatabase(database, programme_id, scenario)


def compare(database: Database, scenario: Scenario, selection: Selection, as_of: date) -> Comparison:
    """Both sides of a scenario for one selection; the data is not touched.

    Raises InvalidSelection or InvalidQuantity for a change that names what does not exist or cannot be counted.
    """
    ensure_known(database, selection)
    with open_scenario(database, selection.programme_id, scenario) as other:
        place = programme_jurisdiction(database, selection.programme_id)
        book = factor_book(database, place.jurisdiction_id)
        headlines = [kpis.headline(side, selection, as_of) for side in (database, other)]
        pairs = [potential_exchanges(side, selection, as_of) for side in (database, other)]
        bands = _ghg_bands((database, other), selection, book, as_of)
    after = {figure.key: figure for figure in headlines[1]}
    figures = tuple(_difference(before, after[before.key], bands) for before in headlines[0])
    return Comparison(scenario, figures, _only(pairs[1], pairs[0]), _only(pairs[0], pairs[1]))


def _difference(before: Figure, after: Figure, bands: dict[str, Range | None]) -> Difference:
    change = None if before.value is None or after.value is None else after.value - before.value
    band = None if change is None else bands.get(before.key)
    return Difference(before.key, before.unit, before, after, change, band)


def _only(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The pairs of `one` that `other` does not have."""
    known = set(zip(other["offer_id"], other["demand_id"], strict=True))
    kept = [pair not in known for pair in zip(one["offer_id"], one["demand_id"], strict=True)]
    return one[np.array(kept, dtype=bool)].reset_index(drop=True)


def _ghg_bands(
    sides: tuple[Database, Database], selection: Selection, book: FactorBook, as_of: date
) -> dict[str, Range | None]:
    draws = Draws()
    plans = [ghg_plan(side, selection, book, as_of) for side in sides]
    potential = [_known(plan, "ghg_quantity", book, draws) for plan in plans]
    tables = [synergy_table(side, selection.programme_id, book, as_of) for side in sides]
    done = [table[table["in_headline"]] for table in tables]
    results = [_known(of_synergies(table), "quantity_per_year", book, draws) for table in done]
    return dict(
        zip(
            GHG_KEYS,
            (
                _band(potential, draws, attributed=False),
                _band(results, draws, attributed=False),
                _band(results, draws, attributed=True),
            ),
            strict=True,
        )
    )


def _known(rows: pd.DataFrame, quantity: str, book: FactorBook, draws: Draws) -> list[Estimate]:
    chosen = rows[rows[quantity].fillna(0) > 0]
    return [item for item in estimates(chosen, quantity, book, draws) if item is not None]


def _band(both: list[list[Estimate]], draws: Draws, attributed: bool) -> Range | None:
    """After less before, as one sum in which before counts negatively."""
    signed = [
        replace(item, weight=sign * (item.weight if attributed else 1.0))
        for sign, side in ((-1.0, both[0]), (1.0, both[1]))
        for item in side
    ]
    return total(signed, draws, attributed=True).range
