"""Written files: a number is a number, a text never runs, what is not known is empty, GeoJSON is as the RFC says."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import geopandas
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from eit.ingest.values.typed_numbers import Signs, parse_number
from eit.ingest.values.words import INERT
from eit.views.export.about import about_lines
from eit.views.export.cells import digits, inert, written
from eit.views.export.files import suffixes_for
from eit.views.export.layers import as_geojson, as_geopackage
from eit.views.export.tables import as_csv, as_text
from eit.views.export.workbook import as_workbook

HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")')
ABOUT = [("Programme", "essai"), ("Note", "=1+1")]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["a=1", "12 t", "d'eau", "", "’-", " -"])
def test_another_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@given(st.sampled_from("=+-@\t"), st.text(alphabet="abc=+'é ", max_size=8))
def test_the_importer_takes_the_apostrophe_away(first: str, rest: str) -> None:
    assert INERT.sub("", inert(first + rest), count=1) == first + rest


@pytest.mark.parametrize(
    ("value", "decimal", "expected"),
    [
        (-78.1163, ",", "-78,1163"),
        (-2.0, ",", "-2"),
        (24000.0, ",", "24000"),
        (0.0, ".", "0"),
        (1e-7, ".", "0.0000001"),
        (1e21, ".", "1" + "0" * 21),
        (12.345, ",", "12,3450"),
        (0.1 + 0.2, ".", "0.3"),
        (np.int64(7), ",", "7"),
        (None, ",", ""),
        (float("nan"), ",", ""),
        (float("inf"), ",", ""),
        (pd.NA, ",", ""),
        (pd.NaT, ",", ""),
        (True, ",", "true"),
        (date(2025, 3, 1), ",", "2025-03-01"),
        (pd.Timestamp("2025-03-01"), ",", "2025-03-01"),
        ("=1+1", ",", "'=1+1"),
    ],
)
def test_a_cell_of_a_text_file(value: object, decimal: str, expected: str) -> None:
    assert written(value, decimal) == expected


@given(st.floats(min_value=1e-6, max_value=1e12), st.sampled_from(",."))
def test_the_importer_reads_a_written_number_back(value: float, decimal: str) -> None:
    expected = float(f"{value:.15g}")
    found = parse_number(digits(value, decimal), Signs(frozenset(decimal), frozenset()))
    assert found is not None and found.value == expected


def test_csv_has_the_signs_of_the_language_and_no_line_of_comment() -> None:
    frame = pd.DataFrame({"id": ["a;b"], "tonnes": [1.5], "note": ['il dit "=1"\nici']})
    data = as_csv(frame, "fr")
    assert data.startswith(b"\xef\xbb\xbfid;tonnes;note")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))[1] == [
        "a;b",
        "1,5",
        'il dit "=1"\nici',
    ]
    assert as_csv(frame, "en").decode("utf-8-sig").splitlines()[1].startswith("a;b,1.5,")


def test_nothing_in_a_workbook_is_a_formula() -> None:
    frame = pd.DataFrame(
        {"=title": list(HOSTILE), "number": [-1.5] * len(HOSTILE), "day": [date(2025, 3, 1)] * 7}
    )
    book = openpyxl.load_workbook(io.BytesIO(as_workbook({"Données": frame}, ABOUT, "À propos")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))
    sheet = book["Données"]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["C2"].number_format) == (-1.5, "n", "yyyy-mm-dd")
    assert book["À propos"]["A1"].value == "Programme"


def test_control_characters_do_not_break_a_workbook() -> None:
    data = as_workbook({"x": pd.DataFrame({"a": ["a\x00b\x0bc"]})}, ABOUT, "y")
    assert openpyxl.load_workbook(io.BytesIO(data))["x"]["A2"].value == "a\ufffdb\ufffdc"


def test_an_empty_table_still_has_its_headings() -> None:
    frame = pd.DataFrame({"a": [], "b": []})
    assert as_csv(frame, "en").decode("utf-8-sig").strip() == "a,b"
    assert openpyxl.load_workbook(io.BytesIO(as_workbook({"x": frame}, [], "y")))["x"].max_row == 1


SQUARE = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)], [[(0.2, 0.2), (0.4, 0.2), (0.4, 0.4), (0.2, 0.4)]])


def layer(*shapes: shapely.Geometry | None) -> geopandas.GeoDataFrame:
    names = [f"n{place}" for place in range(len(shapes))]
    rows = {"id": names, "tonnes": [float("nan")] * len(shapes), "note": ["<img onerror=x>"] * len(shapes)}
    return geopandas.GeoDataFrame(rows, geometry=list(shapes), crs="EPSG:4326")


def test_geojson_turns_rings_and_rounds_and_keeps_what_is_unknown_null() -> None:
    data = json.loads(as_geojson(layer(SQUARE, None, shapely.Point(-78.123456789, 48)), "essai", ABOUT))
    polygon, nowhere, point = data["features"]
    shape = shapely.geometry.shape(polygon["geometry"])
    assert shape.exterior.is_ccw and not shape.interiors[0].is_ccw
    assert nowhere["geometry"] is None and "crs" not in data
    assert point["geometry"]["coordinates"] == [-78.1234568, 48.0]
    assert point["properties"] == {"id": "n2", "tonnes": None, "note": "<img onerror=x>"}
    assert data["about"]["Programme"] == "essai"


def test_geojson_refuses_another_coordinate_system() -> None:
    with pytest.raises(ValueError, match="4326"):
        as_geojson(layer(shapely.Point(0, 0)).to_crs(32198), "essai", ABOUT)


def test_a_geopackage_keeps_types_and_places_without_position(tmp_path) -> None:
    frame = layer(shapely.Point(-78, 48), None).assign(
        known=[True, None], n=[3, None], day=[date(2025, 3, 1)] * 2
    )
    path = tmp_path / "x.gpkg"
    path.write_bytes(as_geopackage({"sites": frame, "table": pd.DataFrame({"a": ["=1"]})}, ABOUT))
    found = geopandas.read_file(path, layer="sites")
    assert found.geometry.isna().tolist() == [False, True]
    assert found["day"].tolist() == ["2025-03-01"] * 2 and found["tonnes"].isna().all()
    assert bool(found["known"][0]) and pd.isna(found["known"][1]) and found["n"][0] == 3
    assert geopandas.read_file(path, layer="table")["a"].tolist() == ["=1"]


@pytest.mark.parametrize(
    ("kinds", "has_geometry", "expected"),
    [
        (1, True, (".xlsx", ".csv", ".gpkg", ".geojson")),
        (1, False, (".xlsx", ".csv", ".gpkg")),
        (7, False, (".xlsx", ".gpkg")),
    ],
)
def test_a_format_is_offered_only_when_it_can_hold_the_rows(kinds, has_geometry, expected) -> None:
    assert suffixes_for(kinds, has_geometry) == expected


FACTS: dict[str, object] = {
    "programme": "Essai",
    "programme_id": "essai",
    "newest": pd.Timestamp("2026-10-21"),
    "oldest": None,
    "exported_on": date(2026, 11, 22),
    "fictitious": "true",
    "radius_km": None,
    "rows": {"flows": 3},
    "boundary_sources": [],
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_export_says_what_it_is(lang: str) -> None:
    told = dict(about_lines(FACTS, lang))
    assert any("fictives" in line or "fictitious" in line for line in told.values())
    assert len(told) == 6
    official = about_lines({**FACTS, "boundary_sources": ["INSEE · x"], "radius_km": 5.0}, lang)
    assert len(official) == 9
    assert as_text(official).decode("utf-8-sig").count("\r\n") == 9


def test_a_real_programme_is_not_said_to_be_fictitious() -> None:
    assert not any("fictives" in value for _, value in about_lines({**FACTS, "fictitious": "false"}, "fr"))
