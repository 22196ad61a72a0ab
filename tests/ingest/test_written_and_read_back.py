"""Whatever a person writes after a number is understood whole or asked: never another value, and never in silence."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eit.ingest.cells import CellRefused
from eit.ingest.columns import behind, heading_of
from eit.ingest.values.amounts import Amount, parse_amount
from eit.ingest.values.degrees import parse_degrees
from eit.ingest.values.scales import factor_of
from eit.ingest.values.typed_numbers import Signs
from eit.ingest.values.units import parse_unit

BASES = {
    "t": 1.0,
    "tonnes": 1.0,
    "kg": 1e-3,
    "tonnes courtes": 0.90718474,
    "lb": 0.00045359237,
    "milliers de tonnes": 1e3,
}
PERIODS = {
    **{
        "/an": 1.0,
        " par an": 1.0,
        "/mois": 12.0,
        " par mois": 12.0,
        "/semaine": 365 / 7,
        " par semaine": 365 / 7,
    },
    **{"/trimestre": 4.0, " par quinzaine": 365 / 14, " aux deux semaines": 365 / 14, "/jour": 365.0},
}
IN_TONNES = {"t": 1.0, "kg": 1e-3, "lb": 0.00045359237, "short-ton": 0.90718474}
IN_A_YEAR = {"year": 1.0, "month": 12.0, "week": 365 / 7, "day": 365.0}
WRITTEN = st.integers(1, 9999) | st.decimals("0.1", "999.9", places=1).map(float)


@dataclass(frozen=True)
class Way:
    """How an amount is written, and what it is."""

    text: str
    low: float
    high: float


def written(value: float, sign: str) -> str:
    return f"{value:g}".replace(".", sign)


@st.composite
def ways(draw: st.DrawFn) -> Way:
    sign = draw(st.sampled_from(",."))
    first, second = sorted((draw(WRITTEN), draw(WRITTEN)))
    one, other = written(first, sign), written(second, sign)
    return draw(
        st.sampled_from(
            [
                Way(one, first, first),
                Way(f"environ {one}", first, first),
                Way(f"~{one}", first, first),
                Way(f"{one} à {other}", first, second),
                Way(f"entre {one} et {other}", first, second),
                Way(f"{one} - {other}", first, second),
                Way(f"moins de {one}", 0.0, first),
                Way(f"< {one}", 0.0, first),
            ]
        )
    )


def ends(amount: Amount) -> tuple[float | None, float | None]:
    low = amount.central if amount.low is None else amount.low
    return low, amount.central if amount.high is None else amount.high


@settings(max_examples=400, deadline=None)
@given(ways(), st.sampled_from(sorted(BASES)), st.sampled_from(sorted(PERIODS)))
def test_a_quantity_with_its_unit_and_period(way: Way, base: str, period: str) -> None:
    amount = parse_amount(f"{way.text} {base}{period}", Signs(), 0, 1e15)
    assert amount is not None
    unit = parse_unit(amount.unit)
    a_year = IN_TONNES[unit.base] * unit.factor * IN_A_YEAR[unit.period] * unit.times
    right = BASES[base] * PERIODS[period]
    # A word of scale may be taken with the number: then it is in the amount and not in the unit.
    for found, meant in zip(ends(amount), (way.low, way.high), strict=True):
        assert found is not None and found * a_year == pytest.approx(meant * right, rel=1e-9)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(BASES)),
    st.sampled_from(sorted(PERIODS)),
    st.sampled_from(["({})", "en {}", "{}", "[{}]"]),
)
def test_a_heading_with_its_unit_and_period(base: str, period: str, shape: str) -> None:
    column, rest = heading_of(f"Quantité {shape.format(base + period)}", "flows")
    unit = parse_unit(rest)
    a_year = IN_TONNES[unit.base] * unit.factor * IN_A_YEAR[unit.period] * unit.times
    assert (column, a_year) == ("quantity", pytest.approx(BASES[base] * PERIODS[period]))
    assert parse_unit(behind(f"Qté {shape.format(base + period)}", "quantity")) == unit


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 9999),
    st.text("abcdefghijklmnopqrstuvwxyzéà ()/%²³$€+,0123456789", min_size=1, max_size=14),
)
def test_a_remainder_is_never_dropped(value: int, tail: str) -> None:
    """A number of employees with anything behind it is that number only when the tail says people, or nothing."""
    try:
        amount = parse_amount(f"{value} {tail}", Signs(), 0, 1e15)
        factor = factor_of("employees", amount.unit, "CAD") if amount and amount.unit else 1.0
    except CellRefused:
        return
    assert amount is not None
    if amount.central == value and factor == 1.0 and not amount.estimated:
        words = set(amount.unit.split())
        assert not any(sign.isdigit() for sign in tail) and not words & {"k", "m2", "équipes"}


@settings(max_examples=300, deadline=None)
@given(
    st.floats(1, 89).map(lambda value: round(value, 4)),
    st.sampled_from(["{d} {h}", "{h} {d}", "{d}° {h}", "{d}°{h}", "{dms} {h}", "{dms}{h}"]),
    st.sampled_from([("N", 1, "latitude"), ("S", -1, "latitude"), ("E", 1, "longitude"), ("O", -1, "longitude"),
                     ("ouest", -1, "longitude"), ("W", -1, "longitude"), ("sud", -1, "latitude")]),
    st.sampled_from(",."),
)  # fmt: skip
def test_degrees_with_their_hemisphere(
    value: float, shape: str, hemisphere: tuple[str, int, str], sign: str
) -> None:
    letter, factor, axis = hemisphere
    whole, minutes = divmod(round(value * 3600), 3600)
    dms = f"{whole}°{minutes // 60:02d}'{minutes % 60:02d}\""
    text = shape.format(d=f"{value:.4f}".replace(".", sign), dms=dms, h=letter)
    found = parse_degrees(text, Signs(), axis, 180)
    assert found == pytest.approx(factor * value, abs=2e-4)
    other = "longitude" if axis == "latitude" else "latitude"
    with pytest.raises(CellRefused):
        parse_degrees(text, Signs(), other, 180)
