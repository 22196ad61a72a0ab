"""Heat, power and water: what the taker says it replaces, and the factor of its place for it.

E·f/η: the demand names the fuel (heat from natural gas, electricity). Where it names none, the gas boiler of the
place stands for it, and water stands for that of the mains: assumptions that the figure tells. A place without a
sourced factor has no figure. Between two places the pipe loses heat by the kilometre and its pumps take power; where no
length or no factor is known, that is named and not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eit.analysis.impact.factor_book import FactorBook
from eit.domain.figures.cases import FUEL, FUEL_ASSUMED, WATER_ASSUMED, Pipe, UtilityCase
from eit.domain.figures.fuels import ELECTRICITY, FUELS, NATURAL_GAS_HEAT, fuel_factor

DRINKING_WATER = "drinking-water"
"""The demand that names water of the mains."""
HEAT, WATER = "E-STEAM", "E-WAT"
POWER, GAS = "E-GRID", "E-GAS"
LIKE_FOR_LIKE = {POWER: "electricity_factor", GAS: "natural_gas_factor"}
"""Routes that say power, or a gas burned as natural gas is; like heat and water, the place's own factor counts.

Power made of heat or of a gas is none of these: the share that becomes power is not known, nor its gain.
"""
STEAM_OFFERED = "steam"
NETWORK = "losses-and-pumps-not-counted"


def utility_case(
    row: Mapping[str, Any], quantity: float, route: str | None, book: FactorBook, attributed: float
) -> UtilityCase:
    """Energy [kWh/yr] or water [m3/yr] of one exchange; `route` None: what is offered replaces nothing known."""
    unit, wanted = str(row["unit"]), row.get("demand_material_id")
    case_id = str(row["case_id"])
    if route == HEAT and wanted == ELECTRICITY:
        return UtilityCase(
            case_id, quantity, unit, book.of_place(LIKE_FOR_LIKE[POWER]), attributed, pipe=pipe_of(row, book)
        )  # heat delivered in place of electric heating, kWh for kWh
    if route in LIKE_FOR_LIKE and unit == "kWh":
        return UtilityCase(case_id, quantity, unit, book.of_place(LIKE_FOR_LIKE[route]), attributed)
    if route not in (HEAT, WATER):  # the use or the material has a factor of its own, or none
        return UtilityCase(case_id, quantity, unit, book.factors.get(route), attributed)
    pipe = pipe_of(row, book)
    unpiped = () if pipe is not None and (pipe.loss or pipe.pumping) else (NETWORK,)
    if unit == "kWh" and wanted in FUELS:
        factor = book.factors.get(fuel_factor(str(wanted), book.jurisdiction))
        return UtilityCase(
            case_id, quantity, unit, factor, attributed, term=FUEL, assumptions=unpiped, pipe=pipe
        )
    if unit == "m3":
        said = () if wanted == DRINKING_WATER else (WATER_ASSUMED,)
        factor = book.of_place("water_factor")
        return UtilityCase(
            case_id, quantity, unit, factor, attributed, assumptions=(*said, *unpiped), pipe=pipe
        )
    return UtilityCase(
        case_id,
        quantity,
        unit,
        book.of_place("natural_gas_factor"),
        attributed,
        book.of_place("boiler_efficiency_factor"),
        through_boiler=True,
        assumptions=(*(() if wanted == NATURAL_GAS_HEAT else (FUEL_ASSUMED,)), *unpiped),
        pipe=pipe,
    )


def pipe_of(row: Mapping[str, Any], book: FactorBook) -> Pipe | None:
    """The pipe of an exchange of heat, steam or water, with its losses and pumps; None: its length is not known."""
    distance, circuity = row.get("distance_km"), book.of_place("circuity_factor")
    if distance is None or distance != distance or circuity is None:
        return None
    kind = pipe_kind(row)
    power = book.of_place(LIKE_FOR_LIKE[POWER])
    loss, pumping = (book.factors.get(f"PIPE-{kind}-{what}") for what in ("LOSS", "PUMP"))
    return Pipe(float(distance), circuity, loss, pumping if power else None, power)


def pipe_kind(row: Mapping[str, Any]) -> str:
    """WATER, STEAM or HEAT: which rows of the tables tell what a pipe loses, takes and costs."""
    if str(row["unit"]) == "m3":
        return "WATER"
    offered = row.get("offer_material_id") or row.get("material_id")
    return "STEAM" if offered == STEAM_OFFERED else "HEAT"
