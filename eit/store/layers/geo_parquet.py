"""Reads a GeoParquet file of degrees as the product writes it: no library of formats looks at it.

`geopandas.read_parquet` reads the coordinate system of each file anew: 30 ms, where the columns and shapes take 3.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import shapely
from geopandas import GeoDataFrame
from pyarrow.parquet import ParquetFile
from pyproj import CRS

WGS84 = CRS.from_epsg(4326)
"""One object for all: each costs every thread that looks at it 8 ms."""
GEOMETRY = "geometry"


def read_geo(path: Path, columns: Sequence[str] | None = None, checked: bool = True) -> GeoDataFrame:
    """The columns of a file (all by default) with its `geometry`, in the coordinate system that it names.

    `checked`: the sums of its pages must agree. Raises OSError, ValueError, KeyError, TypeError, pyarrow's, pyproj's
    or shapely's errors for what is not such a file.
    """
    file = ParquetFile(path, page_checksum_verification=checked)
    table = file.read(list(columns) if columns is not None else None, use_threads=False)
    told = json.loads(table.schema.metadata[b"geo"])["columns"][GEOMETRY]
    if told["encoding"] != "WKB":
        raise ValueError(told["encoding"])
    frame = table.drop_columns([GEOMETRY]).to_pandas()
    frame[GEOMETRY] = shapely.from_wkb(table[GEOMETRY].to_numpy(zero_copy_only=False))
    return GeoDataFrame(frame[table.column_names], geometry=GEOMETRY, crs=_system(told.get("crs")))


def _system(told: object) -> CRS | None:
    """The coordinate system of a file. One that names its code is that code: nothing else of it is read."""
    if isinstance(told, dict) and told.get("id") == {"authority": "EPSG", "code": 4326}:
        return WGS84
    return None if told is None else CRS.from_user_input(told)
