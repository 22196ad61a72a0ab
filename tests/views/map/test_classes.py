"""Classes and thicknesses that a legend can explain."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from eit.views import palette
from eit.views.map.classes import classify


def test_whole_figures_have_whole_limits_that_do_not_overlap() -> None:
    classes = classify([1, 2, 3, 5, 8, 13, 21, 34, 0, math.nan], whole=True)
    assert classes.labels("fr") == ("1 à 2", "3 à 4", "5 à 8", "9 à 17", "18 à 34")
    assert classes.has_zero
    assert classes.has_missing


def test_zero_and_no_data_are_not_a_class() -> None:
    classes = classify([0, math.nan, 5.0], whole=False)
    assert classes.colour_of(0) == palette.CHOROPLETH_ZERO
    assert classes.colour_of(math.nan) is None
    assert classes.colour_of(5.0) == palette.CHOROPLETH[1]
    assert classify([0, 0], whole=True).labels("fr") == ()


@given(st.lists(st.floats(0.001, 1e9), min_size=1, max_size=60), st.booleans())
def test_every_value_has_a_colour_and_every_class_a_value(values: list[float], whole: bool) -> None:
    values = [float(math.ceil(v)) for v in values] if whole else values
    classes = classify(values, whole)
    assert {classes.colour_of(v) for v in values} == set(classes.colours)
    assert len(classes.labels("fr")) == len(classes.colours) <= 5
