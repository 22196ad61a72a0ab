"""Plane coordinates of a register (Lambert-93, Lambert of Québec…) become latitudes and longitudes."""

from __future__ import annotations

import math
from functools import lru_cache

from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError, ProjError

from eit.ingest.cells import FileRefused

_EARTH = Geod(ellps="WGS84")
DEGREE_DIGITS = 7
"""Decimals kept of a degree: one centimetre; the same file read twice gives the same position."""


def check_crs(crs: str) -> None:
    """Raises FileRefused("import-map-crs") for a reference system that does not exist or has no plane or degrees."""
    _to_degrees(crs)


@lru_cache(maxsize=8)
def _to_degrees(crs: str) -> Transformer:
    try:
        found = CRS.from_user_input(crs)
        if not (found.is_projected or found.is_geographic):
            raise FileRefused("import-map-crs", value=crs)
        return Transformer.from_crs(found, "EPSG:4326", always_xy=True)
    except (CRSError, ProjError) as error:
        raise FileRefused("import-map-crs", value=crs) from error


def to_degrees(crs: str, x: float, y: float) -> tuple[float, float] | None:
    """(latitude, longitude) [degrees] of a position [unit of `crs`, x first]; None when it is nowhere."""
    longitude, latitude = _to_degrees(crs).transform(x, y)
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        return None
    return round(latitude, DEGREE_DIGITS), round(longitude, DEGREE_DIGITS)


PLANES = {
    "CA": (
        "EPSG:32198",
        *(f"EPSG:{code}" for code in (*range(32183, 32191), *range(26917, 26923))),
        "EPSG:3857",
    ),
    "FR": (
        "EPSG:2154",
        "EPSG:27572",
        *(f"EPSG:{code}" for code in (*range(3942, 3951), 32630, 32631, 32632)),
        "EPSG:3857",
    ),
}
"""Planes in use in a country: Lambert of Québec, MTM 3 to 10, UTM 17 to 22; Lambert 93, II étendu, CC42 to 50, UTM."""
NEAR_KM = 60.0
"""A plane is proposed when it puts the point this near to the point of its municipality: the largest are that wide."""


def planes_near(
    country: str, x: float, y: float, latitude: float, longitude: float
) -> list[tuple[str, float]]:
    """(plane, distance [km]) of the planes of a country that put (x, y) near a known point, the nearest first."""
    found = []
    for plane in PLANES.get(country, ()):
        point = to_degrees(plane, x, y)
        if point is None or abs(point[0]) > 90:
            continue
        away = _EARTH.inv(longitude, latitude, point[1], point[0])[2] / 1000
        if away <= NEAR_KM:
            found.append((plane, away))
    return sorted(found, key=lambda one: one[1])
