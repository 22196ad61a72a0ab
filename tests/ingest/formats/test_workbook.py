"""Workbooks as offices send them: dates, formulas, hidden sheets, and packages that mean harm."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from eit.ingest.cells import FileRefused, Flawed, as_text
from eit.ingest.formats import long_sheets
from eit.ingest.formats.long_sheets import without_long_sheets
from eit.ingest.formats.sheets import LARGEST_UNPACKED
from eit.ingest.formats.workbook import read_workbook
from eit.ingest.plan import make_plan
from eit.ingest.preview import Plan
from eit.ingest.reading import Answers
from eit.views.texts import texts

FLOW = ["entreprise", "sens", "matière", "quantité", "unité", "mois", "date"]
GOOD = ["abi-001", "offre", "wood-ash", 12.345, "t/an", "5-10", date(2024, 5, 31)]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    path = tmp_path_factory.mktemp("books") / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    return path


def book(*rows: list[object], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def planned(database: Path, folder: Path, data: bytes, name: str = "classeur.xlsx", **answers: str) -> Plan:
    file = folder / name
    file.write_bytes(data)
    return make_plan(file, database, "flows", "abitibi", Answers(**answers))


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def row(**values: object) -> list[object]:
    return [values.get(name, good) for name, good in zip(FLOW, GOOD, strict=True)]


def test_numbers_and_dates_of_a_workbook_are_what_they_are(database: Path, tmp_path: Path) -> None:
    (record,) = planned(database, tmp_path, book(FLOW, GOOD)).records
    assert (record["quantity_typed"], record["observed_on"]) == ("12.345", date(2024, 5, 31))


def test_a_serial_number_follows_the_epoch_of_the_workbook(database: Path, tmp_path: Path) -> None:
    def since_1904(made: openpyxl.Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    usual = planned(database, tmp_path, book(FLOW, row(date=45443))).records[0]
    mac = planned(database, tmp_path, book(FLOW, row(date=43981), change=since_1904)).records[0]
    assert usual["observed_on"] == mac["observed_on"] == date(2024, 5, 31)


def test_a_real_date_since_1904(database: Path, tmp_path: Path) -> None:
    def since_1904(made: openpyxl.Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    (record,) = planned(
        database, tmp_path, book(FLOW, row(date=datetime(2024, 5, 31)), change=since_1904)
    ).records
    assert record["observed_on"] == date(2024, 5, 31)


def test_months_that_became_a_date_are_asked(database: Path, tmp_path: Path) -> None:
    (refusal,) = planned(database, tmp_path, book(FLOW, row(mois=date(2024, 10, 5)))).refusals
    assert (refusal.rule, refusal.cell, refusal.proposal) == ("months-became-a-date", "F2", "5-10 / 10-5")


def test_a_formula_without_a_result_is_refused(database: Path, tmp_path: Path) -> None:
    (refusal,) = planned(database, tmp_path, book(FLOW, row(quantité="=6*2"))).refusals
    assert (refusal.rule, refusal.cell, refusal.value) == ("formula-not-calculated", "D2", "=6*2")


def test_a_hidden_sheet_is_named(database: Path, tmp_path: Path) -> None:
    def hide(made: openpyxl.Workbook) -> None:
        made.create_sheet("Secrets").append(FLOW)
        made["Secrets"].sheet_state = "hidden"

    plan = planned(database, tmp_path, book(FLOW, GOOD, change=hide))
    assert (plan.new, plan.notices) == (1, [("hidden-sheet", "Secrets")])


def test_two_sheets_with_a_table_are_asked(database: Path, tmp_path: Path) -> None:
    def second(made: openpyxl.Workbook) -> None:
        made.create_sheet("Autre").append(FLOW)
        made["Autre"].append(GOOD)

    data = book(FLOW, GOOD, change=second)
    with pytest.raises(FileRefused, match="several sheets"):
        planned(database, tmp_path, data)
    assert planned(database, tmp_path, data, sheet="Autre").new == 1
    with pytest.raises(FileRefused, match="sheet unknown"):
        planned(database, tmp_path, data, sheet="Absente")


def test_merged_cells_hold_for_their_rows_and_a_merged_title_is_none(database: Path, tmp_path: Path) -> None:
    merged = book(FLOW, GOOD, ["", *row()[1:]], change=lambda made: made.active.merge_cells("A2:A3"))
    first, second = planned(database, tmp_path, merged).rows
    assert second.record["company_id"] == first.record["company_id"]
    title = book(["Inventaire"], FLOW, GOOD, change=lambda made: made.active.merge_cells("A1:F1"))
    assert planned(database, tmp_path, title).new == 1


def test_a_cell_in_the_last_row(database: Path, tmp_path: Path) -> None:
    def last(made: openpyxl.Workbook) -> None:
        made.active.cell(1_048_576, 1, "abi-001")

    plan = planned(database, tmp_path, book(FLOW, GOOD, change=last))
    assert (plan.new, {refusal.row for refusal in plan.refusals}) == (1, {1_048_576})


def bomb(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bin", b"\0" * (LARGEST_UNPACKED + 1))
    return out.getvalue()


def entities(text: bytes) -> bytes:
    start, _, rest = text.partition(b"<worksheet") if b"<worksheet" in text else (b"", b"", b"")
    head = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return start + head + b"<worksheet" + rest


SHEET = "xl/worksheets/sheet1.xml"
HOSTILE = {
    "truncated": (lambda: book(FLOW, GOOD)[:-300], "t.xlsx", "import-workbook-damaged"),
    "not a zip": (lambda: b"PK\x03\x04" + b"\0" * 50, "t.xlsx", "import-workbook-damaged"),
    "noise named xlsx": (lambda: b"\x01\x02\x03", "t.xlsx", "import-workbook-damaged"),
    "bomb": (lambda: bomb(book(FLOW, GOOD)), "t.xlsx", "import-too-large"),
    "entities": (lambda: with_part(book(FLOW, GOOD), SHEET, entities), "t.xlsx", "import-workbook-entities"),
    "broken XML": (
        lambda: with_part(book(FLOW, GOOD), SHEET, lambda text: text[:-40]), "t.xlsx", "import-workbook-damaged",
    ),
    "HTML named xls": (lambda: b"\n<HTML><table>", "t.xls", "import-html"),
    "HTML named xlsx": (lambda: b"<!DOCTYPE html><p>", "t.xlsx", "import-html"),
    "empty": (lambda: b"", "t.xlsx", "import-empty-file"),
    "empty sheet": (lambda: book(), "t.xlsx", "import-empty-file"),
    "another package": (lambda: zipped("word/document.xml"), "t.xlsx", "import-not-a-table"),
    "ods with nothing in it": (lambda: zipped("content.xml"), "t.ods", "import-empty-file"),
}  # fmt: skip


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, "<a/>")
    return out.getvalue()


@pytest.mark.parametrize("case", HOSTILE)
def test_a_workbook_that_cannot_be_read_gets_a_clear_sentence(
    case: str, database: Path, tmp_path: Path
) -> None:
    make, name, key = HOSTILE[case]
    with pytest.raises(FileRefused) as refused:
        planned(database, tmp_path, make(), name)
    assert refused.value.key == key
    assert all(texts(lang).has(f"refusal.{key}") for lang in ("fr", "en"))


# ---- every part, every kind of damage --------------------------------------------------------------

DOCTYPE = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
)


def declared(text: bytes) -> bytes:
    """The same part with a document type before its root."""
    start = text.index(b"<", 1) if text.startswith(b"<?") else 0
    return text[:start] + DOCTYPE + text[start:]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda text: text[: len(text) // 2],
    "empty": lambda text: b"",
    "garbage": lambda text: bytes(range(256)),
    "another root": lambda text: b'<?xml version="1.0"?><html/>',
    "unknown attribute values": lambda text: text.replace(b'="', b'="\xc3\xa9?'),
    "a letter changed": lambda text: text.replace(b"</", b"</x", 1),
    "an encoding nobody has": lambda text: text.replace(b"<", b'<?xml version="1.0" encoding="utf-7"?><', 1),
}


def dressed() -> bytes:
    """A workbook with styles, a comment (so a drawing of old), defined names and properties."""

    def dress(made: openpyxl.Workbook) -> None:
        made.active["A1"].font = openpyxl.styles.Font(bold=True)
        made.active["A2"].number_format = "0.000"
        made.active["A2"].comment = openpyxl.comments.Comment("vu", "Camille")
        made.properties.title = "Inventaire"

    return book(FLOW, GOOD, change=dress)


PARTS = zipfile.ZipFile(io.BytesIO(dressed())).namelist()


def outcome(data: bytes, name: str = "t.xlsx") -> str:
    try:
        sheet = read_workbook(data, lambda cells: len(set(cells) & set(FLOW)))
    except FileRefused as refused:
        return refused.key
    return f"{len(sheet.rows)} rows"


def test_whatever_part_is_damaged_a_person_reads_a_sentence() -> None:
    """No reader's own exception, whatever part of a workbook was cut, changed or emptied."""
    assert outcome(dressed()) == "2 rows"
    allowed = {"import-workbook-damaged", "import-empty-file", "import-not-a-table", "2 rows"}
    told = {
        (part, damage): outcome(with_part(dressed(), part, change))
        for part in PARTS
        for damage, change in DAMAGES.items()
    }
    assert {case: found for case, found in told.items() if found not in allowed} == {}
    for part in ("xl/styles.xml", "xl/workbook.xml", "docProps/core.xml", "[Content_Types].xml"):
        assert told[part, "cut"] == told[part, "garbage"] == "import-workbook-damaged", part


def test_whatever_part_declares_entities_the_workbook_is_refused() -> None:
    added = with_part(dressed(), "", lambda text: text)
    with_entities = {part: outcome(with_part(added, part, declared)) for part in PARTS}
    assert set(with_entities.values()) == {"import-workbook-entities"}, with_entities
    for name in ("xl/hidden.bin", "customXml/item1.xml", "xl/media/image1.png"):
        out = io.BytesIO(dressed())
        with zipfile.ZipFile(out, "a") as package:
            package.writestr(name, DOCTYPE + b"<x>&c;</x>")
        assert outcome(out.getvalue()) == "import-workbook-entities", name


def test_an_open_document_whose_other_parts_declare_entities_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", "<a/>")
        package.writestr("styles.xml", DOCTYPE + b"<x>&c;</x>")
    assert outcome(out.getvalue()) == "import-workbook-entities"


def test_a_long_sheet_is_read_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick reader gives the same cells; a formula or an error is left to the one that says what it is."""
    sheet = openpyxl.Workbook()
    sheet.active.append(["id", "nom", "n", "jour", "oui", "rien", "poids"])
    sheet.active.append(["007", " a ", 12, date(2024, 1, 2), True, None, 12.5])
    sheet.active.append([])
    sheet.active.append([1.5, "b", 1234567890123, datetime(2024, 1, 2, 3, 4), False, "x", 3])
    sheet.active["G4"].number_format = '0.0" kg"'
    out = io.BytesIO()
    sheet.save(out)

    def read() -> list[tuple[int, tuple[str, ...], str]]:
        rows = read_workbook(out.getvalue(), lambda cells: len(cells)).rows
        return [
            (row.number, tuple(map(as_text, row.cells)), getattr(row.cells[6], "unit", "")) for row in rows
        ]

    plain = read()
    monkeypatch.setattr(long_sheets, "LONG_SHEET", 0)
    assert read() == plain and plain[-1][2] == "kg"
    light = openpyxl.load_workbook(io.BytesIO(without_long_sheets(out.getvalue())), read_only=True)
    assert (light.sheetnames, light["Sheet"].max_row) == (["Sheet"], 1), "openpyxl goes through no long sheet"
    sheet.active["B4"] = "=1/0"
    sheet.active["C4"] = "#REF!"
    out = io.BytesIO()
    sheet.save(out)
    told = read_workbook(out.getvalue(), lambda cells: len(cells)).rows[-1].cells
    assert isinstance(told[1], Flawed) and told[2] == "#REF!"
