"""What is left, with its band: nothing is counted that was allocated or never communicated."""

from __future__ import annotations

import pytest

from eit.domain.exchange.gaps import Leftover, sum_gap
from eit.domain.figures.quality import QUALITY_BANDS, quantity_range

ALL_YEAR = 4095


def left(name: str, declared: float | None, allocated: float = 0.0, **rest) -> Leftover:
    known = {"months": ALL_YEAR, "quality": "declared", "nearest_km": None, **rest}
    return Leftover(f"{name}-o1", name, declared, allocated, **known)


def test_a_gap_sums_what_is_left() -> None:
    gap = sum_gap([left("a", 100, 40, nearest_km=80.0), left("b", 20, nearest_km=60.0), left("c", 5, 5)])
    assert gap is not None
    assert (gap.quantity.central, gap.flows, gap.companies) == (80, 2, 2)
    assert gap.largest_share == pytest.approx(60 / 80)
    assert gap.nearest_km == 60
    assert sum(gap.by_month) == pytest.approx(80)


def test_nothing_left_is_no_gap() -> None:
    assert sum_gap([left("a", 10, 10), left("b", 3, 2.9999)]) is None


def test_a_quantity_that_nobody_gave_is_named_and_not_counted() -> None:
    gap = sum_gap([left("a", None, 4)])
    assert gap is not None
    assert (gap.quantity.central, gap.not_communicated, gap.flows, gap.largest_share) == (0, 1, 0, 0)


def test_the_band_follows_the_quality_of_what_was_declared() -> None:
    for quality, band in QUALITY_BANDS.items():
        gap = sum_gap([left("a", 100, 10, quality=quality)])
        assert gap is not None
        assert gap.quantity.high - gap.quantity.central == pytest.approx(100 * band)


def test_independent_errors_add_as_squares_and_never_go_below_zero() -> None:
    band = quantity_range([(30, "declared"), (40, "declared")])
    assert band.high - band.central == pytest.approx(0.2 * 50)
    assert quantity_range([(10, "estimated")], taken=8).low == 0
