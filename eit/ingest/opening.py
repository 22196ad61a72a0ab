"""Opens a file with all that was answered about it, now and before, and finds its header and its rows of data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from eit.domain.question import Answer
from eit.domain.text_key import plain_words
from eit.ingest.answers import CHOSEN, Given
from eit.ingest.cells import FileRefused, Row, Sheet, as_text
from eit.ingest.columns import COLUMNS, column_of
from eit.ingest.headers import SEARCHED_ROWS, Header, KnownHeaders, find_header
from eit.ingest.known import Known
from eit.ingest.layout.arranging import arrange
from eit.ingest.layout.totals import is_total
from eit.ingest.reading import Answers, read_sheet
from eit.ingest.registers.composing import compose
from eit.ingest.registers.recognising import recognise

FEWEST_HEADINGS = 3
"""Known headings in a row, and nothing else, that begin another table."""
EXAMPLE = re.compile(r"(?:exemple|example)(?: [0-9]+)?(?: a effacer| to delete)?")


def opened(data: bytes, name: str, kind: str, known: Known, chosen: Answers) -> tuple[Sheet, Header, Given]:
    """The sheet, its header, and the answers that hold for it: of the programme, of this source, of now."""
    now = Given(chosen.given)
    constants = {**chosen.map.constants, **now.constants}
    told = KnownHeaders(
        kind,
        replace(chosen.map, constants=constants),
        chosen.columns,
        known.remembered,
        now.headings,
    )
    sheet = read_sheet(data, name, told.count, _settled(chosen, now))
    told = _of_register(sheet, told, chosen, now)
    sheet = compose(arrange(sheet, told, known.is_material), told.map)
    header = find_header(sheet, told)
    given = Given([*known.answers_for(header.source_key), *chosen.given])
    if any(given.file(name) != now.file(name) for name in ("encoding", "separator", "sheet")):
        sheet = read_sheet(data, name, told.count, _settled(chosen, given))
        sheet = compose(arrange(sheet, told, known.is_material), told.map)
        header = find_header(sheet, told)
    if given.constants:
        constants = {**given.constants, **constants}
        missing = tuple(names for names in header.missing if not set(names) & set(constants))
        header = replace(header, map=replace(header.map, constants=constants), missing=missing)
    return sheet, header, given


def _of_register(sheet: Sheet, told: KnownHeaders, chosen: Answers, given: Given) -> KnownHeaders:
    """The map of the register that the headings are those of, unless a person explains the file; it is said."""
    if chosen.map.columns or chosen.columns or given.headings or given.file("register") == "":
        return told
    rows = ([as_text(cell) for cell in row.cells] for row in sheet.rows[:SEARCHED_ROWS])
    register = recognise(rows, told.kind)
    if register is None:
        return told
    if register.of_releases:
        raise FileRefused("import-releases", value=register.names[chosen.lang])
    sheet.choices["register"] = register.key
    rule = "register" if register.verified else "register-unverified"
    sheet.notices.append((rule, register.names[chosen.lang]))
    constants = {**register.map.constants, **told.map.constants}
    constants = {name: value for name, value in constants.items() if name not in register.map.columns}
    return replace(told, map=replace(register.map, constants=constants))


def _settled(chosen: Answers, given: Given) -> Answers:
    """The choices of a reader, from the options and from the answers; an option holds."""
    said: dict[str, Any] = {name: getattr(chosen, name) or given.file(name) for name in CHOSEN}
    return replace(chosen, **said)


def told_answers(chosen: Answers) -> tuple[Answer, ...]:
    """All that a person said of this file, options too, as answers."""
    said = [(name, getattr(chosen, name)) for name in CHOSEN]
    options = [Answer("file", name, "", value) for name, value in said if value]
    columns = [Answer("heading", "", title, name or "") for title, name in chosen.columns.items()]
    return (*options, *columns, *chosen.given)


def data_rows(sheet: Sheet, header: Header, notices: list[tuple[str, str]]) -> list[Row]:
    """Rows under the header that hold something; totals, examples and filtered rows are left out, and said."""
    rows = []
    filtered = withheld = 0
    end = other_table(sheet, header)
    if end is not None:
        notices.append(("another-table", str(end)))
    for row in sheet.rows:
        if end is not None and row.number >= end:
            break
        first = next((text for cell in row.cells if (text := as_text(cell).strip())), "")
        if row.number <= header.row or not first:
            continue
        start = plain_words(first[:40])
        if is_total(row):
            notices.append(("total-row", str(row.number)))
        elif EXAMPLE.fullmatch(start):
            notices.append(("example-row", str(row.number)))
        elif header.map.withheld and _says(row, header, header.map.withheld, any):
            withheld += 1
        elif not _says(row, header, header.map.filters, all) or (
            header.map.without and _says(row, header, header.map.without, any)
        ):
            filtered += 1
        else:
            rows.append(row)
    notices += [("filtered-rows", str(filtered))] * bool(filtered)
    notices += [("withheld-rows", str(withheld))] * bool(withheld)
    return rows


def other_table(sheet: Sheet, header: Header) -> int | None:
    """The row at which another table of the same sheet begins: its title, or its headings below an empty row.

    Its rows would be read under the headings of the first. A row of the same headings again is none.
    """
    own = {plain_words(title) for title in header.titles if title}
    before = [*own]  # what stands right below the headings is a row of theirs
    for row in (row for row in sheet.rows if row.number > header.row):
        said = [text for cell in row.cells if (text := as_text(cell).strip())]
        if (
            len(before) <= 1
            and len(said) >= FEWEST_HEADINGS
            and not {plain_words(one) for one in said} <= own
        ):
            named = (any(column_of(one, kind) for kind in COLUMNS) for one in said)
            if all(named):
                return row.number - len(before)
        before = said
    return None


def _says(
    row: Row, header: Header, told: Mapping[str, frozenset[str]], which: Callable[[Iterable[bool]], bool]
) -> bool:
    """Whether all, or any, of the headings of a map have one of their values in a row."""
    titles = [plain_words(title) for title in header.titles]

    def is_one(title: str, values: frozenset[str]) -> bool:
        position = titles.index(plain_words(title))
        return plain_words(as_text(row.cells[position]) if position < len(row.cells) else "") in values

    return which(is_one(title, values) for title, values in told.items())
