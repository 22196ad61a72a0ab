"""What a programme holds, in its own words: categories, balance, inventory, targets."""

from __future__ import annotations

from datetime import date

import pytest

from eit.analysis import programmes
from eit.analysis.impact import method
from eit.analysis.impact.inventory import inventory
from eit.analysis.synergies import targets
from tests.spec.tables import assert_same

TOWN = {
    "programmes": "programme | rank\nother | 2\ndemo | 1",
    "companies": "company | programme\na | demo\nb | demo\nz | other",
    "materials": """
        material | category | kind
        bark     | wood     | matter
        film     | plastics | matter
        heat     | energy   | energy
    """,
    "flows": """
        flow | material | quantity | unit     | observed   | quality
        a-o1 | bark     | 100      | t/year   | 2025-01-01 | measured
        a-o2 | bark     | n.c.     | t/year   | 2022-12-31 | estimated
        b-d1 | bark     | 40       | t/year   | 2023-01-01 | declared
        b-d2 | film     | 5        | t/year   |            | declared
        b-o1 | heat     | 9        | MWh/year | 2024-06-01 | estimated
        z-o1 | film     | 1000     | t/year   | 2025-01-01 | measured
    """,
}


def test_programmes_are_in_their_order(world):
    assert programmes.all_programmes(world(**TOWN).database)["programme_id"].tolist() == ["demo", "other"]
    assert programmes.programme(world(**TOWN).database, "nowhere") is None


def test_categories_count_the_flows_of_one_programme(world):
    assert_same(
        programmes.categories(world(**TOWN).database, "demo"),
        """
        category_id | flows
        energy      | 1
        plastics    | 1
        wood        | 3
    """,
    )


def test_balance_is_of_matter_by_category(world):
    found = programmes.balance(world(**TOWN).database, "demo").set_index("category_id")
    assert found.loc["wood", ["offer_mass_t_per_year", "demand_mass_t_per_year"]].tolist() == [100, 40]
    assert found.loc["plastics", ["offer_mass_t_per_year", "demand_mass_t_per_year"]].tolist() == [0, 5]


def test_inventory_counts_what_is_stale_estimated_and_not_communicated(world):
    found = inventory(world(**TOWN).database, "demo", date(2025, 1, 1))
    expected = {
        "companies": 2, "companies_with_flows": 2, "unplaced_companies": 0, "flows": 5, "offers": 3,
        "demands": 2,
        "flows_not_communicated": 1, "estimated_flows": 2, "stale_flows": 2,
        "offer_mass_t_per_year": 100, "demand_mass_t_per_year": 40 + 5,
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected, (
        "stale: a-o2 (24 months and a day) and b-d2 (no date)"
    )


def test_an_empty_programme_has_no_date_and_no_tonne(world):
    found = inventory(world().database, "demo", date(2025, 1, 1))
    assert (found["flows"], found["newest"], found["offer_mass_t_per_year"]) == (0, None, None)


def test_a_target_that_is_not_communicated_is_no_target(world):
    small = world(
        indicators="indicator | key\ni1 | pilot_count\ni2 | match_count\ni3 | partner_count",
        indicator_values="""
            indicator | bound  | value | state
            i1        | target | 5     | known
            i2        | target | n.c.  | n.c.
            i3        | value  | 24    | known
        """,
    )
    assert targets.targets(small.database, "demo", date(2026, 1, 1)).get("pilot_count") == 5
    assert set(targets.targets(small.database, "demo", date(2026, 1, 1))) == {"pilot_count"}


@pytest.mark.parametrize("table", ["materials", "library", *method.FACTOR_TABLES])
def test_every_reference_table_is_shown_with_its_sources(world, table):
    found = method.reference(world(transport=[{"factor_id": "X", "central": "1"}]).database, table)
    assert {"source", "year", "confidence"} <= set(found.columns)
