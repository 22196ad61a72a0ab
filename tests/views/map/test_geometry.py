"""Curves, arrows, circles and shared points."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from eit.views.map import geometry as geo

AMOS, VAL_DOR = (48.5667, -78.1167), (48.0974, -77.7974)
POINTS = st.tuples(st.floats(40, 60), st.floats(-80, 8))


def side(start: geo.Point, end: geo.Point, middle: geo.LonLat) -> float:
    """Positive when `middle` lies to the left of travel on the screen."""
    (x0, y0), (x1, y1) = geo.to_mercator(start), geo.to_mercator(end)
    x, y = geo.to_mercator((middle[1], middle[0]))
    return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)


def test_a_curve_joins_its_ends_and_bulges_to_the_right() -> None:
    there, back = geo.curve(AMOS, VAL_DOR), geo.curve(VAL_DOR, AMOS)
    assert there[0] == pytest.approx((AMOS[1], AMOS[0]), abs=1e-5)
    assert there[-1] == pytest.approx((VAL_DOR[1], VAL_DOR[0]), abs=1e-5)
    assert side(AMOS, VAL_DOR, there[7]) < 0 < side(AMOS, VAL_DOR, back[7])


def test_parallel_exchanges_bulge_more_and_more_but_not_too_far() -> None:
    bulges = [geo.bulge_of(rank, 30) for rank in range(30)]
    assert bulges == sorted(set(bulges))
    assert bulges[-1] <= geo.WIDEST_BULGE + 1e-9
    assert geo.bulge_of(0, 1) == geo.FIRST_BULGE


@given(POINTS, POINTS)
def test_the_arrow_lies_on_the_curve_and_points_onwards(start: geo.Point, end: geo.Point) -> None:
    if math.dist(start, end) < 0.01:
        return
    place, bearing = geo.arrow(start, end, at=0.5)
    chord = math.degrees(
        math.atan2(*(b - a for a, b in zip(geo.to_mercator(start), geo.to_mercator(end), strict=True)))
    )
    assert abs((bearing - chord + 180) % 360 - 180) < 0.2
    assert side(start, end, place) < 1e-9


@pytest.mark.parametrize(("point", "to", "bearing"), [((48, -78), (49, -78), 0), ((48, -78), (48, -77), 90)])
def test_bearings_are_clockwise_from_up(point: geo.Point, to: geo.Point, bearing: float) -> None:
    assert geo.arrow(point, to, at=0.5)[1] == pytest.approx(bearing, abs=0.1)


@pytest.mark.parametrize("radius", [1, 50, 300])
def test_the_ring_is_at_the_radius_of_the_ellipsoid(radius: float) -> None:
    outline = geo.ring(AMOS, radius)
    geod = Geod(ellps="WGS84")
    metres = [geod.inv(AMOS[1], AMOS[0], lon, lat)[2] for lon, lat in outline]
    assert outline[0] == outline[-1]
    assert len(outline) == 73
    assert metres == pytest.approx([radius * 1000] * 73, rel=0.005)


def test_sites_that_share_a_point_are_moved_apart_always_the_same_way() -> None:
    places = {"b": AMOS, "a": AMOS, "c": AMOS, "far": VAL_DOR}
    moved = geo.spread(places)
    geod = Geod(ellps="WGS84")
    metres = [geod.inv(AMOS[1], AMOS[0], moved[k][1], moved[k][0])[2] for k in "abc"]
    assert moved["far"] == VAL_DOR
    assert len(set(moved.values())) == 4
    assert metres == pytest.approx([60] * 3, rel=0.02)
    assert moved == geo.spread(dict(reversed(places.items())))
