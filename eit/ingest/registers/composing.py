"""Columns that a map makes of several: the first that says something, or all in a row, beside those of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, Row, Sheet, as_text
from eit.ingest.headers import SEARCHED_ROWS
from eit.ingest.source_map import BETWEEN, SourceMap, parts_of


def compose(sheet: Sheet, mapped: SourceMap) -> Sheet:
    """The sheet with the columns that a map makes at its end; the same sheet when it makes none."""
    makes = {**mapped.composed, **(mapped.organisation.composed if mapped.organisation else {})}
    header = _header(sheet, makes) if makes else None
    if header is None:
        return sheet
    places = {plain_words(as_text(cell)): place for place, cell in reversed(list(enumerate(header.cells)))}
    wide = len(header.cells)
    rows = []
    for row in sheet.rows:
        cells = (*row.cells, *[""] * (wide - len(row.cells)))[: max(wide, len(row.cells))]
        if row.number < header.number or len(row.cells) > wide:
            rows.append(row)
            continue
        made = tuple(
            title if row is header else _made(cells, places, title, titles, mapped.prefer.get(title, ""))
            for title, titles in makes.items()
        )
        width = None if row.width is None else row.width + len(makes)
        rows.append(replace(row, cells=(*cells, *made), width=width))
    return replace(sheet, rows=rows)


def _header(sheet: Sheet, makes: Mapping[str, tuple[str, ...]]) -> Row | None:
    needed = {plain_words(part) for titles in makes.values() for title in titles for part in parts_of(title)}
    for row in sheet.rows[:SEARCHED_ROWS]:
        if needed <= {plain_words(as_text(cell)) for cell in row.cells}:
            return row
    return None


def _made(
    cells: tuple[Cell, ...], places: Mapping[str, int], title: str, titles: tuple[str, ...], prefer: str
) -> Cell:
    texts = [text for one in titles if (text := _said(cells, places, one))]
    together = title == BETWEEN["joined"].join(titles)
    if together:
        return " ".join(dict.fromkeys(texts))
    return next((text for text in texts if prefer and prefer in text), next(iter(texts), ""))


def _said(cells: tuple[Cell, ...], places: Mapping[str, int], title: str) -> str:
    """What the headings of one entry say in a row: nothing when one of several says nothing."""
    texts = [as_text(cells[places[plain_words(part)]]).strip() for part in parts_of(title)]
    return "" if any(plain_words(text) in ("", *NOTHING) for text in texts) else " ".join(texts)


NOTHING = {"nd", "na", "null", "none", "nan"}
"""What a register writes for nothing: `[ND]` is SIRENE's name of somebody who does not want to be diffused."""
