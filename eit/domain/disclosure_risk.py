"""What each contributor has to hide, and who could find it: the secrets of a table and the pairs that may collude.

An atom is the smallest quantity that a published sum can hold: one family in one territory, for the contributors that
stayed the same over the same editions. `Holdings` says how much of each atom comes from each group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eit.domain.disclosure import COALITION, PRECISION, checked_contributions

ALL = 1e-9
"""Relative: how much more than a part a group may hold and hold no more than it."""


@dataclass(frozen=True)
class Holdings:
    """Quantity of each group in each atom [groups, atoms]: its lowest and its highest while it is the same atom."""

    low: NDArray
    high: NDArray
    shared: Mapping[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    """(group, atom) → others who hold, or held, some of what is theirs there: they know it."""
    former: tuple[tuple[int, Mapping[int, float]], ...] = ()
    """(group, atom → quantity): what one of several that are this group by now held alone, in one edition."""

    def former_secrets(self, cells: NDArray) -> Iterator[Secret]:
        """What each of those who merged held in the cells [cells, atoms], once each: a merger publishes nothing."""
        found: set[Secret] = set()
        for group, amounts in self.former:
            own = np.array(sorted(amounts))
            for row in np.unique(cells[:, own].astype(bool), axis=0):
                atoms = tuple(int(atom) for atom in own[row])
                parts = tuple(amounts[atom] for atom in atoms)
                secret = Secret(group, atoms, float(sum(parts)), parts)
                if atoms and secret not in found:
                    found.add(secret)
                    yield secret

    def familiar(self, secret: Secret) -> frozenset[int]:
        """Whose secret it is, and who held some of it before or after: nothing is kept from them."""
        found = frozenset({secret.group})
        for atom in secret.atoms if self.shared else ():
            found |= self.shared.get((secret.group, atom), frozenset())
        return found

    @classmethod
    def of(cls, low: NDArray, high: NDArray | None = None) -> Holdings:
        """Raises InvalidQuantity on NaN, infinite or negative quantities."""
        checked = checked_contributions(low)
        return cls(checked, checked if high is None else checked_contributions(high))

    @cached_property
    def present(self) -> NDArray:
        """Who is in which atom [groups, atoms]: assumed known to everyone."""
        return self.high > 0

    @cached_property
    def totals(self) -> NDArray:
        """Quantity of each atom [atoms]."""
        return self.low.sum(axis=0)

    @cached_property
    def numbers(self) -> NDArray:
        """Contributors of each atom [atoms]."""
        return self.present.sum(axis=0)


@dataclass(frozen=True)
class Secret:
    """What `group` contributes to some atoms together; `quantity` is their sum.

    `amounts`, by atom: only so much of what the group holds there is the secret; () for all of it.
    """

    group: int
    atoms: tuple[int, ...]
    quantity: float
    amounts: tuple[float, ...] = ()

    def least(self, holdings: Holdings) -> float:
        """What of the atoms is surely the secret's own."""
        low = holdings.low[self.group, list(self.atoms)]
        return float((np.minimum(low, self.amounts) if self.amounts else low).sum())

    def whole(self, holdings: Holdings) -> NDArray:
        """What the group holds of each atom [atoms], 0 where another part of it covers the secret."""
        high = holdings.high[self.group, list(self.atoms)]
        if not self.amounts:
            return high
        return np.where(high > np.array(self.amounts) * (1 + ALL), 0.0, high)


def disclosure_risks(holdings: Holdings, cells: NDArray) -> list[Secret]:
    """What could be found out at all: one secret per group and set of its atoms that a cell [cells, atoms] holds.

    Left out are those that no observer can come near whatever is published, because enough others share the atoms.
    """
    found: dict[tuple[int, tuple[int, ...]], Secret] = {}
    for group, atoms in _parts(holdings, cells):
        if (group, atoms) in found:
            continue
        secret = Secret(group, atoms, float(holdings.high[group, list(atoms)].sum()))
        if _can_be_near(holdings, secret):
            found[group, atoms] = secret
    former = [secret for secret in holdings.former_secrets(cells) if _can_be_near(holdings, secret)]
    return [*found.values(), *former]


def _parts(holdings: Holdings, cells: NDArray) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(group, its atoms in a cell), once each."""
    for group in np.flatnonzero(holdings.present.any(axis=1)):
        own = np.flatnonzero(holdings.present[group])
        inside = np.unique(cells[:, own], axis=0) if len(own) > 1 else np.ones((1, 1), bool)
        for row in inside:
            if row.any():
                yield int(group), tuple(int(atom) for atom in own[row])


def _can_be_near(holdings: Holdings, secret: Secret) -> bool:
    atoms = list(secret.atoms)
    sums = holdings.low[:, atoms].sum(axis=1)
    others = np.delete(sums, secret.group)
    own = sums[secret.group] - secret.least(holdings)
    beyond = others.sum() - np.sort(others)[-COALITION:].sum() + own
    if beyond < PRECISION * secret.quantity:
        return True
    alone = holdings.numbers[atoms] <= 1 + COALITION
    return bool(secret.whole(holdings) @ alone > (1 - PRECISION) * secret.quantity)


@dataclass(frozen=True)
class Audience:
    """Who may look: some groups and nobody, two at a time. Matrices are [observers, observers]."""

    holdings: Holdings
    groups: NDArray

    @cached_property
    def known(self) -> NDArray:
        """What each observer holds [observers, atoms]; nobody, twice at the end, holds nothing."""
        return _with_nobody(self.holdings.low[self.groups])

    @cached_property
    def inside(self) -> NDArray:
        """In which atoms each observer is [observers, atoms]."""
        return _with_nobody(self.holdings.present[self.groups].astype(int))

    @cached_property
    def pairs(self) -> NDArray:
        """True once for each pair; (nobody, nobody) is an outsider."""
        size = len(self.groups) + 2
        return np.triu(np.ones((size, size), bool), k=1)

    def without(self, some: Collection[int]) -> NDArray:
        """The pairs that none of `some` groups is part of."""
        own = np.append(np.isin(self.groups, list(some)), [False, False])
        return self.pairs & ~own[:, None] & ~own[None, :]

    def strangers(self, atom: int) -> NDArray:
        """How many contributors of an atom each pair does not know."""
        return self.holdings.numbers[atom] - _together(self.inside[:, atom])

    def room(self, atom: int) -> NDArray:
        """What each pair does not hold of an atom."""
        return self.holdings.totals[atom] - _together(self.known[:, atom])

    def allows(self, change: NDArray, slack: float) -> NDArray:
        """Which pairs cannot exclude that every atom differs by `change` [atoms] from the truth."""
        possible = self.pairs.copy()
        for atom in np.flatnonzero(change < -slack).tolist():
            possible &= self.room(atom) + change[atom] >= -slack
        for atom in np.flatnonzero((change > slack) & (self.holdings.numbers <= COALITION)).tolist():
            possible &= self.strangers(atom) > 0
        return possible


@dataclass(frozen=True)
class Guard:
    """How much must be uncertain, for each pair of an audience, so that one secret is kept."""

    audience: Audience
    secret: Secret

    @cached_property
    def rise_needed(self) -> NDArray:
        """How much more than in truth the atoms must be able to hold, so that the secret may be 15 % larger."""
        atoms, holdings = list(self.secret.atoms), self.audience.holdings
        others = holdings.totals[atoms].sum() - self.secret.least(holdings)
        unknown = others - _together(self.audience.known[:, atoms].sum(axis=1))
        return self._of_others(PRECISION * self.secret.quantity - unknown)

    @cached_property
    def alone(self) -> dict[int, NDArray]:
        """Atom of the secret → for which pairs its group is the only one there that they do not know."""
        numbers = self.audience.holdings.numbers
        few = [atom for atom in self.secret.atoms if numbers[atom] <= 1 + COALITION]
        return {atom: self.audience.strangers(atom) == 1 for atom in few}

    @cached_property
    def fall_needed(self) -> NDArray:
        """How much less those atoms must be able to hold, so that the secret may be 15 % smaller."""
        own = dict(zip(self.secret.atoms, self.secret.whole(self.audience.holdings), strict=True))
        sure = sum(
            (own[atom] * alone for atom, alone in self.alone.items()), np.zeros(self.audience.pairs.shape)
        )
        return self._of_others(sure - (1 - PRECISION) * self.secret.quantity)

    def needed(self, sign: int) -> NDArray:
        """`rise_needed` for 1, `fall_needed` for -1."""
        return self.rise_needed if sign > 0 else self.fall_needed

    def watching(self, sign: int, slack: float) -> Watching:
        """The pairs that need to be kept from the secret on the side of `sign`: where more than `slack` is needed."""
        needed = self.needed(sign)
        pairs = np.flatnonzero(needed > slack)
        alone = {atom: pairs_alone.ravel()[pairs] for atom, pairs_alone in self.alone.items()}
        return Watching(self.secret.atoms, sign, pairs, needed.ravel()[pairs], alone)

    def _of_others(self, needed: NDArray) -> NDArray:
        return np.where(self.audience.without(self.audience.holdings.familiar(self.secret)), needed, -np.inf)


ROUNDING = 1e-9
"""A sweep lets through what it might have rounded away; each change is then judged exactly."""


@dataclass(frozen=True)
class Watching:
    """The few pairs that matter for one side of one secret, as places in a matrix of pairs, and what each needs.

    `alone`: atom → for which of them the group is the only one there that they do not know.
    """

    atoms: tuple[int, ...]
    sign: int
    pairs: NDArray
    needed: NDArray
    alone: dict[int, NDArray]

    def promising(self, changes: NDArray) -> list[int]:
        """Which of many changes [changes, atoms] move the secret far enough for some pair, in one sweep."""
        if not len(self.pairs) or not len(changes):
            return []
        if self.sign > 0:
            reach = changes[:, list(self.atoms)].sum(axis=1)
        else:
            reach = np.maximum(-changes[:, list(self.alone)], 0.0).sum(axis=1)
        return np.flatnonzero(reach >= self.needed.min() * (1 - ROUNDING)).tolist()

    def served(self, change: NDArray, allowed: NDArray) -> NDArray:
        """Which of the pairs cannot exclude a change [atoms] that moves the secret by what they need."""
        if self.sign > 0:
            reached = self.needed <= float(change[list(self.atoms)].sum())
        else:
            moved = np.zeros(len(self.pairs))
            for atom, alone in self.alone.items():
                moved -= change[atom] * alone
            reached = moved >= self.needed
        return reached & allowed.ravel()[self.pairs]


def _with_nobody(matrix: NDArray) -> NDArray:
    return np.vstack([matrix, np.zeros((2, matrix.shape[1]), matrix.dtype)])


def _together(column: NDArray) -> NDArray:
    return column[:, None] + column[None, :]


def audience(holdings: Holdings, watched: NDArray) -> Audience:
    """The observers that matter when only the `watched` atoms are not told one by one.

    A group that holds nothing there is as wise as an outsider; one that three others exceed everywhere is never the
    most dangerous: two of the three are neither its partner nor the one who is watched, nor familiar with it.
    """
    profile = holdings.low[:, watched]
    groups = np.flatnonzero(profile.any(axis=1))
    stronger = _stronger(profile[groups])
    familiar = max((len(others) for others in holdings.shared.values()), default=0)
    return Audience(holdings, groups[stronger <= COALITION + familiar])


def _stronger(profile: NDArray) -> NDArray:
    """For each row, by how many rows it is exceeded or equalled everywhere (of equals, the first is stronger)."""
    count = np.zeros(len(profile), int)
    for row, own in enumerate(profile):
        covers = (profile >= own).all(axis=1)
        covers[row] = False
        equal = covers & (profile <= own).all(axis=1)
        count[row] = (covers & ~equal).sum() + equal[:row].sum()
    return count
