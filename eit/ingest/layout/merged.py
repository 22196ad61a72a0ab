"""Merged cells and ditto marks: what is written once for several cells is put into each, when it has one meaning.

A text over several rows is the text of each row. A number over several rows is their sum, or one for each: nobody
knows, and it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eit.ingest.cells import Cell, Flawed, Row, Sheet, as_text

DITTO = {
    *('"', "''", "〃", "″", "idem", "id", "id.", "ditto", "do.", "same", "same as above", "même", "meme"),
    *("comme ci-dessus", "voir ci-dessus", "↑", "«", "»", "-//-", "--//--"),
}
LONGEST = 20
"""Characters that a ditto mark never has."""


def fill_merged(sheet: Sheet, header: int) -> None:
    """Put the content of merged cells into each of them; `header` is the number of the row of titles."""
    if not sheet.merged:
        return
    cells = {row.number: list(row.cells) for row in sheet.rows}
    told, last = 0, max(cells, default=0)
    for merged in sheet.merged:
        value = _at(cells.get(merged.first_row, []), merged.first_column)
        if value == "":
            continue
        wide = merged.first_row <= header
        last_column = merged.last_column if wide else merged.first_column
        if not wide and merged.first_row == merged.last_row:
            continue
        held: Cell = value if wide or isinstance(value, str) else Flawed(as_text(value), "number-merged")
        told += not wide
        for number in range(merged.first_row, min(merged.last_row, last) + 1):
            for column in range(merged.first_column, last_column + 1):
                _put(cells.setdefault(number, []), column, held)
    before = {row.number: row for row in sheet.rows}
    sheet.rows = [
        replace(before.get(number, Row(number, ())), cells=tuple(found))
        for number, found in sorted(cells.items())
    ]
    if told:
        sheet.notices.append(("merged-cells", str(told)))


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else ""


def _put(cells: list[Cell], place: int, value: Cell) -> None:
    cells += [""] * (place + 1 - len(cells))
    cells[place] = value


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) < LONGEST and cell.strip().casefold() in DITTO


def fill_dittos(sheet: Sheet, header: int) -> None:
    """Put what stands above into the cells that only say `idem`."""
    short = {
        cell for row in sheet.rows for cell in row.cells if isinstance(cell, str) and len(cell) < LONGEST
    }
    if not any(_is_ditto(cell) for cell in short):
        return
    above: dict[int, Cell] = {}
    told, rows = 0, []
    for row in sheet.rows:
        if row.number <= header:
            rows.append(row)
            continue
        cells = list(row.cells)
        for place, cell in enumerate(cells):
            if _is_ditto(cell):
                if place in above:
                    cells[place] = above[place]
                    told += 1
            elif cell != "":
                above[place] = cell
        rows.append(row if tuple(cells) == row.cells else replace(row, cells=tuple(cells)))
    if told:
        sheet.rows = rows
        sheet.notices.append(("same-as-above", str(told)))
