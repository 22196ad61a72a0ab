"""Reads an .xlsx, after its size, its parts and its sheets were looked at without trusting it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from eit.ingest.cells import Cell, FileRefused, Flawed, Row, Sheet, as_text

LARGEST_UNPACKED = 150_000_000
"""Bytes that a workbook may unpack to; 10 000 rows of 20 columns take about 10 MB."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+[0-9]+:[A-Z]+([0-9]+))"')
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
DAMAGE = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        EOFError,
        OSError,
        ParseError,
        InvalidFileException,
    ),
    *(TypeError, AttributeError, IndexError, NotImplementedError),
)


def read_workbook(data: bytes, known: Callable[[Sequence[str]], int], name: str | None = None) -> Sheet:
    """Cells of the one visible sheet that holds the table, or of the sheet called `name`.

    Raises FileRefused: too large, damaged, hostile, no sheet or several sheets with a table.
    """
    _look_inside(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, known, name)
    except FileRefused:
        raise
    except DAMAGE as error:
        hostile = any(isinstance(cause, DefusedXmlException) for cause in _causes(error))
        raise FileRefused("import-workbook-entities" if hostile else "import-workbook-damaged") from error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what lies under it: openpyxl hides the reason of a refused part."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _look_inside(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused("import-workbook-damaged") from error
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileRefused("import-too-large", value=LARGEST_UNPACKED // 1_000_000)
    if "content.xml" in names:
        raise FileRefused("import-ods")
    if not any(part.startswith("xl/") for part in names):
        raise FileRefused("import-not-a-table")


def _read(data: bytes, known: Callable[[Sequence[str]], int], name: str | None) -> Sheet:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if name is not None and name not in book.sheetnames:
        raise FileRefused("import-sheet-unknown", value=", ".join(book.sheetnames))
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    tables = {title: list(_rows(book[title])) for title in ([name] if name else visible)}
    holding = [title for title, rows in tables.items() if _score(rows, known) >= 2]
    if len(holding) > 1:
        raise FileRefused("import-several-sheets", value=", ".join(holding))
    title = (holding or list(tables) or [""])[0]
    if not tables.get(title):
        raise FileRefused("import-empty-file")
    sheet = Sheet(tables[title], {"sheet": title}, is_workbook=True)
    sheet.epoch_1904 = book.epoch == CALENDAR_MAC_1904
    sheet.notices += [("hidden-sheet", other) for other in hidden if other != title]
    sheet.notices += [("other-sheet", other) for other in visible if other not in (title, name) and not name]
    raw = _part(data, book[title])
    _refuse_merged(raw, sheet, known)
    if FORMULA.search(raw):
        sheet.rows = _with_formulas(data, title, sheet.rows)
    return sheet


def _rows(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> Iterator[Row]:
    """Rows that hold something; the gap before a cell in row 1 048 576 costs nothing."""
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value is not None for value in values):
            yield Row(number, tuple("" if value is None else _cell(value) for value in values))


def _cell(value: object) -> Cell:
    return value if isinstance(value, bool | int | float) or hasattr(value, "isoformat") else str(value)  # type: ignore[return-value]


def _score(rows: Sequence[Row], known: Callable[[Sequence[str]], int]) -> int:
    return max((known([as_text(cell) for cell in row.cells]) for row in rows[:40]), default=0)


def _part(data: bytes, sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(sheet._worksheet_path.lstrip("/"))


def _refuse_merged(raw: bytes, sheet: Sheet, known: Callable[[Sequence[str]], int]) -> None:
    """Merged titles above the header are decoration; merged data leaves cells whose value nobody knows."""
    header = max(sheet.rows[:40], key=lambda row: known([as_text(cell) for cell in row.cells])).number
    found = [match[1].decode() for match in MERGED.finditer(raw) if int(match[2]) >= header]
    if found:
        raise FileRefused("import-merged-cells", value=", ".join(found[:5]))


def _with_formulas(data: bytes, title: str, rows: list[Row]) -> list[Row]:
    """The same rows, where a formula that was never calculated is a flaw and not an empty cell."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    book[title].reset_dimensions()
    flaws: dict[int, dict[int, Flawed]] = {}
    for number, cells in enumerate(book[title].iter_rows(), start=1):
        for position, cell in enumerate(cells):
            if getattr(cell, "data_type", "") == "f":
                flaws.setdefault(number, {})[position] = Flawed(str(cell.value), "formula-not-calculated")
    known = {row.number: row.cells for row in rows}
    for number, by_position in flaws.items():
        cells = list(known.get(number, ()))
        cells += [""] * (max(by_position) + 1 - len(cells))
        for position, flaw in by_position.items():
            if cells[position] == "":
                cells[position] = flaw
        known[number] = tuple(cells)
    return [Row(number, known[number]) for number in sorted(known)]
