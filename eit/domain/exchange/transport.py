"""Reads a plain transportation problem from rows of text and solves it: the solver can be held against others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eit.domain.errors import Infeasible, InvalidQuantity, checked
from eit.domain.exchange.allocation import MAX_T, solve_transport

Row = Mapping[str, str | None]
COST_COLUMNS = ("supply_id", "demand_id", "cost")
SIGNIFICANT_DIGITS = 12
"""The solver counts in 2^-40 of the total: beyond twelve digits a flow is rounding."""


@dataclass(frozen=True)
class Problem:
    """Supplies and demands by id [`unit`], and the cost per unit of each lane; a lane without a row does not exist."""

    supply: Mapping[str, float]
    demand: Mapping[str, float]
    cost: Mapping[tuple[str, str], float]
    unit: str = "t"


@dataclass(frozen=True)
class Optimum:
    """The cheapest way to meet every demand: flows (supply id, demand id, quantity, cost) and their total cost."""

    total_cost: float
    flows: tuple[tuple[str, str, float, float], ...]
    supply_left: Mapping[str, float]


def read_problem(
    supply: Sequence[Row], demand: Sequence[Row], cost: Sequence[Row], unit: str = "t"
) -> Problem:
    """Check every row and build the problem.

    supply, demand: rows with `id`, `quantity`. cost: rows with `supply_id`, `demand_id`, `cost`, or a matrix whose
    first column holds the supply ids and whose other columns are demand ids. Raises InvalidQuantity (row, value and
    unit) for a quantity or cost that is missing, not a number, NaN or infinite, a negative quantity, a supply of zero,
    an id that is missing, repeated or unknown.
    """
    sent, wanted = _quantities(supply, "supply", unit), _quantities(demand, "demand", unit)
    for row_id, quantity in sent.items():
        if quantity == 0:
            raise InvalidQuantity("supply-zero", value=quantity, unit=unit, row_id=row_id)
    lanes = _lanes(cost)
    costs: dict[tuple[str, str], float] = {}
    for source, target, text in lanes:
        row_id = f"{source} → {target}"
        if source not in sent or target not in wanted:
            unknown = source if source not in sent else target
            raise InvalidQuantity("id-unknown", value=unknown, unit="id", row_id=row_id)
        if (source, target) in costs:
            raise InvalidQuantity("row-duplicate", value=text, unit="cost", row_id=row_id)
        costs[source, target] = _number(text, "cost", row_id, -math.inf)
    return Problem(sent, wanted, costs, unit)


def _quantities(rows: Sequence[Row], side: str, unit: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for number, row in enumerate(rows, start=1):
        row_id = row.get("id")
        if not row_id or "quantity" not in row:
            column = "quantity" if row_id else "id"
            raise InvalidQuantity("column-missing", value=column, unit=unit, row_id=f"{side} {number}")
        if row_id in found:
            raise InvalidQuantity("row-duplicate", value=row["quantity"], unit=unit, row_id=row_id)
        found[row_id] = _number(row["quantity"], unit, row_id, 0.0)
    if not found:
        raise InvalidQuantity("no-rows", value=side, unit=unit, row_id=side)
    return found


def _number(text: str | None, unit: str, row_id: str, low: float) -> float:
    if text is None or not str(text).strip():
        raise InvalidQuantity("quantity-missing", value="", unit=unit, row_id=row_id)
    return checked(text, unit, row_id, low=low, high=MAX_T)


def _lanes(rows: Sequence[Row]) -> list[tuple[str, str, str | None]]:
    """(supply id, demand id, cost as text) from either shape of the cost table."""
    if not rows:
        raise InvalidQuantity("no-rows", value="cost", unit="cost", row_id="cost")
    columns = list(rows[0])
    if set(COST_COLUMNS) <= set(columns):
        return [(str(row["supply_id"]), str(row["demand_id"]), row["cost"]) for row in rows]
    first, *targets = columns
    seen: set[str] = set()
    for row in rows:
        if row[first] in seen:
            raise InvalidQuantity("row-duplicate", value=row[first], unit="cost", row_id=str(row[first]))
        seen.add(str(row[first]))
    return [(str(row[first]), target, row[target]) for row in rows for target in targets]


def solve(problem: Problem) -> Optimum:
    """The optimum. Raises Infeasible when supply is below demand or a demand is cut off, with what is short."""
    short = sum(problem.demand.values()) - sum(problem.supply.values())
    if short > 1e-12 * sum(problem.demand.values()):
        raise Infeasible("supply-below-demand", value=short, unit=problem.unit, row_id="demand")
    cost = np.full((len(problem.supply), len(problem.demand)), np.inf)
    sources = {name: index for index, name in enumerate(problem.supply)}
    targets = {name: index for index, name in enumerate(problem.demand)}
    for (source, target), price in problem.cost.items():
        cost[sources[source], targets[target]] = price
    for target, index in targets.items():
        if problem.demand[target] > 0 and not np.isfinite(cost[:, index]).any():
            raise Infeasible("demand-cut-off", value=problem.demand[target], unit=problem.unit, row_id=target)
    flow, _ = solve_transport(list(problem.supply.values()), list(problem.demand.values()), cost)
    flow = _rounded(flow, sum(problem.supply.values()))
    flows = tuple(
        (source, target, float(flow[i, j]), problem.cost[source, target])
        for source, i in sources.items()
        for target, j in targets.items()
        if flow[i, j] > 0
    )
    left = {
        name: max(0.0, problem.supply[name] - float(flow[index].sum())) for name, index in sources.items()
    }
    return Optimum(math.fsum(quantity * price for _, _, quantity, price in flows), flows, left)


def _rounded(flow: np.ndarray, whole: float) -> np.ndarray:
    digits = SIGNIFICANT_DIGITS - 1 - math.floor(math.log10(whole))
    return np.round(flow, min(max(digits, 0), 12))
