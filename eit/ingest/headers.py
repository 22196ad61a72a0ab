"""Which column of a file is which of ours: what a person says, what was said of this source, then its headings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from eit.domain.text_key import plain_words
from eit.ingest.cells import FileRefused, Row, Sheet, as_text, column_letters
from eit.ingest.columns import (
    COLUMNS,
    MEASURED,
    NEEDED,
    behind,
    column_of,
    directed,
    heading_of,
    is_understood,
    likely_column,
)
from eit.ingest.layout.untitled import made_titles
from eit.ingest.registers.recognising import recognise
from eit.ingest.source_map import SourceMap

SEARCHED_ROWS = 40
LONGEST_TITLE = 80
MOSTLY_WORDS = 0.7
"""The share of words from which on a row may be one of titles; below, it is one of data."""
SURELY = 10
"""What the headings of a register count beside those that only look like ours."""
PLACE = "municipality_id"
"""A column that a register gives by its code and by its name: the code says which of two places of one name."""
CODE = {"code", "cd", "insee", "id"}
LABEL = {"libelle", "lib", "nom", "name"}
OURS = ("row", "cell", "rule", "message", "proposal")
"""Columns that a file of refused rows carries; they are read over."""
Answered = Mapping[str, str | None]
"""Heading → our column, or None for one to leave aside."""


@dataclass(frozen=True)
class KnownHeaders:
    """What is decided of the columns of a kind: a map, the answers of a person, what earlier sources were told."""

    kind: str
    map: SourceMap = field(default_factory=SourceMap)
    answered: Answered = field(default_factory=dict)
    remembered: Mapping[str, Answered] = field(default_factory=dict)
    suggested: Answered = field(default_factory=dict)
    """What a file of answers says of headings; those that this file does not have change nothing."""

    def known_titles(self) -> set[str]:
        """Headings that stand for something although nothing of ours is called so."""
        said = [*self.map.columns.values(), *self.map.headings, *self.answered, *self.suggested]
        said += [title for titles in self.remembered.values() for title in titles]
        return {plain_words(title) for title in said}

    def count(self, cells: Sequence[str]) -> int:
        """How many different columns a row of cells names, in our words or in those of a register."""
        titles = self.known_titles()
        found = {
            plain_words(cell)
            if plain_words(cell) in titles
            else column_of(cell, self.kind) or self._numbered(cell) or likely_column(cell, self.kind)
            for cell in cells
            if cell and len(cell) < LONGEST_TITLE
        }
        register = recognise([cells], self.kind)
        return max(len(found - {None, ""}), SURELY + len(register.headings) if register else 0)

    def _numbered(self, cell: str) -> str | None:
        """The column of `Quantité offre 2`; a word for a direction without a number may as well be a value."""
        key, base = directed(cell) if self.kind == "flows" and cell[-1:].isdigit() else ("", "")
        return column_of(base, self.kind) if " " in key else None


@dataclass(frozen=True)
class Header:
    """Where each column stands. `titles` are the headings as written.

    `chosen`: headings for which a person, now or before, decided; `recalled`: it was before.
    """

    row: int
    positions: dict[str, int]
    titles: tuple[str, ...]
    ignored: tuple[str, ...]
    map: SourceMap = field(default_factory=SourceMap)
    chosen: Answered = field(default_factory=dict)
    recalled: bool = False
    behind: Mapping[str, str] = field(default_factory=dict)
    """Column → what its heading says behind its name: `kg par mois`, `k$`, `%`."""
    missing: tuple[tuple[str, ...], ...] = ()
    """Needed columns that nothing gives; each entry names alternatives."""

    @property
    def source_key(self) -> str:
        """What a file is recognised by the next time: its headings."""
        return source_key(self.titles)


def source_key(titles: Sequence[str]) -> str:
    """The headings of a source, simplified and joined; those of a file of refused rows apart."""
    return "|".join(
        plain_words(title) for title in titles if plain_words(title) and plain_words(title) not in OURS
    )


def find_header(sheet: Sheet, told: KnownHeaders) -> Header:
    """The header row, with every column placed; a needed one that nothing gives is `missing`, to be asked.

    Raises FileRefused: nothing that looks like headings, a column given twice.
    """
    row = _header_row(sheet, told)
    titles = tuple(as_text(cell).strip() for cell in row.cells)
    positions, chosen, recalled, twice = _placed(titles, told)
    there = {*positions, *told.map.constants}
    if {"x", "y"} <= there:
        there |= {"latitude", "longitude"}
    if {"latitude", "longitude"} <= there or "postal_code" in there:
        there |= {"municipality_id"}  # it is found from the one or the other
    if told.map.counted:
        there |= {"businesses", "year"}
    missing = tuple(names for names in NEEDED[told.kind] if not there & set(names))
    missing += tuple((name,) for name in twice if not any(name in names for names in missing))
    used = {titles[place] for place in positions.values()}
    ignored = [title for title in titles if title and title not in used and plain_words(title) not in OURS]
    _say_unnamed(sheet, row.number, titles)
    rest = {
        name: _behind(titles[place], name, told.kind) for name, place in positions.items() if name in MEASURED
    }
    units = _units_row(sheet, row.number, positions)
    if units:
        rest |= units[1]
        sheet.notices.append(("units-row", str(units[0])))
    return Header(
        units[0] if units else row.number,
        positions,
        titles,
        tuple(ignored),
        told.map,
        chosen,
        recalled,
        rest,
        missing,
    )


def _behind(title: str, column: str, kind: str) -> str:
    name, rest = heading_of(title, kind)
    return rest if name == column else behind(title, column)


def _header_row(sheet: Sheet, told: KnownHeaders) -> Row:
    """The row that names most of our columns; failing that, the fullest row of words with rows below it."""
    scored = [(told.count([as_text(cell) for cell in row.cells]), row) for row in sheet.rows[:SEARCHED_ROWS]]
    best, row = max(scored, key=lambda pair: pair[0], default=(0, Row(0, ())))
    if best >= 2:
        return row
    if told.map.columns:
        raise FileRefused("import-no-header", value=_listed(NEEDED[told.kind]))
    widths = [(len(_words(row)), -place) for place, row in enumerate(sheet.rows[:SEARCHED_ROWS])]
    width, place = max(widths, default=(0, 0))
    below = sheet.rows[1 - place :]
    row = sheet.rows[-place] if sheet.rows else Row(0, ())
    is_data = width > 0 and len(_words(row)) < _filled(row) * MOSTLY_WORDS
    if (width < 2 and not is_data) or not any(_filled(other) >= 2 for other in below):
        raise FileRefused("import-no-header", value=_listed(NEEDED[told.kind]))
    return made_titles(sheet) if is_data else row


def _words(row: Row) -> set[str]:
    """The different cells of a row that could be titles: words, not numbers."""
    texts = {cell.strip() for cell in row.cells if isinstance(cell, str)}
    return {text for text in texts if any(sign.isalpha() for sign in text)}


def _filled(row: Row) -> int:
    return sum(bool(as_text(cell).strip()) for cell in row.cells)


def _listed(needed: Sequence[Sequence[str]]) -> str:
    return ", ".join(" / ".join(names) for names in needed)


_Placed = tuple[dict[str, int], dict[str, str | None], bool, set[str]]


def _placed(titles: Sequence[str], told: KnownHeaders) -> _Placed:
    """Column → position; the headings that a person decided; whether that was remembered; columns said twice."""
    places = {plain_words(title): place for place, title in reversed(list(enumerate(titles))) if title}
    absent = [title for title in _named(told) if plain_words(title) not in places]
    if absent:
        raise FileRefused("import-title-absent", value=", ".join(absent))
    if told.map.columns:
        positions = {name: places[plain_words(title)] for name, title in told.map.columns.items()}
        return positions, _decided(titles, positions), False, set()
    before = {**told.remembered.get(source_key(titles), {}), **told.suggested}
    decided = {plain_words(title): name for title, name in {**before, **told.answered}.items()}
    positions = {}
    twice: set[str] = set()
    code = _place_code(titles, told.kind)
    for place, title in enumerate(titles):
        said = plain_words(title) in decided
        name = decided[plain_words(title)] if said else column_of(title, told.kind)
        if name is None or (not said and name in (*decided.values(), *told.map.constants)):
            continue
        if name == PLACE and not said and code not in (None, place):
            continue
        if name in positions and said:
            raise FileRefused("import-header-twice", value=f"{titles[positions[name]]}, {title}")
        twice |= {name} & set(positions)
        positions[name] = place
    positions = {name: place for name, place in positions.items() if name not in twice}
    likely = _likely(titles, told.kind, {*positions, *twice, *decided.values(), *told.map.constants}, decided)
    positions |= {name: place for name, place in likely.items() if place not in positions.values()}
    chosen = {
        title: decided[plain_words(title)] for title in titles if title and plain_words(title) in decided
    }
    return positions, chosen, bool(before) and not (told.answered or told.suggested), twice


def _likely(
    titles: Sequence[str], kind: str, taken: Collection[str | None], decided: Mapping[str, str | None]
) -> dict[str, int]:
    """The columns that one heading only is likely to be: `Commune de l'établissement`; of two, a person says which."""
    found: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        name = None if plain_words(title) in decided else likely_column(title, kind)
        if name and name not in taken and column_of(title, kind) is None:
            found.setdefault(name, []).append(place)
    for words in (CODE, LABEL):
        told = [place for place in found.get(PLACE, []) if words & set(plain_words(titles[place]).split())]
        if len(told) == 1:
            found[PLACE] = told
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def _place_code(titles: Sequence[str], kind: str) -> int | None:
    """Where the one heading of a code of municipalities stands; None when there is none, or several."""
    found = [
        place
        for place, title in enumerate(titles)
        if column_of(title, kind) == PLACE and CODE & set(plain_words(title).split())
    ]
    return found[0] if len(found) == 1 else None


def _named(told: KnownHeaders) -> list[str]:
    said = [*told.answered.values(), *told.suggested.values()]
    wrong = sorted({name for name in said if name} - set(COLUMNS[told.kind]))
    if wrong:
        raise FileRefused(
            "import-field-unknown", value=f"{', '.join(wrong)} ({', '.join(COLUMNS[told.kind])})"
        )
    return [*told.map.columns.values(), *told.map.headings, *told.answered]


def _decided(titles: Sequence[str], positions: Mapping[str, int]) -> dict[str, str | None]:
    """What a map says of every heading; a plane position is not remembered: without the map it means nothing."""
    names = {titles[place]: name for name, place in positions.items()}
    return {title: None if names.get(title) in ("x", "y") else names.get(title) for title in titles if title}


def _say_unnamed(sheet: Sheet, header: int, titles: tuple[str, ...]) -> None:
    """A column of values without a title is left aside and said: a count of the rows, or nobody knows what."""
    for place in (place for place, title in enumerate(titles) if not title):
        values = [
            text
            for row in sheet.rows
            if row.number > header and place < len(row.cells) and (text := as_text(row.cells[place]).strip())
        ]
        if values:
            counts = all(text.isdigit() for text in values) and len(set(values)) == len(values)
            rule = "index-column" if counts else "untitled-column"
            sheet.notices.append((rule, column_letters(place)))


def _units_row(sheet: Sheet, header: int, positions: Mapping[str, int]) -> tuple[int, dict[str, str]] | None:
    """The row under the titles that says units only (`(t/an)`, `$/t`), and what it says of which column."""
    below = next((row for row in sheet.rows if row.number > header and _filled(row)), None)
    if below is None:
        return None
    columns = {place: name for name, place in positions.items()}
    said: dict[str, str] = {}
    for place, cell in enumerate(below.cells):
        text = as_text(cell).strip(" ()[]")
        if not text:
            continue
        name = columns.get(place)
        if name not in MEASURED or not is_understood(str(name), text):
            return None
        said[str(name)] = text
    return (below.number, said) if said else None
