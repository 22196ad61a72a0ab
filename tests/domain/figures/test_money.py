"""Money is the same sum with prices; what the partners pay each other is nowhere in it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.estimate_terms import total
from eit.domain.figures.factors import Factor
from eit.domain.figures.money import Prices, estimate_money, money_break_even_distance_km, money_per_year
from eit.domain.figures.ranges import Draws, Range


def price(factor_id, low, central, high, unit="CAD/t", confidence="derived"):
    return Factor(factor_id, Range(low, central, high), unit, confidence)


CIRCUITY = Factor("CI-QC", Range(1.2, 1.3, 1.6), "ratio")
PRICES = Prices(
    gate_fee=price("QC-GATE-REC", 90, 120, 160, confidence="assumption"),
    virgin=price("P-REC-Wood60", 30, 60, 120),
    replaced_t_per_t=0.9,
    preparation=price("prep", 10, 15, 20),
    truck=price("TC-QC", 0.1, 0.16, 0.25, "CAD/t-km"),
)
CASE = ExchangeCase("s01", 100, {"landfill": 0.5, "none": 0.5}, 0.2, 80, 30, circuity=CIRCUITY)


def test_money_is_the_sum_of_its_parts():
    transport = 1.3 * 0.16 * 100 * (80 - 30)
    expected = 100 * 0.8 * 0.5 * 120 + 100 * 0.8 * 0.9 * 60 - 100 * 0.8 * 15 - transport
    assert estimate_money(CASE, PRICES).central == pytest.approx(expected)
    assert money_per_year(40, 72, 120, 60, 80 * 15, transport) == pytest.approx(expected)
    drawn = total([estimate_money(CASE, PRICES)], Draws())
    assert drawn.range.low < expected < drawn.range.high
    assert drawn.provisional


def test_a_levy_is_added_only_when_given():
    levy = replace(PRICES, levy=price("QC-RED-2026", 36, 36, 36))
    gain = estimate_money(CASE, levy).central - estimate_money(CASE, PRICES).central
    assert gain == pytest.approx(40 * 36)


def test_without_gate_fee_or_truck_there_is_no_figure():
    assert estimate_money(CASE, replace(PRICES, gate_fee=None)).missing == ("gate-fee",)
    assert estimate_money(CASE, replace(PRICES, truck=None)).missing == ("transport",)
    assert estimate_money(replace(CASE, new_distance_km=None), PRICES).missing == ("distance",)


def test_what_is_left_out_is_said():
    bare = replace(PRICES, virgin=None, preparation=None)
    result = estimate_money(CASE, bare)
    assert result.assumptions == ("virgin-price-not-counted", "preparation-not-counted")
    assert result.provisional


def test_break_even_distance_in_money():
    at = money_break_even_distance_km(CASE, PRICES)
    assert estimate_money(replace(CASE, new_distance_km=at), PRICES).central == pytest.approx(0, abs=1e-6)
    costly = replace(PRICES, preparation=price("prep", 900, 900, 900))
    assert money_break_even_distance_km(CASE, costly) == 0
    free = replace(PRICES, truck=price("free", 0, 0, 0, "CAD/t-km"))
    assert money_break_even_distance_km(CASE, free) == math.inf
    assert money_break_even_distance_km(CASE, replace(PRICES, truck=None)) is None


def test_quantities_that_are_uncertain_are_drawn():
    uncertain = replace(CASE, mass_range=Range(50, 100, 200))
    narrow = total([estimate_money(CASE, PRICES, Draws())], Draws()).range
    wide = total([estimate_money(uncertain, PRICES, Draws())], Draws()).range
    assert wide.central == narrow.central
    assert wide.high - wide.low > narrow.high - narrow.low


def test_two_currencies_do_not_add_up():
    with pytest.raises(InvalidQuantity, match="currencies"):
        replace(PRICES, truck=price("TC-FR", 0.06, 0.09, 0.16, "EUR/t-km"))
