"""Who gets which tonnes: an exact allocation (minimum-cost flow), so that no tonne is promised twice.

Kilograms: a quantity becomes floor(1000·t) whole kg: nothing is promised that is not there, the balance is
exact. Weights: values become integers by one scale, as fine as the solver's 64 bits allow: for n nodes, costs
up to 2^60/(n+1)² and 2^40. At 7 000 nodes that is 2e10 steps between 0 and the best value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from ortools.graph.python import min_cost_flow

from eit.domain.errors import Infeasible, InvalidQuantity

KG_PER_T = 1000
KG_TOLERANCE = 1e-6
"""So that 0.29 t, which binary floats hold as 0.28999…, is 290 kg."""
MAX_T = 1e9
NEARNESS_STEPS = 1000
FINEST_NEARNESS_STEPS = 1_000_000
MIN_VALUE_STEPS = 1_000_000
QUANTITY_STEPS = 2**40


@dataclass(frozen=True)
class Allocation:
    """Tonnes per pair (in their order), their total and value, and what is left on both sides, by id."""

    tonnes: NDArray
    total_t: float
    total_value: float
    supply_left_t: dict[str, float]
    demand_left_t: dict[str, float]


def allocate(
    supplies: Mapping[str, float],
    demands: Mapping[str, float],
    pairs: Sequence[tuple[str, str]],
    value_per_t: ArrayLike | None = None,
    distance_km: ArrayLike | None = None,
) -> Allocation:
    """Best allocation over (offer id, demand id) pairs; quantities [t/yr] by id, value_per_t per pair.

    The objective is the choice of value_per_t: None maximises tonnes, avoided kg CO2e per tonne maximises
    GHG, a sum of money per tonne maximises money. See allocate_flows. A pair that names an unknown id is
    refused.
    """
    offer_at = {offer: index for index, offer in enumerate(supplies)}
    demand_at = {demand: index for index, demand in enumerate(demands)}
    for offer, demand in pairs:
        if offer not in offer_at or demand not in demand_at:
            raise InvalidQuantity("pair-without-quantity", value=(offer, demand), row_id=offer)
    offer_index = np.array([offer_at[offer] for offer, _ in pairs], int)
    demand_index = np.array([demand_at[demand] for _, demand in pairs], int)
    supply = _checked(list(supplies.values()), list(supplies))
    demand_t = _checked(list(demands.values()), list(demands))
    tonnes = allocate_flows(offer_index, demand_index, supply, demand_t, value_per_t, distance_km)
    values = np.ones(len(pairs)) if value_per_t is None else np.asarray(value_per_t, float)
    supply_left = supply - np.bincount(offer_index, tonnes, len(supply))
    demand_left = demand_t - np.bincount(demand_index, tonnes, len(demand_t))
    return Allocation(
        tonnes,
        float(tonnes.sum()),
        float(tonnes @ values),
        dict(zip(supplies, supply_left.clip(0).tolist(), strict=True)),
        dict(zip(demands, demand_left.clip(0).tolist(), strict=True)),
    )


def allocate_flows(
    offer_index: ArrayLike,
    demand_index: ArrayLike,
    supply_t: ArrayLike,
    demand_t: ArrayLike,
    value_per_t: ArrayLike | None = None,
    distance_km: ArrayLike | None = None,
    alone_t: ArrayLike | None = None,
) -> NDArray:
    """Tonnes per pair [t, whole kg] that maximise Σ value·tonnes within supply and demand.

    Pair p links supply_t[offer_index[p]] and demand_t[demand_index[p]], and carries at most alone_t[p]. value_per_t
    None counts every tonne for 1; a pair worth 0 or less is never used. Among equal optima the nearer pairs win when
    distance_km is given (in steps of a thousandth of the longest, a millionth when every tonne counts for 1), except
    on instances too large to weigh both: beyond about 500 rows a side with values, 50 000 without. The same pairs in
    another order give the same result.
    Raises InvalidQuantity, naming the row, on a NaN, infinite or negative quantity, value or distance.
    """
    offers, demands = np.asarray(offer_index, int), np.asarray(demand_index, int)
    supply_kg, demand_kg = (_kilograms(_checked(side)) for side in (supply_t, demand_t))
    values = np.ones(len(offers)) if value_per_t is None else _checked_values(value_per_t, len(offers))
    kilometres = np.zeros(len(offers)) if distance_km is None else _checked(distance_km, unit="km")
    if not len(offers) == len(demands) == len(kilometres):
        raise InvalidQuantity("lengths-differ", value=(len(offers), len(demands), len(kilometres)))
    capacity = np.minimum(supply_kg[offers], demand_kg[demands])
    if alone_t is not None:
        capacity = np.minimum(capacity, _kilograms(_checked(alone_t)))
    used = np.flatnonzero((values > 0) & (capacity > 0))
    tonnes = np.zeros(len(offers))
    if len(used):
        used = used[np.argsort(offers[used] * (int(demands.max()) + 1) + demands[used], kind="stable")]
        weights = _weights(values[used], kilometres[used], offers[used], demands[used])
        flow = _best_flow(offers[used], demands[used], supply_kg, demand_kg, capacity[used], weights)
        tonnes[used] = flow / KG_PER_T
    return tonnes


def _best_flow(
    offers: NDArray, demands: NDArray, supply: NDArray, demand: NDArray, capacity: NDArray, weights: NDArray
) -> NDArray:
    """Units per pair; a spare node takes what is not sent and fills what is not met, at no cost."""
    offer_ids, offer_nodes = np.unique(offers, return_inverse=True)
    demand_ids, demand_nodes = np.unique(demands, return_inverse=True)
    supply, demand = supply[offer_ids], demand[demand_ids]
    first_demand, spare = len(supply), len(supply) + len(demand)
    tails = np.concatenate([offer_nodes, np.arange(first_demand), np.full(len(demand), spare)])
    heads = np.concatenate(
        [first_demand + demand_nodes, np.full(len(supply), spare), first_demand + np.arange(len(demand))]
    )
    capacities = np.concatenate([capacity, supply, demand])
    costs = np.concatenate([-weights, np.zeros(spare, int)])
    balance = np.concatenate([supply, -demand, [demand.sum() - supply.sum()]])
    return _solve(tails, heads, capacities, costs, balance)[: len(offers)]


def _solve(tails: NDArray, heads: NDArray, capacities: NDArray, costs: NDArray, balance: NDArray) -> NDArray:
    """Flow per arc of the cheapest flow that satisfies `balance` (all int64), or Infeasible."""
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    solver.set_nodes_supplies(np.arange(len(balance)), balance)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        raise Infeasible("demand-cut-off")
    if status != solver.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow: {status.name}")
    return solver.flows(arcs)


def _weights(values: NDArray, kilometres: NDArray, offers: NDArray, demands: NDArray) -> NDArray:
    """Integer weight per pair: value first, nearness only between equal values.

    One improving step goes through at most 2·min(offers, demands)+1 pairs, so a unit of value that outweighs
    that many longest trips cannot be bought by nearness: the optimum in value stays the optimum.
    """
    sides = len(np.unique(offers)), len(np.unique(demands))
    largest = _largest_cost(sum(sides) + 1)
    levels = 1 if values.min() == values.max() else MIN_VALUE_STEPS
    far = float(kilometres.max())
    outweigh = NEARNESS_STEPS * (2 * min(sides) + 2)
    if far == 0 or levels * outweigh > largest:
        return _scaled(values, 1 if levels == 1 else largest)
    finest = NEARNESS_STEPS
    if levels == 1:
        finest = min(FINEST_NEARNESS_STEPS, largest // (2 * min(sides) + 2))
        outweigh = finest * (2 * min(sides) + 2)
    steps = np.rint(kilometres / far * finest).astype(np.int64)
    return _scaled(values, 1 if levels == 1 else largest // outweigh) * outweigh - steps


def _largest_cost(nodes: int) -> int:
    return max(1, min(2**40, 2**60 // (nodes + 1) ** 2))


def _scaled(values: NDArray, steps: int) -> NDArray:
    """Positive values as integers 1..steps (a value too small for a step still counts for one)."""
    return np.maximum(1, np.rint(values / values.max() * steps)).astype(np.int64)


def solve_transport(supply: ArrayLike, demand: ArrayLike, cost: ArrayLike) -> tuple[NDArray, float]:
    """The transportation problem: meet every demand [n] from the supplies [m] at the least cost [m, n].

    Supply may exceed demand (the rest stays); less supply than demand, or a demand cut off by infinite costs
    (a lane that does not exist), raises Infeasible. Quantities may be any floats: they are counted in 2^-40
    of the total. Returns the flows [m, n] and their total cost.
    """
    sent, wanted = _checked(supply), _checked(demand)
    costs = np.asarray(cost, float).reshape(len(sent), len(wanted))
    if np.isnan(costs).any() or (costs == -np.inf).any():
        raise InvalidQuantity("quantity-not-finite-or-negative", value="cost", unit="cost")
    if wanted.sum() > sent.sum() * (1 + 1e-12):
        raise Infeasible("supply-below-demand", value=float(wanted.sum() - sent.sum()))
    flows = np.zeros(costs.shape)
    if wanted.sum() == 0:
        return flows, 0.0
    scale = QUANTITY_STEPS / max(sent.sum(), wanted.sum())
    supply_units, demand_units = _balanced(np.rint(sent * scale), np.rint(wanted * scale))
    rows, columns = np.nonzero(np.isfinite(costs))
    spare = len(sent) + len(wanted)
    tails = np.concatenate([rows, np.arange(len(sent))])
    heads = np.concatenate([len(sent) + columns, np.full(len(sent), spare)])
    open_costs = costs[rows, columns]
    top = float(np.abs(open_costs).max(initial=0.0)) or 1.0
    unit_costs = np.rint(open_costs / top * _largest_cost(spare + 1)).astype(np.int64)
    capacity = np.minimum(supply_units[rows], demand_units[columns])
    left = demand_units.sum() - supply_units.sum()
    flow = _solve(
        tails,
        heads,
        np.concatenate([capacity, supply_units]),
        np.concatenate([unit_costs, np.zeros(len(sent), int)]),
        np.concatenate([supply_units, -demand_units, [left]]),
    )
    flows[rows, columns] = flow[: len(rows)] / scale
    return flows, float(flows[rows, columns] @ open_costs)


def _balanced(supply: NDArray, demand: NDArray) -> tuple[NDArray, NDArray]:
    """Whole units, without the few that rounding may put on demand beyond supply (taken off the largest)."""
    supply, demand = supply.astype(np.int64), demand.astype(np.int64)
    excess = max(0, int(demand.sum() - supply.sum()))
    demand[np.argmax(demand)] -= excess
    return supply, demand


def _kilograms(tonnes: NDArray) -> NDArray:
    return np.floor(tonnes * KG_PER_T + KG_TOLERANCE).astype(np.int64)


def _checked(tonnes: ArrayLike, row_ids: Sequence[str] | None = None, unit: str = "t/yr") -> NDArray:
    """Quantities as floats; InvalidQuantity names the first that is NaN, infinite, negative or absurd."""
    numbers = np.asarray(tonnes, float)
    wrong = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0) & (numbers <= MAX_T)))
    if len(wrong):
        at = int(wrong[0])
        row_id = row_ids[at] if row_ids else f"row {at}"
        key = "quantity-out-of-range" if numbers[at] > MAX_T else "quantity-not-finite-or-negative"
        raise InvalidQuantity(key, value=float(numbers[at]), unit=unit, row_id=row_id)
    return numbers


def _checked_values(values: ArrayLike, count: int) -> NDArray:
    numbers = np.asarray(values, float)
    if numbers.shape != (count,):
        raise InvalidQuantity("lengths-differ", value=(count, numbers.shape))
    wrong = np.flatnonzero(~np.isfinite(numbers))
    if len(wrong):
        raise InvalidQuantity("value-not-finite", value=float(numbers[wrong[0]]), row_id=f"row {wrong[0]}")
    return numbers
