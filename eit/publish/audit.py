"""Judges a choice of cells without knowing how it was made: can anyone come within 15 % of anyone's figure?

Two roads. Linear algebra: is a figure a combination of what is told? Linear programmes: for each secret and each pair
of contributors, another distribution is exhibited and verified by arithmetic; where none is found the audit fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eit.domain.disclosure import PRECISION
from eit.domain.disclosure_risk import Audience, Guard, Holdings, Secret
from eit.publish.solving import Programme, Question, altered

EXACT = 1e-9
SLACK = 1e-7
ABOVE = 1 + 1e-7
LEFT, LEAST_LEFT = 0.98, 0.02
"""Of what earlier editions left uncertain, what must still be; below the least, nothing was left."""


@dataclass(frozen=True)
class Finding:
    """A figure that somebody could come near: whose, by which method, and by whom (indices of groups, -1: nobody)."""

    secret: Secret
    method: str
    pair: tuple[int, int]


@dataclass(frozen=True)
class Audit:
    """What was checked and what was found. `checks` counts secrets times observers, by method."""

    checks: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def held(self) -> bool:
        """Whether something was checked and nothing found."""
        return not self.findings and sum(self.checks.values()) > 0


@dataclass
class Worlds:
    """Other distributions that were found [worlds, atoms], and the pairs that cannot exclude each."""

    changes: NDArray
    allowed: list[NDArray] = field(default_factory=list)

    def add(self, change: NDArray, allowed: NDArray) -> None:
        """One more."""
        self.changes = np.vstack([self.changes, change])
        self.allowed.append(allowed)


def audit(holdings: Holdings, told: NDArray, described: NDArray, before: NDArray | None = None) -> Audit:
    """Judge the sums `told` [rows, atoms] of all editions; `described` [rows, atoms]: what holds secrets.

    `before` [rows, atoms], some of them: what they alone give away is no finding, what is added to it is.
    """
    figures = every_secret(holdings, described.astype(bool))
    out = set() if before is None else set(_determined(holdings, before, figures))
    algebra = [finding for finding in _determined(holdings, told, figures) if finding not in out]
    programmes = _near(holdings, told, figures, before)
    size = len(holdings.low)
    checks = {
        "linear-algebra": len(figures) * (size + 1),
        "linear-programme": len(figures) * (1 + size + size * (size - 1) // 2),
    }
    return Audit(checks, (*algebra, *programmes))


def every_secret(holdings: Holdings, described: NDArray) -> list[Secret]:
    """What each group, and each of those who are one by now, contributes to each cell: each set of atoms once."""
    found = {}
    for row in described:
        for group in np.flatnonzero((holdings.present & row).any(axis=1)):
            atoms = tuple(int(atom) for atom in np.flatnonzero(holdings.present[group] & row))
            found[int(group), atoms] = float(holdings.high[group, list(atoms)].sum())
    whole = [Secret(group, atoms, quantity) for (group, atoms), quantity in found.items()]
    return [*whole, *holdings.former_secrets(described)]


def _determined(holdings: Holdings, told: NDArray, figures: list[Secret]) -> list[Finding]:
    """Figures that an outsider or one contributor gets by adding and subtracting what is told."""
    filled = np.flatnonzero(holdings.numbers > 0)
    free = _null_space(told[:, filled])
    sums = np.zeros((len(figures), len(filled)))
    for row, secret in enumerate(figures):
        sums[row, np.searchsorted(filled, secret.atoms)] = 1
    others = [(holdings.numbers[list(secret.atoms)] > 1).sum() for secret in figures]
    found = []
    for observer in range(-1, len(holdings.low)):
        own = holdings.present[observer] if observer >= 0 else np.zeros(holdings.totals.size, bool)
        mine = own[filled] & (holdings.numbers[filled] == 1)
        basis = _null_space(np.vstack([told[:, filled], np.eye(len(filled))[mine]])) if mine.any() else free
        still = np.abs(sums @ basis).max(axis=1, initial=0.0) < EXACT * 10
        for row in np.flatnonzero(still).tolist():
            secret = figures[row]
            unknown = holdings.numbers[list(secret.atoms)] - own[list(secret.atoms)]
            if not secret.whole(holdings).all():
                continue
            if observer not in holdings.familiar(secret) and (others[row] == 0 or (unknown == 1).all()):
                found.append(Finding(secret, "linear-algebra", (observer, -1)))
    return found


def _null_space(rows: NDArray) -> NDArray:
    """Directions [atoms, directions] in which nothing that is told changes."""
    if not len(rows):
        return np.eye(rows.shape[1])
    _, sizes, directions = np.linalg.svd(rows)
    rank = int((sizes > EXACT * sizes.max(initial=1.0)).sum())
    return directions[rank:].T


@dataclass
class _Sums:
    """What is told [rows, atoms], the programme of it, and that of what was out before (None: nothing was)."""

    told: NDArray
    programme: Programme
    before: Programme | None
    worlds: Worlds


def _near(
    holdings: Holdings, told: NDArray, figures: list[Secret], before: NDArray | None = None
) -> list[Finding]:
    """Figures for which some pair of contributors cannot be shown another distribution 15 % away, on each side."""
    everyone = Audience(holdings, np.arange(len(holdings.low)))
    firm = np.maximum(holdings.totals - np.sort(holdings.low, axis=0)[-2:].sum(axis=0), 0)
    fragile = np.stack([np.full(firm.size, 0.01), 1 / (0.1 + firm / max(float(firm.max(initial=0)), SLACK))])
    none = np.zeros((0, told.shape[1]))
    programmes = [
        None if rows is None or not len(rows) else Programme(rows, none, np.zeros(0), fragile)
        for rows in (told, before)
    ]
    if programmes[0] is None:
        return []
    sums = _Sums(told, programmes[0], programmes[1], Worlds(none))
    found = []
    for secret in figures:
        guard = Guard(everyone, secret)
        for sign in (1, -1):
            pair = _unanswered(guard, sign, sums)
            if pair is not None:
                found.append(Finding(secret, "linear-programme", pair))
    return found


def _unanswered(guard: Guard, sign: int, sums: _Sums) -> tuple[int, int] | None:
    """A pair to which no other distribution can be shown, or None. Distributions that were found join the worlds."""
    slack = SLACK * guard.secret.quantity
    watching = guard.watching(sign, slack)
    left = np.ones(len(watching.pairs), bool)
    lowered: set[int] = set()
    for number in watching.promising(sums.worlds.changes):
        if not left.any():
            return None
        left &= ~watching.served(sums.worlds.changes[number], sums.worlds.allowed[number])
    while left.any():
        place = int(np.argmax(left))
        first, second = np.unravel_index(int(watching.pairs[place]), guard.audience.pairs.shape)
        pair = int(first), int(second)
        another = _another(guard, sign, pair, float(watching.needed[place]), sums.programme)
        if another is not None and not altered(sums.told, another, slack).any():
            allowed = guard.audience.allows(another, slack)
            served = watching.served(another, allowed)
            if served[place]:
                sums.worlds.add(another, allowed)
                left &= ~served
                continue
        question = _question(guard, sign, pair, float(watching.needed[place]))
        share = 1.0 if sums.before is None or place in lowered else sums.before.most(question)
        if share >= 1:
            return _named(guard, pair)
        lowered.add(place)
        watching.needed[place] *= share * LEFT
        left[place] = share > LEAST_LEFT
    return None


def _another(
    guard: Guard, sign: int, pair: tuple[int, int], needed: float, programme: Programme
) -> NDArray | None:
    for need in (max(needed, PRECISION * guard.secret.quantity), needed):
        change = programme.reach(_question(guard, sign, pair, need * ABOVE), np.zeros(0, bool))
        if change is not None:
            return change
    return None


def _question(guard: Guard, sign: int, pair: tuple[int, int], need: float) -> Question:
    holdings, rows = guard.audience.holdings, list(pair)
    room = np.maximum(0.0, holdings.totals - guard.audience.known[rows].sum(axis=0))
    strangers = holdings.numbers - guard.audience.inside[rows].sum(axis=0)
    aimed = (
        guard.secret.atoms if sign > 0 else tuple(atom for atom, alone in guard.alone.items() if alone[pair])
    )
    return Question(aimed, sign, need, room, strangers <= 0)


def _named(guard: Guard, pair: tuple[int, int]) -> tuple[int, int]:
    groups = [*guard.audience.groups.tolist(), -1, -1]
    return groups[pair[0]], groups[pair[1]]


def sentinel_is_caught() -> bool:
    """Whether the audit still bites: it must refuse a table whose hidden cell is a difference, and accept it whole.

    An audit that checks nothing looks like one that finds nothing.
    """
    shares = np.array([[9.0, 5, 4, 3, 2, 2, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 8, 7, 6, 5]]).T
    rows = np.array([[1.0, 1], [1, 0]])
    lone = np.array([[9.0, 5, 4, 3, 2, 2, 0], [0, 0, 0, 0, 0, 0, 8]]).T
    bad, good = audit(Holdings.of(lone), rows, rows), audit(Holdings.of(shares), rows, rows)
    methods = {finding.method for finding in bad.findings}
    return methods == {"linear-algebra", "linear-programme"} and good.held
