"""Everything ever told about one table, as one system: what an edition adds is judged with what is already out.

Readers keep old editions. They see who stayed the same: a quantity that did not change is one unknown in all editions
where it stands, one that changed by more than 15 % is a new one. (A change within 15 % is taken as known to them.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eit.domain.disclosure import MINIMUM_CHANGED, PRECISION, checked_contributions, is_sensitive
from eit.domain.disclosure_risk import Holdings
from eit.publish.collecting import TOTAL

Place = tuple[str, str]
"""(territory_id, family); `total` stands for all of them."""
Quantities = Mapping[tuple[str, str, str], float]
"""(territory_id, family, group_id) → quantity."""


@dataclass(frozen=True)
class Vintage:
    """One edition of one table: its quantities, and which cells were computed from them and told."""

    edition: str
    quantities: Quantities
    told: frozenset[Place]


@dataclass(frozen=True)
class System:
    """Holdings by atom; `rows` [cells, atoms] of the new edition, `fixed` [sums, atoms] told before."""

    cells: tuple[Place, ...]
    holdings: Holdings
    rows: NDArray
    fixed: NDArray
    described: NDArray
    values: NDArray


def places(quantities: Sequence[Quantities]) -> tuple[Place, ...]:
    """Every cell of a table: territories and families that hold anything, with their totals."""
    keys = sorted({(territory, family) for table in quantities for territory, family, _ in table})
    territories = sorted({territory for territory, _ in keys})
    families = sorted({family for _, family in keys})
    columns = [*families, TOTAL] if len(families) > 1 else families
    rows = [*territories, TOTAL]
    return tuple((territory, family) for territory in rows for family in columns)


def build_system(history: Sequence[Vintage], now: Quantities) -> System:
    """The unknowns of all editions and what is, or could be, told about them.

    Raises InvalidQuantity on NaN, infinite or negative quantities.
    """
    checked_contributions(list(now.values()))
    tables = [vintage.quantities for vintage in history] + [now]
    groups = sorted({group for table in tables for _, _, group in table})
    atoms, low, high = _atoms(tables, groups)
    cells = places(tables)
    matrix = [_rows(cells, atoms, edition) for edition in range(len(tables))]
    at = {cell: row for row, cell in enumerate(cells)}
    fixed = [
        matrix[edition][[at[cell] for cell in sorted(vintage.told)]]
        for edition, vintage in enumerate(history)
        if vintage.told
    ]
    empty = np.zeros((0, len(atoms)))
    values = np.array([sum(contributions(now, cell).values()) for cell in cells])
    return System(
        cells, Holdings.of(low, high), matrix[-1], np.vstack([empty, *fixed]), np.vstack(matrix), values
    )


def contributions(quantities: Quantities, cell: Place) -> dict[str, float]:
    """Quantity of each group in a cell."""
    found: dict[str, float] = {}
    for (territory, family, group), quantity in quantities.items():
        if cell[0] in (TOTAL, territory) and cell[1] in (TOTAL, family):
            found[group] = found.get(group, 0.0) + quantity
    return found


def may_be_computed(history: Sequence[Vintage], now: Quantities, cell: Place) -> bool:
    """Whether a cell may be told from today's quantities: safe alone, and never told or enough contributors changed."""
    today = contributions(now, cell)
    if is_sensitive(today.values()):
        return False
    last = last_told(history, cell)
    return last is None or changed(contributions(last.quantities, cell), today) >= MINIMUM_CHANGED


def last_told(history: Sequence[Vintage], cell: Place) -> Vintage | None:
    """The edition whose figure of a cell is the one that stands."""
    return next((vintage for vintage in reversed(history) if cell in vintage.told), None)


def changed(before: Mapping[str, float], after: Mapping[str, float]) -> int:
    """How many contributors came, left, or told another quantity."""
    return sum(before.get(group, 0.0) != after.get(group, 0.0) for group in {*before, *after})


def _atoms(
    tables: Sequence[Quantities], groups: Sequence[str]
) -> tuple[list[tuple[Place, int, int]], NDArray, NDArray]:
    """((territory, family), first edition, last edition) of each atom; lowest and highest quantity per group in it."""
    held: dict[tuple[Place, int, int], list[tuple[int, float, float]]] = {}
    at = {group: row for row, group in enumerate(groups)}
    for territory, family, group in sorted({key for table in tables for key in table}):
        series = [table.get((territory, family, group), 0.0) for table in tables]
        for first, last in _spells(series):
            spell = series[first : last + 1]
            held.setdefault(((territory, family), first, last), []).append(
                (at[group], min(spell), max(spell))
            )
    atoms = sorted(held)
    low, high = np.zeros((len(groups), len(atoms))), np.zeros((len(groups), len(atoms)))
    for column, atom in enumerate(atoms):
        for row, lowest, highest in held[atom]:
            low[row, column], high[row, column] = lowest, highest
    return atoms, low, high


def _spells(series: Sequence[float]) -> list[tuple[int, int]]:
    """(first, last) of each run of quantities within 15 % of one another; zeros make no run."""
    found: list[tuple[int, int]] = []
    for edition, quantity in enumerate(series):
        if not quantity > 0:
            continue
        if found and found[-1][1] == edition - 1:
            run = [*series[found[-1][0] : edition], quantity]
            if max(run) - min(run) <= PRECISION * max(run):
                found[-1] = (found[-1][0], edition)
                continue
        found.append((edition, edition))
    return found


def _rows(cells: Sequence[Place], atoms: Sequence[tuple[Place, int, int]], edition: int) -> NDArray:
    rows = np.zeros((len(cells), len(atoms)))
    for column, ((territory, family), first, last) in enumerate(atoms):
        if first <= edition <= last:
            for row, cell in enumerate(cells):
                if cell[0] in (TOTAL, territory) and cell[1] in (TOTAL, family):
                    rows[row, column] = 1
    return rows
