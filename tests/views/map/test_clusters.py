"""Sites under one number: at every zoom each site is either drawn once or counted once."""

from __future__ import annotations

import numpy as np
import pytest

from eit.views.map.clusters import FEWEST, GROUP_ZOOMS, group_sites


def crowd(count: int, towns: int, seed: int) -> dict[str, tuple[float, float]]:
    dice = np.random.default_rng(seed)
    middles = dice.uniform((46.0, -79.0), (49.0, -71.0), (towns, 2))
    return {f"c{i}": tuple(middles[i % towns] + dice.normal(0, 0.05, 2)) for i in range(count)}


@pytest.mark.parametrize("seed", range(4))
def test_at_every_zoom_a_site_is_seen_exactly_once(seed: int) -> None:
    places = crowd(120, 15, seed)
    first, groups = group_sites(places)
    for zoom in range(GROUP_ZOOMS.start, 19):
        single = [key for key in places if first.get(key, 0) <= zoom]
        together = [key for g in groups if g.first_zoom <= zoom < g.end_zoom for key in g.members]
        assert sorted(single + together) == sorted(places), zoom


def test_far_from_each_other_nothing_is_grouped_and_near_everything_is() -> None:
    far = {"a": (40.0, -80.0), "b": (45.0, -70.0), "c": (50.0, -60.0)}
    assert group_sites(far) == ({}, [])
    near = dict.fromkeys("abc", (48.0, -78.0))
    first, (group,) = group_sites(near)
    assert group.members == ("a", "b", "c") and (group.first_zoom, group.end_zoom) == (3, 13)
    assert set(first.values()) == {13}
    assert group.look == "from-3 until-13"


def test_too_few_and_those_asked_to_stay_alone_are_not_grouped() -> None:
    two = dict.fromkeys("ab", (48.0, -78.0))
    assert len(two) < FEWEST and group_sites(two) == ({}, [])
    first, groups = group_sites(dict.fromkeys("abcd", (48.0, -78.0)), alone={"d"})
    assert "d" not in first and groups[0].members == ("a", "b", "c")
    assert group_sites({}) == ({}, [])


def test_the_order_of_the_sites_does_not_matter() -> None:
    places = crowd(40, 5, 7)
    assert group_sites(places)[1] == group_sites(dict(sorted(places.items())))[1]
