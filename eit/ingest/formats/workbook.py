"""Reads an .xlsx, after its size, its parts and its sheets were looked at without trusting it; hands an .ods on."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from eit.ingest.cells import Cell, FileRefused, Flawed, Range, Row, SeveralSheets, Sheet
from eit.ingest.formats.long_sheets import FORMULA, is_plain_and_long, without_long_sheets
from eit.ingest.formats.marks import mark_sheet
from eit.ingest.formats.older_workbook import quick_rows, read_older_workbook
from eit.ingest.formats.opendocument import read_opendocument
from eit.ingest.formats.openpyxl_internals import raw_part, sheet_path
from eit.ingest.formats.sheets import (
    ALL_SHEETS,
    Count,
    choose_sheet,
    parts_of,
    refuse_hostile,
    sheet_of,
    told_as_damage,
)

NOT_READ = (KeyError, AttributeError, TypeError, ValueError, IndexError)
"""What openpyxl raises of a workbook that is whole but not built as it expects."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


def read_workbook(data: bytes, known: Count, name: str | None = None) -> Sheet:
    """Cells of the one visible sheet that holds the table, or of the sheet called `name`.

    Raises FileRefused: too large, damaged, hostile, no sheet or several sheets with a table.
    """
    parts = parts_of(data)
    if "content.xml" in parts or "encrypted-package" in parts:
        return read_opendocument(data, known, name)
    if any(part.startswith("Index/") and part.endswith(".iwa") for part in parts) or "Index.zip" in parts:
        raise FileRefused("import-numbers")
    if "xl/workbook.bin" in parts:
        return read_older_workbook(data, known, name)
    with told_as_damage(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        refuse_hostile(data)
        if any(part.startswith("xl/") for part in parts):
            with suppress(*NOT_READ):
                return _read(data, known, name)
    return _otherwise(data, known, name, parts)


def _otherwise(data: bytes, known: Count, name: str | None, parts: set[str]) -> Sheet:
    """A workbook whose parts stand elsewhere than most programs put them, or that lacks one: as calamine reads it."""
    if not any(part.endswith((".rels", ".xml")) and "/" in part for part in parts):
        raise FileRefused("import-not-a-table")
    try:
        return read_older_workbook(data, known, name)
    except SeveralSheets:
        raise
    except FileRefused as refused:
        if refused.key != "import-workbook-damaged" or any(part.startswith("xl/") for part in parts):
            raise
        raise FileRefused("import-not-a-table") from refused


def _read(data: bytes, known: Count, name: str | None) -> Sheet:
    book = openpyxl.load_workbook(io.BytesIO(without_long_sheets(data)), read_only=True, data_only=True)
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    wanted = None if name in (None, ALL_SHEETS) else sheet_of(str(name))
    asked = [sheet.title for sheet in book.worksheets if wanted in (None, sheet.title)]
    raws = {title: raw_part(data, book[title]) for title in asked if title == wanted or title not in hidden}
    tables = {
        title: quick_rows(data, title) if is_plain_and_long(raw)
        else _calculated(data, title, list(_rows(book[title])), raw)
        for title, raw in raws.items()
    }  # fmt: skip
    others: dict[str, list[Row]] = {
        sheet.title: [] for sheet in book.worksheets if sheet.title not in (*hidden, *tables)
    }
    if not any(tables.values()) and not book.worksheets:
        raise ValueError("no sheet was found")
    sheet = choose_sheet({**tables, **others}, hidden, known, name)
    sheet.epoch_1904 = book.epoch == CALENDAR_MAC_1904
    title = sheet_of(str(sheet.choices["sheet"]))
    if title in raws:
        raw = raws[title]
        sheet.merged = _merged(data, title) if raw is None else _merged_in(raw)
        if raw is not None:
            mark_sheet(sheet, data, raw, sheet_path(book[title]))
    return sheet


def _calculated(data: bytes, title: str, rows: list[Row], raw: bytes | None) -> list[Row]:
    """The rows with their formulas looked at, when there are any."""
    return _with_formulas(data, title, rows) if raw is None or FORMULA.search(raw) else rows


def _rows(sheet: Worksheet) -> Iterator[Row]:
    """Rows that hold something; the gap before a cell in row 1 048 576 costs nothing."""
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value is not None for value in values):
            yield Row(number, tuple("" if value is None else _cell(value) for value in values))


def _cell(value: object) -> Cell:
    return value if isinstance(value, bool | int | float) or hasattr(value, "isoformat") else str(value)  # type: ignore[return-value]


def _merged_in(raw: bytes) -> list[Range]:
    """Every range of merged cells."""
    return [_range(*range_boundaries(match[1].decode())) for match in MERGED.finditer(raw)]


def _merged(data: bytes, title: str) -> list[Range]:
    """The same, from the whole workbook in memory: several times slower, and nothing private is asked."""
    ranges = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[title].merged_cells.ranges
    return [_range(*found.bounds) for found in ranges]


def _range(first_column: int, first_row: int, last_column: int, last_row: int) -> Range:
    return Range(first_column - 1, first_row, last_column - 1, last_row)


def _with_formulas(data: bytes, title: str, rows: list[Row]) -> list[Row]:
    """The same rows, where a formula that was never calculated is a flaw and not an empty cell."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    book[title].reset_dimensions()
    flaws: dict[int, dict[int, Flawed]] = {}
    for number, cells in enumerate(book[title].iter_rows(), start=1):
        for position, cell in enumerate(cells):
            if getattr(cell, "data_type", "") == "f":
                flaws.setdefault(number, {})[position] = Flawed(str(cell.value), "formula-not-calculated")
    known = {row.number: row.cells for row in rows}
    for number, by_position in flaws.items():
        cells = list(known.get(number, ()))
        cells += [""] * (max(by_position) + 1 - len(cells))
        for position, flaw in by_position.items():
            if cells[position] == "":
                cells[position] = flaw
        known[number] = tuple(cells)
    return [Row(number, known[number]) for number in sorted(known)]
