"""A selection is a value: frozen, comparable, and impossible to make wrong."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from eit.domain.errors import InvalidSelection
from eit.domain.selection import LARGEST_RADIUS_KM, Selection


def test_two_equal_selections_are_one_cache_key():
    one, other = (Selection("quebec", radius_km=10, category_ids=("wood",)) for _ in range(2))
    assert one == other and hash(one) == hash(other) and len({one, other}) == 1
    assert replace(one, radius_km=11) != one


def test_a_selection_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Selection("quebec").radius_km = 3


@pytest.mark.parametrize("radius", [0, -5, float("nan"), float("inf"), LARGEST_RADIUS_KM + 0.1, 1e9])
def test_a_radius_out_of_range_is_refused_with_the_value(radius):
    with pytest.raises(InvalidSelection) as refused:
        Selection("quebec", radius_km=radius)
    assert refused.value.key == "radius-out-of-range"
    assert refused.value.value is radius or refused.value.value == radius


@pytest.mark.parametrize("radius", [1e-6, 1, LARGEST_RADIUS_KM])
def test_a_radius_may_be_small_or_the_largest(radius):
    assert Selection("quebec", radius_km=radius).radius_km == radius


def test_an_unknown_basis_is_refused():
    with pytest.raises(InvalidSelection) as refused:
        Selection("quebec", bases=("same", "hearsay"))
    assert (refused.value.key, refused.value.value) == ("basis-unknown", "hearsay")


def test_choosing_a_company_can_be_undone_without_losing_the_rest():
    chosen = Selection("quebec", radius_km=7, company_id="que-001", territory_id="park-saint-malo")
    assert chosen.without_company() == Selection("quebec", radius_km=7, territory_id="park-saint-malo")
