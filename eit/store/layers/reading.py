"""Opens a boundary file of any usual format without trusting it: sizes, completeness and CRS are checked first."""

from __future__ import annotations

import json
import re
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pandas as pd
import pyarrow
from geopandas import GeoDataFrame
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError
from shapely.geometry import shape

from eit.store.layers.delivery import Chooser, Guesser, Scorer, chosen_layer, offered_layers
from eit.store.layers.refusal import InvalidBoundaries
from eit.store.layers.schemas import KINDS, Schema, kinds_of

LARGEST_BYTES = 1_000_000_000
"""Of a file, and of what a zip unpacks to: the largest official layer (communes of France) is about 0.4 GB."""
FORMATS = (".geojson", ".json", ".gpkg", ".shp", ".gml", ".parquet", ".geoparquet")
SIDE_FILES = (".shx", ".dbf", ".prj", ".cpg", ".gfs", ".xsd")
UNREADABLE = (OSError, RuntimeError, ValueError, KeyError, TypeError, pyarrow.ArrowException, ShapelyError)


def read_layer(
    path: Path,
    choose: Chooser,
    declared_crs: str | None,
    layer: str | None = None,
    score: Scorer | None = None,
    guess: Guesser | None = None,
) -> tuple[GeoDataFrame, Schema]:
    """The rows of the layer of polygons whose fields `choose` knows, with the CRS of the file (or `declared_crs`).

    Of several, the one named `layer`, else the one of the best `score`. Raises InvalidBoundaries:
    boundary-file-missing, -format-unknown, -too-large, -zip-content, -unreadable, -truncated, -no-crs, -crs-unknown,
    -empty, -points, -not-polygons, -layers, or what `choose` raises when no layer has known fields.
    """
    refuse_unfit(path)
    with workplace(path) as files:
        try:
            for file in files:
                COMPLETENESS.get(file.suffix, lambda _: None)(file)
            frame, schema = chosen_layer(files, path.name, choose, layer, score, guess)
        except CRSError as error:
            raise InvalidBoundaries("boundary-crs-unknown", value=path.name) from error
        except InvalidBoundaries:
            raise
        except UNREADABLE as error:
            raise InvalidBoundaries("boundary-unreadable", value=path.name) from error
    if frame.empty:
        raise InvalidBoundaries("boundary-empty", value=path.name)
    return with_crs(frame, declared_crs, path.name), schema


def refuse_unfit(path: Path) -> None:
    """Raise InvalidBoundaries for a file that is not there, or that is larger than any official layer."""
    if not path.is_file():
        raise InvalidBoundaries("boundary-file-missing", value=str(path))
    if path.stat().st_size > LARGEST_BYTES:
        raise InvalidBoundaries("boundary-too-large", value=path.name, unit=_gigabytes())


def tables_of(path: Path) -> dict[str, pd.DataFrame]:
    """Every layer of a delivery as a table, its shapes as `latitude` and `longitude` [degrees] of a point in them.

    Raises InvalidBoundaries as `read_layer` does.
    """
    found = {}
    with workplace(path) as files:
        try:
            for file in files:
                COMPLETENESS.get(file.suffix, lambda _: None)(file)
            for layer in offered_layers(files):
                found[layer.name] = _table_of(layer.read(), path.name)
        except InvalidBoundaries:
            raise
        except UNREADABLE as error:
            raise InvalidBoundaries("boundary-unreadable", value=path.name) from error
    return found


def point_within(geometry: Mapping[str, Any]) -> tuple[float, float] | None:
    """(x, y) of a point in a shape of GeoJSON, in its own unit; None when it is no shape."""
    try:
        point = shape(geometry).representative_point()
        return float(point.x), float(point.y)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None


def _table_of(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    if not isinstance(frame, GeoDataFrame):
        return frame
    placed = with_crs(frame, None, name).to_crs(4326) if len(frame) else frame
    points = placed.geometry.representative_point()
    return pd.DataFrame(frame.drop(columns=frame.geometry.name)).assign(
        latitude=points.y.round(7), longitude=points.x.round(7)
    )


def kind_of_file(path: Path) -> str:
    """The kind of unit that the fields of a file say. Raises InvalidBoundaries("boundary-kind-missing")."""
    kinds: list[str] = []
    if path.is_file():
        with workplace(path) as files:
            try:
                layers = [layer for layer in offered_layers(files) if "Point" not in (layer.geometry or "")]
                if not layers:
                    raise InvalidBoundaries("boundary-points", value=path.name)
                kinds = list(dict.fromkeys(kind for layer in layers for kind in kinds_of(layer.fields())))
            except UNREADABLE as error:
                if isinstance(error, InvalidBoundaries):
                    raise
                raise InvalidBoundaries("boundary-unreadable", value=path.name) from error
    if len(kinds) != 1:
        raise InvalidBoundaries("boundary-kind-missing", value="|".join(kinds or KINDS))
    return kinds[0]


@contextmanager
def workplace(path: Path) -> Iterator[list[Path]]:
    """A private copy of the file: some readers write beside what they read."""
    with tempfile.TemporaryDirectory(prefix="eit-boundaries-") as name:
        folder = Path(name)
        if path.suffix.lower() == ".zip":
            yield unpacked(path, folder)
            return
        if path.suffix.lower() not in FORMATS:
            raise InvalidBoundaries("boundary-format-unknown", value=path.name)
        for side in (path, *(path.with_suffix(suffix) for suffix in SIDE_FILES)):
            if side.is_file():
                shutil.copyfile(side, folder / f"{path.stem}{side.suffix.lower()}")
        yield [folder / f"{path.stem}{path.suffix.lower()}"]


def unpacked(path: Path, folder: Path) -> list[Path]:
    """Unpack the layers of a zip, counting real bytes: the sizes that a zip declares can lie."""
    left = LARGEST_BYTES
    layers: dict[str, Path] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for number, member in enumerate(archive.infolist()):
                inner = Path(member.filename)
                if member.is_dir() or inner.suffix.lower() not in (*FORMATS, *SIDE_FILES):
                    continue
                stem = "".join(letter if letter.isalnum() else "-" for letter in inner.stem) or str(number)
                target = folder / f"{stem}{inner.suffix.lower()}"
                with archive.open(member) as source, target.open("wb") as sink:
                    while chunk := source.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise InvalidBoundaries("boundary-too-large", value=path.name, unit=_gigabytes())
                        sink.write(chunk)
                if target.suffix in FORMATS:
                    layers[target.name] = target
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise InvalidBoundaries("boundary-unreadable", value=path.name) from error
    if not layers:
        raise InvalidBoundaries("boundary-zip-content", value=path.name, row_id="—")
    return list(layers.values())


def _gigabytes() -> str:
    return f"{LARGEST_BYTES / 1e9:g}"


def _check_geojson(file: Path) -> None:
    """Refuse a named CRS that does not exist: the reader would silently take degrees instead."""
    with file.open("rb") as source:
        head = source.read(65536).decode("utf-8", "replace")
    found = re.search(r'"crs"\s*:\s*(\{[^{}]*\{[^{}]*\}[^{}]*\})', head)
    if found:
        try:
            CRS.from_user_input(json.loads(found[1])["properties"]["name"])
        except (CRSError, KeyError, ValueError) as error:
            raise InvalidBoundaries("boundary-crs-unknown", value=file.name) from error


def _check_shapefile(file: Path) -> None:
    """The header of a .shp says how long it is, in 16-bit words; the .dbf how many records it has."""
    size, table = file.stat().st_size, file.with_suffix(".dbf")
    header = file.read_bytes()[:100]
    if len(header) < 100 or size < 2 * struct.unpack(">i", header[24:28])[0]:
        raise InvalidBoundaries("boundary-truncated", value=file.name)
    if not table.is_file():
        raise InvalidBoundaries("boundary-zip-content", value=file.name, row_id=".shp, .dbf")
    with table.open("rb") as source:
        start = source.read(32)
    records, first, width = struct.unpack("<IHH", start[4:12]) if len(start) == 32 else (1, 1, 1)
    if table.stat().st_size < first + records * width:
        raise InvalidBoundaries("boundary-truncated", value=table.name)


def _check_xml(file: Path) -> None:
    """Well formed to the end, and without a DTD: entities are never needed, and can be a bomb."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise InvalidBoundaries("boundary-unreadable", value=file.name)

    parser.StartDoctypeDeclHandler = refuse
    try:
        with file.open("rb") as source:
            parser.ParseFile(source)
    except expat.ExpatError as error:
        raise InvalidBoundaries("boundary-truncated", value=file.name) from error


def _check_geopackage(file: Path) -> None:
    """The SQLite header says how many pages of what size the file has."""
    with file.open("rb") as source:
        header = source.read(100)
    if not header.startswith(b"SQLite format 3\0"):
        raise InvalidBoundaries("boundary-unreadable", value=file.name)
    page, pages = struct.unpack(">H", header[16:18])[0], struct.unpack(">I", header[28:32])[0]
    if file.stat().st_size < (65536 if page == 1 else page) * pages:
        raise InvalidBoundaries("boundary-truncated", value=file.name)


COMPLETENESS: dict[str, Callable[[Path], None]] = {
    ".geojson": _check_geojson,
    ".json": _check_geojson,
    ".shp": _check_shapefile,
    ".gml": _check_xml,
    ".osm": _check_xml,
    ".gpkg": _check_geopackage,
}


def with_crs(frame: GeoDataFrame, declared: str | None, name: str) -> GeoDataFrame:
    """Rows with the system of coordinates that was declared, else their own.

    Raises InvalidBoundaries: boundary-no-crs, boundary-crs-unknown.
    """
    if declared:
        try:
            return frame.set_crs(CRS.from_user_input(declared), allow_override=True)
        except CRSError as error:
            raise InvalidBoundaries("boundary-crs-unknown", value=declared) from error
    if frame.crs is None or frame.crs.name.lower().startswith("undefined"):
        raise InvalidBoundaries("boundary-no-crs", value=name)
    if not (frame.crs.is_geographic or frame.crs.is_projected or frame.crs.is_bound):
        raise InvalidBoundaries("boundary-crs-unknown", value=frame.crs.name)
    return frame


def crs_name(frame: pd.DataFrame) -> str:
    """`EPSG:2154` when the CRS has an authority, else its name."""
    authority = frame.crs.to_authority()
    return ":".join(authority) if authority else str(frame.crs.name)


@dataclass(frozen=True)
class LayerFields:
    """One layer of a delivery: its name, its geometry (None: a table), its fields."""

    name: str
    geometry: str | None
    fields: tuple[str, ...]


def layers_of(path: Path) -> list[LayerFields]:
    """Every layer of a file, whatever it holds. Raises InvalidBoundaries for a file that does not open."""
    with workplace(path) as files:
        try:
            return [
                LayerFields(layer.name, layer.drawn_as(), tuple(layer.fields()))
                for layer in offered_layers(files)
            ]
        except UNREADABLE as error:
            if isinstance(error, InvalidBoundaries):
                raise
            raise InvalidBoundaries("boundary-unreadable", value=path.name) from error
