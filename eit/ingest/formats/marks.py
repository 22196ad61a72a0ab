"""What a sheet of an .xlsx shows beside its values: hidden rows and columns, comments, struck-through rows, units.

Read from the parts of the package as they are, which is a hundred times faster than cell by cell; nothing is changed
by a mark but a unit, which belongs to its number.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from eit.ingest.cells import Cell, CellRefused, Row, Sheet, column_letters, measured
from eit.ingest.values.units import parse_unit

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
HIDDEN_COLUMN = re.compile(
    rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")[^>]*>'
)
STYLED = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]+)(\d+)")(?=[^>]*\bs="(\d+)")[^>]*>')
COMMENTED = re.compile(rb'<(?:\w+:)?(?:comment|threadedComment)\b[^>]*\bref="([A-Z]+\d+)"')
TARGET = re.compile(rb'Target="([^"]*(?:comments|threadedComment)[^"]*)"')
LITERAL = re.compile(r'[0#?](?:[^"]*?)(?:"([^"]+)"|\\ ?([^\W\d_]+))')
SHOWN = 10
"""Addresses that a notice names."""


def mark_sheet(sheet: Sheet, data: bytes, raw: bytes, path: str) -> None:
    """Say what a sheet shows; put units of formats to their numbers, and struck-through rows apart."""
    rows = {row.number for row in sheet.rows}
    hidden = [int(match[1]) for match in HIDDEN_ROW.finditer(raw) if int(match[1]) in rows]
    columns = [
        column_letters(place - 1)
        for match in HIDDEN_COLUMN.finditer(raw)
        for place in range(int(match[1]), min(int(match[2]), 200) + 1)
        if any(place <= len(row.cells) and row.cells[place - 1] != "" for row in sheet.rows)
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        comments = _comments(package, path)
        units, struck = _styles(package)
    for rule, found in (("hidden-rows", hidden), ("hidden-columns", columns), ("comments", comments)):
        sheet.notices += [(rule, _listed(found))] if found else []
    if units or struck:
        _by_style(sheet, raw, units, struck)


def _listed(found: Iterable[object]) -> str:
    texts = [str(one) for one in found]
    return ", ".join(texts[:SHOWN]) + ("…" if len(texts) > SHOWN else "")


def _comments(package: zipfile.ZipFile, path: str) -> list[str]:
    """Addresses of the cells that have a comment."""
    folder, name = posixpath.split(path.lstrip("/"))
    links = f"{folder}/_rels/{name}.rels"
    if links not in package.namelist():
        return []
    found: dict[str, None] = {}
    for match in TARGET.finditer(package.read(links)):
        part = posixpath.normpath(posixpath.join(folder, match[1].decode())).lstrip("/")
        if part in package.namelist():
            found |= dict.fromkeys(one[1].decode() for one in COMMENTED.finditer(package.read(part)))
    return list(found)


def _styles(package: zipfile.ZipFile) -> tuple[dict[int, str], set[int]]:
    """Style → the unit of its number format; the styles that strike their text through."""
    if "xl/styles.xml" not in package.namelist():
        return {}, set()
    root = fromstring(package.read("xl/styles.xml"))
    formats = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in root.iter(MAIN + "numFmt")}
    fonts = [_is_struck(one) for one in root.iterfind(f"{MAIN}fonts/{MAIN}font")]
    units, struck = {}, set()
    for place, style in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
        unit = _unit_of(formats.get(int(style.get("numFmtId", "0")), ""))
        if unit:
            units[place] = unit
        font = int(style.get("fontId", "0"))
        if font < len(fonts) and fonts[font]:
            struck.add(place)
    return units, struck


def _is_struck(font: Element) -> bool:
    strike = font.find(MAIN + "strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _unit_of(code: str) -> str:
    """The unit that a number format shows behind its digits (`0.0" kg"`); empty for words that are none."""
    match = LITERAL.search(code.split(";")[0])
    said = (match[1] or match[2] or "").strip() if match else ""
    try:
        return said if said and (parse_unit(said).base or parse_unit(said).period) else ""
    except CellRefused:
        return ""


def _by_style(sheet: Sheet, raw: bytes, units: dict[int, str], struck: set[int]) -> None:
    by_cell = {
        (int(match[2]), match[1].decode()): int(match[3])
        for match in STYLED.finditer(raw)
        if int(match[3]) in units or int(match[3]) in struck
    }
    if not by_cell:
        return
    rows = []
    for row in sheet.rows:
        styles = [by_cell.get((row.number, column_letters(place))) for place in range(len(row.cells))]
        cells = tuple(
            _with_unit(cell, units.get(style or -1)) for cell, style in zip(row.cells, styles, strict=True)
        )
        filled = [style for cell, style in zip(row.cells, styles, strict=True) if cell != ""]
        if filled and all(style in struck for style in filled):
            sheet.struck.add(row.number)
        rows.append(Row(row.number, cells, row.width) if cells != row.cells or units else row)
    sheet.rows = rows


def _with_unit(cell: Cell, unit: str | None) -> Cell:
    return measured(float(cell), unit) if unit and isinstance(cell, int | float) else cell
