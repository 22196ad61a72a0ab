"""The ends of a range are written in the unit of its value and rounded alike."""

from __future__ import annotations

import pytest

from eit.domain.figures.ranges import Range
from eit.views import format as fmt


@pytest.mark.parametrize(
    ("value", "unit", "low", "high"),
    [
        (Range(19.3e6, 22.7e6, 26.6e6), "kWh/yr", "19", "27 GWh"),
        (Range(900, 1000, 1100), "kWh/yr", "0,9", "1,1 MWh"),
        (Range(4484, 4896, 5269), "t CO2e/yr", "4 500", "5 300"),
        (Range(0.8, 1019.2, 1200), "t/yr", "0", "1 200 t"),
        (Range(-3.2, 10, 20), "t CO2e/yr", "−3", "20"),
        (Range(0, 0, 0), "t/yr", "0", "0"),
    ],
)
def test_ends(value: Range, unit: str, low: str, high: str) -> None:
    found = fmt.ends(value, unit, "fr")
    assert {name: text.replace("\u00a0", " ").replace("\u202f", " ") for name, text in found.items()} == {
        "low": low,
        "high": high,
    }
