"""Somebody who collects every number of every edition and solves for each company's tonnes.

Shares no code with the product: its own unknowns, its own observers, another solver (HiGHS, through SciPy). It knows
who is where with what, who stayed the same from one edition to the next, its own figures, and those of one accomplice.
A figure is found when the adversary can prove a bound within 15 % of it, on either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

NEAR = 0.15
BLUR = 1e-6
Key = tuple[str, str, str]
Told = tuple[int, tuple[str, str], float]
"""(edition, (territory, family) where `total` is all of them, value)."""


@dataclass(frozen=True)
class Found:
    """A figure that somebody came near: whose, by whom, and what is proved about it."""

    group: str
    observers: tuple[str, ...]
    truth: float
    low: float
    high: float

    @property
    def exact(self) -> bool:
        return self.high - self.low <= BLUR * self.truth


@dataclass(frozen=True)
class Figure:
    """What is sought: whose, who is not asked (they hold it), its amount in each unknown, how often each counts."""

    name: str
    barred: tuple[int, ...]
    own: np.ndarray
    weights: np.ndarray

    @property
    def columns(self) -> np.ndarray:
        return np.flatnonzero(self.own)

    @property
    def truth(self) -> float:
        return float(self.own @ self.weights)


def holds(place: tuple[str, str], territory: str, family: str) -> bool:
    """Whether a told number counts what stands there: `total` is all of them, `a|b` is both."""
    return all(
        said == "total" or there in said.split("|")
        for said, there in zip(place, (territory, family), strict=True)
    )


def same(before: float, after: float) -> bool:
    """Whether the adversary takes a figure for unchanged."""
    return before == after


@dataclass
class Adversary:
    """`tables`: the truth in each edition, to know its own figures and to judge; `told`: every number of every edition.

    With `half_widths`, a number is only known to that distance on both sides (what rounding leaves).
    """

    tables: Sequence[Mapping[Key, float]]
    told: Sequence[Told]
    half_widths: Sequence[float] | None = None
    worlds: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._unknowns()
        self._sums()
        size = len(self.people)
        first, second = np.triu_indices(size + 1, k=1)
        self.first = np.append(first, size)
        self.second = np.append(second, size)
        self.served: list[np.ndarray] = []

    # ---- what is unknown, and what is told about it

    def _unknowns(self) -> None:
        """One unknown per place and run of editions, shared by those whose figure stood for the same run."""
        self.people = sorted({group for table in self.tables for _, _, group in table})
        self.index = {name: row for row, name in enumerate(self.people)}
        shares: dict[tuple, dict[int, float]] = defaultdict(dict)
        for key in sorted({key for table in self.tables for key in table}):
            figures = [table.get(key, 0.0) for table in self.tables]
            start = 0
            for edition in range(1, len(figures) + 1):
                if edition == len(figures) or not same(figures[edition - 1], figures[edition]):
                    if figures[start] > 0:
                        shares[key[0], key[1], start, edition - 1][self.index[key[2]]] = figures[start]
                    start = edition
        self.unknowns = sorted(shares)
        self.share = np.zeros((len(self.people) + 1, len(self.unknowns)))
        for column, unknown in enumerate(self.unknowns):
            for person, quantity in shares[unknown].items():
                self.share[person, column] = quantity
        self.total = self.share.sum(axis=0)
        self.count = (self.share > 0).sum(axis=0)
        largest = np.sort(self.share, axis=0)
        self.safe_floor = largest[-2:].sum(axis=0)

    def _inside(self, edition: int, place: tuple[str, str]) -> np.ndarray:
        return np.array([
            holds(place, territory, family) and start <= edition <= end
            for territory, family, start, end in self.unknowns
        ], bool)  # fmt: skip

    def _sums(self) -> None:
        rows = [self._inside(edition, place) for edition, place, _ in self.told]
        self.matrix = np.array(rows, float).reshape(len(rows), len(self.unknowns))
        values = np.array([value for _, _, value in self.told], float)
        widths = np.zeros(len(rows)) if self.half_widths is None else np.array(self.half_widths, float)
        assert np.all(np.abs(self.matrix @ self.total - values) <= widths + 1e-6 * (1 + np.abs(values)))
        self.low, self.high = values - widths, values + widths
        if self.half_widths is None:
            self.low = self.high = self.matrix @ self.total

    # ---- the attack

    def attack(self, stop_at_first: bool = False) -> list[Found]:
        """Every figure that an outsider, a contributor or a pair comes near (one observer each is enough)."""
        found: list[Found] = []
        for figure in self._figures():
            for side in ("high", "low"):
                hit = self._try(figure, side)
                if hit is not None:
                    found.append(hit)
                    if stop_at_first:
                        return found
        return found

    def exact_by_algebra(self) -> int:
        """How many figures an outsider gets by adding and subtracting numbers only."""
        if not len(self.matrix):
            return 0
        figures = self._figures()
        _, sizes, directions = np.linalg.svd(self.matrix)
        free = directions[int((sizes > 1e-9 * sizes.max()).sum()) :]
        alone = [figure.weights for figure in figures if (self.count[figure.columns] == 1).all()]
        return sum(int(np.abs(free @ weights).max(initial=0.0) < 1e-9) for weights in alone)

    def _figures(self) -> list[Figure]:
        """What a person contributes to any cell of any edition, unless others hide it anyway."""
        cells = {
            (edition, place)
            for edition in range(len(self.tables))
            for territory, family, *_ in self.unknowns
            for place in ((territory, family), (territory, "total"), ("total", family), ("total", "total"))
        } | {(edition, place) for edition, place, _ in self.told}
        masks = np.unique(np.array([self._inside(*cell) for cell in sorted(cells)]), axis=0)
        seen: dict[tuple[int, bytes], Figure] = {}
        for mask in masks:
            own = self.share[:-1] * mask
            for person in np.flatnonzero(own.any(axis=1)):
                held = own[person] > 0
                key = int(person), held.tobytes()
                seen[key] = Figure(self.people[person], (int(person),), own[person], held.astype(float))
        return [figure for figure in seen.values() if self._worth(figure)]

    def _worth(self, figure: Figure) -> bool:
        others = np.delete(self.share @ figure.weights, list(figure.barred))
        hidden_by_others = others.sum() - np.sort(others)[-2:].sum() >= NEAR * figure.truth
        few = self.count <= 2 + len(figure.barred)
        lonely = float((figure.own * figure.weights)[few].sum()) > (1 - NEAR) * figure.truth
        return not hidden_by_others or lonely

    def _try(self, figure: Figure, side: str) -> Found | None:
        truth, columns = figure.truth, figure.columns
        weights, own_share = figure.weights[columns], figure.own[columns]
        mine = np.isin(np.arange(len(self.people) + 1), figure.barred)
        pairs = np.flatnonzero(~mine[self.first] & ~mine[self.second])
        first, second = self.first[pairs], self.second[pairs]
        lonely = np.zeros((len(pairs), len(columns)), bool)
        if side == "high":
            sums = self.share[:, columns] @ weights
            goal = (1 + NEAR) * truth + sums[first] + sums[second]  # what the unknowns must be able to hold
            near = goal > self.total[columns] @ weights * (1 + BLUR)
        else:
            present = (self.share[:, columns] > 0).astype(int)
            others = present[~mine].sum(axis=0) - present[first] - present[second]
            whole = np.abs(self.share[mine][:, columns].sum(axis=0) - own_share) <= BLUR * own_share
            lonely = (others == 0) & whole
            goal = np.full(
                len(pairs), (1 - NEAR) * truth
            )  # what is surely theirs must be able to be this little
            near = lonely @ (own_share * weights) > goal * (1 + BLUR)
        pairs, goal, lonely = pairs[near], goal[near], lonely[near] * weights
        own = (lonely * (self.share[first[near]] + self.share[second[near]])[:, columns]).sum(axis=1)
        left = np.ones(len(pairs), bool)

        def excluded(world: np.ndarray, allowed: np.ndarray) -> np.ndarray:
            """The pairs to which this world is no answer."""
            if side == "high":
                answers = world[columns] @ weights >= goal * (1 - BLUR)
            else:
                answers = lonely @ world[columns] - own <= goal * (1 + BLUR)
            return ~(allowed[pairs] & answers)

        for number in self._worth_trying(figure, side, goal):
            if not left.any():
                return None
            left &= excluded(self.worlds[number], self.served[number])
        if left.any() and side == "high":
            self._add(self._world(figure.weights, side, goal[left].max(), None, self.safe_floor))
            left &= excluded(self.worlds[-1], self.served[-1])
        while left.any():
            place = int(np.argmax(left))
            pair = int(pairs[place])
            known = self.share[self.first[pair]] + self.share[self.second[pair]]
            aimed = figure.weights.copy()
            if side == "low":
                aimed[:] = 0
                aimed[columns] = lonely[place]
            bound = goal[place] if side == "high" else goal[place] + known @ aimed
            world = self._world(aimed, side, bound, pair, known)
            if world is None:
                return self._proof(figure, aimed, pair)
            self._add(world)
            left &= excluded(world, self.served[-1])
            left[place] = False
        return None

    def _worth_trying(self, figure: Figure, side: str, goal: np.ndarray) -> list[int]:
        """Which of the worlds found so far may be an answer for some pair: the others are passed over in one sweep."""
        if not self.worlds or not len(goal):
            return []
        columns = figure.columns
        held = np.array(self.worlds)[:, columns]
        moved = (
            held < self.total[columns]
            if side == "low"
            else held @ figure.weights[columns] >= goal.min() * (1 - 2 * BLUR)
        )
        return np.flatnonzero(moved.any(axis=1) if side == "low" else moved).tolist()

    def _add(self, world: np.ndarray | None) -> None:
        """Keep another world, with the pairs that cannot exclude it (none, if there is no such world)."""
        world = self.total if world is None else world
        slack = 1e-7 * np.maximum(self.total, 1e-3)
        allowed = np.ones(len(self.first), bool)
        present = (self.share > 0).astype(int)
        for column in np.flatnonzero(np.abs(world - self.total) > slack):
            known = self.share[self.first, column] + self.share[self.second, column]
            allowed &= world[column] >= known - slack[column]
            if self.count[column] <= 2:
                allowed &= self.count[column] - present[self.first, column] - present[self.second, column] > 0
        self.worlds.append(world)
        self.served.append(allowed)

    def _world(
        self, aimed: np.ndarray, side: str, bound: float, pair: int | None, floor: np.ndarray
    ) -> np.ndarray | None:
        """Totals of the unknowns that agree with all that is told, where `aimed` (weights) hold `bound`."""
        size, sign = len(self.unknowns), -1.0 if side == "high" else 1.0
        strangers = self.count - (2 if pair is None else self._present(pair))
        rises = [(0, 0 if few <= 0 else None) for few in strangers]
        falls = [(0, max(0.0, room)) for room in self.total - floor]
        firm = self.total - self.safe_floor
        cost = np.concatenate([np.full(size, 0.01), 1 / (0.1 + firm / max(1e-9, firm.max(initial=0.0)))])
        goal = sign * aimed
        limits = [np.concatenate([goal, -goal])]
        values = [sign * bound - goal @ self.total]
        both = np.hstack([self.matrix, -self.matrix])
        exact = bool(np.all(self.low == self.high))
        if not exact:
            limits += [both, -both]
            values += [self.high - self.matrix @ self.total, self.matrix @ self.total - self.low]
        scale = max(1e-6, abs(float(values[0])))
        answer = linprog(
            cost,
            csr_matrix(np.vstack(limits)),
            np.hstack(values) / scale,
            csr_matrix(both) if exact and len(both) else None,
            np.zeros(len(both)) if exact and len(both) else None,
            [(low, None if high is None else high / scale) for low, high in [*rises, *falls]],
            method="highs",
        )
        if answer.status == 2:
            return None
        assert answer.status == 0, answer.message
        return self.total + scale * (answer.x[:size] - answer.x[size:])

    def _present(self, pair: int) -> np.ndarray:
        return (self.share[self.first[pair]] > 0).astype(int) + (self.share[self.second[pair]] > 0)

    def _proof(self, figure: Figure, aimed: np.ndarray, pair: int) -> Found:
        """The bounds themselves, for the record."""
        known = self.share[self.first[pair]] + self.share[self.second[pair]]
        strangers = self.count - self._present(pair)
        bounds = [
            (float(own), None if few > 0 else float(own)) for own, few in zip(known, strangers, strict=True)
        ]
        surely = figure.weights * (strangers == 1)
        ends = []
        for aim, sign in ((figure.weights, -1), (surely, 1)):
            answer = linprog(
                sign * aim, np.vstack([self.matrix, -self.matrix]), np.hstack([self.high, -self.low]) + 1e-9,
                bounds=bounds, method="highs",
            )  # fmt: skip
            ends.append(np.inf if answer.status == 3 else sign * answer.fun - aim @ known)
        names = [*self.people, ""]
        observers = tuple(name for name in (names[self.first[pair]], names[self.second[pair]]) if name)
        return Found(figure.name, observers, figure.truth, float(ends[1]), float(ends[0]))
