"""A column that holds a whole position (`45.14, 5.27`, `POINT (5.27 45.14)`) becomes latitude and longitude."""

from __future__ import annotations

import re
from dataclasses import replace

from eit.domain.text_key import plain_words
from eit.ingest.cells import Row, Sheet, as_text
from eit.ingest.layout.headings import texts_of
from eit.ingest.layout.wide_headings import cell_at

NUMBER = r"[-+]?\d{1,3}\.\d+"
PAIR = re.compile(rf"[\[(]?\s*({NUMBER})\s*[,; ]\s*({NUMBER})\s*[\])]?")
"""Latitude first, as every open data portal writes it; what is not so is asked, as of any position."""
WRITTEN_OUT = re.compile(
    rf"(?:POINT\s*\(\s*|.*\"coordinates\":\s*\[\s*)({NUMBER})\s*,?\s+({NUMBER})\s*[\])].*", re.I | re.S
)
"""Longitude first, as the two notations of geometry have it."""
MOSTLY = 0.8
TITLES = ("latitude", "longitude")


def split_points(sheet: Sheet, header: Row) -> None:
    """Put the two halves of the first column of positions at the end of the table, and say it."""
    below = [row for row in sheet.rows if row.number > header.number]
    for place, title in enumerate(texts_of(header)):
        filled = [text for row in below if (text := as_text(cell_at(row, place)).strip())]
        read = [_halves(text, title) for text in filled]
        if title and filled and sum(pair is not None for pair in read) >= MOSTLY * len(filled):
            _write(sheet, header, place, title)
            sheet.notices.append(("points-split", title))
            return


def _halves(text: str, title: str) -> tuple[str, str] | None:
    """Latitude and longitude as they are written; None for what is no position."""
    pair = PAIR.fullmatch(text)
    if pair:
        backwards = plain_words(title).split()[:1] in (["lon"], ["lng"], ["longitude"], ["xy"])
        return (pair[2], pair[1]) if backwards else (pair[1], pair[2])
    pair = WRITTEN_OUT.fullmatch(text) if "oint" in text.lower() else None
    return (pair[2], pair[1]) if pair else None


def _write(sheet: Sheet, header: Row, place: int, title: str) -> None:
    wide = len(header.cells)
    rows = []
    for row in sheet.rows:
        if row.number < header.number or len(row.cells) > wide:
            rows.append(row)
            continue
        text = as_text(cell_at(row, place)).strip()
        found = TITLES if row.number == header.number else _halves(text, title) or (text, "")
        cells = (*row.cells, *[""] * (wide - len(row.cells)), *found)
        at = tuple(range(wide)) if row.columns is None else row.columns[:wide]
        width = None if row.width is None else row.width + 2
        rows.append(replace(row, cells=cells, width=width, columns=(*at, place, place)))
    sheet.rows = rows
