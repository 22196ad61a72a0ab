"""Which sheet of a workbook holds the table, whatever the program that wrote it; the same answer for .xlsx and .ods."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from xml.parsers import expat

from defusedxml.common import DefusedXmlException

from eit.domain.text_key import plain_words
from eit.ingest.cells import FileRefused, Row, SeveralSheets, Sheet, as_text
from eit.ingest.layout.headings import header_place, texts_of
from eit.ingest.layout.tables import PART, SHEETS, tables_of

ALL_SHEETS = "*"
"""What stands for every sheet with the same titles, read in one go."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
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
            if not start:
                continue
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


def sheet_of(name: str) -> str:
    """The sheet that the name of one of its tables is of."""
    return name.partition(PART)[0]


def choose_sheet(
    tables: Mapping[str, list[Row]], hidden: Iterable[str], known: Count, name: str | None
) -> Sheet:
    """The one table of `tables` that our columns are in, the one called `name`, or all of the same titles in one.

    Raises FileRefused: several hold one, the one asked for does not exist, nothing at all.
    """
    parts: dict[str, list[Row]] = {}
    for title, rows in tables.items():
        parts |= tables_of(title, rows, known)
    if name is not None and name not in (*parts, *hidden, ALL_SHEETS):
        raise FileRefused("import-sheet-unknown", value=", ".join([*parts, *hidden]))
    wanted = {name: parts.get(name, [])} if name and name != ALL_SHEETS else parts
    holding = [title for title, rows in wanted.items() if _score(rows, known) >= 2]
    if len(holding) > 1:
        holding = [title for title in holding if title not in OUR_SHEETS]
    sheet = None
    if len(holding) > 1 and name is None:
        holding = _clearest({title: _score(parts[title], known) for title in holding})
    if len(holding) > 1:
        alike = len({_titles(parts[title], known) for title in holding}) == 1
        if not (alike and (name == ALL_SHEETS or all(YEAR.search(title) for title in holding))):
            raise SeveralSheets({title: len(parts[title]) - 1 for title in holding}, alike)
        sheet = combined({title: parts[title] for title in holding}, known)
    title = (holding or list(wanted) or [""])[0]
    if not wanted.get(title):
        raise FileRefused("import-empty-file")
    if sheet is None:
        sheet = Sheet(wanted[title], {"sheet": title}, is_workbook=True)
    sheet.notices += [("hidden-sheet", other) for other in hidden if other not in (title, *OUR_SHEETS)]
    if not name:
        filled = {other: len(rows) - 1 for other, rows in parts.items() if len(rows) > 1}
        sheet.choices |= {"sheets": filled} if len(filled) > 1 else {}
        others = [other for other in parts if other not in (title, *holding, *OUR_SHEETS)]
        sheet.notices += [("other-sheet", other) for other in others]
    return sheet


def _clearest(scores: Mapping[str, int]) -> list[str]:
    """The table that names more of our columns than any other, by two at least; all of them when none does."""
    first, second = sorted(scores.values(), reverse=True)[:2]
    return [title for title, score in scores.items() if score == first or first < second + 2]


def _titles(rows: Sequence[Row], known: Count) -> tuple[str, ...]:
    place = header_place(rows, known)
    return tuple(plain_words(text) for text in texts_of(rows[place or 0]))


def combined(tables: Mapping[str, list[Row]], known: Count) -> Sheet:
    """Tables of the same titles as one, with a column that says the sheet; years date their rows at their end."""
    rows: list[Row] = []
    years = all(YEAR.search(title) for title in tables)
    for title, own in tables.items():
        place = header_place(own, known) or 0
        year = YEAR.search(title)
        said = f"{year[0]}-12-31" if years and year else title
        width = len(own[place].cells)
        if not rows:
            head = Row(own[place].number, (*own[place].cells, "date" if years else SHEETS))
            rows.append(head)
        for row in own[place + 1 :]:
            cells = (*row.cells[:width], *([""] * (width - len(row.cells))), said)
            rows.append(Row(row.number, cells, sheet=title, columns=row.columns))
    sheet = Sheet(rows, {"sheet": ALL_SHEETS}, is_workbook=True)
    sheet.notices.append(("sheets-together-years" if years else "sheets-together", ", ".join(tables)))
    return sheet


def _score(rows: Sequence[Row], known: Count) -> int:
    return max((known([as_text(cell) for cell in row.cells]) for row in rows[:SEARCHED_ROWS]), default=0)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what lies under it: a reader hides the reason of a refused part."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def damage(error: BaseException) -> FileRefused:
    """The refusal that an error of a reader means."""
    hostile = any(isinstance(cause, DefusedXmlException) for cause in causes(error))
    return FileRefused("import-workbook-entities" if hostile else "import-workbook-damaged")
