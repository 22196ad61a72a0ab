"""The ground behind the maps, read-only: what data/geo has everywhere, and what was imported for one data file."""

from __future__ import annotations

import csv
from functools import lru_cache

import geopandas
import pandas as pd
import shapely

from eit.locations import GEO
from eit.store.boundaries import DAMAGE, BoundaryError
from eit.store.layers.folder import Layers
from eit.store.layers.geo_parquet import read_geo

SHAPES, NAMES = GEO / "ground.parquet", GEO / "ground_names.csv"
COLUMNS = ["kind", "name", "source", "file", "geometry"]
MOST_NAMED = 20
"""Waters that are named on one map, the largest."""

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
    known = read_geo(SHAPES, checked=False)
    return _with_beyond(known[known["country"] == country][["kind", "geometry"]].reset_index(drop=True))


def _with_beyond(shapes: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Beyond what is known nothing is said to be water: there the ground has the colour of land."""
    if shapes.empty:
        return shapes
    beyond = shapely.box(-180, -85, 180, 85) - shapely.box(*shapes.total_bounds)
    row = geopandas.GeoDataFrame({"kind": ["land"], "geometry": [beyond]}, crs=shapes.crs)
    return geopandas.GeoDataFrame(pd.concat([shapes, row], ignore_index=True), crs=shapes.crs)


@lru_cache(maxsize=2)
def read_ground(layers: Layers | None) -> geopandas.GeoDataFrame | None:
    """Roads, rails and waters that were imported: kind, name, source (whom to credit), file, geometry (EPSG:4326);
    None without any. Shared by all who ask for these layers: nobody changes it.

    Raises BoundaryError("layer_damaged").
    """
    path = layers.ground if layers else None
    if path is None:
        return None
    try:
        return read_geo(path, COLUMNS)
    except DAMAGE as error:
        raise BoundaryError("layer_damaged", path=str(path)) from error


def water_names(layers: Layers, box: tuple[float, float, float, float]) -> tuple[GroundName, ...]:
    """The names of the longest imported waters within a box (west, south, east, north) [degrees], each once.

    A name stands at the middle of its longest piece in the box.
    """
    rows = read_ground(layers)
    if rows is None:
        return ()
    rows = rows[rows["kind"].isin(("river", "water")) & (rows["name"] != "")]
    rows = rows.assign(geometry=shapely.clip_by_rect(rows.geometry.to_numpy(), *box))
    rows = rows[~rows.geometry.is_empty]
    long = shapely.length(rows.geometry.to_numpy())
    longest = (
        rows.assign(long=long).sort_values("long", ascending=False).drop_duplicates("name").head(MOST_NAMED)
    )
    return tuple((str(one.name), *_middle(one.geometry), "water") for one in longest.itertuples(index=False))


def _middle(shape: shapely.Geometry) -> tuple[float, float]:
    """Latitude and longitude where the name of a line or of a surface is written."""
    parts = shapely.get_parts(shape)
    part = parts[int(shapely.length(parts).argmax())]
    point = (
        part.interpolate(0.5, normalized=True)
        if part.geom_type == "LineString"
        else part.representative_point()
    )
    return float(point.y), float(point.x)
