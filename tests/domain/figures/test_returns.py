"""Money over the years: paid back when, worth what today, with the rate and the years that the screens say."""

from __future__ import annotations

import pytest

from eit.domain.figures.ranges import Draws, Range
from eit.domain.figures.returns import annuity, net_present_value, payback_years


def test_an_annuity_is_the_sum_of_what_each_year_is_worth() -> None:
    assert annuity(0.05, 10) == pytest.approx(sum(1.05**-year for year in range(1, 11)))
    assert annuity(0.0, 7) == 7


def test_a_payback_has_the_band_of_both_sides() -> None:
    found = payback_years(Range(80, 100, 120), Range(20, 25, 30), Draws())
    assert found is not None and found.central == 4
    assert found.low < 4 * 0.85 and found.high > 4 * 1.15


def test_what_is_never_paid_back_has_no_years_and_a_negative_worth() -> None:
    assert payback_years(Range.point(100), Range(-30, -25, -20), Draws()) is None
    assert net_present_value(Range.point(100), Range.point(-1), Draws()).central == pytest.approx(
        -100 - annuity()
    )
