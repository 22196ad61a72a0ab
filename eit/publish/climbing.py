"""The floor of a table: what no cell may say alone is said together with others, as finely as can be.

Unions of territories or of families are rows of the same suppression problem as the cells; each is told only when,
beside all that is told, every secret is kept from everybody, its own secrets included. Nothing told is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from eit.publish.collecting import TOTAL
from eit.publish.past_editions import Quantities, System, contributions
from eit.publish.solving import NoChoice, SolverFailed
from eit.publish.suppressor import Suppressor
from eit.publish.unions import Place, is_union, members, union

MOST_MEMBERS = 7
"""Up to so many territories or families, each union is thought of; beyond, all but one or two of the largest."""
MOST_LEFT_OUT = 2
MOST_TRIED = 12
"""Unions judged on each side of a table: the finest first."""

TERRITORIES, FAMILIES = 0, 1
"""The sides of a table, as places in a cell."""

Allowed = Callable[[Place], bool]


class Climber:
    """Judges one union after another beside what is told, in every way in which editions may be linked."""

    def __init__(self, systems: Sequence[System], told: Collection[Place], unions: Sequence[Place]) -> None:
        self.cells = [*sorted(told), *unions]
        self.hidden = np.array([cell not in told for cell in self.cells], bool)
        self.judged = []
        for system in systems:
            rows = system.rows_of(self.cells)
            weights = np.maximum(rows @ system.holdings.totals, 0.0)
            self.judged.append(
                (system, Suppressor(system.holdings, rows, system.fixed, weights, system.described))
            )

    def may_add(self, cell: Place) -> bool:
        """Tell a union if that keeps every secret; whether it did."""
        tried = self.hidden.copy()
        tried[self.cells.index(cell)] = False
        shown = [
            one for one, kept in zip(self.cells, tried.tolist(), strict=True) if not kept and is_union(one)
        ]
        try:
            kept = all(one.keeps(tried, system.rows_of(shown)) for system, one in self.judged)
        except (NoChoice, SolverFailed):  # a doubt about a union is no reason to refuse the rest
            return False
        if kept:
            self.hidden = tried
        return kept


def climb(
    systems: Sequence[System],
    now: Quantities,
    told: Collection[Place],
    standing: Collection[Place],
    allowed: Allowed,
) -> frozenset[Place]:
    """The unions to tell beside `told`, where `standing` are all the figures that readers have.

    `allowed`: whether a cell may be told alone, by the rule of every cell. On each side of the table, each member that
    nothing tells below the whole goes up to the finest union that may be told; a whole that may not be told leaves out
    as little as it can.
    """
    sums = _Sums(now)
    wanted = [sums.wanted(side, told, standing, allowed) for side in (FAMILIES, TERRITORIES)]
    pieces = [] if sums.whole in standing else [cell for cell in sums.partly() if allowed(cell)][:MOST_TRIED]
    if not any(wanted) and not pieces:
        return frozenset()
    climber = Climber(systems, told, [*wanted[0], *wanted[1], *pieces])
    found: set[Place] = set()
    for side, cells in zip((FAMILIES, TERRITORIES), wanted, strict=True):
        found |= _climb_side(climber, side, cells, standing)
    if not any(TOTAL in cell for cell in {*standing, *found}):
        found |= set(next(([cell] for cell in pieces if climber.may_add(cell)), []))
    return frozenset(found)


def _climb_side(
    climber: Climber, side: int, cells: Sequence[Place], standing: Collection[Place]
) -> set[Place]:
    """The unions of one side: those apart from one another first, then those that share a member."""
    found: set[Place] = set()
    untried = list(cells)
    for apart in (True, False):
        for cell in list(untried):
            if len(cells) - len(untried) >= MOST_TRIED:
                return found
            if covered(cell, side, {*standing, *found}):
                continue
            if apart and any(members(cell[side]) & members(one[side]) for one in found):
                continue
            untried.remove(cell)
            if climber.may_add(cell):
                found.add(cell)
    return found


def covered(cell: Place, side: int, standing: Collection[Place]) -> bool:
    """Whether each member of a union on one side is told by a cell there that is finer than the whole."""
    across = cell[1 - side]
    told = {name for one in standing if one[1 - side] == across for name in members(one[side])}
    return members(cell[side]) <= told


class _Sums:
    """The quantities of a table by territory and by family, and the unions that could be made of them."""

    def __init__(self, now: Quantities) -> None:
        keys = {key[:2] for key in now}
        self.whole: Place = (
            TOTAL,
            TOTAL if len({key[1] for key in keys}) > 1 else max(key[1] for key in keys),
        )
        self.sizes = [self._sizes(now, side) for side in (0, 1)]

    def _sizes(self, now: Quantities, side: int) -> Mapping[str, float]:
        names = sorted({key[side] for key in now})
        sums = {
            name: sum(contributions(now, (name, self.whole[1]) if side == 0 else (TOTAL, name)).values())
            for name in names
        }
        return {name: size for name, size in sums.items() if size > 0}

    def on(self, side: int, label: str) -> Place:
        """The cell of a side that a label names, all that is across together."""
        return (label, self.whole[1]) if side == TERRITORIES else (TOTAL, label)

    def wanted(
        self, side: int, told: Collection[Place], standing: Collection[Place], allowed: Allowed
    ) -> list[Place]:
        """The unions of one side that may be told: the finest first, then the largest."""
        cells = (self.on(side, label) for label in unions(self.sizes[side]))
        return [
            cell
            for cell in cells
            if not covered(cell, side, standing)
            and allowed(cell)
            and all(allowed(left) for left in self._left(side, cell, told) if left != cell)
        ]

    def _left(self, side: int, cell: Place, told: Collection[Place]) -> Iterator[Place]:
        """What readers would get by taking what is told from a union, and the union from the whole."""
        alone = {name for name in self.sizes[side] if self.on(side, name) in told}
        inside = members(cell[side])
        sets = [inside - alone]
        sets += [frozenset(self.sizes[side]) - inside - alone] if self.whole in told else []
        yield from (self.on(side, union(names)) for names in sets if names)

    def partly(self) -> list[Place]:
        """The whole without one or two territories and one or two families: what leaves out least first."""
        sides = [list(self._without(side)) for side in (0, 1)]
        pairs = [(label, other) for label, _ in sides[0] for other, _ in sides[1]]
        left_out = {label: size for side in sides for label, size in side}
        return sorted(pairs, key=lambda pair: (left_out[pair[0]] + left_out[pair[1]], pair))

    def _without(self, side: int) -> Iterator[tuple[str, float]]:
        """Labels of what stays, with what is left out."""
        sizes = self.sizes[side]
        for number in range(1, MOST_LEFT_OUT + 1):
            for left in combinations(sorted(sizes), number):
                if len(left) < len(sizes):
                    yield union(sizes.keys() - set(left)), sum(sizes[name] for name in left)


def unions(sizes: Mapping[str, float]) -> list[str]:
    """Labels of two members and more but not of all, the fewest members first, then the most quantity."""
    names = sorted(sizes)
    if len(names) <= MOST_MEMBERS:
        chosen: Iterable[tuple[str, ...]] = (
            some for number in range(2, len(names)) for some in combinations(names, number)
        )
    else:
        largest = sorted(names, key=lambda name: -sizes[name])[:MOST_MEMBERS]
        chosen = (
            tuple(name for name in names if name not in left)
            for number in (2, 1)
            for left in combinations(largest, number)
        )
    ranked = sorted(chosen, key=lambda some: (len(some), -sum(sizes[name] for name in some), some))
    return [union(some) for some in ranked]
