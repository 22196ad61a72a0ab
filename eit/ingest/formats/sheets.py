"""Which sheet of a workbook holds the table, whatever the program that wrote it; the same answer for .xlsx and .ods."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from xml.parsers import expat

from defusedxml.common import DefusedXmlException

from eit.ingest.cells import FileRefused, Row, SeveralSheets, Sheet, as_text, column_letters

LARGEST_UNPACKED = 150_000_000
"""Bytes that a workbook may unpack to; 10 000 rows of 20 columns take about 10 MB."""
SEARCHED_ROWS = 40
XML_NAMES = (".xml", ".rels")
LOOKED_AT = 64
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<")
"""How a part begins that a reader could take for XML, whatever its name: a workbook names its parts itself."""
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


def refuse_hostile(data: bytes) -> None:
    """Look at every part of a package before any reader does: none may declare entities, none may be broken XML.

    No writer of workbooks puts a document type into a part, and the standard forbids it. The readers differ in what
    they allow (lxml, which comes with another library, expands what defusedxml refuses), so none of them is asked.
    Raises FileRefused("import-workbook-entities") or FileRefused("import-workbook-damaged").
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.infolist():
            with package.open(part) as content:
                start = content.read(LOOKED_AT).lstrip()
            if part.filename.lower().endswith(XML_NAMES):
                _refuse_entities(package, part)
            elif start.startswith(XML_STARTS):
                with suppress(expat.ExpatError):  # drawings of old (.vml) are HTML as much as XML
                    _refuse_entities(package, part)


def _refuse_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    def refuse(*_: object) -> None:
        raise FileRefused("import-workbook-entities")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    with package.open(part) as content:
        parser.ParseFile(content)


@contextmanager
def told_as_damage() -> Iterator[None]:
    """Whatever a reader of workbooks raises is a refusal that a person can read.

    Every exception, on purpose: the readers raise dozens of kinds for a file that was cut, changed or made to harm,
    lxml's own among them, and no list of them was ever complete.
    """
    try:
        yield
    except FileRefused:
        raise
    except Exception as error:
        raise damage(error) from error


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
        raise SeveralSheets({title: len(tables[title]) - 1 for title in holding})
    title = (holding or list(wanted) or [""])[0]
    if not wanted.get(title):
        raise FileRefused("import-empty-file")
    sheet = Sheet(wanted[title], {"sheet": title}, is_workbook=True)
    sheet.notices += [("hidden-sheet", other) for other in hidden if other not in (title, *OUR_SHEETS)]
    if not name:
        filled = {other: len(rows) - 1 for other, rows in tables.items() if len(rows) > 1}
        sheet.choices |= {"sheets": filled} if len(filled) > 1 else {}
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
