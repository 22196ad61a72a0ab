"""Quantities are converted once, by the unit that a row declares; what has no unit is refused, never
guessed.
"""

from __future__ import annotations

import math

import pytest

from eit.domain.errors import InvalidQuantity
from eit.domain.months import ALL_YEAR, parse_months
from eit.domain.units import CUBIC_METRES, KILOWATT_HOURS, SERVICES, TONNES, Quantity, to_canonical

SUMMER = parse_months("5-10")


@pytest.mark.parametrize(
    ("value", "unit", "kind", "months", "expected"),
    [
        (12, "t/year", "matter", ALL_YEAR, Quantity(12, "t")),
        (12, "t", "matter", ALL_YEAR, Quantity(12, "t")),
        (35, "t/month", "matter", ALL_YEAR, Quantity(35 * 12, "t")),
        (35, "t/month", "matter", SUMMER, Quantity(35 * 6, "t")),
        (35, "t/year", "matter", SUMMER, Quantity(35, "t")),
        (700, "kg/week", "matter", ALL_YEAR, Quantity(0.7 * 365 / 7, "t")),
        (700, "kg/week", "matter", SUMMER, Quantity(0.7 * 365 / 7 / 2, "t")),
        (1, "t/day", "matter", SUMMER, Quantity(365 / 2, "t")),
        (2000, "lb/year", "matter", ALL_YEAR, Quantity(0.90718474, "t")),
        (1, "short-ton/year", "matter", ALL_YEAR, Quantity(0.90718474, "t")),
        (2, "kt/year", "matter", ALL_YEAR, Quantity(2000, "t")),
        (3, "MWh/year", "energy", ALL_YEAR, Quantity(3000, "kWh")),
        (3.6, "GJ/month", "energy", SUMMER, Quantity(1000 * 6, "kWh")),
        (3.6, "MJ/year", "energy", ALL_YEAR, Quantity(1, "kWh")),
        (1, "TJ/year", "energy", ALL_YEAR, Quantity(1e6 / 3.6, "kWh")),
        (500, "L/day", "water", ALL_YEAR, Quantity(0.5 * 365, "m3")),
        (10, "hL/year", "water", ALL_YEAR, Quantity(1, "m3")),
        (8, "h/week", "service", ALL_YEAR, Quantity(8 * 365 / 7, "h")),
        (800, "m2/year", "service", ALL_YEAR, Quantity(800, "m2")),
        (0, "t/year", "matter", ALL_YEAR, Quantity(0, "t")),
    ],
)  # fmt: skip
def test_a_declared_quantity_becomes_a_yearly_one(value, unit, kind, months, expected):
    found = to_canonical(value, unit, kind, months)
    assert (found.unit, found.by_density) == (expected.unit, expected.by_density)
    assert found.per_year == pytest.approx(expected.per_year, rel=1e-12)


def test_matter_by_volume_needs_a_density_and_says_that_it_used_it():
    assert to_canonical(40, "m3/year", "matter", ALL_YEAR, 0.25) == Quantity(10, "t", by_density=True)
    with pytest.raises(InvalidQuantity, match=r"density missing \(got 40 m3/year\)"):
        to_canonical(40, "m3/year", "matter", ALL_YEAR)


@pytest.mark.parametrize("value", [-1, -1e-9, math.nan, math.inf, -math.inf])
def test_a_quantity_is_finite_and_not_negative(value):
    with pytest.raises(InvalidQuantity, match="not finite or negative"):
        to_canonical(value, "t/year", "matter", ALL_YEAR)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("kWh/year", "matter"),
        ("t/year", "energy"),
        ("t/year", "water"),
        ("m3/year", "energy"),
        ("t/year", "service"),
        ("kWh/year", "water"),
        ("h/year", "matter"),
        ("", "matter"),
        ("None", "matter"),
        ("tonne/year", "matter"),
        ("T/year", "matter"),
        ("t/year", "money"),
    ],
)
def test_a_unit_that_does_not_fit_the_kind_is_refused(unit, kind):
    with pytest.raises(InvalidQuantity, match="unit does not fit kind"):
        to_canonical(1, unit, kind, ALL_YEAR)


@pytest.mark.parametrize("unit", ["t/fortnight", "t/an", "t/year/month"])
def test_an_unknown_period_is_refused(unit):
    with pytest.raises(InvalidQuantity, match="period unknown"):
        to_canonical(1, unit, "matter", ALL_YEAR)


def test_a_flow_that_runs_in_no_month_carries_nothing_by_month():
    assert to_canonical(10, "t/month", "matter", 0).per_year == 0


def test_no_unit_belongs_to_two_kinds_that_could_be_confused():
    tables = (TONNES, KILOWATT_HOURS, SERVICES)
    names = [name for table in (*tables, CUBIC_METRES) for name in table]
    assert len(names) == len(set(names))
