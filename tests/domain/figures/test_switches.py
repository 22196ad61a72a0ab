"""Forest, soil and landfill carbon: what they would add, on small figures that can be checked by hand."""

from __future__ import annotations

import pytest

from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.switches import Switch, added_t_co2e, sensitivities

LUMBER = Switch("landfill-storage", "R-WDP", "landfilled", -1201.0)
PAPER = Switch("forest-carbon", "R-OCC", "kept", 2507.0)


def case(mass: float, **shares: float) -> ExchangeCase:
    return ExchangeCase("a", mass, shares, share_refused=0.2, attribution_share=0.5)


def test_landfill_storage_takes_away_only_what_was_landfilled_and_is_kept() -> None:
    assert added_t_co2e(case(100, landfill=0.5, recycling=0.5), LUMBER) == pytest.approx(
        -100 * 0.8 * 0.5 * 1.201
    )


def test_forest_carbon_counts_every_tonne_that_is_kept() -> None:
    assert added_t_co2e(case(10, landfill=0.5, recycling=0.5), PAPER) == pytest.approx(10 * 0.8 * 2.507)


def test_a_switch_acts_on_its_own_route_only_and_by_attribution_when_asked() -> None:
    cases = [
        ("R-OCC", case(10, landfill=1.0)),
        ("R-WDP", case(10, landfill=1.0)),
        (None, case(10, landfill=1.0)),
    ]
    found = sensitivities(cases, [LUMBER, PAPER], weighted=True)
    assert found["forest-carbon"] == pytest.approx(0.5 * 10 * 0.8 * 2.507)
    assert found["landfill-storage"] == pytest.approx(-0.5 * 10 * 0.8 * 1.201)
    assert found["soil-carbon"] == 0.0
