"""Points of maps come in as tables: GeoJSON, a list of objects, a GeoPackage; another JSON is refused."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path

import pytest

from eit.ingest.cells import FileRefused, as_text
from eit.ingest.formats.geographic import read_geopackage, read_json
from eit.ingest.headers import KnownHeaders

COUNT = KnownHeaders("companies").count


def test_the_features_of_a_geojson() -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [-78.1, 48.5]},
        "properties": {"nom": "Acier (fictif)", "municipalité": "Amos", "tags": [1]},
    }
    sheet = read_json(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())
    assert sheet.rows[0].cells == ("nom", "municipalité", "tags", "latitude", "longitude")
    assert [as_text(cell) for cell in sheet.rows[1].cells] == [
        "Acier (fictif)",
        "Amos",
        "[1]",
        "48.5",
        "-78.1",
    ]


@pytest.mark.parametrize(
    "text", ["{}", "[1]", "[]", "{", '{"features": 3}', '{"features": [3]}', "[" * 100_000]
)
def test_another_json_is_refused(text: str) -> None:
    with pytest.raises(FileRefused, match="not a table"):
        read_json(text.encode())


def geopackage(path: Path, points: int = 1) -> bytes:
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    base.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)")
    base.execute("INSERT INTO gpkg_contents VALUES ('sites'), ('une_vue')")
    base.execute("INSERT INTO gpkg_geometry_columns VALUES ('sites', 'geom', 2154)")
    base.execute("CREATE TABLE sites (nom TEXT, commune TEXT, geom BLOB)")
    base.execute("CREATE VIEW une_vue AS SELECT nom, commune FROM sites")
    wkb = struct.pack("<BIdd", 1, 1, 652000.0, 6862000.0)
    blob = b"GP\x00\x01" + struct.pack("<i", 2154) + wkb
    base.executemany("INSERT INTO sites VALUES (?, ?, ?)", [("Acier (fictif)", "Paris", blob)] * points)
    base.commit()
    base.close()
    return path.read_bytes()


def test_the_points_of_a_geopackage_become_degrees(tmp_path: Path) -> None:
    sheet = read_geopackage(geopackage(tmp_path / "a.gpkg"), COUNT, None)
    titles, row = sheet.rows
    assert titles.cells == ("nom", "commune", "latitude", "longitude")
    assert (row.cells[2], row.cells[3]) == (pytest.approx(48.86, abs=0.01), pytest.approx(2.35, abs=0.01))


def test_a_damaged_or_empty_geopackage_is_refused(tmp_path: Path) -> None:
    whole = geopackage(tmp_path / "a.gpkg")
    for data in (whole[:3000], b"SQLite format 3\0" + b"x" * 5000, geopackage(tmp_path / "b.gpkg", 0)):
        with pytest.raises(FileRefused):
            read_geopackage(data, COUNT, None)
