"""Tables as CSV and as a workbook, so that they open by a double click and can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from eit.views.export.cells import plain, runs, written

SIGNS = {"fr": (";", ","), "en": (",", ".")}
"""Separator and decimal sign: what a spreadsheet of that language opens by a double click."""
NARROWEST, WIDEST = 10, 45
About = Sequence[tuple[str, str]]


def as_csv(frame: pd.DataFrame, lang: str) -> bytes:
    """The frame without its geometry as CSV, UTF-8 with a mark; signs of the language; empty = not known."""
    separator, decimal = SIGNS[lang]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    names = [str(name) for name in frame.columns if name != "geometry"]
    writer.writerow(names)
    for row in frame[names].itertuples(index=False, name=None):
        writer.writerow([written(value, decimal) for value in row])
    return text.getvalue().encode("utf-8-sig")


def as_text(about: About) -> bytes:
    """What an export says of itself, for the file that goes beside a CSV."""
    return "".join(f"{name}: {value}\r\n" for name, value in about).encode("utf-8-sig")


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
