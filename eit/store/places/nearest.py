"""Which municipality or commune is nearest to a point, and how far a site may be from the point of its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from eit.store.places.gazetteer import Place, gazetteer

KM_PER_DEGREE = 111.195
KINDS = ("municipality", "commune")
AT_KM, SURELY = 15.0, 3.0
"""A point is at a place within so many kilometres, when the next of that name is so many times further."""
LEAST_KM = 1.0
"""No village is smaller than this."""
LOOKED_AROUND, WIDE = (0.15, 0.6, 2.0), (0.35, 0.6, 2.0)
"""Degrees around a point that are looked at, one after the other: villages are near in France, far in the North."""


FAR_KM, FAR_TIMES = 25.0, 3.0
"""A point this far from its place, and so many times as far as a site of the place may lie, is doubted."""


def nearest_place(latitude: float, longitude: float, country: str) -> str | None:
    """The id of the place that a point [degrees] is likely in; None when there is none around.

    Where areas are known, the one with most people about the point: they are spread around the point of a place by a
    normal law, its spread half the radius of the area. The nearest town hall is a suburb's for most sites of a large
    city (of 269 public places of Québec, 13 were nearest to Québec's; 264 are found in it). Else the nearest.
    """
    found = _around(latitude, longitude, country)
    if not found:
        return None
    if all(place.area_km2 for _, place in found):
        found = sorted(_around(latitude, longitude, country, WIDE), key=lambda pair: -_people_about(*pair))
    return found[0][1].place_id


def _people_about(km: float, place: Place) -> float:
    """The logarithm of the density of people of a place, so many kilometres from its point, but for a constant."""
    radius_squared = (place.area_km2 or LEAST_KM) / math.pi
    return math.log(max(place.population or 1, 1) / radius_squared) - 2 * km * km / radius_squared


def one_at(latitude: float, longitude: float, place_ids: Sequence[str]) -> str | None:
    """Of places of one name, the one that a point is at [degrees]; None when it is at none, or between two."""
    apart = sorted(
        (_apart(latitude, longitude, place), place.place_id)
        for place in gazetteer().get(place_ids)
        if place.latitude is not None
    )
    if not apart or apart[0][0] > AT_KM:
        return None
    return apart[0][1] if len(apart) == 1 or apart[1][0] > SURELY * apart[0][0] else None


@lru_cache(maxsize=20_000)
def uncertainty_km(place_id: str) -> float | None:
    """How far [km] a site of a place may lie from the point of the place: the radius of its area, else the way to the
    next place's point; None when nobody knows."""
    place = gazetteer().place(place_id)
    if place is None or place.latitude is None or place.longitude is None:
        return None
    if place.area_km2:
        return round(math.sqrt(place.area_km2 / math.pi), 1)
    away = gazetteer().degrees_to_next(place, KINDS)
    return round(max(LEAST_KM, away * KM_PER_DEGREE), 1) if away <= LOOKED_AROUND[-1] else None


def far_from(point: tuple[float, float], place_id: str, centre: tuple[float, float]) -> float | None:
    """How far [km] a point [degrees] is from the place it is said to be in, when that is too far to be believed."""
    away = apart_km(point, centre)
    return away if away > max(FAR_KM, FAR_TIMES * (uncertainty_km(place_id) or 0)) else None


def apart_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance between two points [degrees, latitude first] on the plane of their latitude: good enough to judge by."""
    squeeze = math.cos(math.radians(one[0]))
    return KM_PER_DEGREE * math.hypot((other[1] - one[1]) * squeeze, other[0] - one[0])


def _apart(latitude: float, longitude: float, place: Place) -> float:
    return apart_km((latitude, longitude), (place.latitude or 0, place.longitude or 0))


def _around(
    latitude: float, longitude: float, country: str, degrees: tuple[float, ...] = LOOKED_AROUND
) -> list[tuple[float, Place]]:
    """The places around a point with their distance [km], the nearest first."""
    squeeze = math.cos(math.radians(latitude))
    for high in degrees:
        wide = high / max(squeeze, 0.1)
        box = (longitude - wide, latitude - high, longitude + wide, latitude + high)
        places = [one for one in gazetteer().around(*box, kinds=KINDS) if one.country == country]
        if len(places) > 1:
            apart = [(_apart(latitude, longitude, one), one) for one in places]
            return sorted(apart, key=lambda pair: pair[0])
    return []
