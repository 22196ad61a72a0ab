"""Towns of the gazetteer by place and size: a map asks for names and points alone, which are read without the rest."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.parquet import ParquetFile

from eit.domain.errors import DataError
from eit.locations import GEO

FILE = "places.parquet"
COLUMNS = ["kind", "name", "latitude", "longitude", "population"]


class Town(NamedTuple):
    """One place with its point [degrees] and how many live there; 0 where nobody counted."""

    name: str
    latitude: float
    longitude: float
    inhabitants: float


def most_populous(
    box: tuple[float, float, float, float], kinds: Collection[str], most: int, geo: Path = GEO
) -> list[Town]:
    """The `most` most populous places of some kinds whose points lie in a box (west, south, east, north) [degrees].

    Raises DataError("gazetteer_missing") when the file is absent or damaged.
    """
    path, (west, south, east, north) = geo / FILE, box
    try:
        known = _columns(path, path.stat().st_mtime_ns)
        x, y = known["longitude"], known["latitude"]
        wide = pc.and_(pc.greater_equal(x, west), pc.less_equal(x, east))
        high = pc.and_(pc.greater_equal(y, south), pc.less_equal(y, north))
        kind = pc.is_in(known["kind"], pa.array(list(kinds), pa.string()))
        rows = known.filter(pc.and_(kind, pc.and_(wide, high))).to_pylist()
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException) as error:
        raise DataError("gazetteer_missing", path=str(path)) from error
    towns = [
        Town(row["name"], row["latitude"], row["longitude"], float(row["population"] or 0)) for row in rows
    ]
    return sorted(towns, key=lambda town: -town.inhabitants)[:most]


@lru_cache(maxsize=2)
def _columns(path: Path, modified_ns: int) -> pa.Table:
    file = ParquetFile(path, page_checksum_verification=True)
    return file.read(COLUMNS, use_threads=False).combine_chunks()
