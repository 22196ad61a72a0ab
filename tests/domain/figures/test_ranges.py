"""Bands are checked, scaled and drawn; the same factor gives the same draws whatever the order of asking."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.ranges import LONE, Draws, Range, summarise

few = settings(max_examples=50, derandomize=True, deadline=None)
ranges = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(lambda ends: Range(*sorted(ends)))


@pytest.mark.parametrize("ends", [(2, 1, 3), (1, 4, 3), (float("nan"), 1, 2), (0, 1, float("inf"))])
def test_a_range_must_be_finite_and_ordered(ends):
    with pytest.raises(InvalidQuantity):
        Range(*ends)


def test_a_row_without_centre_is_no_factor_and_one_without_ends_is_a_point():
    assert Range.from_row(69, None, 72) is None
    assert Range.from_row(69, float("nan"), 72) is None
    assert Range.from_row(None, 0.187, float("nan")) == Range.point(0.187)
    assert Range.from_row(None, 0.187, None).is_point
    assert Range.from_row(None, 2, 5) == Range(2, 2, 5)


def test_a_negative_scale_swaps_the_ends():
    assert -2 * Range(1, 2, 4) == Range(-8, -4, -2)
    assert Range(1, 2, 4) + Range(0, 1, 1) == Range(1, 3, 5)


@few
@given(ranges, st.floats(-1e3, 1e3))
def test_scaling_keeps_the_order_and_the_centre(band, factor):
    scaled = band * factor
    assert scaled.low <= scaled.central <= scaled.high
    assert scaled.central == band.central * factor


@few
@given(ranges, st.text(max_size=8))
def test_the_median_is_the_centre_and_the_ends_are_the_5th_and_95th_percentiles(band, stream):
    drawn = Draws(4000, 1).of(stream, band)
    width = max(band.high - band.low, 1e-9)
    assert np.percentile(drawn, [5, 50, 95]) == pytest.approx(
        [band.low, band.central, band.high], abs=2e-3 * width
    )


def test_a_triangular_draw_would_shift_the_centre_of_wood_to_panels_and_this_one_does_not():
    wood = Range(166, 333, 1156)
    assert np.median(Draws().of("R-WDP", wood)) == pytest.approx(333, rel=1e-3)
    triangular = np.random.default_rng(1).triangular(wood.low, wood.central, wood.high, 10_000)
    assert np.median(triangular) > 500


def test_a_stream_does_not_depend_on_the_order_of_asking_nor_on_other_streams():
    first, second = Draws(500, 7), Draws(500, 7)
    a = first.deviates("R-WDP")
    second.deviates("CI-QC")
    assert np.array_equal(a, second.deviates("R-WDP"))
    assert not np.array_equal(a, first.deviates("CI-QC"))
    assert not np.array_equal(a, Draws(500, 8).deviates("R-WDP"))


def test_different_streams_are_independent():
    draws = Draws()
    assert abs(np.corrcoef(draws.deviates("RT-MIX"), draws.deviates("CI-QC"))[0, 1]) < 0.03


def test_a_stream_is_the_same_in_another_process():
    code = "from eit.domain.figures.ranges import Draws; print(Draws(100, 3).deviates('R-SIL')[:3].tolist())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == str(Draws(100, 3).deviates("R-SIL")[:3].tolist())


@pytest.mark.parametrize("cases", [1, 5, 844, 5_000])
def test_masses_of_single_cases_add_as_independent_errors_do(cases):
    """Half-widths add as squares (`quality.quantity_range`), whatever the number of cases."""
    draws, mass = Draws(), Range(0.8, 1.0, 1.2)
    streams = [f"case {at}:mass" for at in range(cases)]
    (drawn,) = draws.sum_alone(streams, np.ones((1, cases)), draws.of(LONE, mass))
    low, high = np.percentile(drawn, [5, 95])
    assert drawn.mean() == pytest.approx(cases)
    assert (high - low) / 2 == pytest.approx(0.2 * math.sqrt(cases), rel=0.04)


def test_cases_added_together_are_the_cases_one_by_one():
    draws, mass = Draws(501, 9), Range(0.5, 1.0, 1.2)
    streams, weights = ["a", "b", "c", "a"], np.array([[1.0, 2.0, -3.0, 0.5], [0.0, 1.0, 0.0, 0.0]])
    one_by_one = weights @ np.array([draws.alone(stream, mass) for stream in streams])
    assert np.allclose(draws.sum_alone(streams, weights, draws.of(LONE, mass)), one_by_one, atol=1e-12)
    assert abs(np.corrcoef(draws.alone("a", mass), draws.alone("b", mass))[0, 1]) < 0.2


def test_nobody_can_change_the_draws_of_the_others():
    with pytest.raises(ValueError):
        Draws(10).deviates("x")[0] = 0


def test_one_draw_is_not_a_band():
    with pytest.raises(InvalidQuantity):
        Draws(1)


def test_the_band_never_leaves_its_centre_out():
    assert summarise(np.linspace(759, 1236, 100), 666).low == 666
    assert summarise(np.linspace(0, 100, 101), 50) == Range(5, 50, 95)
