"""Everything ever told about one table, as one system: what an edition adds is judged with what is already out.

Readers keep old editions, and link what they can from one to the next (`linking.py`): a line is one unknown in all the
editions where it stands. Two systems are judged: one where each group is who its name says, and hands a line over to
another; and one where groups that are linked are one contributor all along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eit.domain.disclosure import MINIMUM_CHANGED, checked_contributions, is_sensitive
from eit.domain.disclosure_risk import Holdings
from eit.publish.collecting import TOTAL
from eit.publish.lines import Key, Line, near
from eit.publish.linking import EQUAL, follow
from eit.publish.unions import Place, covers

Quantities = Mapping[Key, float]
"""(territory_id, family, group_id) or (territory_id, family, group_id, company_id) → quantity."""


@dataclass(frozen=True)
class Vintage:
    """One edition of one table: its quantities, and which cells were computed from them and told.

    `public`: the organisations (or groups, where quantities know no others) whose figures everybody can read elsewhere.
    """

    edition: str
    quantities: Quantities
    told: frozenset[Place]
    public: frozenset[str] = frozenset()


@dataclass(frozen=True)
class System:
    """Holdings by atom; `rows` [cells, atoms] of the new edition, `fixed` [sums, atoms] known from before.

    `same`: group → the name of all that are linked to it.
    """

    cells: tuple[Place, ...]
    holdings: Holdings
    rows: NDArray
    fixed: NDArray
    described: NDArray
    values: NDArray
    same: Mapping[str, str] = field(default_factory=dict)
    atoms: tuple[Atom, ...] = ()
    edition: int = 0
    """How many editions were before the new one."""

    def rows_of(self, cells: Sequence[Place]) -> NDArray:
        """Which atoms are in any cells of the new edition [cells, atoms]."""
        return _rows(cells, self.atoms, self.edition)


def places(quantities: Sequence[Quantities]) -> tuple[Place, ...]:
    """Every cell of a table: territories and families that hold anything, with their totals."""
    keys = sorted({key[:2] for table in quantities for key in table})
    territories = sorted({territory for territory, _ in keys})
    families = sorted({family for _, family in keys})
    columns = [*families, TOTAL] if len(families) > 1 else families
    rows = [*territories, TOTAL]
    return tuple((territory, family) for territory in rows for family in columns)


def build_systems(history: Sequence[Vintage], now: Quantities, public: Iterable[str] = ()) -> list[System]:
    """The system where linked groups are one and, when any are, the one where each is who its name says."""
    united = build_system(history, now, public)
    if all(group == other for group, other in united.same.items()):
        return [united]
    return [build_system(history, now, public, by_name=True), united]


def build_system(
    history: Sequence[Vintage], now: Quantities, public: Iterable[str] = (), by_name: bool = False
) -> System:
    """The unknowns of all editions and what is, or could be, told about them.

    Raises InvalidQuantity on NaN, infinite or negative quantities.
    """
    checked_contributions(list(now.values()))
    tables = [vintage.quantities for vintage in history] + [now]
    known = frozenset(public).union(*(vintage.public for vintage in history))
    linked = follow([private(table, known) for table in tables])
    same = {} if by_name else linked.same
    atoms, low, high, shared, former = _atoms(linked.lines, same)
    before = sorted({cell for vintage in history for cell in vintage.told})
    cells = tuple(dict.fromkeys([*places(tables), *before]))
    matrix = [_rows(cells, atoms, edition) for edition in range(len(tables))]
    at = {cell: row for row, cell in enumerate(cells)}
    told = [
        matrix[edition][[at[cell] for cell in sorted(vintage.told)]]
        for edition, vintage in enumerate(history)
        if vintage.told
    ]
    fixed = np.vstack([np.zeros((0, len(atoms))), *told, *_slips(atoms)])
    values = np.array([sum(contributions(now, cell).values()) for cell in cells])
    holdings, described = Holdings(low, high, shared, former), np.vstack(matrix)
    return System(cells, holdings, matrix[-1], fixed, described, values, same, tuple(atoms), len(history))


def private(quantities: Quantities, public: Iterable[str]) -> Quantities:
    """What only some know: the quantities without those that anybody can read elsewhere."""
    known = frozenset(public)
    return (
        {key: quantity for key, quantity in quantities.items() if key[-1] not in known}
        if known
        else quantities
    )


def contributions(
    quantities: Quantities, cell: Place, same: Mapping[str, str] | None = None
) -> dict[str, float]:
    """Quantity of each group in a cell; groups that are the `same` are one."""
    found: dict[str, float] = {}
    for key, quantity in quantities.items():
        if covers(cell, key):
            group = same.get(key[2], key[2]) if same else key[2]
            found[group] = found.get(group, 0.0) + quantity
    return found


def may_be_computed(
    history: Sequence[Vintage],
    now: Quantities,
    cell: Place,
    same: Mapping[str, str] | None = None,
    public: Iterable[str] = (),
) -> bool:
    """Whether a cell may be told from today's quantities: safe alone, and never told or enough contributors changed."""
    known = frozenset(public).union(*(vintage.public for vintage in history))
    today = contributions(private(now, known), cell, same)
    if is_sensitive(today.values()):
        return False
    last = last_told(history, cell)
    if last is None:
        return True
    return changed(contributions(private(last.quantities, known), cell, same), today) >= MINIMUM_CHANGED


def last_told(history: Sequence[Vintage], cell: Place) -> Vintage | None:
    """The edition whose figure of a cell is the one that stands."""
    return next((vintage for vintage in reversed(history) if cell in vintage.told), None)


def changed(before: Mapping[str, float], after: Mapping[str, float]) -> int:
    """How many contributors came, left, or told another quantity."""
    return sum(not near(before.get(group, 0.0), after.get(group, 0.0), EQUAL) for group in {*before, *after})


Segment = tuple[tuple[tuple[int, Place], ...], float]
"""Where a line is in which editions, and how many times the line before it."""
Atom = tuple[tuple[Segment, ...], int]
"""The segments of a line and of those that it follows, and which of them."""
Former = tuple[tuple[int, Mapping[int, float]], ...]
"""(holder, atom → quantity) of one of those who are one by now: see `Holdings.former`."""


def _atoms(
    lines: Iterable[Line], same: Mapping[str, str]
) -> tuple[list[Atom], NDArray, NDArray, dict[tuple[int, int], frozenset[int]], Former]:
    """The atoms: lines that go the same way; lowest and highest quantity of each holder in each; who else held it.

    Last, what each of several names that are one holder had in each edition.
    """
    held: dict[Atom, dict[str, list[float]]] = {}
    others: dict[tuple[str, Atom], set[str]] = {}
    parts: dict[tuple[str, int], dict[str, dict[Atom, float]]] = {}
    for line in lines:
        chain = [part for one in line.chain() for part in one.by_holder(same)]
        groups = {same.get(key[2], key[2]) for one in chain for key in one.at.values()}
        way = tuple(
            (tuple((edition, (key[0], key[1])) for edition, key in sorted(one.at.items())), one.ratio)
            for one in chain
        )
        for number, one in enumerate(chain):
            key = next(iter(one.at.values()))
            ends = held.setdefault((way, number), {}).setdefault(same.get(key[2], key[2]), [0.0, 0.0])
            ends[0] += min(one.amounts.values())
            ends[1] += max(one.amounts.values())
            group = same.get(key[2], key[2])
            others.setdefault((group, (way, number)), set()).update(groups - {group})
            for edition, key in one.at.items():
                own = parts.setdefault((group, edition), {}).setdefault(key[2], {})
                own[way, number] = own.get((way, number), 0.0) + one.amounts[edition]
    atoms = sorted(held)
    holders = {
        name: row for row, name in enumerate(sorted({name for ends in held.values() for name in ends}))
    }
    low, high = np.zeros((len(holders), len(atoms))), np.zeros((len(holders), len(atoms)))
    for column, atom in enumerate(atoms):
        for name, (lowest, highest) in held[atom].items():
            low[holders[name], column], high[holders[name], column] = lowest, highest
    at = {atom: column for column, atom in enumerate(atoms)}
    shared = {
        (holders[group], at[atom]): frozenset(holders[name] for name in names)
        for (group, atom), names in others.items()
        if names
    }
    former = tuple(
        (holders[group], {at[atom]: amount for atom, amount in amounts.items()})
        for (group, _), names in parts.items()
        if len(names) > 1
        for amounts in names.values()
    )
    return atoms, low, high, shared, former


def _rows(cells: Sequence[Place], atoms: Sequence[Atom], edition: int) -> NDArray:
    """Which atoms are in which cells of an edition [cells, atoms]."""
    rows = np.zeros((len(cells), len(atoms)))
    for column, (way, number) in enumerate(atoms):
        place = dict(way[number][0]).get(edition)
        if place is not None:
            for row, cell in enumerate(cells):
                rows[row, column] = covers(cell, place)
    return rows


def _slips(atoms: Sequence[Atom]) -> list[NDArray]:
    """What is known of quantities that were put right: each is so many times the one before."""
    at = {atom: column for column, atom in enumerate(atoms)}
    found = []
    for (way, number), column in at.items():
        if number:
            row = np.zeros(len(atoms))
            row[column], row[at[way, number - 1]] = 1.0, -way[number][1]
            found.append(row / np.abs(row).max())
    return found
