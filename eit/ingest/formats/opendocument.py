"""Reads an .ods from its XML as a stream: what is repeated a million times costs nothing, what is unsaid stays unsaid.

No reader of the field says that a formula has no result, that a sheet is hidden or that cells are merged.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from eit.ingest.cells import Cell, FileRefused, Flawed, Range, Row, Sheet, measured
from eit.ingest.formats.sheets import (
    Count,
    choose_sheet,
    parts_of,
    refuse_hostile,
    sheet_of,
    told_as_damage,
)

SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, TEXT, STYLE = (SPACE % name for name in ("table", "office", "text", "style"))
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_001, 1_024, 5_000_000
"""What a sheet may hold once its repetitions are counted; empty ones count for nothing."""
SHEET_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
SHOWN_UNIT = re.compile(r"[-+\d\s.,\u00a0\u202f]+\s*([^\W\d_eE][^\d]*)")
"""What a number shows behind its digits: `12 kg`."""
LOCKED = re.compile(rb"<(?:\w+:)?encryption-data\b")


@dataclass
class _Table:
    """One sheet while it is read."""

    name: str
    style: str
    rows: list[Row] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    next_row: int = 1
    cells: int = 0


def read_opendocument(data: bytes, known: Count, name: str | None = None) -> Sheet:
    """Cells of the one visible sheet that holds the table, or of the sheet called `name`.

    Raises FileRefused: protected, too large, damaged, hostile, no sheet or several sheets with a table.
    """
    parts = parts_of(data)
    if "encrypted-package" in parts:
        raise FileRefused("import-password")
    with told_as_damage(), zipfile.ZipFile(io.BytesIO(data)) as package:
        _look_at(package, parts)
        refuse_hostile(data)
        with package.open("content.xml") as content:
            tables, hidden_styles = _read(content)
    hidden = [table.name for table in tables if table.style in hidden_styles]
    wanted = sheet_of(name or "")
    asked = {table.name: table for table in tables if table.name not in hidden or table.name == wanted}
    sheet = choose_sheet({title: table.rows for title, table in asked.items()}, hidden, known, name)
    table = asked.get(sheet_of(str(sheet.choices["sheet"])))
    if table is not None:
        sheet.merged = table.merged
        sheet.notices += [("hidden-rows", ", ".join(map(str, table.hidden[:10])))] if table.hidden else []
    return sheet


def _look_at(package: zipfile.ZipFile, parts: set[str]) -> None:
    if "META-INF/manifest.xml" in parts and LOCKED.search(package.read("META-INF/manifest.xml")):
        raise FileRefused("import-password")
    if "mimetype" in parts and not package.read("mimetype").strip().startswith(SHEET_TYPE):
        raise FileRefused("import-not-a-table")


def _read(content: object) -> tuple[list[_Table], set[str]]:
    """The tables, and the styles of which a sheet is hidden."""
    tables: list[_Table] = []
    hidden: set[str] = set()
    depth, style = 0, ""
    for event, element in iterparse(content, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag == TABLE + "table":
                depth += 1
                if depth == 1:
                    tables.append(
                        _Table(element.get(TABLE + "name", ""), element.get(TABLE + "style-name", ""))
                    )
            elif tag == STYLE + "style":
                style = element.get(STYLE + "name", "")
        elif tag == TABLE + "table-row":
            if depth == 1:
                _add_row(tables[-1], element)
            element.clear()
        elif tag == TABLE + "table":
            depth -= 1
            element.clear()
        elif tag == STYLE + "table-properties" and element.get(TABLE + "display") == "false":
            hidden.add(style)
    return tables, hidden


def _add_row(table: _Table, element: Element) -> None:
    number, repeated = table.next_row, _count(element, "number-rows-repeated")
    table.next_row += repeated
    cells: list[Cell] = []
    gap = 0
    for child in element:
        if child.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            continue
        columns, rows = _count(child, "number-columns-spanned"), _count(child, "number-rows-spanned")
        if columns > 1 or rows > 1:
            left = len(cells) + gap
            table.merged.append(Range(left, number, left + columns - 1, number + rows - 1))
        value, times = _value(child), _count(child, "number-columns-repeated")
        if value == "":
            gap += times
            continue
        if len(cells) + gap + times > MOST_COLUMNS:
            raise FileRefused("import-too-many-columns", value=MOST_COLUMNS)
        cells += [""] * gap + [value] * times
        gap = 0
    if not cells:
        return
    if element.get(TABLE + "visibility") in ("collapse", "filter"):
        table.hidden += range(number, number + repeated)
    table.cells += len(cells) * repeated
    if len(table.rows) + repeated > MOST_ROWS or table.cells > MOST_CELLS:
        raise FileRefused("import-too-many-rows", value=MOST_ROWS - 1)
    table.rows += [Row(number + step, tuple(cells)) for step in range(repeated)]


def _count(element: Element, name: str) -> int:
    return max(1, int(element.get(TABLE + name, "1")))


def _value(cell: Element) -> Cell:
    """The value that the file holds, by its own type; a formula without one is a flaw."""
    kind = cell.get(OFFICE + "value-type")
    if kind in ("float", "currency", "percentage"):
        number = float(cell.get(OFFICE + "value", "nan"))
        unit = SHOWN_UNIT.fullmatch("".join(_text(part) for part in _paragraphs(cell)).strip())
        if unit and kind == "float":
            return measured(number, unit[1])
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "boolean":
        return cell.get(OFFICE + "boolean-value") == "true"
    if kind == "date":
        return _date(cell.get(OFFICE + "date-value", ""))
    text = cell.get(OFFICE + "string-value") or "\n".join(_text(part) for part in _paragraphs(cell))
    formula = cell.get(TABLE + "formula")
    if formula and not text and kind is None:
        return Flawed(formula.removeprefix("of:"), "formula-not-calculated")
    return text


def _date(text: str) -> Cell:
    day, _, hour = text.partition("T")
    return datetime.fromisoformat(text) if hour.strip("0:.Z") else date.fromisoformat(day)


def _paragraphs(cell: Element) -> Iterator[Element]:
    """The lines of the cell itself; those of a comment are somebody else's words."""
    return (part for part in cell if part.tag == TEXT + "p")


def _text(element: Element) -> str:
    found = [element.text or ""]
    for part in element:
        if part.tag == TEXT + "s":
            found.append(" " * min(int(part.get(TEXT + "c", "1")), 1000))
        elif part.tag in (TEXT + "tab", TEXT + "line-break"):
            found.append("\t" if part.tag == TEXT + "tab" else "\n")
        elif part.tag != OFFICE + "annotation":
            found.append(_text(part))
        found.append(part.tail or "")
    return "".join(found)
