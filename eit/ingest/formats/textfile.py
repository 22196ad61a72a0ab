"""Reads a .csv or .txt as text: encoding, then separator, then cells, with nothing converted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from eit.ingest.cells import FileRefused, Row, Sheet
from eit.ingest.formats.aligned import FEWEST_KNOWN, aligned_cells
from eit.ingest.formats.encodings import decode, doubtful_readings

SEPARATORS = (";", ",", "\t", "|")
NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe"}
ALIGNED = "aligned"
"""How columns without a separator are told."""
SAMPLE_ROWS = 40
LARGEST_CELL = 50_000_000
"""csv stops at 128 kB; a longer cell is refused by its column, with its address, not by the reader."""


def read_text(
    data: bytes,
    known: Callable[[Sequence[str]], int],
    encoding: str | None = None,
    separator: str | None = None,
) -> Sheet:
    """Rows of a text file; `known` counts the headers that a row of cells holds, and decides the separator.

    Raises FileRefused for an empty file, an impossible encoding or a quote that never closes.
    """
    text, found = decode(data, encoding)
    text = text.removeprefix("\ufeff")
    if not text.strip("\ufeff \t\r\n;,|\0"):
        raise FileRefused("import-empty-file")
    skipped = 0
    if text[:4].lower() == "sep=" and len(text) > 4:
        line, _, text = text.partition("\n")
        separator, skipped = separator or line[4], 1
    chosen = separator or max(SEPARATORS, key=lambda sign: _fit(text, sign, known))
    aligned = (
        None if separator or _fit(text, chosen, known)[0] >= FEWEST_KNOWN else aligned_cells(text, known)
    )
    cells_of_rows = _parse(text, chosen) if aligned is None else aligned
    rows = [
        Row(number + skipped, tuple(cells), len(cells)) for number, cells in enumerate(cells_of_rows, start=1)
    ]
    told = NAMES.get(chosen, chosen) if aligned is None else ALIGNED
    sheet = Sheet(rows, {"encoding": found, "separator": told}, encoding=found)
    sheet.readings = () if encoding else tuple(doubtful_readings(data, found))
    return sheet


def _fit(text: str, separator: str, known: Callable[[Sequence[str]], int]) -> tuple[int, int]:
    csv.field_size_limit(LARGEST_CELL)
    best, widest = 0, 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for _, cells in zip(range(SAMPLE_ROWS), reader, strict=False):
            best, widest = max(best, known(cells)), max(widest, len(cells))
    except csv.Error:
        pass
    return best, widest


def _parse(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    once: dict[str, str] = {}
    try:
        for cells in reader:  # a word that a hundred thousand rows repeat is held once
            rows.append([once.setdefault(cell, cell) for cell in cells])
    except csv.Error as error:
        raise FileRefused("import-quote", value=len(rows) + 1) from error
    return rows
