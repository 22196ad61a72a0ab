"""What the headings of a wide table say: a material, a month, a year, a size class, a numbered twin, with a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from eit.domain.text_key import plain_words
from eit.domain.typed_date import NUMBERS as MONTHS
from eit.ingest.cells import Cell, CellRefused, Row, Sheet, as_text
from eit.ingest.columns import column_of
from eit.ingest.kinds.business_counts import size_class
from eit.ingest.layout.headings import BETWEEN
from eit.ingest.values.typed_numbers import is_not_communicated
from eit.ingest.values.units import parse_unit

FEWEST_MATERIALS = 2
NUMBERED = re.compile(r"(?P<base>.*\D?)\s*[#n°]*\s*(?P<key>\d{1,2})", re.S)
YEAR = re.compile(r"(?:(?P<before>\D*)\s)?(?P<year>(?:19|20)\d\d)(?:\s(?P<rest>\D*))?")
BRACKETS = re.compile(r"(?P<head>.*?)\s*[(\[](?P<rest>[^()\[\]]*)[)\]]\s*", re.S)
SIGNS = " -_#(°"
COUNTING = re.compile(r"(?:\s+[nN]o?)?[\s\-_#(°]*\Z")
"""What stands between a heading and its number."""


@dataclass(frozen=True)
class HeadingPart:
    """What one heading says: the value it stands for, and the unit behind it."""

    place: int
    value: str
    unit: str = ""


def key_of(title: str) -> tuple[str, str]:
    """What tells a heading from its twins (`Offre`, `2`), and the heading without it."""
    group, between, base = title.partition(BETWEEN)
    if between:
        return group, base
    match = BRACKETS.fullmatch(title)
    numbered = NUMBERED.fullmatch(match["head"] if match else title)
    if not numbered or not numbered["base"].strip(SIGNS):
        return "", ""
    base = COUNTING.sub("", numbered["base"]).strip(SIGNS)
    return numbered["key"], base + (f" ({match['rest']})" if match else "")


def unit_behind(title: str) -> tuple[str, str]:
    """A heading and the unit in its brackets or behind a comma."""
    match = BRACKETS.fullmatch(title)
    head, rest = (
        (match["head"], match["rest"])
        if match
        else title.rpartition(",")[::2]
        if "," in title
        else (title, "")
    )
    try:
        found = parse_unit(rest) if rest.strip() else None
    except CellRefused:
        return title, ""
    return (head.strip(), rest.strip()) if found else (title, "")


def materials_in(
    sheet: Sheet, header: Row, free: Mapping[int, str], is_material: Callable[[str], bool]
) -> list[HeadingPart]:
    """The headings that are materials, and those among them over numbers that are not known to be one yet."""
    parts = [HeadingPart(place, *unit_behind(title)) for place, title in free.items()]
    rows = [row for row in sheet.rows if row.number > header.number]
    numbers = [part for part in parts if part.unit or _over_numbers(rows, part.place)]
    sure = [part.place for part in numbers if is_material(part.value)]
    if len(sure) < FEWEST_MATERIALS:
        return []
    return [part for part in numbers if min(sure) <= part.place <= max(sure)]


def _over_numbers(rows: Sequence[Row], place: int) -> bool:
    texts = [as_text(cell_at(row, place)).strip() for row in rows]
    filled = [text for text in texts if text]
    numbers = [text for text in filled if text[:1].isdigit() or is_not_communicated(text)]
    return not filled or len(numbers) * 2 >= len(filled)


def with_units_below(sheet: Sheet, header: Row, parts: Sequence[HeadingPart]) -> list[HeadingPart]:
    """The parts with the units that the row under the headings says of them; that row has no values, and is said."""
    below = next(
        (
            row
            for row in sheet.rows
            if row.number > header.number and any(as_text(cell).strip() for cell in row.cells)
        ),
        None,
    )
    if below is None:
        return list(parts)
    said = {
        place: as_text(cell).strip(" ()[]") for place, cell in enumerate(below.cells) if as_text(cell).strip()
    }
    places = {part.place for part in parts}
    if not said or not set(said) <= places or any(text[:1].isdigit() for text in said.values()):
        return list(parts)
    if not any(unit_behind(f"x ({text})")[1] for text in said.values()):
        return list(parts)
    sheet.rows = [row for row in sheet.rows if row is not below]
    sheet.notices.append(("units-row", str(below.number)))
    return [replace(part, unit=said.get(part.place, part.unit)) for part in parts]


def months_in(free: Mapping[int, str]) -> list[HeadingPart]:
    """The headings that are months, each once, whatever year stands beside."""
    found: dict[int, HeadingPart] = {}
    for place, title in free.items():
        head, unit = unit_behind(title)
        words = [word for word in plain_words(head).split() if not word.isdigit()]
        month = MONTHS.get(words[0]) if len(words) == 1 else None
        if month and month not in found:
            found[month] = HeadingPart(place, str(month), unit)
    return list(found.values())


def years_in(free: Mapping[int, str]) -> list[HeadingPart]:
    """The headings that are years, alone or behind a word for a quantity, the oldest first."""
    found = []
    for place, title in free.items():
        head, unit = unit_behind(title)
        match = YEAR.fullmatch(head)
        before = plain_words(match["before"] or "") if match else ""
        if match and (not before or column_of(before, "flows") == "quantity"):
            found.append(HeadingPart(place, match["year"], unit))
    return sorted(found, key=lambda part: part.value)


def sizes_in(free: Mapping[int, str]) -> list[HeadingPart]:
    """The headings that are classes of size."""
    found = []
    for place, title in free.items():
        try:
            found.append(HeadingPart(place, size_class(title)))
        except CellRefused:
            continue
    return found


def cell_at(row: Row, place: int) -> Cell:
    """The cell at a place of a row; empty when it has none there."""
    return row.cells[place] if 0 <= place < len(row.cells) else ""
