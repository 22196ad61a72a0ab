"""Reads an .xlsx, after its size, its parts and its sheets were looked at without trusting it; hands an .ods on."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from eit.ingest.cells import Cell, FileRefused, Flawed, Row, Sheet
from eit.ingest.formats.opendocument import read_opendocument
from eit.ingest.formats.openpyxl_internals import raw_part
from eit.ingest.formats.sheets import (
    Count,
    choose_sheet,
    parts_of,
    refuse_hostile,
    refuse_merged,
    told_as_damage,
)

MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+[0-9]+:[A-Z]+([0-9]+))"')
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def read_workbook(data: bytes, known: Count, name: str | None = None) -> Sheet:
    """Cells of the one visible sheet that holds the table, or of the sheet called `name`.

    Raises FileRefused: too large, damaged, hostile, no sheet or several sheets with a table.
    """
    parts = parts_of(data)
    if "content.xml" in parts or "encrypted-package" in parts:
        return read_opendocument(data, known, name)
    if not any(part.startswith("xl/") for part in parts):
        raise FileRefused("import-not-a-table")
    with told_as_damage(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        refuse_hostile(data)
        return _read(data, known, name)


def _read(data: bytes, known: Count, name: str | None) -> Sheet:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    asked = [sheet.title for sheet in book.worksheets if name in (None, sheet.title)]
    tables = {title: list(_rows(book[title])) for title in asked if title == name or title not in hidden}
    others: dict[str, list[Row]] = {
        sheet.title: [] for sheet in book.worksheets if sheet.title not in (*hidden, *tables)
    }
    sheet = choose_sheet({**tables, **others}, hidden, known, name)
    title = str(sheet.choices["sheet"])
    sheet.epoch_1904 = book.epoch == CALENDAR_MAC_1904
    raw = raw_part(data, book[title])
    refuse_merged(_merged(data, title) if raw is None else _merged_in(raw), sheet.rows, known)
    if raw is None or FORMULA.search(raw):
        sheet.rows = _with_formulas(data, title, sheet.rows)
    return sheet


def _rows(sheet: Worksheet) -> Iterator[Row]:
    """Rows that hold something; the gap before a cell in row 1 048 576 costs nothing."""
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value is not None for value in values):
            yield Row(number, tuple("" if value is None else _cell(value) for value in values))


def _cell(value: object) -> Cell:
    return value if isinstance(value, bool | int | float) or hasattr(value, "isoformat") else str(value)  # type: ignore[return-value]


def _merged_in(raw: bytes) -> list[tuple[str, int]]:
    """Address and last row of every range of merged cells."""
    return [(match[1].decode(), int(match[2])) for match in MERGED.finditer(raw)]


def _merged(data: bytes, title: str) -> list[tuple[str, int]]:
    """The same, from the whole workbook in memory: several times slower, and nothing private is asked."""
    ranges = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[title].merged_cells.ranges
    return [(found.coord, found.max_row) for found in ranges]


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
