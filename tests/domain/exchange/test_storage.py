"""What piles up between offers and demands of a year: by the formula, and by filling a store month after month."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.exchange.storage import spread_by_month, storage_need
from eit.domain.months import parse_months

MONTHLY = st.lists(st.integers(0, 50), min_size=12, max_size=12)


def fill_a_store(offers: list[float], demands: list[float]) -> float:
    """The naive road: an empty store opened on each month of the year, the most it ever holds in twelve months."""
    most = 0.0
    for opening in range(12):
        level = 0.0
        for month in [*range(opening, 12), *range(opening)]:
            level += offers[month] - demands[month]
            most = max(most, level)
    return most


@given(MONTHLY, MONTHLY)
def test_the_need_is_the_most_that_a_store_ever_holds(offers: list[float], demands: list[float]) -> None:
    need = storage_need(offers, demands)
    assert need.tonnes == pytest.approx(fill_a_store(offers, demands))
    assert need.structural == max(0, sum(offers) - sum(demands))
    assert need.tonnes >= need.structural - 1e-9


def test_an_offer_all_year_for_a_need_in_summer_waits_from_autumn_to_spring() -> None:
    offers = spread_by_month([(120.0, parse_months("1-12"))])
    demands = spread_by_month([(120.0, parse_months("5-10"))])
    need = storage_need(offers, demands)
    assert need.tonnes == pytest.approx(6 * 10)  # 10 t a month from November to April
    assert (need.first_month, need.last_month) == (11, 4)
    assert need.structural == 0


def test_a_surplus_all_year_is_said_to_be_structural() -> None:
    need = storage_need([10.0] * 12, [4.0] * 12)
    assert (need.tonnes, need.structural) == (pytest.approx(12 * 6), pytest.approx(12 * 6))


def test_nothing_waits_when_needs_are_larger_every_month() -> None:
    need = storage_need([1.0] * 12, [2.0] * 12)
    assert (need.tonnes, need.first_month, need.last_month, need.structural) == (0, None, None, 0)


def test_a_flow_spreads_over_its_months_only() -> None:
    months = spread_by_month([(30.0, parse_months("11-1")), (12.0, parse_months("1-12"))])
    assert months == pytest.approx((10 + 1, *(1,) * 9, 10 + 1, 10 + 1))
