"""Figures followed from edition to edition: by the name of who holds them, or by what they are when names change.

Whoever keeps old editions sees that a figure stands elsewhere under another name, that two became their sum, that a
comma was put right. Each figure is cut into *lines*, amounts that go from one edition to the next: a line is one
unknown for all who look, wherever it stands. Every link is true of the numbers, so one too many only hides more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, islice

from eit.domain.disclosure import PRECISION
from eit.publish.lines import CONSERVED, Figure, Key, Line, near, take

SLIPS = tuple(10.0**power for power in (1, -1, 2, -2, 3, -3))
"""How far a comma or a prefix of a unit slips when a quantity is typed wrong."""
EQUAL = 1e-4
"""Figures that differ by less were typed again or converted, not changed."""
FEW_PERCENT = 0.05
TELLING_DIGITS = 3
"""From so many significant digits on, an equal figure is recognised wherever it stands."""
MOST_SUMS = 5_000
"""Combinations tried for one figure: beyond, an adversary would find sums that mean nothing."""
LARGEST_MERGER = 3


@dataclass
class Linked:
    """Every line, and who is one and the same for whoever links: group → the name that stands for it."""

    lines: list[Line]
    same: dict[str, str]


def follow(tables: Sequence[Mapping[Key, float]]) -> Linked:
    """The lines of the editions `tables`, in their order."""
    followed = _Follower()
    for edition, table in enumerate(tables):
        followed.read(edition, {key: amount for key, amount in sorted(table.items()) if amount > 0})
    lines = [line for figure in followed.open for line in figure.lines]
    return Linked(lines, _same_holders(tables, lines))


def _same_holders(tables: Sequence[Mapping[Key, float]], lines: Iterable[Line]) -> dict[str, str]:
    """Groups that held one line are one contributor."""
    stands = {key[2]: key[2] for table in tables for key in table}

    def top(group: str) -> str:
        while stands[group] != group:
            group = stands[group]
        return group

    for line in lines:
        first, *others = sorted({top(key[2]) for link in line.chain() for key in link.at.values()})
        for other in others:
            stands[other] = first
    return {group: top(group) for group in stands}


@dataclass
class _Follower:
    open: list[Figure] = field(default_factory=list)
    """Figures that nothing continues yet; what was told of one that is gone may come back."""
    edition: int = 0
    waiting: dict[Key, float] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    """Groups that are there before, or after, only."""
    left: frozenset[Key] = frozenset()
    came: frozenset[Key] = frozenset()
    """The same of holders: an organisation may leave while another of its group stays."""

    def read(self, edition: int, table: Mapping[Key, float]) -> None:
        """Link one more edition to those before it: the surest links first; what is left begins a line."""
        before, now = {figure.key[2] for figure in self.open}, {key[2] for key in table}
        self.edition, self.waiting = edition, dict(table)
        self.gone, self.new = frozenset(before - now), frozenset(now - before)
        held, holding = {figure.key[2:] for figure in self.open}, {key[2:] for key in table}
        self.left, self.came = frozenset(held - holding), frozenset(holding - held)
        self._under_own_key(EQUAL)
        for alike in EXACTLY:
            self._one_to_one(EQUAL, alike)
        self._slipped(EQUAL)
        self._sums()
        self._under_own_key(PRECISION)
        for tolerance, alike in ROUGHLY:
            self._one_to_one(tolerance, alike)
        self._slipped(FEW_PERCENT)
        self._whole(lambda key: key[2:])
        self._whole(lambda key: key[2:3])
        for key, amount in self.waiting.items():
            self.open.append(Figure(key, edition, amount, [Line({edition: key}, {edition: amount})]))
        self.waiting = {}

    def _under_own_key(self, tolerance: float) -> None:
        for key, amount in list(self.waiting.items()):
            own = [one for one in self._free() if one.key == key and near(one.amount, amount, tolerance)]
            if own:
                self._continue(min(own, key=lambda figure: abs(figure.amount - amount)), key)

    def _one_to_one(self, tolerance: float, alike: Callable[[_Follower, Key, Key, float], bool]) -> None:
        """Continue each figure by the nearest that is alike."""
        for key, amount in sorted(self.waiting.items(), key=lambda item: (-item[1], item[0])):
            found = [
                (abs(figure.amount - amount), -figure.edition, figure.key, figure)
                for figure in self.open
                if figure.edition < self.edition
                and near(figure.amount, amount, tolerance)
                and alike(self, figure.key, key, amount)
            ]
            if found:
                self._continue(min(found, key=lambda item: item[:3])[3], key)

    def _slipped(self, tolerance: float) -> None:
        """A figure put right by a power of ten, under its own key or under the name that took its place."""
        for key, amount in list(self.waiting.items()):
            for figure in sorted(self._free(), key=lambda one: (one.key != key, -one.edition)):
                renamed = figure.key[:2] == key[:2] and figure.key[2] in self.gone and key[2] in self.new
                if figure.key != key and not renamed:
                    continue
                ratio = next((slip for slip in SLIPS if near(figure.amount * slip, amount, tolerance)), 0.0)
                if ratio:
                    self._slip(figure, key, ratio)
                    break

    def _sums(self) -> None:
        """What one lost others gained: organisations that merged, parted, or went from one group to another."""
        changes = self._changes()
        for size in range(1, LARGEST_MERGER + 1):
            for whole in sorted(changes, key=lambda one: (-abs(one.delta), one.key)):
                parts = self._parts(whole, size, changes)
                if parts:
                    self._carry([whole, *parts])
                    changes = self._changes()

    def _parts(self, whole: _Changed, size: int, changes: Sequence[_Changed]) -> tuple[_Changed, ...]:
        """Of what is not linked yet, what together makes up for `whole`; nothing for a whole that is linked by now."""
        if not any(one.key == whole.key and one.delta == whole.delta for one in changes):
            return ()
        others = [
            one
            for one in changes
            if one.delta * whole.delta < 0
            and abs(one.delta) <= abs(whole.delta) * (1 + CONSERVED)
            and (one.key[2] == whole.key[2] or one.key[1] == whole.key[1])
            and (size == 1 or self._came_or_went(one))
        ]
        for parts in islice(combinations(others, size), MOST_SUMS):
            if abs(whole.delta + sum(part.delta for part in parts)) <= CONSERVED * abs(whole.delta):
                return parts
        return ()

    def _came_or_went(self, one: _Changed) -> bool:
        """Whether its holder is there before or after only: sums of others are too often equal by chance."""
        return one.key[2:] in (self.left if one.figure else self.came)

    def _whole(self, of: Callable[[Key], Key]) -> None:
        """All that one organisation, or one group, holds is the same in all, though cut otherwise."""
        owners: dict[Key, list[_Changed]] = {}
        for one in self._changes():
            owners.setdefault(of(one.key), []).append(one)
        for changes in owners.values():
            lost = sum(one.figure.amount for one in changes if one.figure)
            gained = sum(one.amount for one in changes)
            if lost > 0 and near(lost, gained, CONSERVED):
                self._carry(changes)

    def _free(self) -> Iterator[Figure]:
        return (figure for figure in self.open if figure.edition < self.edition)

    def _changes(self) -> list[_Changed]:
        """What is not linked yet: keys with what they held last and what they hold now."""
        last: dict[Key, Figure] = {}
        for figure in self._free():
            if figure.key not in last or figure.edition > last[figure.key].edition:
                last[figure.key] = figure
        taken = {figure.key for figure in self.open if figure.edition == self.edition}
        keys = sorted({*self.waiting, *(key for key in last if key not in taken)})
        return [_Changed(key, last.get(key), self.waiting.get(key, 0.0)) for key in keys]

    # ---- what a link does

    def _continue(self, figure: Figure, key: Key) -> None:
        self._give(key, [(figure, figure.lines)], self.waiting.pop(key))
        self.open.remove(figure)

    def _slip(self, figure: Figure, key: Key, ratio: float) -> None:
        amount = self.waiting.pop(key)
        lines = [
            Line({self.edition: key}, {self.edition: amount * one.amounts[figure.edition] / figure.amount}, one, ratio)
            for one in figure.lines
        ]  # fmt: skip
        self.open.remove(figure)
        self.open.append(Figure(key, self.edition, amount, lines))

    def _carry(self, changes: Sequence[_Changed]) -> None:
        """Carry what was held into what is held now: what may stay stays, the rest goes where there is room."""
        sources = {one.key: one.figure for one in changes if one.figure}
        rest = {key: figure.amount for key, figure in sources.items()}
        room = {one.key: one.amount for one in changes if one.amount > 0}
        taken: dict[Key, list[tuple[Figure, list[Line]]]] = {key: [] for key in room}
        for staying in (True, False):
            for key, figure in sources.items():
                for target in room:
                    amount = min(rest[key], room[target])
                    if (key == target) is staying and amount > CONSERVED * figure.amount:
                        taken[target].append((figure, take(figure, amount)))
                        rest[key] -= amount
                        room[target] -= amount
        for target, pieces in taken.items():
            self._give(target, pieces, self.waiting.pop(target))
        self.open = [figure for figure in self.open if figure not in sources.values()]

    def _give(self, key: Key, taken: Sequence[tuple[Figure, list[Line]]], amount: float) -> None:
        """The lines go on under a key; together they are `amount` now."""
        held = [(line, line.amounts[figure.edition]) for figure, lines in taken for line in lines]
        whole = sum(part for _, part in held)
        for line, part in held:
            line.at[self.edition], line.amounts[self.edition] = key, amount * part / whole
        self.open.append(Figure(key, self.edition, amount, [line for line, _ in held]))


@dataclass(frozen=True)
class _Changed:
    """What is not linked yet: a key, what it held when it was last seen, and what it holds now."""

    key: Key
    figure: Figure | None
    amount: float

    @cached_property
    def delta(self) -> float:
        return self.amount - (self.figure.amount if self.figure else 0.0)


def _is_telling(amount: float) -> bool:
    """Whether a figure has enough digits to be recognised anywhere: 1 234.5, not 1 200."""
    digits = f"{amount:.{TELLING_DIGITS - 1}e}".split("e")[0].rstrip("0").replace(".", "")
    return len(digits) >= TELLING_DIGITS


def _same_organisation(_: _Follower, old: Key, new: Key, __: float) -> bool:
    return old[2:] == new[2:]


def _same_group(_: _Follower, old: Key, new: Key, __: float) -> bool:
    return old[2] == new[2]


def _other_group(_: _Follower, old: Key, new: Key, __: float) -> bool:
    return old[3:] == new[3:] != ()


def _same_place(_: _Follower, old: Key, new: Key, __: float) -> bool:
    return old[:2] == new[:2]


def _took_its_place(follower: _Follower, old: Key, new: Key, _: float) -> bool:
    return old[:2] == new[:2] and old[2] in follower.gone and new[2] in follower.new


def _recognised(_: _Follower, __: Key, ___: Key, amount: float) -> bool:
    return _is_telling(amount)


Alike = Callable[[_Follower, Key, Key, float], bool]
EXACTLY: tuple[Alike, ...] = (_same_organisation, _same_group, _other_group, _same_place)
"""An equal figure: the same name elsewhere, then another name. Sums that are kept to the last digit come next."""
ROUGHLY: tuple[tuple[float, Alike], ...] = (
    (EQUAL, _recognised),
    (PRECISION, _same_organisation),
    (PRECISION, _other_group),
    (FEW_PERCENT, _took_its_place),
)
"""What nothing surer explains: an equal figure anywhere, for two may be equal by chance; one that changed a little."""
