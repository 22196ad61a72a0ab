"""Chooses which cells stay hidden so that every secret is kept: hide the cheapest, then show again what may be shown.

A secret is kept from a pair of observers when another distribution of the same published sums exists in which it is
15 % larger, and one in which it is 15 % smaller. Such changes are kept and reused: one often serves many.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eit.domain.disclosure_risk import Audience, Guard, Holdings, Watching, audience, disclosure_risks
from eit.publish.solving import (
    SMALLEST,
    NoChoice,
    Programme,
    Question,
    SolverFailed,
    altered,
    fragility,
)

TOLERANCE = 1e-7
"""Relative to the secret: what counts as the same sum."""
MARGIN = 1 + 1e-6
"""Needs are exceeded by this much, so that no rounding of a computer undoes them."""
SIDES = (1, -1)


@dataclass(frozen=True, eq=False)
class Change:
    """Another distribution: what each atom gains or loses [atoms], the cells it alters (bits), which pairs allow it."""

    atoms: NDArray
    alters: int
    allowed: NDArray


@dataclass
class Known:
    """Every change that was found, to be tried for every secret: those that move it far enough, in one sweep."""

    changes: list[Change] = field(default_factory=list)
    _stacked: NDArray | None = None

    def add(self, change: Change) -> None:
        """One more."""
        self.changes.append(change)
        self._stacked = None

    def promising(self, watching: Watching) -> list[Change]:
        """Those that may serve, in the order in which they were found."""
        if self._stacked is None and self.changes:
            self._stacked = np.array([change.atoms for change in self.changes])
        if self._stacked is None:
            return []
        return [self.changes[number] for number in watching.promising(self._stacked)]


@dataclass
class Watch:
    """One secret, what each pair needs not to know, and the changes that keep it from them."""

    guard: Guard
    useful: dict[int, list[Change]] = field(default_factory=lambda: {side: [] for side in SIDES})
    watching: dict[int, Watching] = field(init=False)

    def __post_init__(self) -> None:
        self.watching = {side: self.guard.watching(side, self.slack) for side in SIDES}

    @property
    def slack(self) -> float:
        """What is too little to matter beside the secret."""
        return TOLERANCE * self.guard.secret.quantity

    def lower(self, sign: int, pair: tuple[int, int], share: float) -> None:
        """Keep from a pair what earlier editions left uncertain, a share of what it should not know: no less.

        What was told before a merger, or under other rules, cannot be taken back; nothing is added to it.
        """
        place = self.place(sign, pair)
        self.guard.needed(sign)[pair] *= share
        self.watching[sign].needed[place] = self.guard.needed(sign)[pair]

    def place(self, sign: int, pair: tuple[int, int]) -> int:
        """Where a pair stands in `watching`."""
        size = self.guard.needed(sign).shape[1]
        return int(np.searchsorted(self.watching[sign].pairs, pair[0] * size + pair[1]))

    def open_pairs(self, sign: int, hidden: NDArray, others: Known | None = None) -> NDArray:
        """Which pairs of `watching` come too near, on the side of `sign` (1: from above, -1: from below).

        Useful changes are tried first, then `others`; one of those that serves becomes useful.
        """
        watching = self.watching[sign]
        left = watching.needed > self.slack
        if not left.any():
            return left
        shown, useful = ~as_bits(hidden), self.useful[sign]
        for change in [*useful, *(others.promising(watching) if others else ())]:
            if change.alters & shown:
                continue
            served = left & watching.served(change.atoms, change.allowed)
            if served.any():
                left &= ~served
                if change not in useful:
                    useful.append(change)
                if not left.any():
                    break
        return left


class Suppressor:
    """Holdings, the sums already published (`fixed`) and the cells that could be [rows, atoms] with their weights.

    `described` [rows, atoms]: every cell that holds a secret, published or not; by default cells and fixed.
    """

    def __init__(
        self,
        holdings: Holdings,
        cells: NDArray,
        fixed: NDArray,
        weights: NDArray,
        described: NDArray | None = None,
    ) -> None:
        self.holdings, self.cells, self.fixed, self.weights = holdings, cells, fixed, weights
        rows = np.vstack([cells, fixed]) if described is None else described
        self.secrets = disclosure_risks(holdings, rows.astype(bool))
        dear = np.maximum(weights / weights.max(initial=SMALLEST), SMALLEST)
        self.programme = Programme(fixed, cells, dear, fragility(holdings))
        self.known = Known()
        self.watches: list[Watch] = []
        self.audience: Audience = audience(holdings, np.array([], int))

    def choose(self, hidden: NDArray) -> NDArray:
        """The cells to hide [cells], containing `hidden`: every secret is kept as far as `fixed` left it to be kept.

        Raises NoChoice when nothing was told before and no choice keeps them.
        """
        chosen = hidden.copy()
        while True:
            self._gather(chosen)
            before = int(chosen.sum())
            for watch in self.watches:
                self._protect(watch, chosen)
            if int(chosen.sum()) == before:
                return self._shown_again(hidden, chosen)

    def keeps(self, hidden: NDArray, beside: NDArray) -> bool:
        """Whether a choice [cells] keeps every secret as it stands, those of the rows `beside` [rows, atoms] too."""
        known = self.secrets
        own = set(known)
        more = disclosure_risks(self.holdings, beside.astype(bool))
        self.secrets = [*(secret for secret in more if secret not in own), *known]
        try:
            tried = hidden.copy()
            self._gather(tried)
            for watch in self.watches:
                self._protect(watch, tried)
                if (tried != hidden).any():
                    return False
            return True
        finally:
            self.secrets = known

    def _gather(self, hidden: NDArray) -> None:
        """The observers of this choice; changes found before are judged again by them."""
        watched = unpinned(np.vstack([self.cells[~hidden], self.fixed]), self.holdings)
        own = [atom for secret in self.secrets for atom in secret.atoms]
        self.audience = audience(self.holdings, np.union1d(watched, own).astype(int))
        self.known = Known([
            Change(change.atoms, change.alters, self.audience.allows(change.atoms, 0.0))
            for change in self.known.changes
        ])  # fmt: skip
        self.watches = [Watch(Guard(self.audience, secret)) for secret in self.secrets]

    def _protect(self, watch: Watch, hidden: NDArray) -> None:
        """Find, or make room for, a change for every pair that observes one secret; `hidden` grows."""
        for sign in SIDES:
            left = watch.open_pairs(sign, hidden, self.known)
            while left.any():
                if not self._find(watch, sign, left, hidden):
                    self._make_room(watch, sign, left, hidden)
                left = watch.open_pairs(sign, hidden)

    def _find(self, watch: Watch, sign: int, left: NDArray, hidden: NDArray) -> bool:
        """Whether a change is found that keeps the secret from the pair that is nearest, and from others with it."""
        pair = _hardest(watch, sign, left)
        needed = float(watch.guard.needed(sign)[pair])
        for need in sorted({max(needed, PUSH * watch.guard.secret.quantity), needed}, reverse=True):
            change = self.programme.reach(_question(watch.guard, sign, pair, need), hidden)
            if self._keep(change, watch, sign, pair, hidden):
                return True
        return False

    def _make_room(self, watch: Watch, sign: int, left: NDArray, hidden: NDArray) -> None:
        pair = _hardest(watch, sign, left)
        question = _question(watch.guard, sign, pair, float(watch.guard.needed(sign)[pair]))
        change = self.programme.price(question, hidden)
        if change is None and not len(self.fixed):
            raise NoChoice("nothing was told before")
        if change is None:
            watch.lower(sign, pair, left_to_keep(self.programme, question))
            return
        hidden |= altered(self.cells, change, watch.slack)
        if not self._keep(change, watch, sign, pair, hidden):
            raise SolverFailed("the solver contradicts itself")

    def _keep(
        self, atoms: NDArray | None, watch: Watch, sign: int, pair: tuple[int, int], hidden: NDArray
    ) -> bool:
        """Keep a change, as small as serves, if arithmetic agrees that it serves the pair it was made for."""
        if atoms is None:
            return False
        alters = as_bits(altered(self.cells, atoms, watch.slack))
        change = Change(atoms, alters, self.audience.allows(atoms, watch.slack))
        watch.useful[sign].append(change)
        wrong = altered(self.fixed, atoms, watch.slack).any() or (change.alters & ~as_bits(hidden))
        if wrong or watch.open_pairs(sign, hidden)[watch.place(sign, pair)]:
            watch.useful[sign].pop()
            return False
        self.known.add(change)
        return True

    def _shown_again(self, primary: NDArray, hidden: NDArray) -> NDArray:
        """Show again, the largest first, each cell whose hiding turned out not to be needed."""
        extra = np.flatnonzero(hidden & ~primary)
        for cell in extra[np.argsort(-self.weights[extra], kind="stable")]:
            tried = hidden.copy()
            tried[cell] = False
            if all(self._is_kept(watch, tried) for watch in self.watches):
                hidden = tried
        return hidden

    def _is_kept(self, watch: Watch, hidden: NDArray) -> bool:
        for sign in SIDES:
            left = watch.open_pairs(sign, hidden)
            if left.any():
                left = watch.open_pairs(sign, hidden, self.known)
            while left.any():
                if not self._find(watch, sign, left, hidden):
                    return False
                left = watch.open_pairs(sign, hidden)
        return True


def left_to_keep(before: Programme, question: Question) -> float:
    """Which share of a need earlier editions leave, when they do not leave all of it; 0 when nearly nothing is left.

    Raises SolverFailed when they leave all of it: then there was an answer.
    """
    share = before.most(question)
    if share >= 1:
        raise SolverFailed("the solver contradicts itself")
    return share * LEFT if share > LEAST_LEFT else 0.0


LEFT = 0.99
"""Of what earlier editions leave: the rest is for the rounding of a solver."""
LEAST_LEFT = 0.01
PUSH = 0.15
"""A change is scaled to move its secret by this share when it can: then it serves every pair."""


def as_bits(cells: NDArray) -> int:
    """A choice of cells as one number, a bit a cell: a set that is quick to compare."""
    return int.from_bytes(np.packbits(cells, bitorder="little").tobytes(), "little")


def _hardest(watch: Watch, sign: int, left: NDArray) -> tuple[int, int]:
    watching = watch.watching[sign]
    worst = watching.pairs[np.argmax(np.where(left, watching.needed, -np.inf))]
    first, second = np.unravel_index(int(worst), watch.guard.needed(sign).shape)
    return int(first), int(second)


def _question(guard: Guard, sign: int, pair: tuple[int, int], need: float) -> Question:
    """What one pair must not be able to exclude."""
    watching, rows = guard.audience, list(pair)
    room = np.maximum(0.0, watching.holdings.totals - watching.known[rows].sum(axis=0))
    strangers = watching.holdings.numbers - watching.inside[rows].sum(axis=0)
    aimed = (
        guard.secret.atoms if sign > 0 else tuple(atom for atom, alone in guard.alone.items() if alone[pair])
    )
    return Question(aimed, sign, need * MARGIN, room, strangers <= 0)


def unpinned(sums: NDArray, holdings: Holdings) -> NDArray:
    """Atoms that the sums [rows, atoms] do not tell one by one; empty atoms are known to be empty."""
    unknown = holdings.numbers > 0
    rows = sums.astype(bool)
    while len(rows):
        told = (rows & unknown).sum(axis=1) == 1
        if not told.any():
            break
        unknown = unknown & ~rows[told].any(axis=0)
    return np.flatnonzero(unknown)
