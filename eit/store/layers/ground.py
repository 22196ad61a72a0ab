"""The ground behind the maps, read-only: land, lakes and borders of Natural Earth, names of waters and neighbours."""

from __future__ import annotations

import csv
from functools import lru_cache

import geopandas
import pandas as pd
import shapely

from eit.locations import GEO

SHAPES, NAMES = GEO / "ground.parquet", GEO / "ground_names.csv"


GroundName = tuple[str, float, float, str]
"""The name of a water or of a neighbouring land, where it is written (latitude, longitude [degrees]), its kind."""


@lru_cache(maxsize=1)
def _names() -> tuple[GroundName, ...]:
    if not NAMES.exists():
        return ()
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(
            (row["name"], float(row["latitude"]), float(row["longitude"]), row["kind"]) for row in rows
        )


def ground_names(box: tuple[float, float, float, float]) -> tuple[GroundName, ...]:
    """The names within a box (west, south, east, north) [degrees]."""
    west, south, east, north = box
    return tuple(one for one in _names() if west <= one[2] <= east and south <= one[1] <= north)


def ground_shapes(country: str) -> geopandas.GeoDataFrame | None:
    """Land, water and borders around a country (CA, FR): `kind`, geometry (EPSG:4326); None without the file."""
    if not SHAPES.exists():
        return None
    known = geopandas.read_parquet(SHAPES)
    return _with_beyond(known[known["country"] == country][["kind", "geometry"]].reset_index(drop=True))


def _with_beyond(shapes: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Beyond what is known nothing is said to be water: there the ground has the colour of land."""
    if shapes.empty:
        return shapes
    beyond = shapely.box(-180, -85, 180, 85) - shapely.box(*shapes.total_bounds)
    row = geopandas.GeoDataFrame({"kind": ["land"], "geometry": [beyond]}, crs=shapes.crs)
    return geopandas.GeoDataFrame(pd.concat([shapes, row], ignore_index=True), crs=shapes.crs)
