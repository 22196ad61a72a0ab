"""How near: the radius, the practical reach of a material, and companies whose position nobody knows.

Companies stand on one meridian, `km` north of the origin, so that distances are differences.
"""

from __future__ import annotations

import math
from datetime import date

import pytest

from eit.analysis.impact.inventory import inventory
from eit.analysis.territories.figures import site_stock, sites
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from tests.spec.tables import assert_same

ROAD = {
    "companies": """
        company | km
        a       | 0
        b       | 12
        c       | 49
        d       | 51
        e       | 299
        f       | 301
    """,
    "flows": """
        flow | material
        a-o1 | bark
        b-d1 | bark
        c-d1 | bark
        d-d1 | bark
        e-d1 | bark
        f-d1 | bark
    """,
}


def test_a_pair_is_near_enough_up_to_the_radius(world):
    assert_same(
        world(**ROAD).exchanges(radius_km=50),
        """
        offer | demand | km
        a-o1  | b-d1   | 12
        a-o1  | c-d1   | 49
    """,
    )


def test_nothing_is_kept_beyond_300_km(world):
    assert_same(
        world(**ROAD).exchanges(radius_km=300),
        """
        offer | demand | km
        a-o1  | b-d1   | 12
        a-o1  | c-d1   | 49
        a-o1  | d-d1   | 51
        a-o1  | e-d1   | 299
    """,
    )


def test_the_radius_is_at_most(world):
    """Exactly as far as the radius is near enough; the next smaller number is not."""
    small = world(companies="company | km\na | 0\nb | 12", flows="flow | material\na-o1 | bark\nb-d1 | bark")
    exactly = float(small.exchanges(radius_km=50)["distance_km"].iloc[0])
    assert len(small.exchanges(radius_km=exactly)) == 1
    assert small.exchanges(radius_km=math.nextafter(exactly, 0)).empty


@pytest.mark.parametrize("radius_km", [0, -1, math.nan, math.inf, 300.001, 1e9])
def test_a_radius_that_is_none_is_refused(radius_km):
    with pytest.raises(InvalidSelection, match="radius out of range"):
        Selection("demo", radius_km=radius_km)


def test_the_road_is_an_estimate_geodesic_times_circuity(world):
    found = world(
        programmes="""
            programme | jurisdiction | circuity
            demo      | CA-QC        | 1.3
            doux      | FR           | 1.35
        """,
        companies="""
            company | km | programme
            a       | 0  | demo
            b       | 10 | demo
            c       | 0  | doux
            d       | 10 | doux
        """,
        flows="""
            flow | material
            a-o1 | bark
            b-d1 | bark
            c-o1 | bark
            d-d1 | bark
        """,
    )
    assert_same(found.exchanges(), "offer | demand | km | road_km\na-o1 | b-d1 | 10 | 10 * 1.3")
    assert_same(
        found.exchanges(programme="doux"), "offer | demand | km | road_km\nc-o1 | d-d1 | 10 | 10 * 1.35"
    )


def test_heat_does_not_travel_further_than_it_can(world):
    """Steam and hot water: about 2 km, whatever the radius. The reach belongs to what is offered."""
    found = world(
        materials="""
            material | kind   | category | reach_km
            heat     | energy | energy   | 2
        """,
        companies="""
            company | km
            a       | 0
            b       | 1.9
            c       | 2.1
        """,
        flows="""
            flow | material | unit
            a-o1 | heat     | MWh/year
            b-d1 | heat     | MWh/year
            c-d1 | heat     | MWh/year
        """,
    ).exchanges(radius_km=300)
    assert_same(found, "offer | demand | km\na-o1 | b-d1 | 1.9")


def test_next_door_is_near_and_the_distance_is_zero(world):
    found = world(flows="flow | material\na-o1 | bark\nb-d1 | bark").exchanges(radius_km=1)
    assert_same(found, "offer | demand | km | score_distance\na-o1 | b-d1 | 0 | 1")


def test_a_company_without_a_position_is_never_at_zero_km_and_is_counted(world):
    small = world(
        companies="""
            company | km
            a       | 0
            b       | 1
            lost    | ?
            gone    | ?
        """,
        flows="""
            flow    | material
            a-o1    | bark
            b-d1    | bark
            lost-o1 | bark
            lost-d1 | bark
            gone-d1 | bark
        """,
    )
    pairs = small.exchanges(radius_km=300)
    assert_same(pairs, "offer | demand\na-o1 | b-d1")
    counts = inventory(small.database, "demo", date(2025, 1, 1))
    assert (counts["companies"], counts["unplaced_companies"], counts["flows"]) == (4, 2, 5)
    listed = sites(site_stock(small.database, "demo"), pairs)
    assert listed.loc[listed["latitude"].isna(), "company_id"].tolist() == ["gone", "lost"]


def test_a_place_at_zero_degrees_is_a_place(world):
    """Zero is a latitude and a longitude; only an empty cell means that nobody knows."""
    found = world(
        companies="""
            company | latitude | longitude
            a       | 0        | 0
            b       | 0        | 0.1
        """,
        flows="flow | material\na-o1 | bark\nb-d1 | bark",
    ).exchanges()
    assert found["distance_km"].tolist() == [pytest.approx(11.1319, rel=1e-5)]
