"""`python -m eit export` gives files that others open and that `import` takes back; `quality` says what to check."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from pathlib import Path

import duckdb
import geopandas
import openpyxl
import pytest
import shapely

from eit.analysis.exports import COLUMNS, GEOMETRIES, IMPORTED, KINDS
from eit.cli import main

HOME = {"companies": "abitibi", "flows": "abitibi", "synergies": "abitibi", "business_counts": "qnp"}
"""A programme of the demonstration that has rows of each kind."""
TABLES = {
    "companies": "company",
    "flows": "flow",
    "synergies": "synergy",
    "business_counts": "business_count",
}
EVERYTHING = (
    "rejected_pair",
    "consortium_member",
    "attendance",
    "company_territory",
    "synergy_event",
    "synergy_party",
    "synergy",
    "flow",
    "company",
)


@pytest.fixture
def path(tmp_path: Path, root: Path) -> Path:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return copy


@pytest.fixture
def run(path: Path, capsys):
    def command(*words: str, lang: str = "fr", db: Path | None = None) -> tuple[int, dict, str]:
        code = main(["--lang", lang, *words, "--db", str(db or path), "--format", "json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else {}, said.err

    return command


def rows(path: Path, question: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(question).fetchall()


def counts(answer: dict) -> tuple[int, ...]:
    return tuple(answer[name] for name in ("new", "changed", "identical", "refused"))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", IMPORTED)
def test_what_goes_out_comes_back_unchanged(run, path, tmp_path, kind, lang, suffix) -> None:
    out = tmp_path / f"sortie{suffix}"
    code, said, _ = run("export", "--programme", HOME[kind], "--what", kind, "--out", str(out), lang=lang)
    assert code == 0 and said["rows"][kind] > 0
    code, answer, _ = run(
        "import", str(out), "--programme", HOME[kind], "--kind", kind, "--dry-run", lang=lang
    )
    assert answer["refusals"] == []
    assert (code, counts(answer)) == (0, (0, 0, said["rows"][kind], 0))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_export_fills_an_empty_copy_with_the_same_rows(run, path, tmp_path, suffix) -> None:
    files = {kind: tmp_path / f"{kind}{suffix}" for kind in IMPORTED}
    for kind, file in files.items():
        assert run("export", "--programme", HOME[kind], "--what", kind, "--out", str(file))[0] == 0
    empty = tmp_path / "empty.duckdb"
    shutil.copyfile(path, empty)
    with duckdb.connect(str(empty)) as connection:
        for table in (*EVERYTHING, "business_count"):
            connection.execute(f"DELETE FROM {table}")
    for kind, file in files.items():
        code, answer, err = run("import", str(file), "--programme", HOME[kind], "--kind", kind, db=empty)
        assert not err, err
        assert (code, answer["changed"], answer["refused"], answer["written"]) == (0, 0, 0, True), answer
    for kind, columns in (
        ("companies", "*"),
        ("flows", "*"),
        ("business_counts", "*"),
        ("synergies", SYNERGY),
    ):
        question = f"SELECT {columns} FROM {TABLES[kind]} WHERE programme_id = '{HOME[kind]}' ORDER BY ALL"
        assert rows(empty, question) == rows(path, question)


SYNERGY = (
    "synergy_id, title_fr, title_en, type, material_id, quantity_per_year, unit, mass_t_per_year, share_refused, "
    "former_destination, previous_distance_km, attribution_share, lead, next_step_fr, next_step_en, next_step_due"
)


def test_hostile_texts_go_out_inert_and_come_back_as_they_were(run, path, tmp_path) -> None:
    names = ['=HYPERLINK("http://x";"y") (fictif)', "+1 (fictif)", "-2+3 (fictif)", "@SUM(A1) (fictif)"]
    with duckdb.connect(str(path)) as connection:
        for company, name in zip(("abi-001", "abi-002", "abi-003", "abi-004"), names, strict=True):
            connection.execute("UPDATE company SET name = ? WHERE company_id = ?", [name, company])
    for suffix in (".csv", ".xlsx"):
        out = tmp_path / f"sortie{suffix}"
        run("export", "--programme", "abitibi", "--what", "companies", "--out", str(out))
        _, answer, _ = run("import", str(out), "--programme", "abitibi", "--kind", "companies", "--dry-run")
        assert counts(answer) == (0, 0, 45, 0)
    with (tmp_path / "sortie.csv").open(encoding="utf-8-sig", newline="") as file:
        written = {row["company_id"]: row for row in csv.DictReader(file, delimiter=";")}
    assert [written[f"abi-00{n}"]["name"] for n in range(1, 5)] == [f"'{name}" for name in names]
    assert written["abi-001"]["longitude"].startswith("-78,"), "a negative number stays a number"
    sheet = openpyxl.load_workbook(tmp_path / "sortie.xlsx").worksheets[0]
    cells = {row[0].value: (row[3], row[13]) for row in sheet.iter_rows(min_row=2)}
    for number, name in enumerate(names, start=1):
        cell, longitude = cells[f"abi-00{number}"]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", name, True)
        assert longitude.data_type == "n"


def test_a_quantity_that_is_not_communicated_stays_empty(run, path, tmp_path) -> None:
    out = tmp_path / "flux.csv"
    run("export", "--programme", "abitibi", "--what", "flows", "--out", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        unknown = [row["flow_id"] for row in csv.DictReader(file, delimiter=";") if row["quantity"] == ""]
    question = (
        "SELECT flow_id FROM flow WHERE programme_id = 'abitibi' AND quantity_per_year IS NULL ORDER BY ALL"
    )
    assert unknown == [flow for (flow,) in rows(path, question)]
    assert unknown


def test_a_workbook_holds_every_kind_and_says_what_it_is(run, tmp_path) -> None:
    out = tmp_path / "tout.xlsx"
    code, said, _ = run("export", "--programme", "abitibi", "--what", "all", "--out", str(out))
    book = openpyxl.load_workbook(out)
    assert code == 0
    assert book.sheetnames == [
        *("Organisations", "Flux", "Synergies", "Établissements", "Échanges potentiels", "Indicateurs"),
        *("Territoires", "À propos"),
    ]
    for kind, title in zip(KINDS, book.sheetnames, strict=False):
        assert [cell.value for cell in book[title][1]] == list(COLUMNS[kind])
        assert book[title].max_row == said["rows"][kind] + 1
    told = {row[0].value: row[1].value for row in book["À propos"].iter_rows()}
    assert "fictives" in told["Organisations"] and "abitibi" in told["Programme"]
    assert "canadamaps" in told["Licences des limites"] and told["Données"].startswith("observées du ")
    assert all("(fictif)" in name or "(fictive)" in name for name in column(book["Organisations"], 3))


def column(sheet: openpyxl.worksheet.worksheet.Worksheet, place: int) -> list[str]:
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


def test_a_geopackage_opens_with_its_layers_and_its_metadata(run, tmp_path) -> None:
    out = tmp_path / "tout.gpkg"
    _, said, _ = run("export", "--programme", "abitibi", "--what", "all", "--out", str(out))
    layers = dict(geopandas.list_layers(out).itertuples(index=False, name=None))
    assert isinstance(layers.pop("about"), float), "a plain table: its shape is NaN"
    assert set(layers) == set(KINDS)
    for kind, shape in GEOMETRIES.items():
        frame = geopandas.read_file(out, layer=kind)
        assert (layers[kind], len(frame), frame.crs) == (shape, said["rows"][kind], "EPSG:4326")
        assert "geometry" in frame and frame.geometry.dropna().is_valid.all()
    about = geopandas.read_file(out, layer="about")
    assert any("fictives" in value for value in about["value"])
    with sqlite3.connect(out) as connection:
        metadata = [text for (text,) in connection.execute("SELECT metadata FROM gpkg_metadata")]
    assert any("abitibi" in text and "fictives" in text for text in metadata)


@pytest.mark.parametrize("kind", GEOMETRIES)
def test_geojson_is_as_rfc_7946_wants_it(run, tmp_path, kind) -> None:
    out = tmp_path / "sortie.geojson"
    _, said, _ = run("export", "--programme", "abitibi", "--what", kind, "--out", str(out))
    collection = json.loads(out.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection" and "crs" not in collection
    assert len(collection["features"]) == said["rows"][kind]
    assert "fictives" in collection["about"]["Organisations"]
    shapes = [shapely.geometry.shape(one["geometry"]) for one in collection["features"] if one["geometry"]]
    assert shapes
    west, south, east, north = shapely.total_bounds(shapes)
    assert -80 < west <= east < -74 and 45 < south <= north < 56, "longitude comes first"
    for shape in shapes:
        assert shape.geom_type in (GEOMETRIES[kind], "Polygon")
        if "Polygon" in shape.geom_type:
            assert all(part.exterior.is_ccw for part in getattr(shape, "geoms", [shape]))


def test_a_radius_changes_the_exchanges(run, tmp_path) -> None:
    found = [
        run(
            *("export", "--programme", "abitibi", "--what", "exchanges", "--out", str(tmp_path / "e.csv")),
            *more,
        )[1]
        for more in ((), ("--radius-km", "5"))
    ]
    assert found[1]["rows"]["exchanges"] < found[0]["rows"]["exchanges"]
    assert "5 km" in found[1]["about"]["Échanges potentiels"].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("what", "name", "said"),
    [
        ("all", "x.csv", "seule sorte"),
        ("all", "x.geojson", "seule sorte"),
        ("indicators", "x.geojson", "lieu"),
        ("flows", "x.pdf", "format"),
        ("flows", "no/such/folder/x.csv", "écrit"),
    ],
)
def test_what_cannot_be_exported_is_code_2_and_a_sentence(run, tmp_path, what, name, said) -> None:
    code, answer, err = run("export", "--programme", "abitibi", "--what", what, "--out", str(tmp_path / name))
    assert (code, answer) == (2, {})
    assert said in err


def test_an_unknown_programme_is_refused(run, tmp_path) -> None:
    code, _, err = run("export", "--programme", "mars", "--what", "flows", "--out", str(tmp_path / "x.csv"))
    assert code == 2 and "mars" in err


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_quality_lists_the_gravest_first_with_a_sentence_and_a_link(run, lang) -> None:
    code, answer, _ = run("quality", "--programme", "abitibi", lang=lang)
    assert code == 0
    order = ["high", "medium", "low"]
    severities = [order.index(one["severity"]) for one in answer["findings"]]
    assert severities == sorted(severities)
    assert all(one["message"] and "programme=abitibi" in one["address"] for one in answer["findings"])
    quantity = next(one for one in answer["summary"] if one["key"] == "quantity")
    assert quantity["share"] == quantity["known"] / quantity["total"]
