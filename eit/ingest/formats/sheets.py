"""Which sheet of a workbook holds the table, whatever the program that wrote it; the same answer for .xlsx and .ods."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from defusedxml.common import DefusedXmlException

from eit.ingest.cells import FileRefused, Row, Sheet, as_text, column_letters

LARGEST_UNPACKED = 150_000_000
"""Bytes that a workbook may unpack to; 10 000 rows of 20 columns take about 10 MB."""
SEARCHED_ROWS = 40
TEMPLATE = tomllib.loads(
    Path(__file__).resolve().parents[1].joinpath("template.toml").read_text(encoding="utf-8")
)
"""What a template says: section → name → language."""
OUR_SHEETS = {*TEMPLATE["sheet"]["lists"].values(), *TEMPLATE["sheet"]["about"].values()}
"""Sheets of a template: nobody needs to be told that they were not read."""
Count = Callable[[Sequence[str]], int]


def parts_of(data: bytes) -> set[str]:
    """Names of the parts of a package. Raises FileRefused: no package, or one that unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused("import-workbook-damaged") from error
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileRefused("import-too-large", value=LARGEST_UNPACKED // 1_000_000)
    return {part.filename for part in parts}


def choose_sheet(
    tables: Mapping[str, list[Row]], hidden: Iterable[str], known: Count, name: str | None
) -> Sheet:
    """The one sheet of `tables` that holds a table, or the one called `name`.

    Raises FileRefused: several hold one, the one asked for does not exist, nothing at all.
    """
    if name is not None and name not in (*tables, *hidden):
        raise FileRefused("import-sheet-unknown", value=", ".join([*tables, *hidden]))
    wanted = {name: tables.get(name, [])} if name else tables
    holding = [title for title, rows in wanted.items() if _score(rows, known) >= 2]
    if len(holding) > 1:
        holding = [title for title in holding if title not in OUR_SHEETS]
    if len(holding) > 1:
        raise FileRefused("import-several-sheets", value=", ".join(holding))
    title = (holding or list(wanted) or [""])[0]
    if not wanted.get(title):
        raise FileRefused("import-empty-file")
    sheet = Sheet(wanted[title], {"sheet": title}, is_workbook=True)
    sheet.notices += [("hidden-sheet", other) for other in hidden if other not in (title, *OUR_SHEETS)]
    if not name:
        others = [other for other in tables if other != title and other not in OUR_SHEETS]
        sheet.notices += [("other-sheet", other) for other in others]
    return sheet


def _score(rows: Sequence[Row], known: Count) -> int:
    return max((known([as_text(cell) for cell in row.cells]) for row in rows[:SEARCHED_ROWS]), default=0)


def refuse_merged(merged: Iterable[tuple[str, int]], rows: Sequence[Row], known: Count) -> None:
    """Merged titles above the header are decoration; merged data leaves cells whose value nobody knows.

    `merged`: the address of each range, and its last row.
    """
    header = max(rows[:SEARCHED_ROWS], key=lambda row: known([as_text(cell) for cell in row.cells])).number
    found = [where for where, last in merged if last >= header]
    if found:
        raise FileRefused("import-merged-cells", value=", ".join(found[:5]))


def range_address(column: int, row: int, columns: int, rows: int) -> str:
    """`A2:A3` for one column of two rows at the first column of row 2."""
    return f"{column_letters(column)}{row}:{column_letters(column + columns - 1)}{row + rows - 1}"


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what lies under it: a reader hides the reason of a refused part."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def damage(error: BaseException) -> FileRefused:
    """The refusal that an error of a reader means."""
    hostile = any(isinstance(cause, DefusedXmlException) for cause in causes(error))
    return FileRefused("import-workbook-entities" if hostile else "import-workbook-damaged")
