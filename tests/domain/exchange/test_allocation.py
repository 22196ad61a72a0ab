"""The allocation is optimal (against a linear programme), exact in kilograms, and refuses nonsense."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array

from eit.domain.errors import Infeasible, InvalidQuantity
from eit.domain.exchange.allocation import allocate, allocate_flows, solve_transport


def instance(seed):
    """Random pairs between up to 12 offers and 12 demands, quantities in whole kg."""
    rng = np.random.default_rng(seed)
    offers, demands = rng.integers(1, 13, 2)
    chosen = np.argwhere(rng.random((offers, demands)) < rng.uniform(0.1, 1))
    supply, demand = (
        np.round(rng.lognormal(3, 2, size) * (rng.random(size) > 0.1), 3) for size in (offers, demands)
    )
    values = np.round(rng.normal(300, 400, len(chosen)), 3)
    return chosen[:, 0], chosen[:, 1], supply, demand, values


def rows_and_columns(offers, demands, shape):
    pairs = np.arange(len(offers))
    rows = coo_array((np.ones(len(pairs)), (offers, pairs)), shape=(shape[0], len(pairs)))
    columns = coo_array((np.ones(len(pairs)), (demands, pairs)), shape=(shape[1], len(pairs)))
    return rows, columns


def best_value(offers, demands, supply, demand, values):
    """The optimum by HiGHS, on the same instance in floats."""
    if not len(offers):
        return 0.0
    sides = np.vstack(
        [side.toarray() for side in rows_and_columns(offers, demands, (len(supply), len(demand)))]
    )
    found = linprog(-values, A_ub=sides, b_ub=np.concatenate([supply, demand]), method="highs")
    return -found.fun


def assert_within_limits(tonnes, offers, demands, supply, demand):
    kilograms = np.rint(tonnes * 1000).astype(np.int64)
    assert np.allclose(kilograms / 1000, tonnes, atol=0)
    assert (kilograms >= 0).all()
    assert (np.bincount(offers, kilograms, len(supply)) <= np.floor(supply * 1000 + 1e-6)).all()
    assert (np.bincount(demands, kilograms, len(demand)) <= np.floor(demand * 1000 + 1e-6)).all()


@pytest.mark.parametrize("block", range(10))
def test_the_optimum_is_that_of_a_linear_programme(block):
    for seed in range(20 * block, 20 * block + 20):
        offers, demands, supply, demand, values = instance(seed)
        for weights in (values, np.ones(len(values))):
            tonnes = allocate_flows(offers, demands, supply, demand, weights)
            assert_within_limits(tonnes, offers, demands, supply, demand)
            expected = best_value(offers, demands, supply, demand, weights)
            assert tonnes @ weights == pytest.approx(expected, rel=1e-6, abs=1e-6)
            assert not tonnes[weights <= 0].any()


@pytest.mark.parametrize("seed", range(40))
def test_nearness_breaks_ties_and_never_costs_a_kilogram(seed):
    offers, demands, supply, demand, values = instance(seed)
    km = np.random.default_rng(seed).integers(1, 1000, len(offers)).astype(float)
    plain, near = (allocate_flows(offers, demands, supply, demand, None, d) for d in (None, km))
    assert round(near.sum() * 1000) == round(plain.sum() * 1000)
    assert near @ km <= plain @ km + 1000 * near.sum() / 1000
    valued = allocate_flows(offers, demands, supply, demand, values, km)
    assert valued @ values == pytest.approx(
        best_value(offers, demands, supply, demand, values), rel=1e-6, abs=1e-6
    )


def test_among_equals_the_nearer_takes_it():
    tonnes = allocate_flows([0, 0, 1, 1], [0, 1, 0, 1], [10, 10], [10, 10], None, [1, 50, 50, 1])
    assert tonnes.tolist() == [10, 0, 0, 10]


@settings(max_examples=30, derandomize=True, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_changes_nothing(seed, random):
    offers, demands, supply, demand, values = instance(seed)
    order = list(range(len(offers)))
    random.shuffle(order)
    straight = allocate_flows(offers, demands, supply, demand, values)
    shuffled = allocate_flows(offers[order], demands[order], supply, demand, values[order])
    assert np.array_equal(shuffled, straight[order])


def test_ids_in_ids_out():
    result = allocate(
        {"o1": 10, "o2": 5}, {"d1": 8, "d2": 0}, [("o1", "d1"), ("o2", "d1"), ("o2", "d2")], [1, 3, 9]
    )
    assert result.tonnes.tolist() == [3, 5, 0]
    assert (result.total_t, result.total_value) == (8, 18)
    assert result.supply_left_t == {"o1": 7, "o2": 0}
    assert result.demand_left_t == {"d1": 0, "d2": 0}
    assert allocate({"o1": 10}, {}, []).supply_left_t == {"o1": 10}


def test_fractions_of_a_kilogram_are_never_promised():
    assert allocate_flows([0], [0], [0.29], [1]).tolist() == [0.29]
    assert allocate_flows([0], [0], [0.0019], [1]).tolist() == [0.001]
    assert allocate_flows([0], [0], [0.0009], [1]).tolist() == [0]


def test_nothing_to_allocate_is_an_answer():
    assert allocate_flows([], [], [], []).tolist() == []
    assert allocate_flows([0], [0], [0], [5]).tolist() == [0]
    assert allocate_flows([0], [0], [5], [5], [-1]).tolist() == [0]


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -1.0, 1e12])
def test_a_quantity_that_is_none_is_refused_by_name(wrong):
    with pytest.raises(InvalidQuantity, match="abi-002-o1"):
        allocate({"abi-001-o1": 1, "abi-002-o1": wrong}, {"d": 1}, [])
    with pytest.raises(InvalidQuantity, match="row 1"):
        allocate_flows([0], [0], [1], [1, wrong])


def test_other_refusals():
    with pytest.raises(InvalidQuantity, match="row 0"):
        allocate_flows([0], [0], [1], [1], [float("nan")])
    with pytest.raises(InvalidQuantity, match="km"):
        allocate_flows([0], [0], [1], [1], None, [-3])
    with pytest.raises(InvalidQuantity, match="lengths"):
        allocate_flows([0], [0], [1], [1], [1, 2])
    with pytest.raises(InvalidQuantity, match="lengths"):
        allocate_flows([0, 0], [0], [1], [1])
    with pytest.raises(InvalidQuantity, match="ghost"):
        allocate({"o": 1}, {"d": 1}, [("ghost", "d")])


def test_a_textbook_transportation_problem():
    flows, cost = solve_transport([20, 30, 25], [10, 35, 30], [[8, 6, 10], [9, 12, 13], [14, 9, 16]])
    assert flows.sum(axis=1) == pytest.approx([20, 30, 25])
    assert flows.sum(axis=0) == pytest.approx([10, 35, 30])
    assert cost == pytest.approx(10 * 9 + 20 * 13 + 10 * 10 + 10 * 6 + 25 * 9)


@pytest.mark.parametrize("seed", range(30))
def test_transport_agrees_with_a_linear_programme(seed):
    rng = np.random.default_rng(seed)
    m, n = rng.integers(1, 9, 2)
    demand = rng.exponential(10, n)
    supply = rng.dirichlet(np.ones(m)) * demand.sum() * (1 if seed % 2 else 1.7)
    cost = rng.normal(5, 4, (m, n))
    flows, found = solve_transport(supply, demand, cost)
    rows, columns = rows_and_columns(*np.divmod(np.arange(m * n), n), (m, n))
    slack = supply * (1 + 1e-12)
    expected = linprog(
        cost.ravel(), A_ub=rows.toarray(), b_ub=slack, A_eq=columns.toarray(), b_eq=demand, method="highs"
    )
    assert found == pytest.approx(expected.fun, rel=1e-6, abs=1e-6)
    assert flows.sum(axis=0) == pytest.approx(demand)
    assert (flows.sum(axis=1) <= supply * (1 + 1e-9)).all()


def test_a_demand_that_cannot_be_met_is_infeasible():
    with pytest.raises(Infeasible, match="supply below demand"):
        solve_transport([1], [2], [[1]])
    with pytest.raises(Infeasible, match="cut off"):
        solve_transport([1, 5], [1, 1], [[1, np.inf], [1, np.inf]])
    with pytest.raises(InvalidQuantity):
        solve_transport([1], [1], [[np.nan]])
    flows, cost = solve_transport([3], [0], [[1]])
    assert (flows.tolist(), cost) == ([[0]], 0)
