"""Reads .xls and .xlsb with calamine, a reader in Rust that runs nothing of a workbook; what it shows is not known."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from eit.ingest.cells import Cell, FileRefused, Range, Row, Sheet
from eit.ingest.formats.sheets import Count, choose_sheet, sheet_of, told_as_damage


def read_older_workbook(data: bytes, known: Count, name: str | None = None) -> Sheet:
    """Cells of the one visible sheet that holds the table, or of the sheet called `name`.

    Raises FileRefused: protected, damaged, no sheet or several sheets with a table.
    """
    with told_as_damage():
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError as error:
            raise FileRefused("import-password") from error
        listed = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        hidden = [one.name for one in listed if one.visible != SheetVisibleEnum.Visible]
        read = {one.name: book.get_sheet_by_name(one.name) for one in listed}
        tables = {title: _rows(sheet.to_python(skip_empty_area=False)) for title, sheet in read.items()}
    asked = {title: rows for title, rows in tables.items() if title not in hidden or title == name}
    sheet = choose_sheet(asked, hidden, known, name)
    found = read.get(sheet_of(str(sheet.choices["sheet"])))
    for (top, left), (bottom, right) in (found.merged_cell_ranges or []) if found else []:
        sheet.merged.append(Range(left, top + 1, right, bottom + 1))
    sheet.notices.append(("older-workbook", ""))
    return sheet


def quick_rows(data: bytes, title: str) -> list[Row]:
    """The rows of a long sheet of an .xlsx that has neither formulas nor errors: ten times quicker than openpyxl."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return _rows(book.get_sheet_by_name(title).to_python(skip_empty_area=False))


def _rows(values: Sequence[Sequence[object]]) -> list[Row]:
    return [
        Row(number, tuple(_cell(value) for value in cells))
        for number, cells in enumerate(values, start=1)
        if any(value not in ("", None) for value in cells)
    ]


def _cell(value: object) -> Cell:
    """A value of calamine as a cell: whole numbers are floats there, and an hour is no date."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, bool | int | float | str | date | datetime):
        return value
    return str(value) if isinstance(value, time | timedelta) else ""
