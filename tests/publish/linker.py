"""The adversary who lost sight of nobody: it is told which figure of an edition follows from which figure before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tests.publish.adversary import Adversary, Figure, Found, Told, holds
from tests.publish.relinked import Strand, World


class Linker(Adversary):
    """Solves for the strands of a world; knows by how much each was corrected.

    `people`: strand → who holds it today, all that they ever held included. `public`: whose figures everybody knows.
    """

    def __init__(
        self, world: World, told: Sequence[Told], edition: int, public: frozenset[str] = frozenset()
    ) -> None:
        self.world, self.last, self.public = world, edition, public
        self.people_of = world.people[edition]
        self.strands = [
            strand for strand in world.strands if min(strand.stands, default=edition + 1) <= edition
        ]
        super().__init__([world.table(number) for number in range(edition + 1)], told)

    def _way(self, strand: Strand) -> tuple:
        """Where the unknown of a strand stands in which edition, and how many times."""
        return tuple(
            (edition, key[0], key[1], factor)
            for edition, (key, factor, _) in sorted(strand.stands.items())
            if edition <= self.last
        )

    def _unknowns(self) -> None:
        known = [strand for strand in self.strands if self._is_public(strand)]
        hidden = [strand for strand in self.strands if not self._is_public(strand)]
        self.people = sorted({self.people_of[id(strand)] for strand in hidden})
        self.index = {name: row for row, name in enumerate(self.people)}
        self.known = known
        self.unknowns = sorted({self._way(strand) for strand in hidden})
        self.at = {way: column for column, way in enumerate(self.unknowns)}
        self.share = np.zeros((len(self.people) + 1, len(self.unknowns)))
        for strand in hidden:
            self.share[self.index[self.people_of[id(strand)]], self.at[self._way(strand)]] += strand.unknown
        self.hidden = hidden
        self.total = self.share.sum(axis=0)
        self.count = (self.share > 0).sum(axis=0)
        self.safe_floor = np.sort(self.share, axis=0)[-2:].sum(axis=0)

    def _is_public(self, strand: Strand) -> bool:
        return any(key[-1] in self.public for key, _, _ in strand.stands.values())

    def _inside(self, edition: int, place: tuple[str, str]) -> np.ndarray:
        found = np.zeros(len(self.unknowns))
        for column, way in enumerate(self.unknowns):
            for number, territory, family, factor in way:
                if number == edition and holds(place, territory, family):
                    found[column] = factor
        return found

    def _sums(self) -> None:
        """Every number, less what is known of it: the corrections, and the figures that are public."""
        rows = [self._inside(edition, place) for edition, place, _ in self.told]
        self.matrix = np.array(rows).reshape(len(rows), len(self.unknowns))
        values = np.array([value - self._given(edition, place) for edition, place, value in self.told], float)
        assert np.all(np.abs(self.matrix @ self.total - values) <= 1e-6 * (1 + np.abs(values)))
        self.low = self.high = self.matrix @ self.total

    def _given(self, edition: int, place: tuple[str, str]) -> float:
        given = 0.0
        for strand in self.strands:
            if edition in strand.stands:
                key, _, offset = strand.stands[edition]
                if holds(place, key[0], key[1]):
                    given += strand.quantity(edition) if self._is_public(strand) else offset
        return given

    def _figures(self) -> list[Figure]:
        """What each group, as it was then, contributes to each cell of each edition."""
        found: dict[bytes, Figure] = {}
        for edition in range(self.last + 1):
            here = [strand for strand in self.hidden if edition in strand.stands]
            keys = {strand.stands[edition][0] for strand in here}
            cells = {(t, f) for key in keys for t in (key[0], "total") for f in (key[1], "total")}
            cells |= {place for number, place, _ in self.told if number == edition}
            for cell in sorted(cells):
                factors = self._inside(edition, cell)
                for group in sorted({key[2] for key in keys}):
                    held = [
                        strand
                        for strand in here
                        if (key := strand.stands[edition][0])[2] == group and holds(cell, key[0], key[1])
                    ]
                    if held:
                        figure = self._figure(group, held, factors)
                        found[figure.name.encode() + figure.own.tobytes() + figure.weights.tobytes()] = figure
        return [figure for figure in found.values() if self._worth(figure)]

    def _figure(self, group: str, held: Sequence[Strand], factors: np.ndarray) -> Figure:
        own = np.zeros(len(self.unknowns))
        for strand in held:
            own[self.at[self._way(strand)]] += strand.unknown
        barred = sorted({self.index[self.people_of[id(strand)]] for strand in held})
        return Figure(group, tuple(barred), own, np.where(own > 0, factors, 0.0))


def added(
    world: World, told: Sequence[Told], edition: int, public: frozenset[str] = frozenset()
) -> list[Found]:
    """What an edition gives away: found with it, and not with those before it alone."""
    found = Linker(world, told, edition, public).attack()
    if not found:
        return []
    before = Linker(world, [row for row in told if row[0] < edition], edition, public).attack()
    known = {(hit.group, round(hit.truth, 6)) for hit in before}
    return [hit for hit in found if (hit.group, round(hit.truth, 6)) not in known]
