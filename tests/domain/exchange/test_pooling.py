"""Hubs: who is in, who is not, and how far trucks drive, on places simple enough to count by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.exchange import neighbours, pooling
from eit.domain.exchange.geodesy import arc_km, to_geocentric
from eit.domain.exchange.pooling import Group, Member, collection_km, find_groups, monthly

KM = 1 / 111.32
"""Degrees of longitude on the equator in one kilometre."""


def member(name: str, km: float, per_year: float | None = 4.0, months: int = 4095) -> Member:
    x, y, z = to_geocentric(0.0, km * KM)
    return Member(f"{name}-o1", name, (float(x), float(y), float(z)), per_year, months)


def distances(members: Sequence[Member]) -> np.ndarray:
    """Geodesic km between every two members [n, n]."""
    places = np.array([member.place for member in members], float).reshape(len(members), 3)
    return arc_km(((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2))


def names(group: Group) -> list[str]:
    return [item.company_id for item in group.members]


def test_three_small_neighbours_make_a_hub_and_a_far_one_does_not_join() -> None:
    (hub,) = find_groups([member("a", 0), member("b", 3), member("c", 5), member("far", 90)], 10, 10)
    assert sorted(names(hub)) == ["a", "b", "c"]
    assert hub.per_year == 12
    assert names(hub)[0] == "b"  # the middle: the fewest t·km


def test_two_companies_are_an_exchange_and_not_a_hub() -> None:
    assert find_groups([member("a", 0, 9), member("b", 1, 9)], 10, 10) == []


def test_below_the_minimum_there_is_no_hub() -> None:
    assert find_groups([member(name, 0) for name in "abc"], 10, 12.1) == []


def test_who_fills_a_truck_a_month_needs_nobody() -> None:
    large = member("large", 1, 120)
    (hub,) = find_groups([member("a", 0), member("b", 0), member("c", 2), large], 10, 10)
    assert "large" not in names(hub)


def test_a_hub_needs_two_who_could_not_do_it_alone() -> None:
    assert find_groups([member("a", 0, 50), member("b", 0, 50), member("c", 0, 1)], 10, 10) == []


def test_an_unknown_quantity_joins_but_is_not_counted() -> None:
    people = [member("a", 0, 6), member("b", 0, 6), member("c", 0, None)]
    (hub,) = find_groups(people, 10, 10)
    assert (hub.companies, hub.per_year) == (3, 12)


def test_without_a_known_minimum_three_neighbours_are_a_hub() -> None:
    (hub,) = find_groups([member(name, 0, 0.1) for name in "abc"], 10, None)
    assert hub.companies == 3


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
def test_each_flow_is_in_one_hub_whatever_the_order(sites, random) -> None:
    people = [member(f"c{at:02d}", km, float(t)) for at, (km, t) in enumerate(sites)]
    groups = find_groups(people, 15, 12)
    flows = [item.flow_id for group in groups for item in group.members]
    assert len(flows) == len(set(flows))
    for group in groups:
        assert group.per_year >= 12
        assert max(group.distances_km) <= 15
        assert group.below(12) >= 2
    random.shuffle(people)
    assert find_groups(people, 15, 12) == groups


def plain_groups(
    members: Sequence[Member], radius_km: float, minimum: float | None
) -> list[tuple[str, list[str]]]:
    """The rule said plainly, over all distances: the centre and the members of each group."""
    people = sorted((m for m in members if not pooling._needs_nobody(m, minimum)), key=lambda m: m.flow_id)
    apart, free, found = distances(people), np.ones(len(people), bool), []
    volumes = np.array([one.per_year or 0.0 for one in people])
    while True:
        inside = (apart <= radius_km) & free & free[:, None]
        reached, work = inside @ volumes, np.where(inside, apart, 0.0) @ volumes
        for at in np.lexsort((np.arange(len(people)), np.round(work, 6), -np.round(reached, 6))):
            chosen = [people[i] for i in np.flatnonzero(inside[at])]
            if pooling._viable(chosen, reached[at], minimum):
                found.append((people[at].flow_id, sorted(one.flow_id for one in chosen)))
                free &= ~inside[at]
                break
        else:
            return found


@pytest.mark.parametrize("seed", range(12))
def test_neighbours_find_the_groups_that_all_distances_find(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Towns, flows of one company, places that many share, unknown quantities; in blocks of any size."""
    dice = np.random.default_rng(seed)
    monkeypatch.setattr(neighbours, "AT_ONCE", int(dice.choice([1, 200, 1_000_000])))
    n, radius, minimum = (
        150,
        float(dice.choice([0.0, 3.0, 15.0, 60.0, 300.0])),
        dice.choice([None, 10.0, 60.0]),
    )
    towns = dice.uniform((45, -75), (48, -70), (12, 2))[dice.integers(0, 12, n)]
    places = np.round(towns + dice.normal(0, 0.15, (n, 2)), 2)
    people = [
        Member(f"f{at:03d}", f"c{dice.integers(0, 60)}", (float(x), float(y), float(z)), volume, 4095)
        for at, (x, y, z, volume) in enumerate(
            zip(
                *to_geocentric(*places.T),
                [None if q > 35 else float(q) for q in dice.uniform(0.1, 40, n)],
                strict=True,
            )
        )
    ]
    found = find_groups(people, radius, minimum)
    told = [(one.centre.flow_id, sorted(member.flow_id for member in one.members)) for one in found]
    assert told == plain_groups(people, radius, minimum)
    for one in found:
        assert list(one.distances_km) == sorted(one.distances_km) and one.members[0] is one.centre
        assert one.distances_km == pytest.approx(distances(one.members)[0])


def plain_rounds(apart: np.ndarray, loads: np.ndarray, payload: float) -> tuple[float, int]:
    """The rounds said plainly, over all distances."""
    waiting = [at for at in range(1, len(loads)) if loads[at] > 1e-9]
    length, here, room, routes = 0.0, 0, payload, 0
    while waiting:
        fitting = [at for at in waiting if loads[at] <= room + 1e-9]
        if not fitting:
            length, here, room = length + float(apart[here, 0]), 0, payload
            continue
        routes += here == 0 and room == payload
        nearest = min(fitting, key=lambda at: (apart[here, at], at))
        length, room, here = length + float(apart[here, nearest]), room - loads[nearest], nearest
        waiting.remove(nearest)
    return length + float(apart[here, 0]), routes


@pytest.mark.parametrize("seed", range(6))
def test_rounds_are_those_that_all_distances_give(seed: int) -> None:
    dice = np.random.default_rng(seed)
    x, y, z = to_geocentric(dice.uniform(45, 46, 80), dice.uniform(-74, -72, 80))
    people = [
        Member(f"f{at}", f"c{at}", place, 1.0, 4095) for at, place in enumerate(zip(x, y, z, strict=True))
    ]
    loads = np.round(dice.uniform(0, 9, 80), 1) * (dice.random(80) > 0.2)
    length, routes = pooling._rounds(np.column_stack([x, y, z]), loads, 10.0)
    assert (pytest.approx(length), routes) == plain_rounds(distances(people), loads, 10.0)


def test_a_round_passes_every_site_once_and_comes_back() -> None:
    (hub,) = find_groups([member("a", 0, 5), member("b", 10, 1), member("c", 20, 1)], 20, 7)
    km = collection_km(hub, payload=10, rounds_per_year=1)
    hub_at = {"a": 0, "b": 10, "c": 20}[hub.centre.company_id]
    assert km.separate == pytest.approx(sum(2 * abs(at - hub_at) for at in (0, 10, 20)), rel=1e-3)
    assert km.shared <= km.separate
    assert km.rounds_per_year == 1
    assert km.trips_per_year == 2


def test_a_line_of_sites_costs_one_trip_to_the_end() -> None:
    people = (member("hub", 0, 5), member("b", 10, 1), member("c", 20, 1))
    km = collection_km(Group(people[0], people, (0.0, 10.0, 20.0)), 10, 1)
    assert (km.shared, km.separate) == (pytest.approx(40, rel=1e-3), pytest.approx(60))
    four = collection_km(Group(people[0], people, (0.0, 10.0, 20.0)), 10, 4)
    assert four.saved == pytest.approx(4 * km.saved)


def test_a_full_load_goes_straight_and_only_the_rest_is_shared() -> None:
    people = (member("hub", 0, 5), member("b", 10, 25), member("c", 20, 1))
    km = collection_km(Group(people[0], people, (0.0, 10.0, 20.0)), 10, 1)
    assert km.separate == pytest.approx(3 * 20 + 40)
    assert km.shared == pytest.approx(2 * 20 + 40, rel=1e-3)
    assert (km.rounds_per_year, km.trips_per_year) == (3, 4)


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0, 30)), min_size=1, max_size=8), st.integers(1, 12))
def test_sharing_is_never_longer(sites, rounds: int) -> None:
    people = (member("hub", 0, 5.0), *(member(f"c{at}", km, t) for at, (km, t) in enumerate(sites)))
    km = collection_km(Group(people[0], people, tuple(distances(people)[0].tolist())), 10, rounds)
    assert km.shared <= km.separate * (1 + 1e-9)


def test_months_add_up_to_the_year_and_a_winter_flow_stays_in_winter() -> None:
    winter = 0b100000000011  # December, January, February
    months = monthly([member("a", 0, 12.0), member("b", 0, 6.0, winter), member("c", 0, None)])
    assert sum(months) == pytest.approx(18)
    assert (months[0], months[6]) == (3, 1)
