"""Distances against pyproj's WGS84 geodesic: within 1e-5 up to 300 km, wherever the programmes are and
elsewhere.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from pyproj import Geod, Transformer

from eit.domain.exchange.geodesy import arc_km, chord_squared, to_geocentric

GEOD = Geod(ellps="WGS84")
PAIRS = 20_000
# Region -> (south, north, west, east).
REGIONS = {
    "40 to 65 north": (40, 65, -180, 180),
    "Québec": (45, 62, -80, -57),
    "Capitale-Nationale": (46.7, 47.0, -71.5, -71.1),
    "France": (42, 51, -5, 8),
    "antimeridian": (50, 60, 179.9, 180),
    "equator and south": (-60, 1, -180, 180),
}


def distance_km(lat, lon, other_lat, other_lon):
    one, other = to_geocentric(lat, lon), to_geocentric(other_lat, other_lon)
    return arc_km(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))


@pytest.mark.parametrize("region", REGIONS)
def test_a_distance_is_the_geodesic_within_1e_5_up_to_300_km(region):
    south, north, west, east = REGIONS[region]
    dice = np.random.default_rng(2026)
    lat, lon = dice.uniform(south, north, PAIRS), dice.uniform(west, east, PAIRS)
    # Logarithmic: as many pairs around 100 m as around 100 km.
    metres = np.exp(dice.uniform(math.log(1), math.log(300_000), PAIRS))
    other_lon, other_lat, _ = GEOD.fwd(lon, lat, dice.uniform(0, 360, PAIRS), metres)
    found = distance_km(lat, lon, other_lat, other_lon)
    # Below 10 m the rounding of coordinates of 6 000 km (1e-12 km) is all that is left.
    assert np.max(np.abs(found * 1000 - metres) / np.maximum(metres, 10)) < 1e-5
    if region == "antimeridian":
        assert np.sum(np.abs(lon - other_lon) > 300) > PAIRS / 10, "pairs do cross the line"


def test_two_points_on_both_sides_of_the_antimeridian_are_near():
    assert distance_km(52, 179.99, 52, -179.99) == pytest.approx(
        GEOD.inv(179.99, 52, -179.99, 52)[2] / 1000, rel=1e-6
    )


def test_geocentric_coordinates_are_those_of_proj():
    to_ecef = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    dice = np.random.default_rng(1)
    lat, lon = dice.uniform(-90, 90, PAIRS), dice.uniform(-180, 180, PAIRS)
    expected = np.array(to_ecef.transform(lon, lat, np.zeros(PAIRS))) / 1000
    assert np.max(np.abs(np.array(to_geocentric(lat, lon)) - expected)) < 1e-9


def test_an_unknown_position_has_no_distance_and_is_never_at_zero():
    assert np.isnan(distance_km(math.nan, -71, 47, -71))
    assert np.isnan(distance_km(47, -71, math.nan, math.nan))


def test_the_same_place_is_at_zero_km():
    assert distance_km(47, -71, 47, -71) == 0


@pytest.mark.parametrize("km", [0, 0.001, 1, 2, 33, 50, 300])
def test_arc_and_chord_are_each_other_backwards(km):
    assert arc_km(chord_squared(km)) == pytest.approx(km, abs=1e-9)


def test_the_other_end_of_the_earth_is_half_its_circumference():
    assert arc_km((2 * 6378.137) ** 2) == pytest.approx(math.pi * 6371.0088)
