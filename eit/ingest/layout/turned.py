"""A table that lies across (one field per row, one firm per column) is read the other way; cells keep their address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eit.ingest.cells import Row, Sheet
from eit.ingest.layout.headings import SEARCHED_ROWS, texts_of
from eit.ingest.layout.wide_headings import cell_at

Count = Callable[[Sequence[str]], int]
FEWEST_FIELDS = 2
MOST_ROWS = 200
"""A table of more rows than that is not one of fields."""
FIRST_COLUMNS = 2
"""Columns that may hold the names of the fields: a count of the rows may stand before them."""


def turn(sheet: Sheet, count: Count) -> None:
    """Turn a sheet whose column of names tells more of our columns than any of its rows; it is said."""
    if len(sheet.rows) > MOST_ROWS:
        return
    best = max((count(texts_of(row)) for row in sheet.rows[:SEARCHED_ROWS]), default=0)
    told, place = max(
        (count([texts[place] for row in sheet.rows if place < len(texts := texts_of(row))]), -place)
        for place in range(FIRST_COLUMNS)
    )
    if told < FEWEST_FIELDS or told <= best:
        return
    wide = max(len(row.cells) for row in sheet.rows)
    numbers = tuple(row.number for row in sheet.rows)
    sheet.rows = [
        Row(
            number,
            tuple(cell_at(row, column) for row in sheet.rows),
            columns=tuple(_column(row, column) for row in sheet.rows),
            sheet=sheet.rows[0].sheet,
            rows=numbers,
        )
        for number, column in enumerate(range(-place, wide), start=1)
    ]
    sheet.notices.append(("table-turned", ""))


def _column(row: Row, place: int) -> int:
    return row.columns[place] if row.columns and place < len(row.columns) else place
