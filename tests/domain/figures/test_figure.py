"""A figure travels with its unit, its state and its range; a ratio over nothing is not 0."""

from __future__ import annotations

import pytest

from eit.domain.figures.figure import NOT_ESTIMATED, Figure, share
from eit.domain.figures.ranges import Range


def test_a_ratio_over_nothing_is_not_available():
    assert share(3, 4) == 0.75
    assert share(0, 4) == 0
    assert share(3, 0) is None and share(0, 0) is None


def test_a_record_holds_the_range_the_state_and_the_target():
    figure = Figure("avoided_ghg", 5.0, "t CO2e/yr", interval=Range(4, 5, 7), target=10, provisional=True)
    assert figure.as_record() == {
        "key": "avoided_ghg", "value": 5.0, "low": 4, "high": 7, "unit": "t CO2e/yr", "state": "known",
        "target": 10, "provisional": True, "coverage": None,
    }  # fmt: skip


def test_what_is_not_estimated_has_no_value_and_says_so():
    record = Figure("avoided_ghg", None, "t CO2e/yr", state=NOT_ESTIMATED).as_record()
    assert (record["value"], record["low"], record["state"]) == (None, None, "not_estimated")


def test_two_figures_do_not_share_their_detail():
    one, other = Figure("a", 1, "t"), Figure("b", 1, "t")
    one.detail["x"] = 1
    assert other.detail == {}


@pytest.mark.parametrize("part", [0, 1, 5])
def test_a_share_of_itself_is_whole(part):
    assert share(part, part) == (1 if part else None)
