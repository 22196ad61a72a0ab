"""The only linear programmes of the edition (OR-Tools, GLOP): another distribution that the published sums allow.

Whatever a solver answers is checked by arithmetic where it is used: a wrong answer can only hide more or refuse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from eit.domain.disclosure import COALITION
from eit.domain.disclosure_risk import Holdings

MOST = 1e3
"""No atom needs to fall by more than this many times what is asked for: the solver works in units of the need."""
MOST_PUT_RIGHT = 1e7
"""Nor by more than this where quantities were put right by a power of ten: one atom then moves another as much more."""
SMALL = 1e-3
"""Weight of a robust change beside that of hidden cells, when cells must be hidden."""

SMALLEST = 1e-4
"""Of the largest weight, or of what is firm: nothing costs less."""
ROUNDED = 1e-8
"""Of what a change moves in a sum: less is the rounding of the solver, not a change of the sum."""


class SolverFailed(RuntimeError):
    """The solver gave neither an answer nor a proof that there is none."""


class NoChoice(Exception):
    """Proved: whatever cells are hidden, what is already out tells too much."""


def altered(rows: NDArray, change: NDArray, slack: float) -> NDArray:
    """Which sums [rows] a change [atoms] alters by more than `slack`, or than the rounding of what it moves."""
    return np.abs(rows @ change) > np.maximum(slack, ROUNDED * (np.abs(rows) @ np.abs(change)))


@dataclass(frozen=True)
class Question:
    """Move the sum of `aimed` atoms by `need`, up (sign 1) or down (-1): how far each may fall, which may not rise."""

    aimed: tuple[int, ...]
    sign: int
    need: float
    room: NDArray
    frozen: NDArray


class Variables:
    """Variables from 0 up, with the limits and costs that the solver knows: to tell it costs more than to compare."""

    def __init__(self, solver: pywraplp.Solver, number: int) -> None:
        self.each = [solver.NumVar(0, 0, "") for _ in range(number)]
        self.objective = solver.Objective()
        self.limits, self.costs = [0.0] * number, [0.0] * number

    def limit(self, limits: list[float]) -> None:
        """How far each may go."""
        for variable, known, limit in zip(self.each, self.limits, limits, strict=True):
            if limit != known:
                variable.SetBounds(0, limit)
        self.limits = limits

    def cost(self, costs: list[float]) -> None:
        """What a unit of each costs."""
        for variable, known, cost in zip(self.each, self.costs, costs, strict=True):
            if cost != known:
                self.objective.SetCoefficient(variable, cost)
        self.costs = costs


class Programme:
    """Changes of atoms under sums that stay (`fixed`) and sums that may be let go (`cells`), [rows, atoms].

    A row says how many times each atom counts.
    `weights` [cells]: what hiding a cell costs; `fragile` [2, atoms]: what a unit of rise and of fall of an atom costs,
    dear where few hold much of it, because then some pair of them knows better.
    """

    def __init__(self, fixed: NDArray, cells: NDArray, weights: NDArray, fragile: NDArray) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        if self.solver is None:
            raise SolverFailed("GLOP is not available")
        self.infinity, self.weights, self.fragile = self.solver.infinity(), weights.tolist(), fragile.tolist()
        steepest = 1 / np.abs(fixed[fixed != 0]).min(initial=1.0)
        self.most_fall = min(MOST * steepest**2, MOST_PUT_RIGHT)
        self.rise, self.fall = (Variables(self.solver, cells.shape[1]) for _ in range(2))
        for row in fixed:
            self._sum(row)
        self.over, self.under = (Variables(self.solver, len(cells)) for _ in range(2))
        for row, over, under in zip(cells, self.over.each, self.under.each, strict=True):
            kept = self._sum(row)
            kept.SetCoefficient(over, -1)
            kept.SetCoefficient(under, 1)
        self.goal, self.aimed = self.solver.Constraint(0, 0), ()  # type: tuple[pywraplp.Constraint, tuple[int, ...]]
        self.solver.Objective().SetMinimization()

    def reach(self, question: Question, hidden: NDArray) -> NDArray | None:
        """The least fragile change [atoms] that answers it and alters `hidden` cells only; None if there is none."""
        self._ask(question, 1.0)
        for variables in (self.over, self.under):
            variables.limit([self.infinity if free else 0.0 for free in hidden.tolist()])
            variables.cost([0.0] * len(hidden))
        return self._solve(question.need)

    def price(self, question: Question, hidden: NDArray) -> NDArray | None:
        """The change that answers it at the least weight of cells to hide beside `hidden`; None if there is none."""
        self._ask(question, SMALL)
        for variables in (self.over, self.under):
            variables.limit([self.infinity] * len(hidden))
            pairs = zip(hidden.tolist(), self.weights, strict=True)
            variables.cost([0.0 if free else weight for free, weight in pairs])
        return self._solve(question.need)

    def most(self, question: Question) -> float:
        """Which share of the need [0, 1] can be answered at all, whatever cells are let go."""
        self._ask(question, 0.0)
        self.goal.SetBounds(0, 1)
        for variables in (self.over, self.under):
            variables.limit([self.infinity] * len(variables.each))
            variables.cost([0.0] * len(variables.each))
        for variables, sign in ((self.rise, -question.sign), (self.fall, question.sign)):
            aimed = set(question.aimed)
            variables.cost([float(sign) if atom in aimed else 0.0 for atom in range(len(variables.each))])
        change = self._solve(1.0)
        return 0.0 if change is None else question.sign * float(change[list(question.aimed)].sum())

    def _sum(self, row: NDArray) -> pywraplp.Constraint:
        kept = self.solver.Constraint(0, 0)
        for atom in np.flatnonzero(row):
            kept.SetCoefficient(self.rise.each[atom], float(row[atom]))
            kept.SetCoefficient(self.fall.each[atom], -float(row[atom]))
        return kept

    def _ask(self, question: Question, weight: float) -> None:
        for sign, atoms in ((0, self.aimed), (question.sign, question.aimed)):
            for atom in atoms:
                self.goal.SetCoefficient(self.rise.each[atom], sign)
                self.goal.SetCoefficient(self.fall.each[atom], -sign)
        self.aimed = question.aimed
        self.goal.SetBounds(1, self.infinity)
        for variables, costs in zip((self.rise, self.fall), self.fragile, strict=True):
            variables.cost([cost * weight for cost in costs])
        self.rise.limit([0.0 if still else self.infinity for still in question.frozen.tolist()])
        room = (question.room / question.need).tolist()
        self.fall.limit([min(one, self.most_fall) for one in room])

    def _solve(self, need: float) -> NDArray | None:
        status = self.solver.Solve()
        if status == pywraplp.Solver.ABNORMAL:
            status = self.solver.Solve(_from_nothing())
        if status == pywraplp.Solver.INFEASIBLE:
            return None
        if status != pywraplp.Solver.OPTIMAL:
            raise SolverFailed(f"GLOP: status {status}")
        pairs = zip(self.rise.each, self.fall.each, strict=True)
        return need * np.array([rise.solution_value() - fall.solution_value() for rise, fall in pairs])


def _from_nothing() -> pywraplp.MPSolverParameters:
    """Settings that forget the last answer and reduce nothing: what the usual ones found abnormal was solved so."""
    settings = pywraplp.MPSolverParameters()
    settings.SetIntegerParam(settings.INCREMENTALITY, settings.INCREMENTALITY_OFF)
    settings.SetIntegerParam(settings.PRESOLVE, settings.PRESOLVE_OFF)
    return settings


def fragility(holdings: Holdings) -> NDArray:
    """What a unit of rise and of fall of each atom costs [2, atoms]: dear where two contributors hold most of it."""
    two_largest = np.sort(holdings.low, axis=0)[-COALITION:].sum(axis=0)
    firm = np.maximum(holdings.totals - two_largest, SMALLEST * np.maximum(holdings.totals, SMALLEST))
    scale = firm.max(initial=SMALLEST)
    rise = np.where(holdings.numbers <= COALITION, 1.0, 1e-3)
    return np.stack([rise, np.minimum(1e-3 * scale / firm, 10.0)])
