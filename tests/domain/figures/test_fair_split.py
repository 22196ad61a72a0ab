"""A shared gain: parts that add up, a party that adds nothing gets nothing, and no gain is a refusal that names it."""

from __future__ import annotations

from itertools import permutations

import pytest

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.fair_split import equal_split, proportional_split, shapley_split

GAINS = {"ab": 60.0, "ac": 30.0, "abc": 90.0}
"""Without a nothing is won; b adds more than c."""


def worth(group: frozenset[str]) -> float:
    return GAINS.get("".join(sorted(group)), 0.0)


def test_shapley_is_the_mean_of_what_each_adds_in_every_order() -> None:
    expected = dict.fromkeys("abc", 0.0)
    for order in permutations("abc"):
        for at, party in enumerate(order):
            before = frozenset(order[:at])
            expected[party] += (worth(before | {party}) - worth(before)) / 6
    found = shapley_split("abc", worth)
    assert found == pytest.approx(expected)
    assert sum(found.values()) == pytest.approx(90)
    assert shapley_split("abcd", lambda group: worth(group - {"d"}))["d"] == pytest.approx(0)


def test_between_two_what_each_adds_is_half() -> None:
    assert shapley_split("ab", worth) == equal_split("ab", 60.0)


def test_parts_follow_what_is_brought_and_add_up() -> None:
    assert proportional_split({"a": 30, "b": 10}, 80) == {"a": 60, "b": 20}
    assert proportional_split({"a": 0, "b": 0}, 80) == {"a": 40, "b": 40}


@pytest.mark.parametrize("gain", [0.0, -5.0, float("nan")])
def test_a_coalition_without_a_gain_is_refused_by_name(gain: float) -> None:
    ways = (
        lambda: equal_split("ab", gain, "hub-1"),
        lambda: proportional_split({"a": 1.0}, gain, "hub-1"),
        lambda: shapley_split("ab", lambda _: gain, "hub-1"),
    )
    for way in ways:
        with pytest.raises(InvalidQuantity) as refused:
            way()
        assert (refused.value.key, refused.value.row_id) == ("coalition-without-gain", "hub-1")


def test_more_than_eight_are_too_many() -> None:
    with pytest.raises(InvalidQuantity, match="coalition too large"):
        shapley_split([str(n) for n in range(9)], lambda group: len(group))
