"""Where things are drawn: curves that keep both directions apart, arrows, circles, shared points.

Points are (latitude, longitude) in degrees; rings and curves are (longitude, latitude), as GeoJSON wants.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

EARTH_RADIUS_KM = 6371.0088
METRES_PER_DEGREE = 111_195.0
CURVE_POINTS = 16
_ALONG = np.linspace(0, 1, CURVE_POINTS)
CURVE_WEIGHTS = np.column_stack([(1 - _ALONG) ** 2, 2 * (1 - _ALONG) * _ALONG, _ALONG**2])
"""What each control point of a curve weighs in each of its points."""
FIRST_BULGE = 0.10
BULGE_STEP = 0.07
WIDEST_BULGE = 0.45
# Beyond the middle, so that the arrows of two opposite curves do not meet.
ARROW_AT = 0.58

Point = tuple[float, float]
LonLat = tuple[float, float]
Plane = tuple[float, float]


def to_mercator(point: Point) -> tuple[float, float]:
    """Spherical Web Mercator on the unit sphere: x to the east, y to the north [radians]."""
    latitude = math.radians(max(-85.0, min(85.0, point[0])))
    return math.radians(point[1]), math.log(math.tan(math.pi / 4 + latitude / 2))


def from_mercator(x: float, y: float) -> LonLat:
    """Invert `to_mercator`; returns (longitude, latitude) rounded to 5 decimals (about a metre)."""
    return round(math.degrees(x), 5), round(math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2), 5)


def bulge_of(rank: int, among: int) -> float:
    """Height of the curve over its chord [share of its length] for the rank-th of parallel exchanges."""
    step = min(BULGE_STEP, (WIDEST_BULGE - FIRST_BULGE) / max(among - 1, 1))
    return FIRST_BULGE + step * rank


def _control_points(start: Point, end: Point, bulge: float) -> tuple[Plane, Plane, Plane]:
    """The points, in Mercator, of the quadratic Bézier curve that bulges to the right of travel."""
    (x0, y0), (x2, y2) = to_mercator(start), to_mercator(end)
    # The top of a quadratic curve lies halfway to its control point.
    middle = (x0 + x2) / 2 + 2 * bulge * (y2 - y0), (y0 + y2) / 2 - 2 * bulge * (x2 - x0)
    return (x0, y0), middle, (x2, y2)


def curve(start: Point, end: Point, bulge: float = FIRST_BULGE) -> list[LonLat]:
    """Sample the quadratic Bézier curve from `start` to `end`, bulging to the right of travel: CURVE_POINTS points."""
    x, y = (CURVE_WEIGHTS @ np.array(_control_points(start, end, bulge))).T
    longitude, latitude = np.degrees(x), np.degrees(2 * np.arctan(np.exp(y)) - np.pi / 2)
    return list(zip(np.round(longitude, 5).tolist(), np.round(latitude, 5).tolist(), strict=True))


def arrow(start: Point, end: Point, bulge: float = FIRST_BULGE, at: float = ARROW_AT) -> tuple[LonLat, float]:
    """Place of the arrowhead and its bearing on the screen [degrees clockwise from up]."""
    (x0, y0), (x1, y1), (x2, y2) = _control_points(start, end, bulge)
    rest = 1 - at
    x = rest * rest * x0 + 2 * rest * at * x1 + at * at * x2
    y = rest * rest * y0 + 2 * rest * at * y1 + at * at * y2
    dx, dy = rest * (x1 - x0) + at * (x2 - x1), rest * (y1 - y0) + at * (y2 - y1)
    return from_mercator(x, y), round(math.degrees(math.atan2(dx, dy)) % 360, 1)


def ring(centre: Point, radius_km: float, points: int = 72) -> list[LonLat]:
    """Closed ring at `radius_km` from `centre` on the sphere (within 0.5 % of the ellipsoid)."""
    latitude, longitude = map(math.radians, centre)
    angle = radius_km / EARTH_RADIUS_KM
    places = []
    for i in range(points):
        bearing = 2 * math.pi * i / points
        lat = math.asin(
            math.sin(latitude) * math.cos(angle) + math.cos(latitude) * math.sin(angle) * math.cos(bearing)
        )
        lon = longitude + math.atan2(
            math.sin(bearing) * math.sin(angle) * math.cos(latitude),
            math.cos(angle) - math.sin(latitude) * math.sin(lat),
        )
        places.append((round(math.degrees(lon), 5), round(math.degrees(lat), 5)))
    return [*places, places[0]]


def spread(places: Mapping[str, Point], radius_m: float = 60.0) -> dict[str, Point]:
    """Move the sites that share a point onto a small ring around it, always the same way.

    The ring grows with the number of sites; a site that is alone stays where it is.
    """
    shared: dict[Point, list[str]] = defaultdict(list)
    for key, (latitude, longitude) in places.items():
        shared[(round(latitude, 4), round(longitude, 4))].append(key)
    moved = dict(places)
    for keys in shared.values():
        if len(keys) == 1:
            continue
        radius = radius_m * max(1.0, len(keys) / 6)
        for i, key in enumerate(sorted(keys)):
            moved[key] = _offset(places[key], radius, 2 * math.pi * i / len(keys))
    return moved


def _offset(point: Point, metres: float, bearing: float) -> Point:
    latitude, longitude = point
    north, east = metres * math.cos(bearing), metres * math.sin(bearing)
    shrink = max(math.cos(math.radians(latitude)), 0.01)
    return (
        round(latitude + north / METRES_PER_DEGREE, 6),
        round(longitude + east / (METRES_PER_DEGREE * shrink), 6),
    )
