"""Typed dates: the one reader of a day that a person writes; a day that could be a month is a question."""

from __future__ import annotations

import re
from datetime import date

from eit.domain.errors import InvalidSelection
from eit.domain.text_key import plain_words
from eit.domain.typed_number import TwoReadings, Unread, echoed, is_not_communicated

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?", re.A)
SHORT = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.A)
TWO_DIGITS = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}", re.A)
WORDS = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4})", re.A)
WORDS_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})", re.A)
YEAR, YEAR_MONTH = re.compile(r"\d{4}", re.A), re.compile(r"(\d{4})[-/.](\d{1,2})", re.A)
MONTH_YEAR, MONTH_WORD_YEAR = (
    re.compile(r"(\d{1,2})[-/. ](\d{4})", re.A),
    re.compile(r"([a-z]+) (\d{4})", re.A),
)
MONTHS = (
    "janvier january jan janv",
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
FIRST_YEAR, LAST_YEAR = 1900, 2100
DAY_FIRST = {"fr": True}
"""French is never written month first; English is written both ways, so it is asked."""


def day_readings(text: str) -> tuple[date, ...]:
    """The days that a text can mean, day first before month first; one when it is certain.

    Raises Unread: `not-a-date`, `date-impossible`, `date-two-digit-year`.
    """
    text = text.strip()
    if match := ISO.fullmatch(text):
        return (calendar_day(int(match[1]), int(match[2]), int(match[3])),)
    if match := SHORT.fullmatch(text):
        return _short(int(match[1]), int(match[2]), int(match[3]))
    if TWO_DIGITS.fullmatch(text):
        raise Unread("date-two-digit-year")
    plain = plain_words(text)
    if match := WORDS.fullmatch(plain):
        day, word, year = match.groups()
    elif match := WORDS_FIRST.fullmatch(plain):
        word, day, year = match.groups()
    if not match or word not in NUMBERS:
        raise Unread("not-a-date")
    return (calendar_day(int(year), NUMBERS[word], int(day)),)


def _short(first: int, second: int, year: int) -> tuple[date, ...]:
    if second > 12 >= first:
        return (calendar_day(year, first, second),)
    if first > 12 or first == second:
        return (calendar_day(year, second, first),)
    return calendar_day(year, second, first), calendar_day(year, first, second)


def calendar_day(year: int, month: int, day: int) -> date:
    """A day of the calendar from 1900 to 2100. Raises Unread("date-impossible")."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unread("date-impossible")
    try:
        return date(year, month, day)
    except ValueError:
        raise Unread("date-impossible") from None


def read_date(
    typed: object, lang: str, first: date | None = None, last: date | None = None, row_id: str | None = None
) -> date | None:
    """The day that a person typed, on a screen in `lang`; None when nothing is said or it is "n.c.".

    Raises TwoReadings when a day could be a month and the language does not tell; InvalidSelection (`typed-…`, with
    what was typed): no date, no day of the calendar, a year of two digits, before `first`, after `last`.
    """
    if typed is None or isinstance(typed, date):
        return None if typed is None else _within(typed, typed.isoformat(), first, last, row_id)
    text = str(typed)
    if is_not_communicated(text):
        return None
    try:
        found = day_readings(text)
    except Unread as error:
        raise InvalidSelection(f"typed-{error.rule}", value=echoed(text), row_id=row_id) from None
    if DAY_FIRST.get(lang):
        found = found[:1]
    held = [day for day in found if (first or date.min) <= day <= (last or date.max)]
    if len(held) > 1:
        raise TwoReadings("typed-two-dates", text, held, row_id)
    return held[0] if held else _within(found[0], text, first, last, row_id)


def _within(day: date, text: str, first: date | None, last: date | None, row_id: str | None) -> date:
    if first is not None and day < first:
        raise InvalidSelection("typed-date-before", value=echoed(text), unit=first.isoformat(), row_id=row_id)
    if last is not None and day > last:
        raise InvalidSelection("typed-date-after", value=echoed(text), unit=last.isoformat(), row_id=row_id)
    return day


def read_partial_date(
    typed: object, lang: str, last: date | None = None, row_id: str | None = None
) -> str | None:
    """A day, a month or a year as `2022-09-12`, `2022-09` or `2022`; None when it is not known.

    Raises as `read_date`.
    """
    text = "" if typed is None else str(typed).strip()
    plain, year, month = plain_words(text), None, None
    if YEAR.fullmatch(text):
        year = int(text)
    elif match := YEAR_MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
    elif match := MONTH_YEAR.fullmatch(text):
        year, month = int(match[2]), int(match[1])
    elif (match := MONTH_WORD_YEAR.fullmatch(plain)) and match[1] in NUMBERS:
        year, month = int(match[2]), NUMBERS[match[1]]
    if year is None:
        day = read_date(text, lang, last=last, row_id=row_id)
        return None if day is None else day.isoformat()
    try:
        begins = calendar_day(year, 1 if month is None else month, 1)
    except Unread as error:
        raise InvalidSelection(f"typed-{error.rule}", value=echoed(text), row_id=row_id) from None
    _within(begins, text, None, last, row_id)
    return f"{year}" if month is None else f"{year}-{month:02d}"
