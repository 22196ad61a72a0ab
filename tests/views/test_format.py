"""Numbers, quantities and dates, as a reader of each language expects them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.figures.figure import NOT_AVAILABLE, NOT_COMMUNICATED, NOT_ESTIMATED
from eit.views import format as fmt


@dataclass(frozen=True)
class Band:
    low: float
    central: float
    high: float


@pytest.mark.parametrize(
    ("value", "how", "french", "english"),
    [
        (1234567, {}, "1\u202f234\u202f567", "1,234,567"),
        (1234.56, {"decimals": 1}, "1\u202f234,6", "1,234.6"),
        (12.5, {}, "12,5", "12.5"),
        (12.0, {}, "12", "12"),
        (0.0042, {}, "0,0042", "0.0042"),
        (-3.5, {}, "\u22123,5", "\u22123.5"),
        (-0.001, {"decimals": 0}, "0", "0"),
        (1234, {"significant": 2}, "1\u202f200", "1,200"),
        (None, {}, "n.c.", "n.c."),
        (float("nan"), {"missing": NOT_ESTIMATED}, "non estimé", "not estimated"),
        (float("inf"), {"missing": NOT_AVAILABLE}, "n. d.", "n/a"),
    ],
)
def test_numbers(value: float | None, how: dict, french: str, english: str) -> None:
    assert fmt.number(value, "fr", **how) == french
    assert fmt.number(value, "en", **how) == english


def test_quantities_carry_their_unit_on_the_same_line() -> None:
    assert fmt.mass(12345.6, "fr") == "12\u202f346\u00a0t"
    assert fmt.mass(0.35, "en") == "350\u00a0kg"
    assert fmt.mass(0, "fr") == "0\u00a0t"
    assert fmt.mass(2.5e6, "fr") == "2,5\u00a0Mt"
    assert fmt.energy(2500, "en") == "2.5\u00a0MWh"
    assert fmt.volume(1200, "fr") == "1\u202f200\u00a0m³"
    assert fmt.quantity(3, "place", "fr") == "3\u00a0places/an"
    assert fmt.quantity(1, "place", "en") == "1\u00a0place/yr"
    assert fmt.quantity(None, "t", "fr") == "n.c."


def test_distances_lose_their_decimals_as_they_grow() -> None:
    written = [fmt.distance(km, "fr") for km in (0, 0.204, 1.25, 12.4, 1234)]
    assert written == ["0\u00a0km", "200\u00a0m", "1,2\u00a0km", "12\u00a0km", "1\u202f234\u00a0km"]


def test_a_range_shows_its_band_and_never_hides_a_sign() -> None:
    assert fmt.span(Band(8, 12, 20), "t", "fr") == "12\u00a0t [8–20]"
    assert fmt.span(Band(-3, 12, 20), "t", "fr") == "12\u00a0t [\u22123 à 20]"
    assert fmt.span(Band(-3, 12, 20), "t", "en") == "12\u00a0t [\u22123 to 20]"
    assert fmt.span(None, "t", "fr") == "non estimé"


def test_unknown_is_a_word_of_its_own() -> None:
    assert fmt.percent(0.4, "fr") == "40\u00a0%"
    assert fmt.percent(0.4, "en") == "40%"
    assert fmt.percent(None, "fr") == "n. d."
    assert fmt.ghg(float("nan"), "fr") == "non estimé"
    assert fmt.ghg(-12.34, "fr") == "\u221212,3\u00a0t CO₂e"
    assert [fmt.is_missing(v) for v in (None, pd.NA, pd.NaT, np.nan, np.float32("nan"), 0, "")] == [
        True
    ] * 5 + [
        False,
        False,
    ]
    assert [fmt.state_word(s, "fr") for s in (NOT_COMMUNICATED, NOT_ESTIMATED, NOT_AVAILABLE)] == [
        "n.c.",
        "non estimé",
        "n. d.",
    ]


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2022-09-12", "12 septembre 2022", "September 12, 2022"),
        ("2022-09-01", "1er septembre 2022", "September 1, 2022"),
        ("2022-09", "septembre 2022", "September 2022"),
        ("2022", "2022", "2022"),
        ("", "n.c.", "n.c."),
        (None, "n.c.", "n.c."),
        (pd.Timestamp(2022, 9, 12), "12 septembre 2022", "September 12, 2022"),
    ],
)
def test_dates_may_be_partial(value: object, french: str, english: str) -> None:
    assert fmt.date(value, "fr") == french
    assert fmt.date(value, "en") == english


def test_a_text_that_is_not_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="hier"):
        fmt.date("hier", "fr")


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        (0b111111111111, "toute l'année"),
        (0b000111110000, "mai à septembre"),
        (0b110000000111, "novembre à mars"),
        (0b000000010101, "janvier, mars, mai"),
        (0, ""),
    ],
)
def test_months_are_spans_that_may_cross_the_new_year(mask: int, expected: str) -> None:
    assert fmt.months(mask, "fr") == expected


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_written_number_reads_back(value: float) -> None:
    written = fmt.number(value, "fr").replace("\u202f", "").replace(",", ".").replace("\u2212", "-")
    assert float(written) == pytest.approx(value, rel=0.06, abs=1e-9)


@pytest.mark.parametrize(("lang", "said"), [("fr", "Raison\u00a0: prix"), ("en", "Raison: prix")])
def test_a_colon_stands_apart_in_french_only(lang: str, said: str) -> None:
    assert fmt.labelled("Raison", "prix", lang) == said
