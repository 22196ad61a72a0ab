"""Reads points and tables of maps: GeoJSON, a list of objects, the tables of a GeoPackage; a point gives degrees."""

from __future__ import annotations

import json
import math
import re
import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from eit.ingest.cells import Cell, FileRefused, Row, Sheet
from eit.ingest.formats.sheets import Count, choose_sheet
from eit.ingest.values.coordinates import to_degrees
from eit.store.layers.reading import point_within, tables_of
from eit.store.layers.refusal import InvalidBoundaries

SQLITE = b"SQLite format 3\0"
WGS84 = 4326
ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope of a GeoPackage geometry, by its code."""
POINT, MULTIPOINT = 1, 4


def read_json(data: bytes) -> Sheet:
    """The features of a GeoJSON, or a list of flat objects. Raises FileRefused for any other JSON."""
    try:
        said = _parsed(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefused("import-not-a-table") from error
    rows = _features(said) if isinstance(said, dict) and "features" in said else _list_in(said)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise FileRefused("import-not-a-table")
    return Sheet(_rows([_flat(row) for row in rows]), {"format": "json"})


def _parsed(text: str) -> object:
    """What a JSON says, or the objects that stand one a line."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _list_in(said: object) -> object:
    """The one list of objects that an answer of a service wraps (`{"results": […]}`), or the objects of one shape
    that stand under a name each; else what was said."""
    if not isinstance(said, dict):
        return said
    inner = [one for one in said.values() if isinstance(one, dict)]
    if len(inner) > 1 and len(inner) == len(said) and set(inner[0]) & set(inner[1]):
        return inner
    lists = [one for one in said.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
    return lists[0] if len(lists) == 1 else said


def _flat(row: Mapping[str, Any]) -> dict[str, object]:
    """An object with what its inner objects say beside it (the tags of a node); a name taken keeps its place."""
    found: dict[str, object] = {key: value for key, value in row.items() if not isinstance(value, dict)}
    for outer, inner in ((key, value) for key, value in row.items() if isinstance(value, dict)):
        for key, value in inner.items():
            found[key if key not in found else f"{outer} {key}"] = value
    return found


def _features(said: Mapping[str, Any]) -> list[dict[str, object]]:
    features = said["features"]
    if not isinstance(features, list):
        raise FileRefused("import-not-a-table")
    rows, crs = [], _named_crs(said)
    for feature in features:
        if not isinstance(feature, dict):
            raise FileRefused("import-not-a-table")
        row = dict(feature.get("properties") or {})
        geometry = feature.get("geometry") or {}
        if isinstance(geometry, dict) and not {"latitude", "longitude"} & set(row):
            row |= _point_of(geometry, crs)
        rows.append(row)
    return rows


def _named_crs(said: Mapping[str, Any]) -> str | None:
    """The plane that an older GeoJSON names (`urn:ogc:def:crs:EPSG::3857`); None for degrees."""
    properties = said.get("crs", {}).get("properties", {}) if isinstance(said.get("crs"), dict) else {}
    found = re.search(r"EPSG:+(\d+)", str(properties.get("name", "")))
    return f"EPSG:{found[1]}" if found and int(found[1]) != WGS84 else None


def _point_of(geometry: Mapping[str, Any], crs: str | None) -> dict[str, object]:
    """Latitude and longitude of a shape: of a point in it when it is an area; nothing when it is none."""
    point = point_within(geometry)
    if point is None:
        return {}
    found = to_degrees(crs, *point) if crs else (point[1], point[0])
    return {} if found is None else {"latitude": found[0], "longitude": found[1]}


def _rows(rows: Sequence[Mapping[str, object]]) -> list[Row]:
    """A header of all the names met, then the rows; what is nested stays JSON in its cell."""
    titles = list(dict.fromkeys(name for row in rows for name in row))
    table = [Row(1, tuple(titles))]
    for number, row in enumerate(rows, start=2):
        table.append(Row(number, tuple(_cell(row.get(title)) for title in titles)))
    return table


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, bytes):
        return ""
    return json.dumps(value, ensure_ascii=False)


def read_archive(data: bytes, known: Count, name: str | None) -> Sheet:
    """One layer of a zipped delivery (shapefiles, GeoPackages, GeoJSON): the one that holds our columns, or `name`.

    Raises FileRefused: not readable, several layers, none.
    """
    with tempfile.TemporaryDirectory(prefix="eit-import-") as folder:
        path = Path(folder) / "delivery.zip"
        path.write_bytes(data)
        try:
            frames = tables_of(path)
        except InvalidBoundaries as error:
            raise FileRefused("import-not-a-table") from error
    tables = {
        layer: _rows([{key: _plain(value) for key, value in row.items()} for row in frame.to_dict("records")])
        for layer, frame in frames.items()
    }
    filled = {layer: rows for layer, rows in tables.items() if len(rows) > 1}
    if not filled:
        raise FileRefused("import-layers-empty", value=", ".join(tables))
    return choose_sheet(filled, (), known, name)


def _plain(value: Any) -> object:
    """A value of a frame as JSON would have it: nothing for what is missing."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else str(value) if hasattr(value, "isoformat") else value


def read_geopackage(data: bytes, known: Count, name: str | None) -> Sheet:
    """One table of a GeoPackage, in memory and read only: the one that holds our columns, or the one called `name`.

    Raises FileRefused: no GeoPackage, several tables, none.
    """
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(data)
        base.execute("PRAGMA query_only = ON")
        base.execute("PRAGMA trusted_schema = OFF")
        layers = _layers(base)
        tables = {layer: _table(base, layer, geometry) for layer, geometry in layers.items()}
    except (sqlite3.Error, struct.error, IndexError) as error:
        raise FileRefused("import-not-a-table") from error
    finally:
        base.close()
    filled = {layer: rows for layer, rows in tables.items() if len(rows) > 1}
    if not filled:
        raise FileRefused("import-layers-empty" if tables else "import-not-a-table", value=", ".join(tables))
    return choose_sheet(filled, (), known, name)


def _layers(base: sqlite3.Connection) -> dict[str, tuple[str, int] | None]:
    """Table → its geometry column and reference system; views are left alone."""
    real = {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    listed = [row[0] for row in base.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name")]
    columns = {
        table: (column, int(srs))
        for table, column, srs in base.execute(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
        )
    }
    return {table: columns.get(table) for table in listed if table in real and table != "layer_styles"}


def _table(base: sqlite3.Connection, layer: str, geometry: tuple[str, int] | None) -> list[Row]:
    quoted = layer.replace('"', '""')
    found = base.execute(f'SELECT * FROM "{quoted}" LIMIT 200001')
    names = [column[0] for column in found.description]
    rows = []
    for values in found:
        row: dict[str, object] = dict(zip(names, values, strict=True))
        if geometry is not None:
            row |= _degrees(row.pop(geometry[0], None), geometry[1])
        rows.append(row)
    names = [name for name in names if geometry is None or name != geometry[0]]
    empty: Iterable[Row] = [Row(1, tuple(names))]
    return _rows(rows) if rows else list(empty)


def _degrees(blob: object, srs: int) -> dict[str, object]:
    """Latitude and longitude of a point, or of a multipoint of one point; nothing for another shape."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP":
        return {}
    wkb = blob[8 + ENVELOPES[blob[3] >> 1 & 7] :]
    order = "<" if wkb[:1] == b"\x01" else ">"
    (kind,) = struct.unpack_from(order + "I", wkb, 1)
    if kind % 1000 == MULTIPOINT and struct.unpack_from(order + "I", wkb, 5)[0] == 1:
        wkb = wkb[9:]
        (kind,) = struct.unpack_from(order + "I", wkb, 1)
    if kind % 1000 != POINT:
        return {}
    x, y = struct.unpack_from(order + "dd", wkb, 5)
    point = (y, x) if srs == WGS84 else to_degrees(f"EPSG:{srs}", x, y)
    return {} if point is None else {"latitude": point[0], "longitude": point[1]}
