"""Places in imports: those of the programme first, then every place of the gazetteer; a doubt is a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from eit.domain.place_names import names_in, place_key
from eit.domain.question import Choice
from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, CellRefused, Row, as_text
from eit.ingest.fields import Fields
from eit.ingest.names import Names, Record
from eit.ingest.values.words import clean_name
from eit.store.database import Database
from eit.store.places.gazetteer import JURISDICTIONS, Gazetteer, Place, gazetteer
from eit.store.places.search import PlaceMatch, find_places
from eit.store.places.units import known_places, territory_row

RULES = {
    "postal": "postal-code-several",
    "homonyms": "place-homonyms",
    "conflict": "place-conflict",
    "elsewhere": "place-elsewhere",
}
"""Why a place is asked → the sentence; other reasons say that the name is not known."""
BESIDE = {
    *("code postal", "cp", "postal code", "zip", "departement", "department", "mrc", "province", "region"),
    *("region administrative", "designation", "type de municipalite"),
}
"""Headings, in plain words, of cells that tell places of one name apart."""
POSTAL = re.compile(r"\b(?:[A-Za-z]\d[A-Za-z]\s?\d[A-Za-z]\d|\d{5})\b")
"""A postal code beside a name in one cell."""
DIFFERENT = 4
"""Places from which on one postal code for all of them cannot be theirs."""
CODES = {"insee": "official", "geographique": "official", "commune code": "official", "postal": "postal"}
"""Words of a heading that say what the digits under it are."""


@dataclass
class PlaceNames(Names):
    """The places that a file may name. `kinds` None: territories of every kind."""

    jurisdiction: str = ""
    country: str = ""
    kinds: Sequence[str] | None = None
    territories: dict[str, Record] = field(default_factory=dict)
    """Those of the data file by id; a place that a row names beyond them joins them."""
    by_name: bool = False
    """Whether a name holds against the postal code and the rest of its row, as a person said."""
    found: dict[tuple[str, ...], str] = field(default_factory=dict)
    asked: dict[tuple[str, ...], PlaceMatch] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)
    """Texts that name several places, of which the first was taken."""

    @cached_property
    def book(self) -> Gazetteer:
        """The gazetteer of one reading: whether its files changed is not looked at for every row."""
        return gazetteer()

    def add(self, row_id: str, spellings: Iterable[object]) -> None:
        """Let every spelling stand for the id, as places are written."""
        for spelling in (name for one in spellings for name in (one, *names_in(str(one or "")))):
            found = self.ids.setdefault(place_key(str(spelling or "")), [])
            if row_id not in found:
                found.append(row_id)

    def matches(self, text: str) -> list[str]:
        """The territories of the file that a spelling may stand for; those of the programme alone if there are some."""
        found = self.ids.get(place_key(text), []) if place_key(text) else []
        return [row_id for row_id in found if row_id in self.preferred] or found

    def find(
        self, cell: Cell, unknown: str, beside: Sequence[str] = (), code_means: str | None = None
    ) -> str:
        """The id of a typed place, with other cells of its row. Raises CellRefused with the places to choose from."""
        text = clean_name(cell)
        key = (text, code_means or "", *beside)
        if key not in self.found:
            self.found[key] = self._find(text, unknown, beside, code_means)
        return self.found[key]

    def _find(self, text: str, unknown: str, beside: Sequence[str], code_means: str | None) -> str:
        if text in self.territories:
            return text
        if self.jurisdiction not in JURISDICTIONS.values():
            return super().find(text, unknown)
        if self._is_id(text):
            return self.known(text)
        match = self._match(text, tuple(beside), code_means)
        if self.by_name and match.reason == "conflict":
            match = self._match(text, (), code_means)
            if match.reason == "conflict":
                match = self._match(POSTAL.sub(" ", text).strip(), (), code_means)
        self.several |= {text} if match.reason == "several" else set()
        own = [row_id for row_id in self.matches(text) if self.book.place(row_id) is None]
        if len(own) == 1 and match.status != "exact":
            return own[0]
        sure = [match.place_id] if match.place_id else [place.place_id for place in match.places]
        found = [*own, *(place_id for place_id in sure if match.status != "unknown")]
        if len(found) == 1 and (own or match.status == "exact"):
            return self.known(found[0])
        rule = RULES.get("homonyms" if own and len(found) > 1 else match.reason, unknown)
        shown = [*found] or [place.place_id for place in match.places]
        choices = tuple(Choice(row_id, self._told(row_id)) for row_id in found)
        raise CellRefused(rule, ", ".join(self._told(row_id) for row_id in shown[:6]), choices)

    def _is_id(self, text: str) -> bool:
        """Whether a text is the id of a place, as answers write it: whatever stands beside it, it was decided."""
        place = self.book.place(text)
        return (
            place is not None
            and place.country == self.country
            and place.kind in (self.kinds or (place.kind,))
        )

    def _match(self, text: str, beside: tuple[str, ...], code_means: str | None) -> PlaceMatch:
        """The same words are looked up once: a column repeats its places."""
        key = (text, code_means or "", *beside)
        match = self.asked.get(key)
        if match is None:
            match = find_places(text, self.country, self.preferred, self.kinds, beside, code_means)
            if match.status != "exact":  # what is exact is kept as found
                self.asked[key] = match
        return match

    def known(self, place_id: str) -> str:
        """A place of the gazetteer, which joins the territories that the file may name; its id."""
        if place_id not in self.territories:
            (place,) = self.book.get([place_id])
            self.territories[place_id] = {**territory_row(place), "inside": False}
        return place_id

    def _told(self, place_id: str) -> str:
        """`Senneterre (Paroisse, La Vallée-de-l'Or)`: what tells it from its twins."""
        place = self.book.place(place_id)
        if place is None:
            return str(self.territories.get(place_id, {}).get("name", place_id))
        above = self.book.place(place.parent_id or "")
        said = [place.designation if place.country == "CA" else place.code, above.name if above else ""]
        return f"{place.name} ({', '.join(part for part in said if part)})"


def told_beside(fields: Fields, column: str) -> tuple[tuple[str, ...], str | None]:
    """What the other cells of a row say about its place, and what the digits in `column` are by its heading."""
    known = fields.evidence.beside
    if column not in known:
        known[column] = _beside(fields, column)
    positions, means = known[column]
    cells = fields.row.cells
    told = (as_text(cells[place]) for place in positions if place < len(cells))
    return tuple(text for text in told if text.strip()), means


def _beside(fields: Fields, column: str) -> tuple[list[int], str | None]:
    """The positions of the columns that tell places apart, and what the digits of a column are by its heading."""
    titles = [plain_words(title) for title in fields.header.titles]
    position = fields.header.positions.get(column, -1)
    told = {place for name, place in fields.header.positions.items() if name != "postal_code"}
    found = [number for number, title in enumerate(titles) if title in BESIDE and number not in told]
    rows = [row for row in fields.evidence.sheet.rows if row.number > fields.header.row]
    silent = [
        number for number in found if "postal" in titles[number] and _says_nothing(rows, number, position)
    ]
    fields.evidence.silent |= set(silent)
    fields.evidence.sheet.notices += [
        ("postal-code-constant", fields.header.titles[number]) for number in silent
    ]
    heading = titles[position] if 0 <= position < len(titles) else ""
    means = next((means for words, means in CODES.items() if words in heading), None)
    if means is None and "code" in heading and fields.header.map.source:
        means = "official"
    return [number for number in found if number not in silent], means


def _says_nothing(rows: Sequence[Row], column: int, places: int) -> bool:
    """Whether a postal code is the same on every row although the places differ: a filler that nobody corrected."""
    said = [
        [as_text(row.cells[n]).strip() if 0 <= n < len(row.cells) else "" for n in (column, places)]
        for row in rows
    ]
    codes, towns = {one for one, _ in said if one}, {place_key(town) for one, town in said if one and town}
    return len(codes) == 1 and len(towns) >= DIFFERENT


def places_to_take_in(database: Path, records: Iterable[Record]) -> list[Place]:
    """The places that rows to be written name and the data file has not got."""
    named = {row.get(name) for row in records for name in ("municipality_id", "territory_id")} - {None}
    with Database(database) as opened:
        held = set(opened.query("territory_codes")["territory_id"])
    return known_places(gazetteer(), sorted(str(place_id) for place_id in named - held))
