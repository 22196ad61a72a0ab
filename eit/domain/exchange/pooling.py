"""Which small flows of one material, near each other, reach together a volume worth collecting or buying.

The rule, the same on every machine: every site of the material is a candidate hub; its members are the flows within the
radius; the hub with the most tonnes is kept if it reaches the minimum with at least three companies, two of which are
below it alone; its flows leave and the search goes on. A flow that fills a truck each month (twelve minimums a year)
needs nobody and stays out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from eit.domain.exchange.geodesy import arc_km
from eit.domain.exchange.neighbours import Neighbours
from eit.domain.months import months_of

SMALLEST_HUB = 3
"""Companies: two partners are an exchange, not a pool. A convention of this project."""
FEWEST_BELOW = 2
"""Companies below the minimum alone: without them nobody needs the pool. A convention of this project."""
SELF_SUFFICIENT = 12.0
"""Minimums a year above which a flow needs nobody: one full load a month. A convention of this project."""

SLACK_KM = 1.0
"""More than the rounding, and the bending of the Earth, in a sum of two distances."""
NO_LOAD = 1e-9
"""Tonnes that are none, after roundings."""


@dataclass(frozen=True)
class Member:
    """One flow that could join: its place (geocentric km), what it brings per year (None = n.c.), its active months."""

    flow_id: str
    company_id: str
    place: tuple[float, float, float]
    per_year: float | None
    months: int


@dataclass(frozen=True)
class Group:
    """A hub at the site of `centre`, with its members; the centre first, then the nearest first."""

    centre: Member
    members: tuple[Member, ...]
    distances_km: tuple[float, ...]

    @property
    def per_year(self) -> float:
        """What the members bring together; what was not communicated is not counted."""
        return sum(member.per_year or 0.0 for member in self.members)

    @property
    def companies(self) -> int:
        """Number of distinct companies."""
        return len({member.company_id for member in self.members})

    def below(self, minimum: float) -> int:
        """Number of companies that do not reach `minimum` alone."""
        return companies_below(self.members, minimum)


@dataclass(frozen=True)
class Kilometres:
    """Geodesic km per year of trucks that collect in one shared round, and of as many trips out and back."""

    shared: float
    separate: float
    rounds_per_year: int
    trips_per_year: int

    @property
    def saved(self) -> float:
        """Positive when the shared round is shorter."""
        saved = self.separate - self.shared
        return saved if abs(saved) > 1e-9 * self.separate else 0.0


def find_groups(members: Sequence[Member], radius_km: float, minimum: float | None) -> list[Group]:
    """The hubs of one material, largest first; `minimum` None (unknown) keeps every group of three companies.

    Among equal volumes the centre with the fewest t·km wins, then the smaller flow_id. Each flow is in one hub at most.
    """
    open_members = sorted((m for m in members if not _needs_nobody(m, minimum)), key=lambda m: m.flow_id)
    if len({member.company_id for member in open_members}) < SMALLEST_HUB:
        return []
    search = _Search(open_members, radius_km)
    groups: list[Group] = []
    while (best := search.best()) is not None:
        inside, distances = search.reach(best)
        if _viable([open_members[at] for at in inside.tolist()], search.volumes[inside].sum(), minimum):
            groups.append(_group(open_members, inside, distances, best))
            search.take(best, inside)
    return groups


class _Search:
    """The centres that may still be a hub, the best first; taking a group counts anew only what lay near it."""

    def __init__(self, members: Sequence[Member], radius_km: float) -> None:
        places = np.array([member.place for member in members], float).reshape(len(members), 3)
        self.volumes = np.array([member.per_year or 0.0 for member in members])
        self._near = Neighbours(places, radius_km)
        self._free = np.ones(len(members), bool)
        self._round = np.zeros(len(members), np.int64)
        self._waiting: list[tuple[float, float, int, int]] = []
        self._count(np.arange(len(members)))

    def best(self) -> int | None:
        """The centre that reaches the most and was not asked for since that changed; None: there is none."""
        while self._waiting:
            _, _, at, counted = heappop(self._waiting)
            if self._free[at] and counted == self._round[at]:
                return at
        return None

    def reach(self, at: int) -> tuple[NDArray, NDArray]:
        """The free members within the radius of a centre, by flow_id, and their distances [km]."""
        return self._near.near(at, self._free)

    def take(self, at: int, inside: NDArray) -> None:
        """A group leaves: what any of its members could reach is counted again."""
        self._free[inside] = False
        left = np.flatnonzero(self._free)
        touched = left[self._near.distances_from(at, left) <= 2 * self._near.radius_km + SLACK_KM]
        self._round[touched] += 1
        self._count(touched)

    def _count(self, centres: NDArray) -> None:
        for some, around, km in self._near.blocks(centres, self._free):
            inside = km <= self._near.radius_km
            reached = inside @ self.volumes[around]
            work = np.where(inside, km, 0.0) @ self.volumes[around]
            worth = np.flatnonzero((reached > 0) & (inside.sum(axis=1) >= SMALLEST_HUB))
            keys = (-np.round(reached, 6), np.round(work, 6), some, self._round[some])
            for rank in zip(*(key[worth].tolist() for key in keys), strict=True):
                heappush(self._waiting, rank)


def _needs_nobody(member: Member, minimum: float | None) -> bool:
    return minimum is not None and (member.per_year or 0.0) >= SELF_SUFFICIENT * minimum


def _viable(chosen: Sequence[Member], reached: float, minimum: float | None) -> bool:
    enough = len({member.company_id for member in chosen}) >= SMALLEST_HUB and reached > 0
    if minimum is None or not enough:
        return enough
    return bool(reached >= minimum) and companies_below(chosen, minimum) >= FEWEST_BELOW


def companies_below(members: Sequence[Member], minimum: float) -> int:
    """Number of companies whose flows together do not reach `minimum`."""
    volumes: dict[str, float] = {}
    for member in members:
        volumes[member.company_id] = volumes.get(member.company_id, 0.0) + (member.per_year or 0.0)
    return sum(volume < minimum for volume in volumes.values())


def _group(members: Sequence[Member], inside: NDArray, distances: NDArray, centre: int) -> Group:
    order = np.lexsort((inside, distances, inside != centre))
    at = inside[order].tolist()
    return Group(members[centre], tuple(members[i] for i in at), tuple(distances[order].tolist()))


def monthly(members: Sequence[Member]) -> tuple[float, ...]:
    """What comes in each month, January first: a flow spreads evenly over its active months."""
    months = np.zeros(12)
    for member in members:
        active = months_of(member.months)
        for month in active:
            months[month - 1] += (member.per_year or 0.0) / len(active)
    return tuple(months.tolist())


def collection_km(group: Group, payload: float, rounds_per_year: int) -> Kilometres:
    """Truck-km per year [geodesic] to bring everything to the hub, shared and separate.

    `rounds_per_year` rounds a year at least. In each, a site with more than a full load sends its full loads straight
    (out and back); what remains is picked up in rounds from the hub, always the nearest site next, and back to the hub
    when the truck is full. Separate: each site has its own trips out and back, as many as its loads need.
    """
    away = [(m, km) for m, km in zip(group.members, group.distances_km, strict=True) if km > 0]
    loads = [(member.per_year or 0.0) / rounds_per_year for member, _ in away]
    trips = [int(np.ceil(load / payload - 1e-9)) for load in loads]
    full = [int(load // payload) for load in loads]
    left = [load - count * payload for load, count in zip(loads, full, strict=True)]
    separate = sum(2 * count * km for count, (_, km) in zip(trips, away, strict=True))
    direct = sum(2 * count * km for count, (_, km) in zip(full, away, strict=True))
    places = np.array([group.centre.place, *(member.place for member, _ in away)], float)
    length, routes = _rounds(places, np.array([0.0, *left]), payload)
    return Kilometres(
        rounds_per_year * (direct + length),
        rounds_per_year * separate,
        rounds_per_year * (sum(full) + routes),
        rounds_per_year * sum(trips),
    )


def _rounds(places: NDArray, loads: NDArray, payload: float) -> tuple[float, int]:
    """Length [km] and number of nearest-neighbour rounds from site 0 that pick every load up once."""
    waiting = np.flatnonzero(loads > NO_LOAD)
    waiting = waiting[waiting > 0]
    length, here, room, routes = 0.0, 0, payload, 0
    while len(waiting):
        gaps = places[waiting] - places[here]
        apart = np.einsum("ij,ij->i", gaps, gaps)
        apart[loads[waiting] > room + NO_LOAD] = np.inf
        at = int(np.argmin(apart))
        if np.isinf(apart[at]):
            length, here, room = length + _km_between(places, here, 0), 0, payload
            continue
        routes += here == 0 and room == payload
        length, room, here = length + float(arc_km(apart[at])), room - loads[waiting[at]], int(waiting[at])
        waiting = np.delete(waiting, at)
    return length + _km_between(places, here, 0), routes


def _km_between(places: NDArray, one: int, other: int) -> float:
    return float(arc_km(((places[one] - places[other]) ** 2).sum()))
