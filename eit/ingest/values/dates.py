"""Dates as people type them: ISO, day first when that is certain, and what a workbook stores."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, CellRefused, Flawed, as_text
from eit.ingest.values.typed_numbers import EXCEL_ERROR, is_not_communicated

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?", re.A)
SHORT = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.A)
TWO_DIGITS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}", re.A)
SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]\d+)?", re.A)
WORDS = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4})", re.A)
WORDS_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})", re.A)
MONTHS = (
    "janvier january jan",
    "fevrier february fev feb fevr",
    "mars march mar",
    "avril april avr apr",
    "mai may",
    "juin june jun",
    "juillet july juil jul",
    "aout august aug",
    "septembre september sept sep",
    "octobre october oct",
    "novembre november nov",
    "decembre december dec",
)
NUMBERS = {word: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
FIRST_YEAR, LAST_YEAR = 1900, 2100


def order_of(cells: Iterable[Cell], answer: str | None = None) -> str | None:
    """`dmy` or `mdy` when the column shows one beyond doubt (a number above 12), else None."""
    if answer:
        return answer
    seen = set()
    for cell in cells:
        match = SHORT.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if match and int(match[1]) > 12 >= int(match[2]):
            seen.add("dmy")
        elif match and int(match[2]) > 12 >= int(match[1]):
            seen.add("mdy")
    return seen.pop() if len(seen) == 1 else None


def parse_date(
    cell: Cell, order: str | None, workbook: bool = False, epoch_1904: bool = False
) -> date | None:
    """The day of a cell, None when not communicated. Raises CellRefused: impossible, or of two readings."""
    if isinstance(cell, Flawed):
        raise CellRefused(cell.rule)
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    text = as_text(cell).strip()
    if is_not_communicated(text):
        return None
    if SERIAL.fullmatch(text):
        return _serial(float(text.replace(",", ".")), workbook, epoch_1904)
    match = ISO.fullmatch(text)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = SHORT.fullmatch(text)
    if match:
        return _short(int(match[1]), int(match[2]), int(match[3]), order)
    if TWO_DIGITS.fullmatch(text):
        raise CellRefused("date-two-digit-year")
    return _words(text)


def _short(first: int, second: int, year: int, order: str | None) -> date:
    if second > 12 >= first:
        return _day(year, first, second)
    if first > 12 or first == second or order == "dmy":
        return _day(year, second, first)
    if order == "mdy":
        return _day(year, first, second)
    raise CellRefused("date-ambiguous", f"{_day(year, second, first)} / {_day(year, first, second)}")


def _words(text: str) -> date:
    plain = plain_words(text)
    match = WORDS.fullmatch(plain)
    day, word, year = match.groups() if match else ("", "", "")
    if not match:
        match = WORDS_FIRST.fullmatch(plain)
        word, day, year = match.groups() if match else ("", "", "")
    if not match or word not in NUMBERS:
        raise CellRefused("excel-error" if EXCEL_ERROR.match(text) else "not-a-date")
    return _day(int(year), NUMBERS[word], int(day))


def _serial(days: float, workbook: bool, epoch_1904: bool) -> date:
    found = (EPOCH_1904 if epoch_1904 else EPOCH_1900) + timedelta(days=int(days))
    if workbook:
        return _within(found)
    raise CellRefused("date-serial", found.isoformat())


def _day(year: int, month: int, day: int) -> date:
    try:
        return _within(date(year, month, day))
    except ValueError as error:
        raise error if isinstance(error, CellRefused) else CellRefused("date-impossible") from error


def _within(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellRefused("date-impossible")
    return found
