"""What a taker of heat burns: a fuel that its demand names, and whether its place has a factor for it.

Where the demand names none, a gas boiler stands for it; where the place has no factor for the fuel, there is no figure.
Both are asked of whoever takes the heat: nothing of another place stands in for it.
"""

from __future__ import annotations

from collections.abc import Container

from eit.domain.jurisdiction import Jurisdiction

ELECTRICITY, NATURAL_GAS_HEAT = "electricity", "natural-gas-heat"
FUELS = {"heating-oil-heat": "OIL", "propane-heat": "PRO", "wood-fuel-heat": "WOOD"}
"""Demands that name another fuel: its heat has a factor per country, `E-HEAT-OIL-FR`, its boiler included."""
UNNAMED = ("heat-power-inputs", "recovered-heat", "waste-heat", "steam", "hot-water")
"""Heat that is asked for without saying what it replaces."""
FUEL_UNNAMED, FUEL_WITHOUT_FACTOR = "fuel-unnamed", "fuel-without-factor"


def fuel_factor(material_id: str, place: Jurisdiction) -> str | None:
    """The id that the factor of a fuel has in a place; None: the place names none, or the material is no fuel."""
    if material_id in FUELS:
        return f"E-HEAT-{FUELS[material_id]}-{place.country}"
    named = {NATURAL_GAS_HEAT: place.natural_gas_factor, ELECTRICITY: place.electricity_factor}
    return named.get(material_id)


def fuels_of(place: Jurisdiction, factors: Container[str]) -> list[str]:
    """The materials that name a fuel, or power, for which a place has a factor."""
    return [one for one in (NATURAL_GAS_HEAT, *FUELS, ELECTRICITY) if fuel_factor(one, place) in factors]


def fuel_doubt(material_id: str, place: Jurisdiction, factors: Container[str]) -> str | None:
    """What is to be asked of a demand of heat: FUEL_UNNAMED, FUEL_WITHOUT_FACTOR; None: nothing, or it is no heat."""
    if material_id in UNNAMED:
        return FUEL_UNNAMED
    named = material_id in (NATURAL_GAS_HEAT, ELECTRICITY, *FUELS)
    return FUEL_WITHOUT_FACTOR if named and fuel_factor(material_id, place) not in factors else None
