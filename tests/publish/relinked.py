"""Programmes whose organisations are called, placed, classed or written otherwise from one edition to the next.

Each figure is a strand that its maker can follow all along: what somebody who links everything would know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from eit.domain.disclosure import FAMILIES

Key = tuple[str, ...]
EDITIONS = 3


@dataclass
class Strand:
    """One figure through the editions: who holds it, under which key, how it follows from its unknown.

    In each edition where it stands, the figure is `factor` × unknown + `offset`: a comma put right, a small correction.
    """

    person: str
    unknown: float
    stands: dict[int, tuple[Key, float, float]] = field(default_factory=dict)

    def quantity(self, edition: int) -> float:
        """What the figure is in an edition; 0 where it does not stand."""
        if edition not in self.stands:
            return 0.0
        _, factor, offset = self.stands[edition]
        return factor * self.unknown + offset


@dataclass
class Organisation:
    """One organisation as it is called today, and its figures: (territory, family) → strand."""

    name: str
    group: str
    person: str
    figures: dict[tuple[str, str], list[Strand]] = field(default_factory=dict)


@dataclass
class World:
    """A programme: its organisations, and every strand there ever was."""

    dice: np.random.Generator
    territories: list[str]
    organisations: list[Organisation] = field(default_factory=list)
    strands: list[Strand] = field(default_factory=list)
    away: list[Organisation] = field(default_factory=list)
    newcomers: list[str] = field(default_factory=list)
    people: list[dict[int, str]] = field(default_factory=list)
    """For each edition, id of a strand → who holds it then, all that they ever held included."""
    corrected: dict[int, tuple[float, float]] = field(default_factory=dict)
    """id of a strand → the factor and offset with which it is written now."""

    def join(self, name: str, group: str | None = None) -> Organisation:
        """One more organisation, with one to three figures."""
        group = group or name
        one = Organisation(name, group, group)
        territory = str(self.dice.choice(self.territories))
        for family in self.dice.choice(list(FAMILIES), size=int(self.dice.integers(1, 4)), replace=False):
            self.write(one, territory, str(family))
        self.organisations.append(one)
        return one

    def write(self, one: Organisation, territory: str, family: str) -> None:
        """A figure that follows from no other."""
        strand = Strand(one.person, max(0.01, round(float(self.dice.lognormal(3.5, 1.3)), 2)))
        one.figures[territory, family] = [strand]
        self.strands.append(strand)

    def record(self, edition: int) -> None:
        """What stands in an edition."""
        for one in self.organisations:
            for (territory, family), strands in one.figures.items():
                for strand in strands:
                    factor, offset = self.corrected.get(id(strand), (1.0, 0.0))
                    key = (territory, family, one.group, one.name)
                    strand.stands[edition] = (key, factor, offset)
        self.people.append({id(strand): strand.person for strand in self.strands})

    def table(self, edition: int, organisations: bool = True) -> dict[Key, float]:
        """The quantities of an edition: per organisation, or per group only."""
        found: dict[Key, float] = {}
        for strand in self.strands:
            if edition in strand.stands:
                key = strand.stands[edition][0][: 4 if organisations else 3]
                found[key] = found.get(key, 0.0) + strand.quantity(edition)
        return found

    def some(self, share: float) -> list[Organisation]:
        """A share of the organisations, one at least."""
        number = max(1, round(share * len(self.organisations)))
        return [self.organisations[row] for row in self.dice.permutation(len(self.organisations))[:number]]


def renamed(world: World, edition: int) -> None:
    for one in world.organisations:
        one.name, one.group = f"r{edition}-{one.name}", f"r{edition}-{one.group}"


def moved(world: World, _: int) -> None:
    for one in world.some(0.3):
        other = str(world.dice.choice(world.territories))
        placed: dict[tuple[str, str], list[Strand]] = {}
        for (_, family), strands in one.figures.items():
            placed.setdefault((other, family), []).extend(strands)
        one.figures = placed


def classed_otherwise(world: World, _: int) -> None:
    for one in world.some(0.3):
        (territory, family), strands = next(iter(one.figures.items()))
        del one.figures[territory, family]
        one.figures.setdefault((territory, str(world.dice.choice(list(FAMILIES)))), []).extend(strands)


def gone_for_a_year(world: World, edition: int) -> None:
    back, world.away = world.away, []
    world.organisations += back
    if edition == 1:
        world.away = world.some(0.3)
        world.organisations = [one for one in world.organisations if one not in world.away]


def comma_put_right(world: World, edition: int) -> None:
    """Some are typed wrong in the first edition; half of them are put right in each of the next."""
    if edition == 0:
        for one in world.some(0.3):
            for strands in one.figures.values():
                for strand in strands:
                    world.corrected[id(strand)] = (float(world.dice.choice([10.0, 0.1, 1000.0, 0.001])), 0.0)
    else:
        for key in list(world.corrected)[:: 2 if edition == 1 else 1]:
            del world.corrected[key]


def corrected_a_little(world: World, _: int) -> None:
    for one in world.some(0.6):
        for strands in one.figures.values():
            for strand in strands:
                factor, _offset = world.corrected.get(id(strand), (1.0, 0.0))
                world.corrected[id(strand)] = (
                    factor,
                    strand.unknown * float(world.dice.uniform(-0.04, 0.04)),
                )


def merged(world: World, edition: int) -> None:
    chosen = world.some(0.3)
    for number, (one, other) in enumerate(zip(chosen[::2], chosen[1::2], strict=False)):
        for place, strands in other.figures.items():
            one.figures.setdefault(place, []).extend(strands)
        world.organisations.remove(other)
        _one_person(world, {one.person, other.person})
        if number % 2:
            one.name = one.group = f"m{edition}-{number}"


def groups_changed(world: World, edition: int) -> None:
    groups = sorted({one.group for one in world.organisations})
    for number, one in enumerate(world.some(0.3)):
        one.group = str(world.dice.choice(groups)) if number % 2 else f"h{edition}-{number}"


def _one_person(world: World, people: set[str]) -> None:
    stands = min(people)
    for strand in world.strands:
        if strand.person in people:
            strand.person = stands
    for one in [*world.organisations, *world.away]:
        if one.person in people:
            one.person = stands


WAYS: dict[str, Callable[[World, int], None]] = {
    "renamed": renamed,
    "moved": moved,
    "classed": classed_otherwise,
    "gap": gone_for_a_year,
    "comma": comma_put_right,
    "little": corrected_a_little,
    "merged": merged,
    "groups": groups_changed,
}
"""The ways to lose sight of somebody who is there all along."""


def relinked(seed: int, way: str, smallest: int = 12, largest: int = 45) -> World:
    """Three editions of a programme in which one way happens, and little else: one newcomer each time."""
    dice = np.random.default_rng([seed, 14])
    world = World(dice, [f"t{number}" for number in range(int(dice.integers(2, 4)))])
    for number in range(int(dice.integers(smallest, largest + 1))):
        groups = sorted({one.group for one in world.organisations})
        world.join(f"o{number:02d}", str(dice.choice(groups)) if groups and dice.random() < 0.1 else None)
    for edition in range(EDITIONS):
        if edition or way == "comma":
            WAYS[way](world, edition)
        if edition:
            world.newcomers.append(world.join(f"n{edition}").person)
        world.record(edition)
    return world
