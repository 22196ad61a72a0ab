"""Active months as people write them: `5-10`, `mai à octobre`, `juin, juillet`; a count of months is no month."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from eit.domain.months import ALL_YEAR, parse_months
from eit.domain.question import Choice
from eit.domain.text_key import plain_words
from eit.domain.typed_date import NUMBERS
from eit.ingest.cells import Cell, CellRefused
from eit.ingest.values.typed_numbers import is_not_communicated
from eit.ingest.values.words import clean_text

ALL_YEAR_WORDS = {
    *(
        "",
        "toute l annee",
        "annee",
        "all year",
        "year round",
        "continu",
        "a l annee",
        "en continu",
        "annuel",
        "tous",
    ),
    *(
        "tous les mois",
        "12 mois",
        "12 mois sur 12",
        "12 mois par an",
        "every month",
        "12 months",
        "a longueur d annee",
    ),
}
SEASONS = {
    **dict.fromkeys(("ete", "estival", "saison estivale", "summer", "l ete"), ("6-8", "5-10")),
    **dict.fromkeys(("hiver", "hivernal", "saison hivernale", "winter", "l hiver"), ("12-2", "11-4")),
    **dict.fromkeys(("printemps", "spring"), ("3-5",)),
    **dict.fromkeys(("automne", "fall", "autumn"), ("9-11",)),
}
"""A season is asked with the months that it may be: three of the calendar, or the half of the year."""
COUNT_WORDS = {"nombre", "nb", "number", "count", "duree", "combien", "how"}
BETWEEN = re.compile(r"\s*(?:-|–|—|\bà\b|\bau\b|\bto\b|\bthrough\b|\bjusqu['’](?:à|en)\b)\s*", re.I)
AND = re.compile(r"\s*(?:[,;/+]|\bet\b|\band\b)\s*", re.I)
COUNTED = re.compile(r"(\d{1,2})\s*mois(?: par an| sur 12)?|(\d{1,2})\s*months(?: a year)?", re.I)


def says_count(title: str) -> bool:
    """Whether a heading asks for a number of months: `Mois (nombre)`, `Nb de mois`."""
    return bool(set(plain_words(title).split()) & COUNT_WORDS)


def read_months(cell: Cell, counted: bool) -> int | None:
    """A mask of months, None when nothing is said. Raises CellRefused.

    A workbook turns `5-10` into a day: refused, with what it was. A number alone is a month or a count: asked.
    """
    if isinstance(cell, date | datetime):
        raise CellRefused("months-became-a-date", f"{cell.day}-{cell.month} / {cell.month}-{cell.day}")
    text = clean_text(cell)
    plain = plain_words(text)
    if plain in ALL_YEAR_WORDS or is_not_communicated(text):
        return ALL_YEAR
    if plain in SEASONS:
        raise CellRefused("months-season", SEASONS[plain][0], tuple(Choice(one) for one in SEASONS[plain]))
    count = COUNTED.fullmatch(text)
    number = int(count[1] or count[2]) if count else int(text) if text.isascii() and text.isdigit() else None
    if number is not None and 1 <= number <= 12:
        return _counted(number, counted or count is not None)
    return _mask(text)


def _counted(number: int, counted: bool) -> int:
    if counted and number == 12:
        return ALL_YEAR
    if counted:
        raise CellRefused("months-count", "5-10")
    whole = (Choice("1-12"),) if number == 12 else ()
    raise CellRefused("months-number", f"{number}-{number}", (Choice(f"{number}-{number}"), *whole))


@lru_cache(maxsize=500)
def _mask(text: str) -> int:
    bare = re.sub(r"^(?:de|du|from|en)\s+", "", text.strip(), flags=re.I)
    mask = 0
    try:
        for part in AND.split(bare):
            written = BETWEEN.split(part)
            if len({end.strip().isdigit() for end in written}) > 1:
                raise ValueError(part)  # `10-mai` is what a spreadsheet makes of 5-10
            ends = [_month(end) for end in written]
            if not 1 <= len(ends) <= 2:
                raise ValueError(part)
            mask |= parse_months("-".join(str(end) for end in ends))
    except ValueError as error:
        raise CellRefused("months-unreadable", "5-10") from error
    return mask


def _month(text: str) -> int:
    plain = plain_words(text)
    return NUMBERS[plain] if plain in NUMBERS else int(plain)
