"""The plain transportation problem: a known instance, both shapes of the cost table, and every refusal by name."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.errors import Infeasible, InvalidQuantity
from eit.domain.exchange.transport import read_problem, solve


def amounts(**quantities: object) -> list[dict]:
    return [{"id": name, "quantity": str(quantity)} for name, quantity in quantities.items()]


# The three plants and four markets of many textbooks; optimum 2850.
PLANTS = amounts(p1=300, p2=400, p3=500)
MARKETS = amounts(m1=250, m2=350, m3=400, m4=200)
COSTS = {"p1": (3, 1, 7, 4), "p2": (2, 6, 5, 9), "p3": (8, 3, 3, 2)}
MATRIX = [{"plant": p, **{f"m{j + 1}": str(cost) for j, cost in enumerate(row)}} for p, row in COSTS.items()]
ROWS = [
    {"supply_id": p, "demand_id": f"m{j + 1}", "cost": str(cost)}
    for p, row in COSTS.items()
    for j, cost in enumerate(row)
]


@pytest.mark.parametrize("cost", [MATRIX, ROWS], ids=["matrix", "rows"])
def test_the_textbook_optimum(cost: list[dict]) -> None:
    found = solve(read_problem(PLANTS, MARKETS, cost))
    assert found.total_cost == pytest.approx(2850, abs=1e-9)
    for side, wanted in ((0, PLANTS), (1, MARKETS)):
        for row in wanted:
            moved = sum(flow[2] for flow in found.flows if flow[side] == row["id"])
            assert moved == pytest.approx(float(row["quantity"]))
    assert found.supply_left == {"p1": 0, "p2": 0, "p3": 0}


@given(st.lists(st.integers(0, 20), min_size=9, max_size=9))
def test_an_assignment_is_the_best_of_all_permutations(costs: list[int]) -> None:
    table = np.array(costs).reshape(3, 3)
    cost = [{"id": f"s{i}", **{f"d{j}": str(table[i, j]) for j in range(3)}} for i in range(3)]
    found = solve(read_problem(amounts(s0=1, s1=1, s2=1), amounts(d0=1, d1=1, d2=1), cost))
    best = min(sum(table[i, j] for i, j in enumerate(order)) for order in itertools.permutations(range(3)))
    assert found.total_cost == pytest.approx(best, abs=1e-9)


def test_what_is_not_sent_stays() -> None:
    found = solve(read_problem(amounts(a=5), amounts(x=2), [{"id": "a", "x": "3"}]))
    assert (found.total_cost, found.supply_left) == (6, {"a": 3})


BAD = {
    "negative": (amounts(a=-1), "quantity-not-finite-or-negative", "a"),
    "nan": (amounts(a="nan"), "quantity-not-finite-or-negative", "a"),
    "infinite": (amounts(a="inf"), "quantity-not-finite-or-negative", "a"),
    "word": (amounts(a="ten"), "quantity-not-a-number", "a"),
    "missing": ([{"id": "a", "quantity": None}], "quantity-missing", "a"),
    "duplicate": (amounts(a=1) + amounts(a=2), "row-duplicate", "a"),
    "zero": (amounts(a=0), "supply-zero", "a"),
    "no id": ([{"id": None, "quantity": "1"}], "column-missing", "supply 1"),
    "no column": ([{"id": "a"}], "column-missing", "supply 1"),
    "empty": ([], "no-rows", "supply"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_supply_is_named_with_its_row_and_unit(case: str) -> None:
    supply, key, row_id = BAD[case]
    with pytest.raises(InvalidQuantity) as refusal:
        read_problem(supply, amounts(x=1), [{"id": "a", "x": "1"}], "kg")
    assert (refusal.value.key, refusal.value.row_id, refusal.value.unit) == (key, row_id, "kg")


LANE = {"supply_id": "a", "demand_id": "x", "cost": "1"}
BAD_COSTS = {
    "missing": ([{**LANE, "cost": None}], "quantity-missing"),
    "infinite": ([{**LANE, "cost": "inf"}], "quantity-not-finite-or-negative"),
    "nan": ([{**LANE, "cost": "nan"}], "quantity-not-finite-or-negative"),
    "duplicate": ([LANE, LANE], "row-duplicate"),
    "unknown": ([{**LANE, "demand_id": "y"}], "id-unknown"),
    "duplicate row of a matrix": ([{"id": "a", "x": "1"}, {"id": "a", "x": "2"}], "row-duplicate"),
    "empty": ([], "no-rows"),
}


@pytest.mark.parametrize("case", BAD_COSTS)
def test_a_bad_cost_is_named(case: str) -> None:
    cost, key = BAD_COSTS[case]
    with pytest.raises(InvalidQuantity) as refusal:
        read_problem(amounts(a=1), amounts(x=1), cost)
    assert refusal.value.key == key
    assert refusal.value.row_id


def test_too_little_supply_says_how_much_is_short() -> None:
    with pytest.raises(Infeasible) as refusal:
        solve(read_problem(amounts(a=1), amounts(x=3), [{"id": "a", "x": "1"}]))
    assert (refusal.value.key, refusal.value.value) == ("supply-below-demand", 2)


def test_a_demand_without_a_lane_is_named() -> None:
    with pytest.raises(Infeasible) as refusal:
        solve(read_problem(amounts(a=5), amounts(x=1, y=2), [LANE]))
    assert (refusal.value.key, refusal.value.row_id) == ("demand-cut-off", "y")


def test_lanes_that_cannot_carry_enough_are_infeasible() -> None:
    cost = [LANE, {"supply_id": "b", "demand_id": "y", "cost": "1"}]
    with pytest.raises(Infeasible):
        solve(read_problem(amounts(a=1, b=9), amounts(x=2, y=2), cost))
