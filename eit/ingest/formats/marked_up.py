"""Tables that a program saved as a web page or as XML and called .xls: read cell by cell, nothing of them is run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from eit.ingest.cells import Cell, FileRefused, Row, Sheet
from eit.ingest.formats.encodings import decode
from eit.ingest.formats.sheets import Count, choose_sheet, told_as_damage

HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|table|head|meta|body|div|style)",
    re.I | re.S,
)
XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
SPREADSHEET = "{" + XML_WORKBOOK.decode() + "}"
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
LOOKED_AT = 4000
LARGEST_SPAN = 200
"""Cells or rows that one cell may be merged over; more is damage."""
Cells = list[Cell]


def is_xml_workbook(data: bytes) -> bool:
    """Whether a file is a workbook in the XML of Excel 2003."""
    start = data[:LOOKED_AT].replace(b"\0", b"")
    return b"<?xml" in start and XML_WORKBOOK in start


class _Tables(HTMLParser):
    """The cells of every table of a page; a merged cell says its text once, at its first place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Cells]] = []
        self.open: list[list[Cells]] = []
        self.text: list[str] | None = None
        self.number: str | None = None
        self.hidden = 0
        self.below: dict[int, int] = {}
        self.spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "title"):
            self.hidden += 1
        elif tag == "table":
            self._end_cell()
            self.tables.append([])
            self.open.append(self.tables[-1])
            self.below = {}
        elif self.open and tag == "tr":
            self._end_cell()
            self.open[-1].append([])
            self._skip()
        elif self.open and tag in ("td", "th"):
            self._end_cell()
            if not self.open[-1]:
                self.open[-1].append([])
            self.text, self.number = [], told.get("x:num") or None
            self.spans = _span(told.get("colspan")), _span(told.get("rowspan"))
        elif self.text is not None and tag in ("br", "p", "div", "li"):
            self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self.hidden = max(0, self.hidden - 1)
        elif self.open and tag in ("td", "th", "tr"):
            self._end_cell()
        elif self.open and tag == "table":
            self._end_cell()
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.text is not None and not self.hidden:
            self.text.append(data)

    def _end_cell(self) -> None:
        if self.text is None:
            return
        wide, high = self.spans
        row = self.open[-1][-1]
        place = len(row)
        text = " ".join("".join(self.text).split())
        row += [self.number if self.number is not None else text, *([""] * (wide - 1))]
        if high > 1:
            self.below |= dict.fromkeys(range(place, place + wide), high)
        self.text = None
        self._skip()

    def _skip(self) -> None:
        """Leave the places empty that a cell of a row above covers."""
        row = self.open[-1][-1]
        if not row:
            self.below = {place: left - 1 for place, left in self.below.items() if left > 1}
        while len(row) in self.below:
            row.append("")


def _span(text: str | None) -> int:
    return min(int(text), LARGEST_SPAN) if text and text.isdecimal() and int(text) else 1


def read_page(data: bytes, name: str, known: Count, sheet: str | None) -> Sheet:
    """The table of a web page. Raises FileRefused("import-html") for a page without a table of several rows."""
    told = CHARSET.search(data[:LOOKED_AT])
    declared = told[1].decode().lower() if told else None
    try:
        text, encoding = decode(data, declared)
    except FileRefused:
        text, encoding = decode(data)
    parser = _Tables()
    parser.feed(text)
    parser.close()
    tables = {f"{place}": _rows(rows) for place, rows in enumerate(parser.tables, start=1)}
    tables = {title: rows for title, rows in tables.items() if len(rows) > 1}
    if not tables:
        raise FileRefused("import-html", value=name)
    return _told(tables, known, sheet, encoding)


def read_xml_workbook(data: bytes, known: Count, sheet: str | None) -> Sheet:
    """The sheets of a workbook in the XML of Excel 2003. Raises FileRefused as other workbooks do."""
    with told_as_damage():
        root = fromstring(data, forbid_dtd=True)
        tables = {}
        for place, page in enumerate(root.iter(SPREADSHEET + "Worksheet"), start=1):
            rows: list[Cells] = []
            for row in page.iter(SPREADSHEET + "Row"):
                _up_to(rows, row.get(SPREADSHEET + "Index"), [])
                cells: Cells = []
                for cell in row.iter(SPREADSHEET + "Cell"):
                    _up_to(cells, cell.get(SPREADSHEET + "Index"), "")
                    value = cell.find(SPREADSHEET + "Data")
                    cells.append(_typed(value) if value is not None else "")
                    over = cell.get(SPREADSHEET + "MergeAcross", "0")
                    cells += [""] * (_span(over) if over != "0" else 0)
                rows.append(cells)
            tables[page.get(SPREADSHEET + "Name") or str(place)] = _rows(rows)
    return _told(tables, known, sheet, "")


def _up_to(held: list[Any], index: str | None, empty: object) -> None:
    """Fill a list up to the place that the next row or cell says it stands at."""
    gap = int(index) - 1 - len(held) if index and index.isdecimal() else 0
    held += [empty] * min(max(gap, 0), 100_000)


def _typed(value: Element) -> Cell:
    """The value of a cell; a day without its hour is a day."""
    text = "".join(value.itertext())
    kind = value.get(SPREADSHEET + "Type")
    if kind == "Number" and text:
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    return text.removesuffix("T00:00:00.000") if kind == "DateTime" else text


def _rows(tables: Iterable[Cells]) -> list[Row]:
    return [
        Row(number, tuple(cells))
        for number, cells in enumerate(tables, start=1)
        if any(cell != "" for cell in cells)
    ]


def _told(tables: dict[str, list[Row]], known: Count, name: str | None, encoding: str) -> Sheet:
    """One table of several, as of any workbook; its cells are the texts that the page shows."""
    sheet = choose_sheet(tables, (), known, name)
    sheet.is_workbook, sheet.encoding = False, encoding
    sheet.notices.append(("saved-as-page", ""))
    return sheet
