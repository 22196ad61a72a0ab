"""What lies where: sites with their flows, and territories with the figures of what they hold."""

from __future__ import annotations

import math

import pytest

from eit.analysis.impact.avoided import factor_book
from eit.analysis.synergies.table import synergy_table
from eit.analysis.territories import figures as territories
from eit.domain.selection import Selection
from tests.spec.tables import assert_same

LAND = {
    "territories": """
        territory | kind         | parent
        region-a  | region       |
        mrc-a     | mrc          | region-a
        mrc-b     | mrc          | region-a
        mrc-empty | mrc          | region-a
        mrc-far   | mrc          |
        mun-a     | municipality | mrc-a
        mun-b     | municipality | mrc-b
        park-a    | park         | mun-a
    """,
    "scope": "territory\nregion-a",
    "companies": """
        company | in    | park   | km
        a       | mun-a | park-a | 0
        b       | mun-a |        | 5
        c       | mun-b |        | 10
        quiet   | mun-b |        | 11
    """,
    "materials": """
        material | category | kind
        bark     | wood     | matter
        film     | plastics | matter
        heat     | energy   | energy
    """,
    "flows": """
        flow | material | quantity | unit
        a-o1 | bark     | 100      | t/year
        a-o2 | film     | 7        | t/year
        b-d1 | bark     | 60       | t/year
        c-d1 | bark     | n.c.     | t/year
        c-o1 | heat     | 5        | MWh/year
    """,
    "synergies": "synergy | material | giver | taker | stages\ns1 | bark | a | c | identified pilot",
}


def figures(world, level="mrc", **filters):
    selection = Selection("demo", level=level, **filters)
    pairs = world.exchanges(level=level, **filters)
    synergies = synergy_table(world.database, "demo", factor_book(world.database, "CA-QC"))
    stock = territories.territory_stock(
        world.database, selection.programme_id, selection.level, selection.category_ids
    )
    return territories.territory_figures(stock, pairs, synergies)


def test_a_territory_holds_what_lies_below_it_and_an_empty_one_is_shown(world):
    assert_same(
        figures(world(**LAND)),
        """
        territory_id | companies | offers | demands | offer_mass_t_per_year | demand_mass_t_per_year | exchanges | synergies
        mrc-a        | 2         | 2      | 1       | 100 + 7               | 60                     | 2         | 1
        mrc-b        | 2         | 1      | 1       | n.c.                  | n.c.                   | 1         | 1
        mrc-empty    | 0         | 0      | 0       | n.c.                  | n.c.                   | 0         | 0
    """,  # noqa: E501
    )


def test_an_exchange_inside_one_territory_counts_once_there(world):
    assert_same(
        figures(world(**LAND), level="region"),
        """
        territory_id | companies | exchanges | synergies
        region-a     | 4         | 2         | 1
    """,
    )


def test_a_company_lies_in_its_park_too(world):
    assert_same(
        figures(world(**LAND), level="park"),
        """
        territory_id | companies | offer_mass_t_per_year
        park-a       | 1         | 107
    """,
    )


def test_a_category_filters_the_flows_and_not_the_companies(world):
    assert_same(
        figures(world(**LAND), category_ids=("plastics",)),
        """
        territory_id | companies | offers | demands | offer_mass_t_per_year
        mrc-a        | 2         | 1      | 0       | 7
        mrc-b        | 2         | 0      | 0       | n.c.
        mrc-empty    | 0         | 0      | 0       | n.c.
    """,
    )


def test_sites_are_all_there_also_those_without_a_flow(world):
    small = world(**LAND)
    found = territories.sites(territories.site_stock(small.database, "demo"), small.exchanges())
    assert_same(
        found,
        """
        company_id | municipality | park   | offers | demands | offer_mass_t_per_year | demand_mass_t_per_year | exchanges
        a          | mun-a        | park-a | 2      | 0       | 107                   | n.c.                   | 2
        b          | mun-a        | n.c.   | 0      | 1       | n.c.                  | 60                     | 1
        c          | mun-b        | n.c.   | 1      | 1       | n.c.                  | n.c.                   | 1
        quiet      | mun-b        | n.c.   | 0      | 0       | n.c.                  | n.c.                   | 0
    """,  # noqa: E501
    )


def test_sites_of_one_territory(world):
    small = world(**LAND)
    stock = territories.site_stock(small.database, "demo", territory_id="mrc-b")
    found = territories.sites(stock, small.exchanges())
    assert found["company_id"].tolist() == ["c", "quiet"]


def test_the_flows_of_one_company_say_what_is_not_communicated(world):
    assert_same(
        territories.company_flows(world(**LAND).database, "c"),
        """
        flow_id | direction | quantity_per_year | unit
        c-d1    | demand    | n.c.              | t
        c-o1    | offer     | 5000              | kWh
    """,
    )


def test_the_extent_is_that_of_the_sites_with_a_position(world, root):
    small = world(
        companies="""
            company | latitude | longitude
            a       | 47       | -71
            b       | 48       | -72
            lost    |          |
        """,
        flows="flow | material\na-o1 | x",
    )
    assert territories.extent(small.database, "demo", root / "data" / "geo") == (-72, 47, -71, 48)


def test_the_extent_without_a_site_is_that_of_the_programmes_territory(world, root):
    small = world(
        territories="territory | kind\nmrc-86 | mrc\nmun-a | municipality", scope="territory\nmrc-86"
    )
    west, south, east, north = territories.extent(small.database, "demo", root / "data" / "geo")
    assert -80 < west < east < -78 and 47 < south < north < 49


def test_a_synergy_is_as_long_as_from_its_giver_to_its_taker(world):
    small = world(**LAND)
    table = synergy_table(small.database, "demo", factor_book(small.database, "CA-QC"))
    assert_same(table, "synergy_id | stage | km | giver_company_id\ns1 | pilot | 10 | a")
    assert math.isnan(table["ghg_central"].iloc[0]), "no route, no estimate"


@pytest.mark.parametrize("level", ["mrc", "municipality", "park", "region"])
def test_no_level_invents_a_company(world, level):
    assert figures(world(**LAND), level=level)["companies"].sum() <= 4
