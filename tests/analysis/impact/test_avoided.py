"""The sum by arrays is the sum of the estimates, whatever the rows hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from eit.analysis.impact.avoided import FactorBook, estimates, factor_book, total_of
from eit.domain.errors import InvalidQuantity
from eit.domain.figures.estimate_terms import Total, total
from eit.domain.figures.ranges import Draws
from eit.store.database import Database

DEMO = Path(__file__).resolve().parents[3] / "data" / "flows.duckdb"
ROUTES = ["R-WDP", "R-OCC", "R-STE", "R-WDG", None]
DESTINATIONS = [
    "landfill",
    "recycling",
    "storage",
    "none",
    "incineration",
    "landfill:0.7;recycling:0.3",
    None,
]
NUMBERS = ["quantity", "distance_km", "previous_distance_km", "share_refused", "attribution_share"]


@pytest.fixture(scope="module")
def book() -> Iterator[FactorBook]:
    with Database(DEMO) as database:
        yield factor_book(database, "CA-QC")


def rows(seed: int, count: int = 60) -> pd.DataFrame:
    """Rows of every kind: with and without factor, distance, quantity, quality; energy and services among them."""
    chance = np.random.default_rng(seed)

    def among(values: list) -> list:
        return [values[at] for at in chance.integers(len(values), size=count)]

    frame = pd.DataFrame(
        {
            "case_id": [f"r{at}" for at in range(count)],
            "unit": among(["t", "t", "t", "kWh", "m3", "h"]),
            "ghg_route": among(ROUTES),
            "former_destination": among(DESTINATIONS),
            "quality": among(["measured", "declared", "estimated", None]),
            "demand_material_id": among(["electricity", "wood-ash"]),
            "quantity": chance.choice([0.0, 12.5, 800.0, np.nan], size=count),
            "share_refused": chance.choice([0.0, 0.1, np.nan], size=count),
            "distance_km": chance.choice([0.0, 42.0, 800.0, np.nan], size=count, p=[0.2, 0.4, 0.3, 0.1]),
            "previous_distance_km": chance.choice([15.0, np.nan], size=count),
            "attribution_share": chance.choice([1.0, 0.25, np.nan], size=count),
        }
    )
    matter, energy = frame["unit"] == "t", frame["unit"] == "kWh"
    frame["ghg_route"] = frame["ghg_route"].where(matter)
    frame["demand_material_id"] = frame["demand_material_id"].where(energy)
    return frame.astype(dict.fromkeys(NUMBERS, float))


def one_by_one(frame: pd.DataFrame, book: FactorBook, attributed: bool) -> Total:
    draws, chosen = Draws(), frame[frame["quantity"].fillna(0) > 0]
    return total([item for item in estimates(chosen, "quantity", book, draws) if item], draws, attributed)


def figures(found: Total) -> list[float]:
    band = [np.nan] * 3 if found.range is None else [found.range.low, found.range.central, found.range.high]
    return [*band, np.nan if found.median is None else found.median, found.provisional_share or 0.0]


@pytest.mark.parametrize("attributed", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_arrays_give_the_sum_of_the_cases(book, seed, attributed):
    frame = rows(seed)
    whole, parts = total_of(frame, "quantity", book, attributed), one_by_one(frame, book, attributed)
    assert figures(whole) == pytest.approx(figures(parts), rel=1e-9, nan_ok=True)
    assert whole.estimated == parts.estimated > 0
    assert sorted(whole.not_estimated) == sorted(parts.not_estimated)
    assert whole.factor_ids == parts.factor_ids


def test_nothing_that_can_be_estimated_is_not_zero(book):
    frame = rows(3).assign(ghg_route=None, former_destination="landfill", unit="t", quantity=10.0)
    assert total_of(frame, "quantity", book).range is None
    assert total_of(frame.iloc[:0], "quantity", book).range.central == 0


def test_a_share_above_one_names_its_row(book):
    frame = rows(4).assign(unit="t", quantity=10.0)
    frame.loc[7, "share_refused"] = 1.2
    with pytest.raises(InvalidQuantity) as refused:
        total_of(frame, "quantity", book)
    assert refused.value.row_id == "r7"
