"""Exchanges added up between territories: each tonne once, n.c. is not zero, nothing lost without being said."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from eit.analysis.exchanges.corridors import between_territories
from tests.spec.tables import assert_same

PLACE = {"a": "mrc-a", "b": "mrc-a", "c": "mrc-b"}
NONE = math.nan


def pairs(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    columns = ["offer_company_id", "demand_company_id", "category_id", "allocated_t_per_year"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(offer_id=[f"o{i}" for i in range(len(frame))])


def test_both_directions_the_inside_and_every_category_stay_apart() -> None:
    totals = between_territories(
        pairs(
            ("a", "c", "wood", 10.0),
            ("b", "c", "wood", 5.0),
            ("a", "c", "plastics", 1.0),
            ("c", "a", "wood", 7.0),
            ("a", "b", "wood", 2.0),
        ),
        PLACE,
    )
    expected = """
        from_id | to_id | category_id | exchanges | allocated_t_per_year
        mrc-a   | mrc-a | wood        | 1         | 2
        mrc-a   | mrc-b | plastics    | 1         | 1
        mrc-a   | mrc-b | wood        | 1 + 1     | 10 + 5
        mrc-b   | mrc-a | wood        | 1         | 7
    """.replace("1 + 1", "2").replace("10 + 5", "15")
    assert_same(totals[["from_id", "to_id", "category_id", "exchanges", "allocated_t_per_year"]], expected)


def test_what_is_not_known_is_counted_and_is_not_zero() -> None:
    totals = between_territories(
        pairs(("a", "c", "energy", NONE), ("a", "c", "wood", NONE), ("b", "c", "wood", 0.0)), PLACE
    )
    energy, wood = totals.itertuples()
    assert math.isnan(energy.allocated_t_per_year) and energy.unknown == 1
    assert wood.allocated_t_per_year == 0.0 and (wood.exchanges, wood.unknown) == (2, 1)


def test_a_side_outside_the_level_and_an_empty_selection_give_no_row() -> None:
    assert between_territories(pairs(("a", "nowhere", "wood", 3.0)), PLACE).empty
    nothing = between_territories(pairs(), PLACE)
    assert nothing.empty and "unknown" in nothing


@pytest.mark.parametrize("seed", range(5))
def test_a_second_road_adds_up_to_the_same(seed: int) -> None:
    dice = np.random.default_rng(seed)
    names = [*PLACE, "nowhere"]
    rows = [
        (
            dice.choice(names),
            dice.choice(names),
            dice.choice(["wood", "glass"]),
            dice.choice([1.5, 2.0, NONE]),
        )
        for _ in range(60)
    ]
    totals = between_territories(pairs(*rows), PLACE)
    placed = [row for row in rows if row[0] in PLACE and row[1] in PLACE]
    assert totals["exchanges"].sum() == len(placed)
    assert totals["allocated_t_per_year"].sum() == pytest.approx(
        sum(tonnes for *_, tonnes in placed if not math.isnan(tonnes))
    )
    assert totals["unknown"].sum() == sum(math.isnan(tonnes) for *_, tonnes in placed)
