"""What the headings of a wide table say: a material, a month, a year, a size class, a numbered twin, with a unit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from eit.domain.text_key import plain_words
from eit.domain.typed_date import NUMBERS as MONTHS
from eit.ingest.cells import Cell, CellRefused, Row, Sheet, as_text
from eit.ingest.columns import column_of, heading_of
from eit.ingest.kinds.business_counts import size_class
from eit.ingest.layout.headings import BETWEEN
from eit.ingest.values.typed_numbers import is_not_communicated
from eit.ingest.values.units import parse_unit

FEWEST_MATERIALS = 2
NUMBERED = re.compile(r"(?P<base>.*\D?)\s*[#n°]*\s*(?P<key>\d{1,2})", re.S)
FEWEST_PERIODS = {1: 9, 3: 3, 6: 2}
"""Months, and quarters, from which on they are columns of one year: fewer may be anything."""
DATED = (
    re.compile(r"(?P<year>(?:19|20)\d\d) ?(?P<month>\d\d)(?: \d\d(?: 00 00 00)?)?"),
    re.compile(r"(?:\d\d )?(?P<month>\d\d?) (?P<year>(?:19|20)\d\d)"),
    re.compile(r"(?:m|mois|month) ?(?P<month>\d\d?)(?: (?P<year>(?:19|20)\d\d))?"),
)
QUARTER = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d) )?(?:(?:t|q|trim|trimestre|quarter) ?(?P<n>[1-4])|"
    r"(?P<n2>[1-4])(?:er|e|eme|nd|rd|th|st)? ?(?:trim|trimestre|quarter))(?: (?P<year2>(?:19|20)\d\d))?"
)
HALF_YEAR = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d) )?(?:(?:s|sem|semestre|h|half) ?(?P<n>[12])|"
    r"(?P<n2>[12])(?:er|e|eme|nd|st)? ?(?:semestre|half))(?: (?P<year2>(?:19|20)\d\d))?"
)
YEAR = re.compile(r"(?:(?P<before>\D*)\s)?(?P<year>(?:19|20)\d\d)(?:\s(?P<rest>\D*))?")
BRACKETS = re.compile(r"(?P<head>.*?)\s*[(\[](?P<rest>[^()\[\]]*)[)\]]\s*", re.S)
MARKS = {"x", "oui", "yes", "o", "vrai", "true"}
"""What a cell says under a material when it is there and nobody told how much."""
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
    numbers = [
        text
        for text in filled
        if text[:1].isdigit() or is_not_communicated(text) or plain_words(text) in MARKS
    ]
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


def periods_in(free: Mapping[int, str]) -> list[HeadingPart]:
    """The headings that are months, quarters or halves of the last year that has them all, or as many as any; in order.

    `value` is the year, empty when none is said, and the first and the last month: `2024|1|3`. Twelve months in a row
    over two years are a year too.
    """
    found: dict[tuple[str, int, int], HeadingPart] = {}
    for place, title in free.items():
        head, unit = unit_behind(title)
        said = _period(head)
        if said and said not in found:
            found[said] = HeadingPart(place, "|".join(map(str, said)), unit)
    for wide in FEWEST_PERIODS:
        parts = {said: part for said, part in found.items() if said[2] - said[1] == wide - 1}
        years = sorted({said[0] for said in parts}, reverse=True)
        held = [[part for said, part in sorted(parts.items()) if said[0] == year] for year in years]
        whole = 12 // wide
        best = next((one for one in held if len(one) == whole), max(held, key=len, default=[]))
        together = [part for _, part in sorted(parts.items())][-whole:]
        if len(best) < whole and len(years) == 2 and len(parts) >= whole and _in_a_row(together, wide):
            best = together
        if len(best) >= FEWEST_PERIODS[wide]:
            return best
    return []


def _in_a_row(parts: Sequence[HeadingPart], wide: int) -> bool:
    """Whether the periods follow each other without a gap."""
    at = [int(year or 0) * 12 + int(first) for year, first, _ in (part.value.split("|") for part in parts)]
    return all(after - before == wide for before, after in itertools.pairwise(at))


def _period(head: str) -> tuple[str, int, int] | None:
    """Year, first and last month of a heading that is a month or a quarter: `janv. 2024`, `2024-01`, `M1`, `T1`."""
    plain = plain_words(head)
    for pattern in DATED:
        match = pattern.fullmatch(plain)
        if match and 1 <= int(match["month"]) <= 12:
            year = match.groupdict().get("year") or ""
            return year, int(match["month"]), int(match["month"])
    match = HALF_YEAR.fullmatch(plain)
    if match:
        half = int(match["n"] or match["n2"])
        return match["year"] or match["year2"] or "", 6 * half - 5, 6 * half
    match = QUARTER.fullmatch(plain)
    if match:
        number = int(match["n"] or match["n2"])
        return match["year"] or match["year2"] or "", 3 * number - 2, 3 * number
    words = [
        word for word in plain.split() if not word.isdigit() and word not in ("mois", "de", "d", "month")
    ]
    month = MONTHS.get(words[0]) if len(words) == 1 else None
    years = [word for word in plain.split() if word.isdigit() and len(word) in (2, 4)]
    year = ("20" + years[0])[-4:] if years else ""
    return (year, month, month) if month else None


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


def measures_in(titles: Sequence[str], has_quantity: bool) -> list[HeadingPart]:
    """The headings that are quantities, each in a unit of its own (`Quantité t/an`), or units alone (`kWh`)."""
    found = []
    for place, title in enumerate(titles):
        name, rest = heading_of(title, "flows")
        said = rest if name == "quantity" else title if name is None else ""
        try:
            unit = parse_unit(said) if said.strip() else None
        except CellRefused:
            continue
        if unit and unit.base:
            found.append(HeadingPart(place, title, said))
    named = [part for part in found if part.unit != part.value]
    whole = [title for title in titles if heading_of(title, "flows") == ("quantity", "")]
    if whole or (has_quantity and not named):
        return []
    return found if len(found) > 1 or not named else []
