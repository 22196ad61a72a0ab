"""Turns the polygons of a file into a valid coverage: repaired, one shape per unit, simplified with shared edges."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pyproj.exceptions import CRSError, ProjError

from eit.store.layers.refusal import InvalidBoundaries

DEGREES = "EPSG:4326"
TOLERANCE_M = {
    "region": 50.0,
    "department": 50.0,
    "district": 20.0,
    "mrc": 50.0,
    "municipality": 20.0,
    "commune": 20.0,
    "epci": 20.0,
    "borough": 5.0,
    "park": 2.0,
}
"""How far a simplified line may leave the official one; a triangle of `tolerance²` is what it takes away."""
LARGEST_TOLERANCE_M = 100.0
METRES_PER_DEGREE = 111_195
"""Of latitude, on the mean sphere."""
POLYGONS = ("Polygon", "MultiPolygon", "GeometryCollection")


@dataclass(frozen=True)
class Cleaned:
    """The shapes of the units (EPSG:4326) and what was done to them."""

    shapes: GeoSeries
    vertices_before: int
    vertices_after: int
    valid_coverage: bool
    largest_area_change: float
    emptied: tuple[str, ...]


def repair(frame: GeoDataFrame) -> tuple[GeoDataFrame, int, int]:
    """The rows that have a polygon, made valid; how many were repaired; how many had no geometry.

    Raises InvalidBoundaries("boundary-not-polygons") for lines or points, ("boundary-empty") for no shape at all.
    """
    drawn = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if drawn.empty:
        raise InvalidBoundaries("boundary-empty", value="geometry")
    others = sorted(set(drawn.geom_type) - set(POLYGONS))
    if others:
        raise InvalidBoundaries("boundary-not-polygons", value=", ".join(others))
    flat = shapely.force_2d(drawn.geometry.values)
    wrong = ~shapely.is_valid(flat)
    whole = np.array([_polygons(shape) for shape in flat], dtype=object)
    if shapely.is_empty(whole).any():
        raise InvalidBoundaries("boundary-not-polygons", value="—")
    return (
        drawn.set_geometry(GeoSeries(whole, drawn.index, drawn.crs)),
        int(wrong.sum()),
        len(frame) - len(drawn),
    )


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """The valid polygonal part of a shape; the lines and points that a repair leaves are not ground."""
    valid = shape if shape.is_valid else shapely.make_valid(shape)
    if valid.geom_type in POLYGONS[:2]:
        return valid
    parts = [part for part in shapely.get_parts(valid) if part.geom_type in POLYGONS[:2]]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def to_degrees(frame: GeoDataFrame) -> GeoDataFrame:
    """The frame in EPSG:4326. Raises InvalidBoundaries("boundary-crs-unknown" or "boundary-out-of-range")."""
    try:
        moved = frame.to_crs(DEGREES)
    except (CRSError, ProjError) as error:
        raise InvalidBoundaries("boundary-crs-unknown", value=str(frame.crs.name)) from error
    west, south, east, north = moved.total_bounds
    if (
        not np.isfinite([west, south, east, north]).all()
        or west < -180
        or east > 180
        or south < -90
        or north > 90
    ):
        raise InvalidBoundaries("boundary-out-of-range", value=str(frame.crs.name))
    return moved


def dissolve(frame: GeoDataFrame) -> GeoSeries:
    """One shape per `code`, in the order of the codes."""
    return frame.geometry.groupby(frame["code"], sort=True).agg(
        lambda shapes: shapes.iloc[0] if len(shapes) == 1 else shapely.union_all(shapes.values)
    )


def clean(shapes: GeoSeries, tolerance_m: float) -> Cleaned:
    """Units without overlap that share their edges, simplified once; gaps narrower than the tolerance are closed.

    Degrees are squeezed so that one unit is as long both ways, and never projected: a border that follows a parallel
    for 200 km would bend away from the neighbour that has a vertex in its middle.
    """
    _, south, _, north = shapes.total_bounds
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    tolerance = tolerance_m / METRES_PER_DEGREE
    before = np.asarray(shapes.values)
    tidy = shapely.coverage_clean(shapely.make_valid(_stretched(before, squeeze)), gap_width=tolerance)
    held = ~shapely.is_empty(tidy)
    simple = shapely.coverage_simplify(tidy[held], tolerance) if tolerance else tidy[held]
    drawn = _stretched(simple, 1 / squeeze)
    if not _is_valid(drawn):
        drawn = shapely.coverage_clean(shapely.make_valid(drawn))
    return Cleaned(
        GeoSeries(drawn, shapes.index[held], DEGREES),
        int(shapely.get_num_coordinates(before).sum()),
        int(shapely.get_num_coordinates(drawn).sum()),
        _is_valid(drawn),
        _largest_change(shapely.area(before)[held], shapely.area(drawn)),
        tuple(str(code) for code in shapes.index[~held]),
    )


def _stretched(shapes: np.ndarray, factor: float) -> np.ndarray:
    return shapely.transform(shapes, lambda points: points * [factor, 1.0])


def _is_valid(shapes: np.ndarray) -> bool:
    return bool(shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes))


def _largest_change(before: np.ndarray, after: np.ndarray) -> float:
    return float(np.max(np.abs(after / before - 1))) if len(before) else 0.0


def union(rows: pd.Series) -> shapely.Geometry:
    """The shape of several units of one coverage."""
    return shapely.union_all(geopandas.GeoSeries(rows).values)
