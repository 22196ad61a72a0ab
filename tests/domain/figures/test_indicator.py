"""What a value of an indicator may be: the unit decides, n.c. is never 0."""

from __future__ import annotations

import math
from datetime import date

import pytest

from eit.domain.errors import Refusal
from eit.domain.figures.indicator import (
    Cell,
    checked_value,
    checked_year,
    choices,
    current_target,
    ensure_ordered,
    progress,
    read_value,
)

YES_NO = "{0=non;1=oui}"


def test_the_words_of_a_unit() -> None:
    assert choices(YES_NO) == {0: "non", 1: "oui"}
    assert choices("t/an") == choices("{oops}") == choices("") == {}


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("oui", YES_NO, 1),
        ("NON", YES_NO, 0),
        ("0", YES_NO, 0),
        ("12,5 t", "t/an", 12.5),
        ("n.c.", YES_NO, None),
        (" N. C. ", "t/an", None),
        ("", "t/an", None),
        ("1 234,5", "t/an", 1234.5),
        ("\u22123", "t CO2e/an", -3),
    ],
)
def test_a_typed_value(typed: str, unit: str, value: float | None) -> None:
    assert read_value(typed, unit, "i", "fr") == value


@pytest.mark.parametrize(
    ("value", "unit", "key"),
    [
        (2, YES_NO, "indicator-choice"),
        (1.2, "part", "indicator-share"),
        (101, "%", "indicator-share"),
        (-1, "%", "indicator-share"),
        (1.5, "nombre", "indicator-count"),
        (-1, "nombre", "indicator-count"),
        (math.nan, "t/an", "value-not-finite"),
        (math.inf, "t/an", "value-not-finite"),
    ],
)
def test_a_value_that_the_unit_does_not_allow(value: float, unit: str, key: str) -> None:
    with pytest.raises(Refusal) as told:
        checked_value(value, unit, "i")
    assert told.value.key == key


def test_what_is_allowed_is_kept() -> None:
    assert checked_value(None, YES_NO, "i") is None
    assert checked_value(-12.5, "t CO2e/an", "i") == -12.5
    assert checked_value(1, "part", "i") == 1


@pytest.mark.parametrize(
    ("year", "bound", "key"),
    [
        (2027, "value", "year-in-future"),
        (1800, "value", "year-out-of-range"),
        (2026, "wish", "bound-unknown"),
        (None, "target", "target-without-date"),
        ("2027-13", "target", "date-unreadable"),
        ("3027-01", "target", "year-out-of-range"),
        ("2026-06", "value", "date-unreadable"),
    ],
)
def test_a_year_that_is_refused(year: int | str | None, bound: str, key: str) -> None:
    with pytest.raises(Refusal) as told:
        checked_year(year, bound, 2026, "i")
    assert told.value.key == key


def test_only_a_target_lies_ahead() -> None:
    assert checked_year(2030, "target", 2026, "i") == "2030"
    assert checked_year("2030-06", "target", 2026, "i") == "2030-06"
    assert checked_year(None, "value", 2026, "i") is None


def test_the_target_that_counts_is_the_next_one_due() -> None:
    cells = [Cell("2025", 5.0, "known"), Cell("2027-06", 8.0, "known"), Cell("2028", 10.0, "known")]
    assert [current_target(cells, date(year, 1, 1)) for year in (2024, 2026, 2028, 2030)] == [
        cells[0], cells[1], cells[2], cells[2],
    ]  # fmt: skip
    assert current_target([], date(2026, 1, 1)) is None


def test_a_minimum_above_the_maximum() -> None:
    with pytest.raises(Refusal, match="bounds not ordered"):
        ensure_ordered({"min": 2, "max": 1}, "t", "i")
    ensure_ordered({"min": None, "max": 1}, "t", "i")


def test_progress_needs_a_value_and_a_target() -> None:
    assert progress(8, 10) == 8 / 10
    assert progress(None, 10) is progress(8, None) is progress(8, 0) is None
