"""Months as a mask, over the new year too, and the age of a declaration in whole months."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.months import ALL_YEAR, ages_in_months, month_count, months_of, parse_months


def age_in_months(observed: date, as_of: date) -> float:
    """The age of one day."""
    return ages_in_months(np.array([observed], "datetime64[D]"), as_of)[0]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1-12", range(1, 13)),
        ("", range(1, 13)),
        (None, range(1, 13)),
        ("  ", range(1, 13)),
        ("5-10", range(5, 11)),
        ("11-3", [1, 2, 3, 11, 12]),
        ("4,5,9", [4, 5, 9]),
        ("4; 5 ;9", [4, 5, 9]),
        ("12-1", [1, 12]),
        ("7", [7]),
        ("7-7", [7]),
        ("1-2,2-3", [1, 2, 3]),
    ],
)
def test_months_are_read(text, months):
    assert months_of(parse_months(text)) == tuple(months)
    assert month_count(parse_months(text)) == len(list(months))


@pytest.mark.parametrize("text", ["0", "13", "0-5", "5-13", "may", "1-2-3", "1,,2", "-3", "1.5"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):
        parse_months(text)


@given(st.sets(st.integers(1, 12), min_size=1))
def test_any_set_of_months_is_read_back(months):
    assert set(months_of(parse_months(",".join(map(str, months))))) == months


def test_only_twelve_months_count():
    assert month_count(ALL_YEAR << 1 | 1) == 12


@pytest.mark.parametrize(
    ("observed", "as_of", "months"),
    [
        (date(2024, 1, 15), date(2024, 1, 15), 0),
        (date(2024, 1, 15), date(2024, 2, 14), 0),
        (date(2024, 1, 15), date(2024, 2, 15), 1),
        (date(2022, 1, 15), date(2024, 1, 15), 24),
        (date(2023, 12, 31), date(2024, 1, 1), 0),
        (date(2025, 1, 1), date(2024, 1, 1), 0),
    ],
)
def test_age_is_in_whole_months_and_the_future_has_none(observed, as_of, months):
    assert age_in_months(observed, as_of) == months


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 4000))
def test_a_declaration_never_grows_younger(observed, days):
    today = observed + timedelta(days)
    assert (
        0 <= age_in_months(observed, today) <= age_in_months(observed, today + timedelta(1)) <= days / 28 + 1
    )


def test_a_day_that_is_not_known_has_no_age_and_several_are_counted_at_once():
    days = np.array(["2024-01-31", "NaT", "2030-01-01"], "datetime64[us]")
    ages = ages_in_months(days, date(2024, 3, 1))
    assert ages[[0, 2]].tolist() == [1, 0] and np.isnan(ages[1])
