"""Rows that the layout makes of others: their cells keep the address where the file has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eit.ingest.cells import Cell, Row
from eit.ingest.columns import COLUMNS
from eit.ingest.layout.wide_headings import HeadingPart, cell_at


def title_of(column: str, kind: str) -> str:
    """A heading of ours for a column that the layout makes."""
    found = COLUMNS[kind][column]
    return found.titles.get("fr") or next(iter(found.also), column)


def beside(row: Row, parts: Sequence[HeadingPart], said: Sequence[Cell]) -> Row:
    """The row without the columns of its parts, with what they say together."""
    taken = {part.place for part in parts}
    width = max(len(row.cells), max(taken) + 1)
    fixed = [place for place in range(width) if place not in taken]
    cells = [*(cell_at(row, place) for place in fixed), *said]
    return made(row, cells, [*fixed, *([parts[-1].place] * len(said))])


def made(row: Row, cells: Sequence[Cell], places: Sequence[int]) -> Row:
    """A row with other cells, each at the address where it came from."""
    columns = row.columns or tuple(range(len(row.cells)))
    at = [columns[place] if 0 <= place < len(columns) else max(place, 0) for place in places]
    at += [at[-1] if at else 0] * (len(cells) - len(at))
    return replace(row, cells=tuple(cells), columns=tuple(at), width=None)
