"""Parts of a map scene: territories, organisations, flows, names and ground, as plain values."""

from __future__ import annotations

from typing import NamedTuple

import shapely


class Area(NamedTuple):
    """One territory: geometry in degrees, its rate (None = no data), whether we drew its outline."""

    territory_id: str
    name: str
    geometry: shapely.Geometry
    value: float | None
    approximate: bool


class Site(NamedTuple):
    """One organisation at its place; `area`: the number of its territory in the scene, -1 outside of all."""

    company_id: str
    name: str
    place: str
    sector: str
    latitude: float
    longitude: float
    area: int
    offers: int
    demands: int


class Flow(NamedTuple):
    """One exchange or synergy from a site to another (numbers of the scene), `quantity` per year in `unit`.

    The quantity of a potential exchange is what the allocation gives it, so that sums count each tonne once; None =
    n.c. `year`: since when it is possible, or began. `told`: its band, in words, where only bands are known.
    `stage`: of a synergy.
    """

    flow_id: str
    giver: int
    taker: int
    kind: int
    unit: str
    category_id: str
    quantity: float | None
    year: int | None
    what: str
    facts: str
    told: str = ""
    stage: str = ""


class Town(NamedTuple):
    """A name on the ground: `kind` town, park, water or land; the more `weight`, the sooner it is shown."""

    name: str
    latitude: float
    longitude: float
    kind: str
    weight: float


class Ground(NamedTuple):
    """What lies under everything: `kind` land, water or one of GROUND_LINES, geometry in degrees."""

    kind: str
    geometry: shapely.Geometry
