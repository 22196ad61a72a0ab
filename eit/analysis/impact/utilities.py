"""Heat, power and water: what the taker says it replaces, and the factor of its place for it.

E·f/η: the demand names the fuel (heat from natural gas, electricity). Where it names none, the gas boiler of the
place stands for it, and water stands for that of the mains: assumptions that the figure tells. A place without a
sourced factor has no figure. Losses of pipes and the power of pumps have no sourced value: named, not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eit.analysis.impact.factor_book import FactorBook
from eit.domain.figures.cases import FUEL_ASSUMED, WATER_ASSUMED, UtilityCase

ELECTRICITY, NATURAL_GAS_HEAT, DRINKING_WATER = "electricity", "natural-gas-heat", "drinking-water"
"""Materials of demand that name what they replace."""
GENERIC = ("E-STEAM", "E-WAT")
"""Routes that say heat, or water, whatever the place: its own factor is the one that counts."""
NETWORK = "losses-and-pumps-not-counted"


def utility_case(
    row: Mapping[str, Any], quantity: float, route: str | None, book: FactorBook, attributed: float
) -> UtilityCase:
    """Energy [kWh/yr] or water [m3/yr] of one exchange; `route` None: what is offered replaces nothing known."""
    unit, wanted = str(row["unit"]), row.get("demand_material_id")
    case_id = str(row["case_id"])
    if unit == "kWh" and wanted == ELECTRICITY:
        return UtilityCase(case_id, quantity, unit, book.of_place("electricity_factor"), attributed)
    if route not in GENERIC:  # the use or the material has a factor of its own, or none
        return UtilityCase(case_id, quantity, unit, book.factors.get(route), attributed)
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
