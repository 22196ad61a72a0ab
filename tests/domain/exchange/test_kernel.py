"""Both searches keep what a plain reading of the definition keeps, in every place and for every odd quantity."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from eit.domain.exchange import blocks, partners, trees
from eit.domain.exchange.geodesy import arc_km, chord_squared, to_geocentric
from eit.domain.exchange.partners import Flows, Links, best_partners
from eit.domain.exchange.score import HALF_DISTANCE_KM

SEARCHES = {"compiled": trees.tree_search, "plain": blocks.block_search}
Search = Callable[..., partners.Search]
Kept = dict[int, list[tuple[float, float, int]]]


def plain(offers: Flows, demands: Flows, links: Links, best: int, radius_km: float) -> Kept:
    """Every offer against every demand: value, km, row, best first."""
    scores = {(int(o), int(d)): float(s) for o, d, s in zip(*links, strict=True)}
    kept: Kept = {}
    for i in range(len(offers.x)):
        found = []
        for j in range(len(demands.x)):
            score = scores.get((int(offers.group[i]), int(demands.group[j])))
            chord2 = sum((side[0][i] - side[1][j]) ** 2 for side in zip(offers[:3], demands[:3], strict=True))
            km = float(arc_km(chord2))
            near = chord2 <= chord_squared(radius_km) and not km > offers.reach_km[i]
            if score is None or not near or offers.company[i] == demands.company[j]:
                continue
            told = [side for side in (offers.quantity[i], demands.quantity[j]) if not np.isnan(side)]
            value = min(told) * score / (1 + km / HALF_DISTANCE_KM) if told else -km
            found.append((-value, km, j))
        if found:
            kept[i] = [(-value, km, j) for value, km, j in sorted(found)[:best]]
    return kept


@pytest.fixture(params=SEARCHES)
def search(request: pytest.FixtureRequest) -> Search:
    return SEARCHES[request.param]


def searched(
    search: Search, offers: Flows, demands: Flows, links: Links, best: int, radius_km: float
) -> Kept:
    kept: Kept = {}
    for part in best_partners(offers, demands, links, best, radius_km, threads=2, make=search):
        for i, j, km, value in zip(*part, strict=True):
            kept.setdefault(int(i), []).append((float(value), float(km), int(j)))
    return {i: sorted(rows, key=lambda row: (-row[0], row[1], row[2])) for i, rows in sorted(kept.items())}


def side(dice: np.random.Generator, count: int, places: tuple[np.ndarray, np.ndarray], groups: int) -> Flows:
    """Random flows at some of the places; one in five says no quantity, some say zero, a few do not travel far."""
    at = dice.integers(0, len(places[0]), count)
    quantity = dice.choice([0.0, 1.0, 5.0, 20.0, 300.0], count) * dice.choice([1.0, 1.7], count)
    quantity[dice.random(count) < 0.2] = np.nan
    reach = np.where(dice.random(count) < 0.2, dice.uniform(1, 80, count), np.nan)
    group = dice.integers(0, groups, count)
    return Flows(*to_geocentric(places[0][at], places[1][at]), group, at, quantity, reach)


def around(dice: np.random.Generator, latitude: float, longitude: float, spread: float, count: int = 40):
    turned = (longitude + dice.normal(0, spread, count) + 180) % 360 - 180
    return np.clip(latitude + dice.normal(0, spread, count), -90, 90), turned


PLACES = {
    "Québec": (46.8, -71.2, 0.5),
    "France": (48.7, 2.2, 0.5),
    "equator": (0.0, 0.0, 0.5),
    "±180": (52.0, 179.95, 0.6),
    "±180, south": (-17.0, -179.98, 0.4),
    "79° N": (79.0, 12.0, 0.8),
    "pole": (89.9, 40.0, 0.1),
    "one point": (48.0, -70.0, 0.0),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("best", "radius_km"), [(1, 300.0), (3, 50.0), (10, 10.0), (500, 300.0)])
def test_the_search_keeps_what_the_definition_keeps(
    search: Search, place: str, best: int, radius_km: float
) -> None:
    dice = np.random.default_rng(sorted(PLACES).index(place) + best)
    spots = around(dice, *PLACES[place])
    offers, demands = side(dice, 60, spots, 5), side(dice, 90, spots, 5)
    pairs = sorted({(int(o), int(d)) for o, d in dice.integers(0, 5, (12, 2))})
    links = Links(*np.array(pairs).T, dice.choice([0.5, 0.8, 1.0], len(pairs)))
    expected, found = (
        plain(offers, demands, links, best, radius_km),
        searched(search, offers, demands, links, best, radius_km),
    )
    assert {i: [row[2] for row in rows] for i, rows in found.items()} == {
        i: [row[2] for row in rows] for i, rows in expected.items()
    }
    for i, rows in expected.items():
        assert np.array(found[i])[:, :2] == pytest.approx(np.array(rows)[:, :2], rel=1e-12, abs=1e-9)


def test_without_quantities_the_best_are_the_nearest(search: Search) -> None:
    dice = np.random.default_rng(5)
    spots = around(dice, 46.0, -72.0, 0.3)
    offers, demands = (side(dice, 80, spots, 1) for _ in range(2))
    offers, demands = (one._replace(quantity=np.full(80, np.nan)) for one in (offers, demands))
    links = Links(np.array([0]), np.array([0]), np.array([0.3]))
    found, expected = (
        searched(search, offers, demands, links, 4, 100.0),
        plain(offers, demands, links, 4, 100.0),
    )
    assert found.keys() == expected.keys()
    for i, rows in found.items():
        assert [row[1] for row in rows] == sorted(row[1] for row in rows)
        assert [row[2] for row in rows] == [row[2] for row in expected[i]]


def test_a_thousand_sites_at_one_point(search: Search) -> None:
    """All equal: the first rows win, and the own company never."""
    x, y, z = (np.repeat(axis, 1000) for axis in to_geocentric([45.0], [-73.0]))
    nothing, row = np.full(1000, np.nan), np.arange(1000)
    flows = Flows(x, y, z, np.zeros(1000, int), row, np.full(1000, 7.0), nothing)
    links = Links(np.array([0]), np.array([0]), np.array([1.0]))
    found = searched(search, flows, flows, links, 3, 10.0)
    assert [row[2] for row in found[0]] == [1, 2, 3]
    assert [row[2] for row in found[2]] == [0, 1, 3]
    assert [row[2] for row in found[999]] == [0, 1, 2]
    assert all(row[:2] == (7.0, 0.0) for rows in found.values() for row in rows)


def test_nothing_to_search(search: Search) -> None:
    none = Flows(*(np.array([], float) for _ in range(7)))
    links = Links(*(np.array([], float) for _ in range(3)))
    assert list(best_partners(none, none, links, 10, 50.0, make=search)) == []
    far = Flows(
        *to_geocentric([0.0], [0.0]), np.array([0]), np.array([0]), np.array([1.0]), np.array([np.nan])
    )
    away = far._replace(x=-far.x, company=np.array([1]))
    linked = Links(np.array([0]), np.array([0]), np.array([1.0]))
    assert sum(len(part.offer) for part in best_partners(far, away, linked, 10, 300.0, make=search)) == 0


def test_the_compiled_search_is_taken_where_its_compiler_is() -> None:
    assert partners.quickest_search() is trees.tree_search


def test_a_disk_that_has_no_room_for_what_is_compiled_leaves_the_plain_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> partners.Search:
        raise OSError(28, "no space left")

    partners._compile.cache_clear()
    monkeypatch.setattr(trees, "tree_search", refused)
    assert partners.quickest_search() is blocks.block_search
