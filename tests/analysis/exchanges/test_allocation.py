"""Who gets which tonnes: each objective by hand on small worlds, and what is left of every flow."""

from __future__ import annotations

import pytest

from eit.analysis.exchanges.allocation import OBJECTIVES, allocate_exchanges
from eit.analysis.exchanges.potential import allocated_pairs
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from tests.spec.world import AS_OF, World

ROUTES = [
    {"factor_id": f"R-{name}-{row}", "route_id": f"R-{name}", "low": low, "central": central, "high": high}
    for name, row, low, central, high in (
        ("A", "net", "80", "100", "120"), ("A", "sub", "60", "80", "100"), ("A", "bas", "20", "20", "20"),
        ("B", "net", "800", "900", "1000"), ("B", "sub", "700", "800", "900"), ("B", "bas", "100", "100", "100"),
    )
]  # fmt: skip
COSTS = [
    {"factor_id": "QC-GATE-REC", "low": "90", "central": "120", "high": "160", "confidence": "assumption"},
    {"factor_id": "QC-RED-2024", "central": "32"},
    {"factor_id": "WAT-QC", "low": "1", "central": "2.5", "high": "5", "unit": "CAD/m3"},
]
TRANSPORT = [
    {"factor_id": "RT-MIX", "central": "0.1"},
    {"factor_id": "CI-QC", "central": "1.3", "unit": "ratio"},
    {"factor_id": "TC-QC", "low": "0.1", "central": "0.16", "high": "0.25", "unit": "CAD/t-km"},
]
MATERIALS = [
    {"material_id": "ash", "ghg_route": "R-A"},
    {"material_id": "film", "ghg_route": "R-B"},
    {"material_id": "slag"},
    {"material_id": "water", "kind": "water", "category_id": "energy"},
    {"material_id": "hours", "kind": "service"},
]


def made(tmp_path, flows: str, **tables) -> World:
    given = {"ghg": ROUTES, "costs": COSTS, "transport": TRANSPORT, "materials": MATERIALS}
    return World(tmp_path, flows=flows, **{**given, **tables})


def allocated(world: World, objective: str, radius_km: float = 50):
    return allocate_exchanges(world.database, Selection("demo", radius_km=radius_km), AS_OF, objective)


ONE_TONNE_TWICE = """
flow   | material | quantity | former
a-o1   | film     | 100      | landfill
b-o1   | film     | 100      | landfill
c-d1   | film     | 150      |
"""


def test_no_tonne_is_promised_twice_and_the_rest_is_named(tmp_path) -> None:
    found = allocated(made(tmp_path, ONE_TONNE_TWICE), "mass")
    assert found.pairs["t_per_year"].sum() == found.matter.quantity_per_year == pytest.approx(150)
    left = dict(zip(found.remaining["flow_id"], found.remaining["remaining_per_year"], strict=True))
    assert left["c-d1"] == pytest.approx(0)
    assert left["a-o1"] + left["b-o1"] == pytest.approx(50)


def test_ghg_prefers_what_avoids_the_most_and_has_a_band(tmp_path) -> None:
    library = [
        {"offer_material_id": "ash", "demand_material_id": "lime", "ghg_route": "R-A"},
        {"offer_material_id": "film", "demand_material_id": "lime", "ghg_route": "R-B"},
    ]
    flows = """
        flow | material | quantity | former
        a-o1 | ash      | 100      | landfill
        b-o1 | film     | 60       | landfill
        c-d1 | lime     | 100      |
    """
    found = allocated(made(tmp_path, flows, library=library), "ghg")
    moved = dict(zip(found.pairs["offer_id"], found.pairs["t_per_year"], strict=True))
    assert moved == {"a-o1": pytest.approx(40), "b-o1": pytest.approx(60)}
    value = found.matter.value
    assert value is not None
    assert value.central == pytest.approx(40 * 100 + 60 * 900)
    assert value.low < value.central < value.high
    assert found.value_unit == "kg CO2e"


def test_a_material_without_a_factor_is_left_out_and_named(tmp_path) -> None:
    flows = """
        flow | material | quantity | former
        a-o1 | slag     | 100      | landfill
        b-o1 | film     | 60       | landfill
        c-d1 | slag     | 100      |
        d-d1 | film     | 100      |
    """
    found = allocated(made(tmp_path, flows), "ghg")
    assert list(found.pairs["offer_id"]) == ["b-o1"]
    assert found.not_estimated["offer_id"].tolist() == ["a-o1"]
    assert "credit" in found.not_estimated["missing"].iloc[0]


def test_money_counts_the_gate_fee_once_and_the_trip(tmp_path) -> None:
    flows = """
        flow | material | quantity | former
        a-o1 | film     | 100      | landfill
        b-d1 | film     | 100      |
    """
    companies = [{"company_id": "a", "km": "0"}, {"company_id": "b", "km": "10"}]
    found = allocated(made(tmp_path, flows, companies=companies), "money")
    assert found.value_unit == "CAD"
    assert found.matter.value is not None
    assert found.matter.value.central == pytest.approx(100 * 120 - 100 * 1.3 * 10 * 0.16, rel=1e-5)
    assert found.matter.provisional
    assert {"virgin-price-not-counted", "preparation-not-counted"} <= set(found.assumptions)


def test_what_a_company_pays_itself_is_used_before_the_table(tmp_path) -> None:
    flows = """
        flow | material | quantity | former   | disposal_cost_per_t
        a-o1 | film     | 10       | landfill | 200
        b-d1 | film     | 10       |          |
    """
    found = allocated(made(tmp_path, flows), "money")
    assert found.matter.value is not None
    assert found.matter.value.central == pytest.approx(2000)
    assert "a-o1:disposal-cost" in found.matter.factor_ids


def test_a_pair_that_only_loses_is_not_used_and_is_counted(tmp_path) -> None:
    flows = """
        flow | material | quantity | former
        a-o1 | film     | 10       | recycling
        b-d1 | film     | 10       |
    """
    companies = [{"company_id": "a", "km": "0"}, {"company_id": "b", "km": "30"}]
    found = allocated(made(tmp_path, flows, companies=companies), "money")
    assert found.pairs.empty
    assert found.losing == 1


def test_units_are_never_added_together(tmp_path) -> None:
    flows = """
        flow | material | quantity | unit     | former
        a-o1 | film     | 100      | t/year   | landfill
        b-d1 | film     | 40       | t/year   |
        a-o2 | water    | 500      | m3/year  |
        b-d2 | water    | 200      | m3/year  |
        a-o3 | hours    | 10       | h/year   |
        b-d3 | hours    | 30       | h/year   |
    """
    world = made(tmp_path, flows)
    totals = {item.unit: item.quantity_per_year for item in allocated(world, "mass").totals}
    assert totals == {"t": pytest.approx(40), "m3": pytest.approx(200), "h": pytest.approx(10)}
    money = {item.unit: item.value for item in allocated(world, "money").totals}
    assert money["m3"] is not None
    assert money["m3"].central == pytest.approx(500)
    assert set(money) == {"t", "m3"}
    assert allocated(world, "mass").pairs.set_index("unit")["t_per_year"].isna().to_dict() == {
        "t": False, "m3": True, "h": True
    }  # fmt: skip


def test_an_unknown_quantity_is_bounded_by_its_partner_and_its_rest_stays_unknown(tmp_path) -> None:
    flows = """
        flow | material | quantity | former
        a-o1 | film     | n.c.     | landfill
        b-d1 | film     | 40       |
        c-o1 | slag     | n.c.     | landfill
        d-d1 | slag     | n.c.     |
    """
    found = allocated(made(tmp_path, flows), "mass")
    assert found.matter.quantity_per_year == pytest.approx(40)
    left = found.remaining.set_index("flow_id")["remaining_per_year"]
    assert left.isna().to_dict() == {"a-o1": True, "b-d1": False, "c-o1": True, "d-d1": True}
    assert found.not_estimated["missing"].tolist() == [("quantity",)]


def test_each_objective_is_best_at_what_it_maximises(tmp_path) -> None:
    world = made(tmp_path, ONE_TONNE_TWICE)
    tonnes = {name: allocated(world, name).matter.quantity_per_year for name in OBJECTIVES}
    assert tonnes["mass"] == max(tonnes.values())


def test_unknown_words_are_refused(tmp_path) -> None:
    world = made(tmp_path, ONE_TONNE_TWICE)
    with pytest.raises(InvalidSelection, match="objective"):
        allocated(world, "fame")
    with pytest.raises(InvalidSelection, match="programme"):
        allocate_exchanges(world.database, Selection("nowhere"), AS_OF)


def test_an_empty_world_allocates_nothing(tmp_path) -> None:
    found = allocated(made(tmp_path, "flow | material\na-o1 | film\n"), "ghg")
    assert (found.matter.quantity_per_year, len(found.pairs), len(found.remaining)) == (0, 0, 1)


ALREADY = """
flow   | material | quantity | former
a-o1   | film     | 100      | landfill
b-o1   | film     | 40       | landfill
c-d1   | film     | 100      |
"""


@pytest.mark.parametrize(("quantity", "left"), [("", 40.0), ("30", 100.0)])
def test_a_pair_that_is_a_synergy_already_is_not_counted_again(tmp_path, quantity: str, left: float) -> None:
    """Without a quantity, nobody knows what it takes: the pair brings nothing more to the potential.

    With one, what it takes is taken off both flows, and the rest of them is still a potential.
    """
    synergy = {
        "synergy_id": "s1",
        "giver": "a",
        "taker": "c",
        "material_id": "film",
        "offer_flow_id": "a-o1",
        "demand_flow_id": "c-d1",
        "quantity": quantity,
        "stages": "identified",
    }
    world = made(tmp_path, ALREADY, synergies=[synergy])
    carried = allocated_pairs(world.database, Selection("demo", radius_km=50), AS_OF)
    by_pair = carried.set_index(["offer_id", "demand_id"])["allocated_quantity"].fillna(0)
    assert (by_pair.get(("a-o1", "c-d1"), 0) == 0) == (quantity == "")
    assert by_pair.sum() == pytest.approx(left if quantity == "" else 70)
    figure = world.figures()["potential_mass"]
    assert figure.value == pytest.approx(by_pair.sum())
