"""One reader of typed dates: certain days are read, a day that could be a month is asked, the rest is refused."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.errors import InvalidSelection
from eit.domain.typed_date import read_date, read_partial_date
from eit.domain.typed_number import TwoReadings


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026/3/4", date(2026, 3, 4)),
        ("2026-03-04T10:30", date(2026, 3, 4)),
        ("25/12/2025", date(2025, 12, 25)),
        ("12/25/2025", date(2025, 12, 25)),
        ("05.05.2026", date(2026, 5, 5)),
        ("1er avril 2026", date(2026, 4, 1)),
        ("4 déc. 2025", date(2025, 12, 4)),
        ("April 1st 2026", date(2026, 4, 1)),
        ("", None),
        ("n.c.", None),
        (None, None),
        (date(2026, 3, 4), date(2026, 3, 4)),
    ],
)
def test_a_certain_day(typed: object, day: date | None, lang: str) -> None:
    assert read_date(typed, lang) == day


def test_a_day_that_could_be_a_month() -> None:
    assert read_date("03/04/2026", "fr") == date(2026, 4, 3)
    with pytest.raises(TwoReadings) as asked:
        read_date("03/04/2026", "en")
    assert asked.value.readings == (date(2026, 4, 3), date(2026, 3, 4))
    assert read_date("03/04/2026", "en", last=date(2026, 3, 31)) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("demain", "typed-not-a-date"),
        ("2026-13-01", "typed-date-impossible"),
        ("30/02/2026", "typed-date-impossible"),
        ("1026-01-01", "typed-date-impossible"),
        ("03/04/26", "typed-date-two-digit-year"),
        ("45000", "typed-not-a-date"),
        ("\u0662\u0660\u0662\u0666-01-01", "typed-not-a-date"),
        ("2026-01-11", "typed-date-after"),
        ("2019-12-31", "typed-date-before"),
    ],
)
def test_a_bad_date_is_refused_as_it_was_typed(typed: str, key: str) -> None:
    with pytest.raises(InvalidSelection) as refused:
        read_date(typed, "fr", date(2020, 1, 1), date(2026, 1, 10))
    assert (refused.value.key, refused.value.value) == (key, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2022", "2022"),
        ("2022-9", "2022-09"),
        ("09/2022", "2022-09"),
        ("septembre 2022", "2022-09"),
        ("12/09/2022", "2022-09-12"),
        ("2022-09-12", "2022-09-12"),
        ("", None),
    ],
)
def test_a_part_of_a_date(typed: str, kept: str | None) -> None:
    assert read_partial_date(typed, "fr", date(2024, 1, 1)) == kept


@pytest.mark.parametrize(
    ("typed", "key"),
    [("2024-02", "typed-date-after"), ("2023-13", "typed-date-impossible"), ("hier", "typed-not-a-date")],
)
def test_a_bad_part_of_a_date(typed: str, key: str) -> None:
    with pytest.raises(InvalidSelection) as refused:
        read_partial_date(typed, "fr", date(2024, 1, 31))
    assert refused.value.key == key


@given(st.text(max_size=20), st.sampled_from(["fr", "en"]))
def test_no_text_breaks_the_reader(typed: str, lang: str) -> None:
    for read in (read_date, read_partial_date):
        with contextlib.suppress(InvalidSelection, TwoReadings):
            read(typed, lang)
