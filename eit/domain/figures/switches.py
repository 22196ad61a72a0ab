"""What a figure would be if forest, soil or landfill carbon were counted: off by default, shown beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.impact import KG_PER_T

SWITCHES = ("forest-carbon", "landfill-storage", "soil-carbon")
KEPT, LANDFILLED = "kept", "landfilled"


@dataclass(frozen=True)
class Switch:
    """What one switch adds to one route [kg CO2e/t]: per tonne kept, or per tonne kept that was landfilled."""

    name: str
    route_id: str
    applies_to: str
    kg_co2e_per_t: float


def added_t_co2e(case: ExchangeCase, switch: Switch) -> float:
    """t CO2e per year that `switch` adds to the avoided GHG of a case of its route (negative: it takes away).

    kept: q·(1-r)·k/1000; landfilled: q·(1-r)·b_landfill·k/1000.
    """
    kept = case.mass_t_per_year * (1 - case.share_refused)
    share = case.share("landfill") if switch.applies_to == LANDFILLED else 1.0
    return kept * share * switch.kg_co2e_per_t / KG_PER_T


def sensitivities(
    cases: Iterable[tuple[str | None, ExchangeCase]], switches: Iterable[Switch], weighted: bool = False
) -> Mapping[str, float]:
    """What each switch would add to a total [t CO2e/yr], over (route id, case); `weighted`: by the share α of each."""
    known = list(switches)
    added = dict.fromkeys(SWITCHES, 0.0)
    for route_id, case in cases:
        weight = case.attribution_share if weighted else 1.0
        for switch in known:
            if switch.route_id == route_id:
                added[switch.name] += weight * added_t_co2e(case, switch)
    return added
