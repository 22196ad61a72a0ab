"""Workbooks of LibreOffice: what they hold is read as it is, what they hide or leave unsaid is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from eit.ingest.cells import FileRefused
from eit.ingest.formats.sheets import LARGEST_UNPACKED
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.views.texts import texts
from tests.ingest.books import MIME, cell, ods, plain, row, sheet

FLOW = ["entreprise", "sens", "matière", "quantité", "unité", "mois", "date"]
GOOD = ["abi-001", "offre", "wood-ash", 12.345, "t/an", "5-10", date(2024, 5, 31)]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    path = tmp_path_factory.mktemp("ods") / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    return path


def planned(database: Path, folder: Path, data: bytes, name: str = "classeur.ods", **answers: str) -> Plan:
    file = folder / name
    file.write_bytes(data)
    return make_plan(file, database, "flows", "abitibi", Answers(**answers))


def changed(**values: object) -> list[object]:
    return [values.get(name, good) for name, good in zip(FLOW, GOOD, strict=True)]


def test_numbers_texts_and_dates_are_what_they_are(database: Path, tmp_path: Path) -> None:
    (record,) = planned(database, tmp_path, plain(["Inventaire"], [], FLOW, GOOD)).records
    assert (record["quantity_typed"], record["observed_on"]) == ("12.345", date(2024, 5, 31))
    assert record["months"] == 0b001111110000


def test_text_cells_stay_text(database: Path, tmp_path: Path) -> None:
    (refusal,) = planned(database, tmp_path, plain(FLOW, changed(quantité="1,234"))).refusals
    assert (refusal.rule, refusal.cell) == ("number-ambiguous", "D2")


def test_spaces_tabs_and_comments(database: Path, tmp_path: Path) -> None:
    said = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>autre</text:p></office:annotation>'
        '<text:p>abi<text:span>-</text:span>001<text:s text:c="2"/></text:p></table:table-cell>'
    )
    (record,) = planned(database, tmp_path, plain(FLOW, changed(entreprise=said))).records
    assert record["company_id"] == "abi-001"


def test_a_formula_has_its_result_or_is_refused(database: Path, tmp_path: Path) -> None:
    done = '<table:table-cell table:formula="of:=6*2" office:value-type="float" office:value="12"/>'
    never = '<table:table-cell table:formula="of:=6*2"/>'
    broken = cell("Err:502")
    assert (
        planned(database, tmp_path, plain(FLOW, changed(quantité=done))).records[0]["quantity_typed"] == "12"
    )
    (refusal,) = planned(database, tmp_path, plain(FLOW, changed(quantité=never))).refusals
    assert (refusal.rule, refusal.cell, refusal.value) == ("formula-not-calculated", "D2", "=6*2")
    assert (
        planned(database, tmp_path, plain(FLOW, changed(quantité=broken))).refusals[0].rule == "excel-error"
    )


def test_a_hidden_sheet_is_named(database: Path, tmp_path: Path) -> None:
    data = ods(sheet("Flux", [row(FLOW), row(GOOD)]), sheet("Secrets", [row(FLOW), row(GOOD)], "ta2"))
    plan = planned(database, tmp_path, data)
    assert (plan.new, plan.notices) == (1, [("hidden-sheet", "Secrets")])
    assert planned(database, tmp_path, data, sheet="Secrets").new == 1


def test_two_sheets_with_a_table_are_asked(database: Path, tmp_path: Path) -> None:
    data = ods(sheet("Un", [row(FLOW), row(GOOD)]), sheet("Deux", [row(FLOW), row(GOOD)]))
    with pytest.raises(FileRefused) as refused:
        planned(database, tmp_path, data)
    assert (refused.value.key, refused.value.value) == ("import-several-sheets", "Un, Deux")
    assert planned(database, tmp_path, data, sheet="Deux").new == 1
    with pytest.raises(FileRefused, match="sheet unknown"):
        planned(database, tmp_path, data, sheet="Absente")


def test_merged_cells_hold_for_their_rows_and_a_merged_title_is_none(database: Path, tmp_path: Path) -> None:
    wide = cell("Inventaire").replace("cell ", 'cell table:number-columns-spanned="5" ', 1)
    tall = cell("abi-001").replace("cell ", 'cell table:number-rows-spanned="2" ', 1)
    assert planned(database, tmp_path, plain([wide], FLOW, GOOD)).new == 1
    merged = plain(FLOW, changed(entreprise=tall), ["<table:covered-table-cell/>", *GOOD[1:]])
    assert [one.record["company_id"] for one in planned(database, tmp_path, merged).rows] == ["abi-001"] * 2


def test_what_is_repeated_and_empty_costs_nothing(database: Path, tmp_path: Path) -> None:
    gap = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    data = ods(sheet("F", [row(FLOW), row(GOOD), gap, row(changed(mois="6"))]))
    plan = planned(database, tmp_path, data)
    assert [one.row for one in plan.refusals] == [1048003], "the same flow twice"
    assert plan.new == 1


REPEATED = ' table:number-rows-repeated="1048576"'
WIDE = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
LOCKED = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "truncated": (lambda: plain(FLOW, GOOD)[:-200], "import-workbook-damaged"),
    "broken XML": (lambda: ods("<table:table>"), "import-workbook-damaged"),
    "a row a million times": (lambda: ods(sheet("F", [row(FLOW), row(GOOD, REPEATED)])), "import-too-many-rows"),
    "a cell in every column": (lambda: ods(sheet("F", [row(FLOW), row([*GOOD, WIDE])])), "import-too-many-columns"),
    "a bomb": (lambda: ods(parts={"Pictures/a.bin": b"\0" * (LARGEST_UNPACKED + 1)}), "import-too-large"),
    "protected": (lambda: ods(parts={"META-INF/manifest.xml": LOCKED}), "import-password"),
    "protected as a whole": (lambda: ods(parts={"encrypted-package": b"?"}), "import-password"),
    "entities": (lambda: ods(head='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "import-workbook-entities"),
    "a letter": (lambda: ods(parts={"mimetype": MIME.replace("spreadsheet", "text").encode()}), "import-not-a-table"),
    "nothing": (lambda: ods(), "import-empty-file"),
    "an empty sheet": (lambda: plain(), "import-empty-file"),
    "a bad number of repeats": (
        lambda: ods(sheet("F", [row(FLOW, ' table:number-rows-repeated="x"')])), "import-workbook-damaged",
    ),
    "a bad date": (
        lambda: plain(FLOW, changed(date='<table:table-cell office:value-type="date" office:date-value="?"/>')),
        "import-workbook-damaged",
    ),
    "noise named ods": (lambda: b"\x01\x02\x03", "import-workbook-damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_gets_a_clear_sentence(case: str, database: Path, tmp_path: Path) -> None:
    make, key = BAD[case]
    with pytest.raises(FileRefused) as refused:
        planned(database, tmp_path, make())
    assert refused.value.key == key
    assert all(texts(lang).has(f"refusal.{key}") for lang in ("fr", "en"))
