"""Tables as a workbook: typed cells, in which nothing is a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from eit.views.export.cells import plain, runs
from eit.views.export.tables import About

NARROWEST, WIDEST = 10, 45


def as_workbook(sheets: Mapping[str, pd.DataFrame], about: About, about_title: str) -> bytes:
    """One sheet per table, then one that says what this is; nothing in it is a formula."""
    book = Workbook(write_only=True)
    for title, frame in sheets.items():
        _fill(book.create_sheet(title[:31]), frame.drop(columns="geometry", errors="ignore"))
    sheet = book.create_sheet(about_title[:31])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 110
    for name, value in about:
        sheet.append([_cell(sheet, name, bold=True), _cell(sheet, value)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, frame: pd.DataFrame) -> None:
    sheet.freeze_panes = "A2"
    for place, name in enumerate(frame.columns, start=1):
        longest = max([len(str(name)), *(len(str(value)) for value in frame[name].head(200))])
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, NARROWEST), WIDEST)
    sheet.append([_cell(sheet, str(name), bold=True) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        sheet.append([_cell(sheet, value) for value in row])
    if len(frame):
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(frame.columns))}{len(frame) + 1}"


def _cell(sheet: Worksheet, value: object, bold: bool = False) -> WriteOnlyCell:
    """A typed cell; a text is written as a text whatever it begins with, and quoted when it would run."""
    found = plain(value)
    if not isinstance(found, str):
        cell = WriteOnlyCell(sheet, value=found)
        if isinstance(found, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("\ufffd", found))
    cell.data_type = "s"
    if runs(found):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
