"""Reads the boundaries under data/geo, because geometry lives in files and never in the database."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import geopandas
import pandas as pd
import pyarrow
from geopandas import GeoDataFrame
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from eit.store.connection import DataError

FILES = ("census_divisions.parquet", "approximate.parquet")
COLUMNS = ["territory_id", "kind", "code", "name", "approximate", "source", "geometry"]
# What a file with one wrong byte was seen to raise, from the footer, the pages, the CRS or the geometries.
DAMAGE = (OSError, ValueError, KeyError, TypeError, pyarrow.ArrowException, CRSError, ShapelyError)


class BoundaryError(DataError):
    """A boundary file cannot be used; `code` says why (boundaries_missing, boundaries_damaged), `path` which."""


def read_boundaries(
    folder: Path,
    kinds: Collection[str] | None = None,
    territory_ids: Collection[str] | None = None,
) -> GeoDataFrame:
    """Boundaries of the asked kinds and territories, one row each, EPSG:4326 (longitude, latitude).

    Columns: territory_id, kind, code, name (text), approximate (bool: drawn from a point, not surveyed),
    source (names to credit), geometry (Polygon or MultiPolygon). None asks for all, an empty collection
    for nothing; an unknown kind or id gives no row. Index 0..n-1, in the order of the files.
    Raises BoundaryError when a file is absent or is not what data/geo/build.py writes.
    """
    frames = [_read_file(folder / name) for name in FILES]
    boundaries = pd.concat(frames, ignore_index=True)
    if kinds is not None:
        boundaries = boundaries[boundaries["kind"].isin(list(kinds))]
    if territory_ids is not None:
        boundaries = boundaries[boundaries["territory_id"].isin(list(territory_ids))]
    return boundaries.reset_index(drop=True)


def _read_file(path: Path) -> GeoDataFrame:
    if not path.is_file():
        raise BoundaryError("boundaries_missing", path=str(path))
    try:
        frame = geopandas.read_parquet(path, columns=COLUMNS, page_checksum_verification=True)
    except DAMAGE as error:
        raise BoundaryError("boundaries_damaged", path=str(path)) from error
    if list(frame.columns) != COLUMNS or frame.crs != "EPSG:4326" or frame.geometry.isna().any():
        raise BoundaryError("boundaries_damaged", path=str(path))
    return frame
