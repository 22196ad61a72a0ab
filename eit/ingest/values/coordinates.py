"""Plane coordinates of a register (Lambert-93, Lambert of Québec…) become latitudes and longitudes."""

from __future__ import annotations

import math
from functools import lru_cache

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from eit.ingest.cells import FileRefused

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
