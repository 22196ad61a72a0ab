"""Several rows of titles as one: the group over its columns, a title that runs on in the next row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from eit.ingest.cells import Row, Sheet, as_text

Count = Callable[[Sequence[str]], int]
BETWEEN = " – "
"""What stands between a group and its column in a title made of both."""
SEARCHED_ROWS = 40
MOST_ROWS = 3


def header_place(rows: Sequence[Row], count: Count) -> int | None:
    """The place among `rows` of the row that names most of our columns; None when none names two."""
    scored = [(count(texts_of(row)), -place) for place, row in enumerate(rows[:SEARCHED_ROWS])]
    best, place = max(scored, default=(0, 0))
    return -place if best >= 2 else None


def texts_of(row: Row) -> list[str]:
    """The cells of a row as text, without the spaces around them."""
    return [as_text(cell).strip() for cell in row.cells]


def join_headings(sheet: Sheet, count: Count) -> Row | None:
    """The row of titles, once the rows of titles were put into the last of them; None when there is none.

    A group stands before its column where it tells twins apart.
    """
    place = header_place(sheet.rows, count)
    if place is None:
        return None
    first, last = _above(sheet.rows, place), _below(sheet.rows, place, count)
    if first == last:
        return sheet.rows[place]
    parts = [texts_of(row) for row in sheet.rows[first : last + 1]]
    width = max(map(len, parts))
    if first < place:
        parts[0] = _over_all(parts[0], width)
    columns = [[cells[n] if n < len(cells) else "" for cells in parts] for n in range(width)]
    said = [list(dict.fromkeys(text for text in column if text)) for column in columns]
    alone = Counter(column[-1] for column in said if column)
    titles = [
        BETWEEN.join(column) if column and alone[column[-1]] > 1 else (column or [""])[-1] for column in said
    ]
    header = replace(sheet.rows[last], cells=tuple(titles))
    sheet.rows = [*sheet.rows[:first], header, *sheet.rows[last + 1 :]]
    sheet.notices.append(("titles-joined", f"{header.number - (last - first)}–{header.number}"))
    return header


def _over_all(groups: Sequence[str], width: int) -> list[str]:
    """A row of groups, each over the columns up to the next one."""
    found, now = [], ""
    for place in range(width):
        now = groups[place] if place < len(groups) and groups[place] else now
        found.append(now)
    return found


def _above(rows: Sequence[Row], place: int) -> int:
    """The first row of titles: a row of groups right above, when titles repeat under it."""
    titles = [text for text in texts_of(rows[place]) if text]
    if place == 0 or len(set(titles)) == len(titles) or rows[place - 1].number != rows[place].number - 1:
        return place
    groups = {text for text in texts_of(rows[place - 1]) if text}
    return place - 1 if len(groups) >= 2 else place


def _below(rows: Sequence[Row], place: int, count: Count) -> int:
    """The last row of titles: one under it that names columns of ours where this one has none."""
    best, last = count(texts_of(rows[place])), place
    for after in range(place + 1, min(place + MOST_ROWS, len(rows))):
        cells, above = texts_of(rows[after]), texts_of(rows[after - 1])
        if any(text and not any(sign.isalpha() for sign in text) for text in cells):
            break
        found = count([*(text for text in above if text), *cells])
        if count(cells) < 1 or found <= best:
            break
        best, last = found, after
    return last
