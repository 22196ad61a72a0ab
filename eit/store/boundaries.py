"""Reads the boundaries under data/geo, because geometry lives in files and never in the database.

Official layers that were imported lie in a folder beside the database file and win over what data/geo holds.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow
from geopandas import GeoDataFrame
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from eit.domain.errors import DataError
from eit.store.layers.folder import Layers
from eit.store.layers.geo_parquet import WGS84, read_geo

FILES = ("census_divisions.parquet", "approximate.parquet")
COLUMNS = ["territory_id", "kind", "code", "name", "approximate", "source", "geometry"]
APPROXIMATE_FILE = "approximate.parquet"
"""Among the layers of a data file: what was drawn from points when a territory was taken in; any official line wins."""
# What a file with one wrong byte was seen to raise, from the footer, the pages, the CRS or the geometries.
DAMAGE = (OSError, ValueError, KeyError, TypeError, pyarrow.ArrowException, CRSError, ShapelyError)


class BoundaryError(DataError):
    """A boundary file cannot be used; `code` says why, `path` which.

    Codes: boundaries_missing, boundaries_damaged (data/geo); layer_damaged (an official layer that was imported).
    """


def layer_sources(layers: Layers, territory_ids: Collection[str], kinds: Collection[str]) -> list[str]:
    """Whom the boundaries of these territories and of these kinds are to be credited to, each once.

    Raises BoundaryError for a layer that is damaged.
    """
    frames = [_read_file(path) for path in layers.units]
    drawn = [frame[frame["territory_id"].isin(territory_ids) | frame["kind"].isin(kinds)] for frame in frames]
    return sorted({source for frame in drawn for source in frame["source"] if source})


def read_boundaries(
    folder: Path,
    kinds: Collection[str] | None = None,
    territory_ids: Collection[str] | None = None,
    layers: Layers | None = None,
) -> GeoDataFrame:
    """Boundaries of the asked kinds and territories, one row each, EPSG:4326 (longitude, latitude).

    Columns: territory_id, kind, code, name (text), approximate (bool: drawn from a point, not surveyed),
    source (names to credit), geometry (Polygon or MultiPolygon). None asks for all, an empty collection
    for nothing; an unknown kind or id gives no row. Index 0..n-1, in the order of the files; a territory that
    `layers` hold comes from them, first, whatever data/geo draws for it.
    Raises BoundaryError when a file is absent or is not what data/geo/build.py (or the import) writes.
    """
    committed = [_read_committed(folder / name) for name in FILES]
    official = _read_layers(layers) if layers else []
    boundaries = pd.concat([*official, *committed], ignore_index=True).drop_duplicates("territory_id")
    if kinds is not None:
        boundaries = boundaries[boundaries["kind"].isin(list(kinds))]
    if territory_ids is not None:
        boundaries = boundaries[boundaries["territory_id"].isin(list(territory_ids))]
    return boundaries.reset_index(drop=True)


def _read_layers(layers: Layers) -> list[GeoDataFrame]:
    """The units that were imported themselves before those that are sums of others, and both before what is drawn."""
    read = [(path.stem, read_layer_file(path)) for path in layers.units]
    own = [frame[frame["kind"] == name] for name, frame in read]
    others = [frame[frame["kind"] != name] for name, frame in read]
    return own + sorted(others, key=lambda frame: bool(frame["approximate"].any()))


def read_layer_file(path: Path) -> GeoDataFrame:
    """One official layer. Raises BoundaryError("layer_damaged")."""
    try:
        return _read_file(path)
    except BoundaryError as error:
        raise BoundaryError("layer_damaged", path=str(path)) from error


def _read_committed(path: Path) -> GeoDataFrame:
    """A file of data/geo, which changes with the code: read once."""
    try:
        status = path.stat()
    except OSError as error:
        raise BoundaryError("boundaries_missing", path=str(path)) from error
    return _read_once(path, status.st_mtime_ns, status.st_size).copy(deep=False)


@lru_cache(maxsize=4)
def _read_once(path: Path, modified_ns: int, size: int) -> GeoDataFrame:
    return _read_file(path)


def _read_file(path: Path) -> GeoDataFrame:
    if not path.is_file():
        raise BoundaryError("boundaries_missing", path=str(path))
    try:
        frame = read_geo(path, COLUMNS)
    except DAMAGE as error:
        raise BoundaryError("boundaries_damaged", path=str(path)) from error
    if list(frame.columns) != COLUMNS or frame.crs != WGS84 or frame.geometry.isna().any():
        raise BoundaryError("boundaries_damaged", path=str(path))
    return frame
