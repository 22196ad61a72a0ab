"""What is wrong with the positions of a whole file is asked once; a name that nobody knows may have a point."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from eit.domain.question import LEFT_OUT, Answer
from eit.ingest.columns import column_of
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers

HEAD = "Nom;Municipalité;Latitude;Longitude\n"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("positions")
    return Path(shutil.copyfile(root / "data" / "flows.duckdb", folder / "flows.duckdb"))


def planned(database: Path, data: str | bytes, *given: Answer, kind: str = "companies") -> Plan:
    file = database.with_name("source.xlsx" if isinstance(data, bytes) else "source.csv")
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return make_plan(file, database, kind, "abitibi", Answers(given=given))


def points(plan: Plan) -> list[tuple[float, float]]:
    return [(round(row["latitude"], 3), round(row["longitude"], 3)) for row in plan.records]


def test_positions_out_of_the_country_are_one_question(database: Path) -> None:
    text = HEAD + "A (fictif);Amos;51.5;-0.1\nB (fictif);Utrecht;52.1;5.1\nC (fictif);Amos;48.57;-78.12\n"
    (asked,) = planned(database, text).questions
    assert (asked.rule, asked.rows) == ("positions-abroad", 2)
    assert [row["name"] for row in planned(database, text, asked.answered(LEFT_OUT)).records] == [
        "C (fictif)"
    ]
    kept = planned(database, text, asked.answered("place"))
    assert [(row["name"], row["position_quality"]) for row in kept.records] == [
        ("A (fictif)", "municipality"),
        ("C (fictif)", "site"),
    ], "one that names no place of ours waits"


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ("A (fictif);Amos;-78.12;48.57\nB (fictif);Val-d'Or;-77.78;48.1\n", "positions-swapped"),
        ("A (fictif);Amos;48.57;78.12\nB (fictif);Val-d'Or;48.1;77.78\n", "positions-signs"),
    ],
)
def test_columns_exchanged_or_without_their_sign_are_one_question(
    database: Path, rows: str, rule: str
) -> None:
    (asked,) = planned(database, HEAD + rows).questions
    assert (asked.rule, asked.rows) == (rule, 2)
    turned = planned(database, HEAD + rows, asked.answered("turned"))
    assert points(turned) == [(48.57, -78.12), (48.1, -77.78)] and not turned.questions
    assert not planned(database, HEAD + rows).records, "nothing is turned unseen"
    by_place = planned(database, HEAD + rows, asked.answered("place"))
    assert {row["position_quality"] for row in by_place.records} == {"municipality"}


def test_a_name_that_nobody_knows_is_found_by_its_point_when_it_is_said(database: Path) -> None:
    rows = "A (fictif);Zone des Zzyzx;48.57;-78.12\nB (fictif);Rang des Yyzzy;48.1;-77.78\n"
    (asked,) = planned(database, HEAD + rows).questions
    assert (asked.rule, asked.rows) == ("place-unknown-at-point", 2)
    found = planned(database, HEAD + rows, asked.answered("nearest"))
    assert points(found) == [(48.57, -78.12), (48.1, -77.78)]
    assert not planned(database, HEAD + rows, asked.answered(LEFT_OUT)).records


def test_a_degree_sign_that_was_lost_is_one(database: Path) -> None:
    (row,) = planned(database, HEAD + "A (fictif);Amos;48\ufffd 34' 12\" N;78\ufffd 7' 12\" W\n").records
    assert (round(row["latitude"], 3), round(row["longitude"], 3)) == (48.57, -78.12)


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("City / Ville", "municipality_id"),
        ("Latitude / Latitude", "latitude"),
        ("Company_Name / Dénomination", "name"),
        ("Latitude / Zzyzx", None),
    ],
)
def test_a_heading_in_two_languages(title: str, column: str | None) -> None:
    assert column_of(title, "companies") == column


def test_of_the_tabs_of_a_flow_map_the_one_of_this_kind_is_read(database: Path) -> None:
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.append(["property", "value"])
    book.active.append(["title", "Essai"])
    tabs = {
        "locations": [["id", "name", "lat", "lon"], ["1", "Dépôt (fictif)", 48.57, -78.12]],
        "flows": [["origin", "dest", "count"], ["1", "1", 42]],
    }
    for name, rows in tabs.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(out)
    nearest = Answer("file", "positions", "", "nearest")
    assert [row["name"] for row in planned(database, out.getvalue(), nearest).records] == ["Dépôt (fictif)"]
    flows = planned(database, out.getvalue(), kind="flows")
    assert flows.choices["sheet"] == "flows" and flows.choices["register"] == "flowmap_flows"
