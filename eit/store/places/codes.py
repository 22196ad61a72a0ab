"""Codes of places: what an official or a postal code, as people and spreadsheets write it, may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from eit.store.places.gazetteer import Gazetteer, Place, Spelling

OLD_CORSICAN = re.compile(r"20\d{3}")
"""Codes of Corsican communes until 1976; the last three digits stayed."""


@dataclass(frozen=True)
class Hit:
    """A place that a text may mean, and how its spelling was found."""

    place: Place
    how: str
    label: str


def hits_of(book: Gazetteer, spellings: Iterable[Spelling]) -> list[Hit]:
    """The places of some spellings."""
    spellings = list(spellings)
    places = {place.place_id: place for place in book.get(dict.fromkeys(one.place_id for one in spellings))}
    return [Hit(places[one.place_id], one.how, one.label) for one in spellings if one.place_id in places]


def by_postal(book: Gazetteer, code: str) -> list[Hit]:
    """The places of a postal code; in Québec that of a town hall, or those that share its first three signs."""
    found = [one for one in book.spelled(code.casefold()) if one.how in ("postal", "office")]
    if not code.isdigit() and (not found or code[1] == "0"):  # a rural code serves several villages
        found = [one for one in book.holding(code[:3].casefold()) if one.how == "office"]
        found = [
            replace(one, how="partial")
            for one in found
            if len(code) == 3 or code[1] != "0" or one.label == code
        ]
    return hits_of(book, found)


def by_code(
    book: Gazetteer, code: str, means: str | None, allowed: Callable[[Iterable[Hit]], list[Hit]]
) -> list[Hit]:
    """Every place of a code: INSEE, MAMH, SIREN; StatCan's 24 in front; zeros that a spreadsheet lost."""
    official, merged = book.coded(code), [*book.spelled(code.casefold())]
    if len(code) in (4, 7) and code.startswith("24"):
        official += [one for one in book.coded(code[2:]) if one.country == "CA"]
        merged += [one for one in book.spelled(code[2:]) if one.place_id.startswith("mun-")]
    if len(code) == 3 and code.endswith("0"):
        official += [one for one in book.coded(code[:2]) if one.kind == "mrc"]
    letters = "AB" if OLD_CORSICAN.fullmatch(code) else ""
    corsican = [one for letter in letters for one in book.coded(f"2{letter}{code[2:]}")]
    merged = [one for one in merged if one.how == "code"]
    asked = {
        "official": [
            *(Hit(one, "code", code) for one in official),
            *(replace(hit, how="former") for hit in hits_of(book, merged)),
            *(Hit(one, "former", code) for one in corsican),
        ],
        "postal": by_postal(book, code) if code.isdigit() else [],
    }
    if not allowed(hit for hits in asked.values() for hit in hits) and len(code) in (1, 4):
        padded = [Hit(one, "zero-lost", code) for one in book.coded("0" + code)]
        asked = {"official": padded, "postal": by_postal(book, "0" + code)}
    return asked[means] if means else [*asked["official"], *asked["postal"]]
