"""Usual temperatures: a band with a source, its ends in order; a bad row is named."""

from __future__ import annotations

import pytest

from eit.domain.errors import InvalidQuantity
from eit.store.field_rules import temperature_band, usual_temperature

GOOD = {
    "material_id": "waste-heat",
    "process": "dryer",
    "low_c": "40",
    "central_c": "60",
    "high_c": "90",
    "source": "x",
}


def test_a_band_of_temperatures_is_ordered_and_sourced() -> None:
    assert temperature_band(GOOD) == (40.0, 90.0)
    for bad, key in (
        ({"low_c": "70"}, "temperature-not-ordered"),
        ({"high_c": "50"}, "temperature-not-ordered"),
        ({"source": ""}, "factor-without-source"),
        ({"central_c": "-400"}, "quantity-out-of-range"),
    ):
        with pytest.raises(InvalidQuantity) as refused:
            temperature_band({**GOOD, **bad})
        assert refused.value.key == key or refused.value.key == "quantity-not-finite-or-negative"
        assert refused.value.row_id == "waste-heat (dryer)"
    low, high = usual_temperature("source", "waste-heat") or (0, 0)
    assert low < high
