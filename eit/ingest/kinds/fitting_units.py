"""A unit that a quantity cannot have, and what a person says it stands for: what 1 m³ weighs, in what heat is counted.

It is asked once for a unit and a material, not once for each number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eit.domain.errors import InvalidQuantity
from eit.domain.months import ALL_YEAR
from eit.domain.question import LEFT_OUT, NOTHING, Choice
from eit.domain.units import CUBIC_METRES, to_canonical
from eit.ingest.fields import Fields
from eit.ingest.values.units import Unit, answered_unit

VOLUME = "m³"
LIKELY = {
    "matter": ("t", "kg"),
    "energy": ("kWh", "MWh", "GWh", "GJ"),
    "water": ("m3", "L"),
    "service": ("h", "day"),
}
"""Kind of material → the units in which it is counted most."""


class LeftEmpty(Exception):
    """A person said that the quantity of a row stays not communicated."""


def fitted(fields: Fields, unit: Unit, material: dict[str, Any], valued: bool) -> Unit | None:
    """The unit that a quantity of this material can have; None when it is asked. Raises LeftEmpty.

    `valued`: whether the row says a number; only then a volume needs the mass of one.
    """
    refused = _misfit(unit, material, valued)
    if not refused:
        return unit
    volume = refused == "density-missing"
    asked = f"{VOLUME if volume else unit.base} – {material['name_fr']}"
    answer = fields.evidence.given.value("unit", asked)
    if answer is None:
        ours = () if volume else tuple(Choice(one) for one in LIKELY[str(material["kind"])])
        column = "unit" if fields.has("unit") else "quantity"
        fields.refuse(column, refused, LIKELY[str(material["kind"])][0], ours, asked, "unit")
        return None
    if answer == LEFT_OUT:
        fields.left_out = True
        return None
    if answer == NOTHING:
        raise LeftEmpty
    said = answered_unit(answer)
    factor = said.factor * (unit.factor * CUBIC_METRES[unit.base] if volume else 1.0)
    return replace(said, factor=factor, period=unit.period or said.period, times=unit.times)


def _misfit(unit: Unit, material: dict[str, Any], valued: bool) -> str:
    if not unit.base:
        return ""
    dense = None not in (material["density_low_t_m3"], material["density_high_t_m3"])
    try:
        to_canonical(1.0, unit.base, str(material["kind"]), ALL_YEAR, 1.0 if dense or not valued else None)
    except InvalidQuantity as error:
        return error.key
    return ""
