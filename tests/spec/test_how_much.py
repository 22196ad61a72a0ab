"""How much: canonical quantities, what is not communicated, and an allocation that counts each tonne once."""

from __future__ import annotations

import pytest

from tests.spec.tables import assert_same


def test_units_are_converted_once_by_the_unit_that_the_row_declares(world):
    found = world(
        materials="""
            material | kind   | density_low_t_m3 | density_high_t_m3
            bark     | matter | 0.2              | 0.4
            heat     | energy |                  |
            water    | water  |                  |
        """,
        flows="""
            flow | material | quantity | unit           | months
            a-o1 | bark     | 2        | t/month        | 1-12
            b-o1 | bark     | 2        | t/month        | 5-8
            c-o1 | bark     | 30       | kg/day         | 1-12
            d-o1 | bark     | 100      | m3/year        | 1-12
            e-o1 | bark     | 10       | short-ton/year | 1-12
            z-d1 | bark     | 1000     | t/year         | 1-12
            a-o2 | heat     | 36       | GJ/year        | 1-12
            z-d2 | heat     | 1        | GWh/year       | 1-12
            a-o3 | water    | 500      | L/week         | 1-6
            z-d3 | water    | 100      | m3/year        | 1-12
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | offer_quantity       | unit
        a-o1  | z-d1   | 2 * 12               | t
        a-o2  | z-d2   | 36 / 3.6 * 1000      | kWh
        a-o3  | z-d3   | 500 / 1000 * 365/7/2 | m3
        b-o1  | z-d1   | 2 * 4                | t
        c-o1  | z-d1   | 30 * 365 / 1000      | t
        d-o1  | z-d1   | 100 * 0.3            | t
        e-o1  | z-d1   | 10 * 0.90718474      | t
    """,
    )


def test_not_communicated_is_not_zero(world):
    """n.c. leaves the share of quantity unknown and the pair bounded by its other side; 0 is a quantity."""
    found = world(
        flows="""
        flow | material | quantity
        a-o1 | bark     | n.c.
        b-d1 | bark     | 40
        c-o1 | glass    | 0
        d-d1 | glass    | 40
        e-o1 | ash      | n.c.
        f-d1 | ash      | n.c.
    """
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | quantity | score_quantity | allocated
        a-o1  | b-d1   | 40       | n.c.           | 40
        c-o1  | d-d1   | 0        | 0              | 0
        e-o1  | f-d1   | n.c.     | n.c.           | n.c.
    """,
    )


def test_an_unknown_quantity_adds_nothing_to_the_potential(world):
    figures = world(
        flows="""
        flow | material | quantity
        a-o1 | bark     | n.c.
        b-d1 | bark     | n.c.
        c-o1 | glass    | 7
        d-d1 | glass    | 9
    """
    ).figures()
    assert figures["potential_exchanges"].value == 2
    assert figures["potential_mass"].value == 7


def test_each_tonne_is_counted_once(world):
    """100 t on offer, two needs of 80 and 60: the pairs add up to 80 + 60, but only 100 t are there."""
    small = world(
        companies="""
            company | km
            a       | 0
            b       | 5
            c       | 10
        """,
        flows="""
            flow | material | quantity
            a-o1 | bark     | 100
            b-d1 | bark     | 80
            c-d1 | bark     | 60
        """,
    )
    found = small.exchanges()
    assert found["mass_t_per_year"].sum() == 80 + 60
    assert found["allocated_t_per_year"].sum() == 100
    assert small.figures()["potential_mass"].value == 100
    assert_same(
        found,
        """
        offer | demand | t  | allocated
        a-o1  | b-d1   | 80 | 80
        a-o1  | c-d1   | 60 | 100 - 80
    """,
    )


def test_the_allocation_leaves_the_flexible_partner_to_the_one_who_has_no_other(world):
    """a reaches both needs, b only the first: greedy by nearness would give 60 + 0, the best is 60 + 40."""
    found = world(
        companies="""
            company | km
            a       | 0
            b       | 40
            x       | 1
            y       | -30
        """,
        flows="""
            flow | material | quantity
            a-o1 | bark     | 60
            b-o1 | bark     | 40
            x-d1 | bark     | 60
            y-d1 | bark     | 60
        """,
    ).exchanges(radius_km=50)
    assert_same(
        found,
        """
        offer | demand | km
        a-o1  | x-d1   | 1
        a-o1  | y-d1   | 30
        b-o1  | x-d1   | 39
    """,
    )
    assert found["allocated_t_per_year"].sum() == pytest.approx(60 + 40)


def test_tonnes_kilowatt_hours_and_cubic_metres_are_never_added(world):
    figures = world(
        materials="""
            material | kind
            heat     | energy
            water    | water
            sharing  | service
        """,
        flows="""
            flow | material | quantity | unit
            a-o1 | bark     | 10       | t/year
            b-d1 | bark     | 20       | t/year
            a-o2 | heat     | 3        | MWh/year
            b-d2 | heat     | 4        | MWh/year
            a-o3 | water    | 50       | m3/year
            b-d3 | water    | 60       | m3/year
            a-o4 | sharing  | 7        | h/year
            b-d4 | sharing  | 8        | h/year
        """,
    ).figures()
    assert figures["potential_exchanges"].value == 4
    assert (figures["potential_mass"].value, figures["potential_mass"].unit) == (10, "t/yr")
    assert (figures["potential_energy"].value, figures["potential_energy"].unit) == (3000, "kWh/yr")
    assert (figures["potential_water"].value, figures["potential_water"].unit) == (50, "m3/yr")


def test_a_wider_radius_never_carries_less(world):
    offers = "\n".join(f"a{i}-o1 | bark | {10 + 7 * i}" for i in range(6))
    needs = "\n".join(f"b{i}-d1 | bark | {12 + 5 * i}" for i in range(6))
    places = "\n".join(f"a{i} | {9 * i}\nb{i} | {-11 * i}" for i in range(6))
    small = world(companies=f"company | km\n{places}", flows=f"flow | material | quantity\n{offers}\n{needs}")
    totals = [small.exchanges(radius_km=km)["allocated_t_per_year"].sum() for km in (1, 10, 20, 40, 80, 160)]
    assert totals == sorted(totals)
    assert totals[-1] == min(sum(10 + 7 * i for i in range(6)), sum(12 + 5 * i for i in range(6)))
