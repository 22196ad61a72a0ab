"""Heat, power and water: what the taker says it replaces, and the factor of its place for it.

E·f/η: the demand names the fuel (heat from natural gas, electricity). Where it names none, the gas boiler of the
place stands for it, and water stands for that of the mains: assumptions that the figure tells. A place without a
sourced factor has no figure. Losses of pipes and the power of pumps have no sourced value: named, not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eit.analysis.impact.factor_book import FactorBook
from eit.domain.figures.cases import FUEL, FUEL_ASSUMED, WATER_ASSUMED, UtilityCase

ELECTRICITY, NATURAL_GAS_HEAT, DRINKING_WATER = "electricity", "natural-gas-heat", "drinking-water"
"""Materials of demand that name what they replace."""
HEAT, WATER = "E-STEAM", "E-WAT"
POWER = "E-GRID"
FUELS = {"heating-oil-heat": "OIL", "propane-heat": "PRO", "wood-fuel-heat": "WOOD"}
"""Demands that name another fuel: its heat has a factor per country, `E-HEAT-OIL-FR`, its boiler included."""
LIKE_FOR_LIKE = {POWER: "electricity_factor", "E-GAS": "natural_gas_factor"}
"""Routes that say power, or a gas burned as natural gas is; like heat and water, the place's own factor counts.

Power made of heat or of a gas is none of these: the share that becomes power is not known, nor its gain.
"""
NETWORK = "losses-and-pumps-not-counted"


def utility_case(
    row: Mapping[str, Any], quantity: float, route: str | None, book: FactorBook, attributed: float
) -> UtilityCase:
    """Energy [kWh/yr] or water [m3/yr] of one exchange; `route` None: what is offered replaces nothing known."""
    unit, wanted = str(row["unit"]), row.get("demand_material_id")
    case_id = str(row["case_id"])
    if route == HEAT and wanted == ELECTRICITY:
        route = POWER  # heat delivered in place of electric heating, kWh for kWh
    if route in LIKE_FOR_LIKE and unit == "kWh":
        return UtilityCase(case_id, quantity, unit, book.of_place(LIKE_FOR_LIKE[route]), attributed)
    if route not in (HEAT, WATER):  # the use or the material has a factor of its own, or none
        return UtilityCase(case_id, quantity, unit, book.factors.get(route), attributed)
    if unit == "kWh" and wanted in FUELS:
        factor = book.factors.get(f"E-HEAT-{FUELS[wanted]}-{book.jurisdiction.country}")
        return UtilityCase(case_id, quantity, unit, factor, attributed, assumptions=(NETWORK,), term=FUEL)
    if unit == "m3":
        said = () if wanted == DRINKING_WATER else (WATER_ASSUMED,)
        return UtilityCase(
            case_id, quantity, unit, book.of_place("water_factor"), attributed, assumptions=(*said, NETWORK)
        )
    return UtilityCase(
        case_id,
        quantity,
        unit,
        book.of_place("natural_gas_factor"),
        attributed,
        book.of_place("boiler_efficiency_factor"),
        through_boiler=True,
        assumptions=(*(() if wanted == NATURAL_GAS_HEAT else (FUEL_ASSUMED,)), NETWORK),
    )
