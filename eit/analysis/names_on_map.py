"""The names that say where one is on a map: towns, parks, waters and neighbours."""

from __future__ import annotations

from typing import NamedTuple

from eit.domain.errors import DataError
from eit.store.database import Database
from eit.store.layers.folder import Layers
from eit.store.layers.ground import ground_names, water_names
from eit.store.places.towns import most_populous

TOWN_KINDS = ("municipality", "commune")
MOST_TOWNS = 150
"""A map has room for some tens of names; the others wait for the reader to come nearer."""


class NamedPoint(NamedTuple):
    """A name on a map: `kind` town, park, land or water; degrees; the more inhabitants, the sooner it is read."""

    name: str
    latitude: float
    longitude: float
    kind: str
    inhabitants: float


def names_on_map(
    database: Database,
    programme_id: str,
    box: tuple[float, float, float, float],
    layers: Layers,
    most: int = MOST_TOWNS,
) -> tuple[NamedPoint, ...]:
    """What says where one is within a box [degrees]: waters and neighbours, parks, then towns by inhabitants."""
    own = database.cached_query("all_territories", {"programme_id": programme_id})
    parks = own[(own["kind"] == "park") & own["latitude"].notna()]
    found = [
        NamedPoint(str(row.name), row.latitude, row.longitude, "park", 0.0) for row in parks.itertuples()
    ]
    try:
        towns = most_populous(box, TOWN_KINDS, most)
    except DataError:
        towns = []
    found += [
        NamedPoint(town.name, town.latitude, town.longitude, "town", town.inhabitants) for town in towns
    ]
    under = {one[0]: one for one in (*water_names(layers, box), *ground_names(box))}
    return (*(NamedPoint(*one, 0.0) for one in under.values()), *found)
