"""Rows of the tables become factors that know their band, their confidence and their stream."""

from __future__ import annotations

import pytest

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.factors import FactorSet

COLUMNS = ("factor_id", "low", "central", "high", "unit", "confidence", "route_id")
NAN = float("nan")
ROWS = [
    dict(zip(COLUMNS, row, strict=True))
    for row in (
        ("R-WDP-bas", 48, 183, 925, "kg CO2e/t", "derived", "R-WDP"),
        ("R-WDP-sub", 118, 150, 282, "kg CO2e/t", "derived", "R-WDP"),
        ("R-WDP-net", 166, 333, 1156, "kg CO2e/t", "derived", "R-WDP"),
        ("TGAP-2026", 69, NAN, 72, "EUR/t", "seen", None),
        ("E-FR-NG", None, 0.187, None, "kg CO2e/kWh", "recalled", NAN),
    )
]


def test_the_three_rows_of_a_route_share_one_stream():
    route = FactorSet.from_rows(ROWS).route("R-WDP")
    assert {route.landfill.stream, route.credit.stream, route.net.stream} == {"R-WDP"}
    assert route.net.value.central == route.landfill.value.central + route.credit.value.central


def test_what_the_tables_do_not_hold_is_none():
    factors = FactorSet.from_rows(ROWS)
    assert factors.get("TGAP-2026") is None
    assert factors.get("R-XXX-net") is None
    assert factors.get(None) is None
    assert factors.route(None) == factors.route("R-XXX")
    assert factors.route(None).net is None


def test_confidence_decides_what_is_provisional():
    factors = FactorSet.from_rows(ROWS)
    assert factors.get("E-FR-NG").provisional
    assert factors.get("E-FR-NG").stream == "E-FR-NG"
    assert not factors.get("R-WDP-net").provisional


def test_a_row_out_of_order_is_refused_by_name():
    with pytest.raises(InvalidQuantity, match="R-WDP-bas"):
        FactorSet.from_rows([{**ROWS[0], "low": 500}])


def test_a_country_with_rows_of_its_own_is_read_by_those_alone() -> None:
    """Its net is its own or none (the sum then): no study of another country is mixed with it."""
    own = [dict(ROWS[0], factor_id=f"R-WDP-{row}", low=1, central=value, high=9999)
           for row, value in (("bas-FR", 925), ("inc", 50), ("inc-FR", 7))]  # fmt: skip
    known = FactorSet.from_rows([*ROWS, *own])
    french, other = known.route("R-WDP", "FR"), known.route("R-WDP", "CA")
    assert (french.landfill.value.central, french.credit, french.net) == (925, known.get("R-WDP-sub"), None)
    assert (other.landfill, other.net) == (known.get("R-WDP-bas"), known.get("R-WDP-net"))
    assert (french.former["incineration"].value.central, other.former["incineration"].value.central) == (
        7,
        50,
    )
