"""Rows of a sheet that are no rows of its table: titles that come back, titles of sections, notes under the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from eit.domain.text_key import plain_words
from eit.ingest.cells import Row, Sheet, column_letters
from eit.ingest.layout.headings import header_place, texts_of

Count = Callable[[Sequence[str]], int]
PART = " · "
"""What stands between a sheet and the place where one of its tables begins."""
SHEETS = "⧉"
"""Title of the column that says from which sheet a row comes."""
SECTION = "§"
"""Title of the column that the titles of sections make."""
NOTE = re.compile(
    r"\*|\(?\d\)|(?:sources?|notes?|nb|n\.b\.|remarques?|légende|mise à jour|updated?|données|©|https?)\b",
    re.I,
)
LONG = 80
"""Characters from which on one cell under a table is a note."""
FEWEST_COLUMNS = 3
"""Columns from which on a row with one cell is no row of data."""


def tables_of(name: str, rows: list[Row], count: Count) -> dict[str, list[Row]]:
    """The tables of a sheet, one under the other or side by side, by a name that says where each begins."""
    found: dict[str, list[Row]] = {}
    for part in _stacked(rows, count):
        for beside in _side_by_side(part, count):
            place = header_place(beside, count)
            head = beside[place or 0] if beside else Row(1, ())
            where = f"{column_letters((head.columns or (0,))[0])}{head.number}"
            found[f"{name}{PART}{where}" if found else name] = beside
    return found


def _stacked(rows: list[Row], count: Count) -> list[list[Row]]:
    """Cut where other titles of ours come after rows of data; the same titles again are left out later."""
    place = header_place(rows, count)
    if place is None:
        return [rows]
    cuts, titles = [0], _key(rows[place])
    for number in range(place + 2, len(rows)):
        row = rows[number]
        if rows[number - 1].number == row.number - 1:
            continue
        key = _key(row)
        if key != titles and _is_titles(row, count):
            cuts.append(number)
            titles = key
    return [rows[start:end] for start, end in zip(cuts, [*cuts[1:], len(rows)], strict=True)]


def _is_titles(row: Row, count: Count) -> bool:
    """Whether a row names columns of ours, and says nothing but words."""
    texts = texts_of(row)
    return count(texts) >= 2 and not any(sign.isdigit() for text in texts for sign in text)


def _side_by_side(rows: list[Row], count: Count) -> list[list[Row]]:
    """Cut at a column without anything from the titles on, when titles of ours come back behind it."""
    place = header_place(rows, count)
    if place is None:
        return [rows]
    titles = texts_of(rows[place])
    below = rows[place:]
    width = len(titles)
    empty = [
        n
        for n in range(1, width)
        if not titles[n] and all(n >= len(row.cells) or row.cells[n] == "" for row in below)
    ]
    for cut in empty:
        left, right = titles[:cut], titles[cut + 1 :]
        known = {plain_words(text) for text in left if text}
        again = {plain_words(text) for text in right if text} & known
        if len(again) >= 2 and count(left) >= 2 and count(right) >= 2:
            ahead = rows[:place]
            return [
                [*ahead, *(_cut(row, 0, cut) for row in below)],
                *_side_by_side([*ahead, *(_cut(row, cut + 1, width) for row in below)], count),
            ]
    return [rows]


def _cut(row: Row, start: int, end: int) -> Row:
    columns = row.columns or tuple(range(len(row.cells)))
    return replace(row, cells=row.cells[start:end], columns=columns[start:end])


def _key(row: Row) -> tuple[str, ...]:
    return tuple(plain_words(text) for text in texts_of(row))


def drop_repeated(sheet: Sheet, header: Row) -> None:
    """Leave out the titles that come back in the table, as they do on every page of a printed one."""
    titles, texts = _key(header), texts_of(header)
    place = next((place for place, text in enumerate(texts) if text), 0)
    maybe = (
        row
        for row in sheet.rows
        if row.number > header.number
        and place < len(row.cells)
        and isinstance(row.cells[place], str)
        and plain_words(str(row.cells[place])[:80]) == titles[place]
    )
    again = [row for row in maybe if _key(row) == titles]
    if again:
        numbers = {row.number for row in again}
        sheet.rows = [row for row in sheet.rows if row.number not in numbers]
        sheet.notices.append(("titles-again", _listed(numbers)))


def mark_sections(sheet: Sheet, header: Row, needs_more: bool) -> None:
    """Rows with one cell: notes under the table, and titles of sections, which become a column when one is missing."""
    data = [row for row in sheet.rows if row.number > header.number]
    filled = {row.number: sum(cell != "" for cell in row.cells) for row in data}
    fullest = sorted(filled.values())[len(filled) // 2] if filled else 0
    if sum(bool(text) for text in texts_of(header)) < FEWEST_COLUMNS or fullest < FEWEST_COLUMNS:
        return
    wide = {one.first_row for one in sheet.merged if one.last_column - one.first_column + 1 >= FEWEST_COLUMNS}
    single = {row.number: _text(row) for row in data if filled[row.number] == 1 and not _is_number(row)}
    last = max((number for number, cells in filled.items() if cells > 1), default=0)
    notes = {n for n, text in single.items() if n > last and (NOTE.match(text) or len(text) > LONG)}
    sections = {n: text for n, text in single.items() if n < last and (needs_more or n in wide)}
    for rule, numbers in (
        ("note-rows", notes),
        ("section-rows" if needs_more else "section-rows-left", set(sections)),
    ):
        sheet.notices += [(rule, _listed(numbers))] if numbers else []
    kept, now, place = [], "", max(len(row.cells) for row in sheet.rows)
    for row in sheet.rows:
        now = sections.get(row.number, now)
        if row.number in notes or row.number in sections:
            continue
        text = SECTION if row.number == header.number else now if row.number > header.number else ""
        kept.append(_added(row, place, text) if sections and needs_more else row)
    sheet.rows = kept


def _added(row: Row, place: int, text: str) -> Row:
    cells = (*row.cells, *([""] * (place - len(row.cells))), text)
    columns = row.columns or tuple(range(place))
    width = None if row.width is None else place + 1
    return replace(row, cells=cells, columns=(*columns, *([0] * (len(cells) - len(columns)))), width=width)


def _text(row: Row) -> str:
    return next(text for text in texts_of(row) if text)


def _is_number(row: Row) -> bool:
    return not any(sign.isalpha() for sign in _text(row))


def _listed(numbers: object) -> str:
    found = sorted(numbers)  # type: ignore[call-overload]
    return ", ".join(map(str, found[:10])) + ("…" if len(found) > 10 else "")
