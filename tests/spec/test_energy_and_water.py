"""Heat, power and water count by what the taker says it replaces, with the factor of its place."""

from __future__ import annotations

import pytest

from eit.analysis.impact.money import money_estimate, price_book

GAS = "E-FR-NG | | 0.2 | kg CO2e/kWh NCV"
BOILER = "E-FR-BOI-NG | | 0.8 | kWh heat/kWh fuel"
GRID = "E-FR-EL-lc | | 0.05 | kg CO2e/kWh"
WATER = "E-FR-WAT | | 0.175 | kg CO2e/m3"
QUEBEC = "E-QC-EL-lc | | 0.02 | kg CO2e/kWh"
STEAM = "E-STEAM | | 9 | kg CO2e/kWh"
MAINS = "E-WAT | | 9 | kg CO2e/m3"


def known(*rows: str) -> str:
    return "factor | route | central | unit\n" + "\n".join(rows)


def exchange(world, place: str, offer: str, wanted: str, unit: str, *factors: str, route: str = "E-STEAM"):
    kind = "water" if unit.startswith("m3") else "energy"
    return world(
        ghg=known(STEAM, MAINS, *factors),
        programmes=f"programme | jurisdiction\ndemo | {place}",
        companies="company | km\na | 0\nb | 1",
        materials=f"""
            material | kind   | route   | category
            {offer}  | {kind} | {route} | energy
            {wanted} | {kind} |         | energy
        """,
        library=f"offer | demand | route\n{offer} | {wanted} | same",
        flows=f"""
            flow | material | quantity | unit
            a-o1 | {offer}  | 1000     | {unit}
            b-d1 | {wanted} | 600      | {unit}
        """,
    ).figures()["potential_avoided_ghg"]


def test_heat_that_replaces_gas_avoids_what_the_boiler_burned(world):
    found = exchange(world, "FR", "steam", "natural-gas-heat", "MWh/year", GAS, BOILER)
    assert found.value == pytest.approx(600_000 * 0.2 / 0.8 / 1000)


def test_without_the_efficiency_of_the_boiler_there_is_no_figure(world):
    assert exchange(world, "FR", "steam", "natural-gas-heat", "MWh/year", GAS).value is None


def test_power_that_is_replaced_is_that_of_the_grid_of_the_place(world):
    french = exchange(world, "FR", "steam", "electricity", "MWh/year", GAS, BOILER, GRID, QUEBEC)
    quebec = exchange(world, "CA-QC", "steam", "electricity", "MWh/year", GAS, BOILER, GRID, QUEBEC)
    assert french.value == pytest.approx(600_000 * 0.05 / 1000)
    assert quebec.value == pytest.approx(600_000 * 0.02 / 1000)


def test_water_is_that_of_the_place(world):
    found = exchange(world, "FR", "treated-effluent", "drinking-water", "m3/year", WATER, route="E-WAT")
    assert found.value == pytest.approx(600 * 0.175 / 1000)


@pytest.mark.parametrize(
    ("wanted", "unit", "route"),
    [
        ("natural-gas-heat", "MWh/year", "E-STEAM"),
        ("electricity", "MWh/year", "E-STEAM"),
        ("drinking-water", "m3/year", "E-WAT"),
    ],
)
def test_a_place_without_a_factor_has_no_figure_and_never_that_of_another(world, wanted, unit, route):
    found = exchange(world, "LU", "offered", wanted, unit, GAS, BOILER, GRID, QUEBEC, WATER, route=route)
    assert (found.value, found.state) == (None, "not_estimated")


def test_a_fuel_that_nobody_named_is_an_assumption(world):
    said = exchange(world, "FR", "steam", "natural-gas-heat", "MWh/year", GAS, BOILER)
    unsaid = exchange(world, "FR", "steam", "hot-process", "MWh/year", GAS, BOILER)
    assert unsaid.value == pytest.approx(said.value)
    assert (said.provisional, unsaid.provisional) == (False, True)


def test_a_gas_made_of_residues_replaces_natural_gas_burned_as_it(world):
    """Kilowatt-hour of fuel for kilowatt-hour of fuel: the efficiency of the boiler is the same on both sides."""
    gas = known("E-GAS | | | kg CO2e/kWh", GAS, BOILER).splitlines()[1:]
    found = exchange(world, "FR", "biogas", "natural-gas-heat", "MWh/year", *gas, route="E-GAS")
    assert found.value == pytest.approx(600_000 * 0.2 / 1000)


@pytest.mark.parametrize(("place", "value"), [("FR", 600_000 * 0.31 / 1000), ("LU", None)])
def test_the_fuel_that_the_taker_declares_is_the_one_that_counts(world, place, value):
    """Heat in place of heating oil: by the oil of the country, never by the gas; a fuel without one has no figure."""
    oil = "E-HEAT-OIL-FR | | 0.31 | kg CO2e/kWh"
    found = exchange(world, place, "steam", "heating-oil-heat", "MWh/year", GAS, BOILER, oil)
    assert found.value == (None if value is None else pytest.approx(value))
    assert found.provisional is False


PIPE = """factor | central | unit
CI-FR          | 1.5     | road km / great-circle km
PIPE-HEAT-LOSS | 0.04    | 1/km
PIPE-HEAT-PUMP | 0.01    | kWh/kWh-km
PIPE-WATER-PUMP | 0.1    | kWh/m3-km
"""


def piped(world, offer: str, wanted: str, unit: str, *factors: str, **more):
    kind = "water" if unit.startswith("m3") else "energy"
    return world(
        ghg=known(STEAM, MAINS, *factors),
        transport=PIPE,
        programmes="programme | jurisdiction\ndemo | FR",
        companies="company | km\na | 0\nb | 2",
        materials=f"""
            material | kind   | route   | category
            {offer}  | {kind} | {"E-WAT" if kind == "water" else "E-STEAM"} | energy
            {wanted} | {kind} |         | energy
        """,
        library=f"offer | demand | route\n{offer} | {wanted} | {more.get('route', 'same')}",
        flows=more.get("flows", "").format(offer=offer, wanted=wanted)
        or f"""
            flow | material | quantity | unit
            a-o1 | {offer}  | 1000     | {unit}
            b-d1 | {wanted} | 600      | {unit}
        """,
    )


def test_a_pipe_loses_heat_by_the_kilometre_and_its_pumps_take_power(world):
    """3 km of pipe for 2 km as the crow flies: 12 % lost, 3 % of the heat in power."""
    found = piped(world, "waste-heat", "natural-gas-heat", "MWh/year", GAS, BOILER, GRID)
    expected = 600_000 * (0.2 / 0.8 * (1 - 3 * 0.04) - 3 * 0.01 * 0.05) / 1000
    assert found.figures()["potential_avoided_ghg"].value == pytest.approx(expected, rel=1e-4)


def test_water_takes_power_by_the_kilometre(world):
    found = piped(world, "treated-effluent", "drinking-water", "m3/year", WATER, GRID)
    expected = 600 * (0.175 - 3 * 0.1 * 0.05) / 1000
    assert found.figures()["potential_avoided_ghg"].value == pytest.approx(expected, rel=1e-4)


def test_heat_flows_only_while_both_sides_run(world):
    """1 200 MWh over the year beside 900 MWh over six months: the source has 600 then; one month in common: 120."""
    flows = """
        flow | material | quantity | unit     | months
        a-o1 | {offer}  | 1200     | MWh/year | 1-12
        b-d1 | {wanted} | 900      | MWh/year | 1-6
    """
    made = piped(world, "waste-heat", "natural-gas-heat", "MWh/year", GAS, BOILER, GRID, flows=flows)
    assert made.exchanges()["pair_quantity"].tolist() == pytest.approx([600_000])
    assert made.figures()["potential_energy"].value == pytest.approx(600_000)
    short = flows.replace("1-6", "1-3").replace("1-12", "3-12")
    none = piped(world, "waste-heat", "natural-gas-heat", "MWh/year", GAS, BOILER, GRID, flows=short)
    assert none.figures()["potential_energy"].value == pytest.approx(1_200_000 / 10)


@pytest.mark.parametrize(
    ("route", "value"),
    [("same", 600_000 * 0.25), ("", 600_000 * 0.25), ("unknown", None), ("E-OWN", 600_000 * 2)],
)
def test_same_as_the_material_and_unknown_are_two_things(world, route, value):
    """A use that says nothing takes what the material has; one that says that it is not known has no figure."""
    own = "E-OWN | | 2 | kg CO2e/kWh"
    made = piped(world, "waste-heat", "natural-gas-heat", "MWh/year", GAS, BOILER, GRID, own, route=route)
    found = made.figures()["potential_avoided_ghg"].value
    lost = 1 - 3 * 0.04 - 3 * 0.01 * 0.05 / 0.25 if route != "E-OWN" else 1
    assert found == (None if value is None else pytest.approx(value * lost / 1000, rel=1e-4))


COSTS = """factor | central | unit
NG-FR         | 20     | EUR/GJ
PIPE-HEAT-EUR | 100000 | EUR/km
PIPE-UPKEEP   | 0.03   | 1/yr
"""


@pytest.mark.parametrize("route", ["E-STEAM", "E-GAS"])
def test_heat_pays_its_pipe_and_a_gas_is_burned_as_gas(world, route):
    """3 km of pipe over 40 years at 5 %, kept up at 3 %, and 12 % of the heat lost; a gas has none of these pipes."""
    made = world(
        ghg=known(STEAM, GAS, BOILER),
        transport=PIPE,
        costs=COSTS,
        programmes="programme | jurisdiction\ndemo | FR",
    )
    row = {
        "case_id": "a",
        "unit": "kWh",
        "ghg_route": route,
        "demand_material_id": "natural-gas-heat",
        "distance_km": 2.0,
    }
    found = money_estimate(row, 600_000.0, price_book(made.database, "FR"))
    bought = 600_000 * 0.0036 * 20
    written_off = 0.05 / (1 - 1.05**-40)
    piped = bought / 0.8 * (1 - 3 * 0.04) - 3 * 100_000 * (written_off + 0.03)
    assert found.central == pytest.approx(piped if route == "E-STEAM" else bought)
    counted = "pumps-cost-not-counted" if route == "E-STEAM" else "network-cost-not-counted"
    assert found.assumptions == (counted,)
