"""A what-if shows both sides with the same questions, and leaves the file as it was."""

from __future__ import annotations

import hashlib
import math

import pytest

from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.exchanges.scenario import Comparison, compare, open_scenario
from eit.analysis.impact import kpis
from eit.domain.errors import Refusal
from eit.domain.exchange.scenario import Change, Scenario
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.sql_files import sql_names
from tests.spec.world import AS_OF, World

HERE = Selection("demo", radius_km=50)
FLOWS = """
flow | material | quantity | former
a-o1 | bark     | 100      | landfill
b-d1 | bark     | 60       |
c-o1 | slag     | 10       | landfill
"""
TABLES = {
    "ghg": [{"factor_id": f"R-W-{row}", "route_id": "R-W", "low": "80", "central": "100", "high": "130"}
            for row in ("net", "sub", "bas")],
    "materials": [{"material_id": "bark", "ghg_route": "R-W"}],
    "territories": [
        {"territory_id": "mrc-a", "kind": "mrc"},
        {"territory_id": "mun-a", "parent_id": "mrc-a", "latitude": "47.0", "longitude": "-71.0"},
        {"territory_id": "mun-lost", "parent_id": "mrc-a"},
    ],
    "synergies": "synergy | offer_flow_id | demand_flow_id | material | quantity | giver | taker | stages\n"
                 "s1 | a-o1 | b-d1 | bark | 10 | a | b | identified realised\n"
                 "s2 |  |  | slag | 10 | c | b | identified",
}  # fmt: skip
DECLARED = 0.2
"""The band of a declared quantity; the route's own is -20 % to +30 %."""
TAKER = Change.of("add-company", company_id="new", name="Nouveau", municipality_id="mun-a")
NEED = Change.of(
    "add-flow",
    flow_id="new-d1",
    company_id="new",
    direction="demand",
    material_id="bark",
    quantity=30,
    unit="t/year",
)


@pytest.fixture
def world(tmp_path) -> World:
    made = World(tmp_path, flows=FLOWS, **TABLES)
    yield made
    made.database.close()


def compared(world: World, *changes: Change) -> Comparison:
    return compare(world.database, Scenario("essai", changes), HERE, AS_OF)


def change(comparison: Comparison, key: str) -> float | None:
    return next(item.change for item in comparison.figures if item.key == key)


def test_nothing_changes_when_nothing_is_changed(world: World) -> None:
    same = compared(world)
    assert all(item.change in (0, None) for item in same.figures)
    assert same.gained.empty
    assert same.lost.empty


def test_a_new_taker_takes_more_tonnes_and_the_band_is_of_the_difference(world: World) -> None:
    found = compared(world, TAKER, NEED)
    assert (change(found, "companies"), change(found, "potential_mass")) == (1, pytest.approx(30))
    assert found.gained[["offer_id", "demand_id"]].values.tolist() == [["a-o1", "new-d1"]]
    ghg = next(item for item in found.figures if item.key == "potential_avoided_ghg")
    assert ghg.change == pytest.approx(3.0)
    assert ghg.interval is not None
    assert (ghg.interval.low, ghg.interval.high) == (
        pytest.approx(3 * (1 - math.hypot(0.2, DECLARED)), rel=0.03),
        pytest.approx(3 * (1 + math.hypot(0.3, DECLARED)), rel=0.03),
    )


def test_a_company_that_leaves_takes_its_flows_and_synergies(world: World) -> None:
    found = compared(world, Change.of("remove-company", company_id="a"))
    assert found.lost[["offer_id", "demand_id"]].values.tolist() == [["a-o1", "b-d1"]]
    assert (change(found, "companies"), change(found, "realised_synergies")) == (-1, -1)
    with open_scenario(world.database, "demo", found.scenario) as other:
        assert other.query("synergies", {"programme_id": "demo", "as_of": AS_OF})["synergy_id"].tolist() == [
            "s2"
        ]


def test_a_flow_changes_its_quantity_its_material_or_leaves(world: World) -> None:
    more = compared(world, Change.of("change-flow", flow_id="b-d1", quantity=5000, unit="kg/month"))
    assert change(more, "potential_mass") == pytest.approx(0)
    less = compared(world, Change.of("change-flow", flow_id="b-d1", quantity=1000))
    assert change(less, "potential_mass") == pytest.approx(40)
    other = compared(world, Change.of("change-flow", flow_id="c-o1", material_id="bark"))
    assert len(other.gained) == 1
    unknown = compared(world, Change.of("change-flow", flow_id="b-d1", quantity=None))
    assert change(unknown, "potential_mass") == pytest.approx(40)
    gone = compared(world, Change.of("remove-flow", flow_id="b-d1"))
    assert (change(gone, "flows"), len(gone.lost)) == (-1, 1)


def test_a_company_that_moves_away_loses_its_exchanges(world: World) -> None:
    found = compared(world, Change.of("move-company", company_id="b", latitude=49.0, longitude=-71.0))
    assert len(found.lost) == 1


def test_a_company_without_a_known_place_has_no_distance(world: World) -> None:
    lost = Change.of("add-company", company_id="new", name="Nulle part", municipality_id="mun-lost")
    assert compared(world, lost, NEED).gained.empty


REFUSED = {
    "company": (Change.of("remove-company", company_id="zz"), "company-unknown"),
    "flow": (Change.of("remove-flow", flow_id="zz"), "flow-unknown"),
    "material": (Change.of("change-flow", flow_id="a-o1", material_id="zz"), "material-unknown"),
    "place": (Change.of("add-company", company_id="n", name="N", municipality_id="zz"), "territory-unknown"),
    "twice": (Change.of("add-company", company_id="a", name="N", municipality_id="mun-a"), "id-already-used"),
    "unit": (Change.of("change-flow", flow_id="a-o1", quantity=3, unit="kWh/year"), "unit-does-not-fit-kind"),
    "period": (Change.of("change-flow", flow_id="a-o1", quantity=3, unit="t/moon"), "period-unknown"),
    "density": (Change.of("change-flow", flow_id="a-o1", quantity=3, unit="m3/year"), "density-missing"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_change_that_does_not_fit_the_data_is_refused_by_name(world: World, case: str) -> None:
    wrong, key = REFUSED[case]
    with pytest.raises(Refusal) as refusal:
        compared(world, wrong)
    assert refusal.value.key == key
    assert len(potential_exchanges(world.database, HERE, AS_OF)) == 1  # and the file still answers


def test_the_file_is_not_touched_and_every_query_works_on_both_sides(root) -> None:
    path = root / "data" / "flows.duckdb"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    selection = Selection("abitibi", radius_km=100)
    with Database(path) as base:
        with open_scenario(base, "abitibi", Scenario("rien")) as other:
            assert other.stamp != base.stamp
            for name in sql_names("checks"):
                assert other.query(name, folder="checks").empty, name
            assert kpis.headline(other, selection, AS_OF) == kpis.headline(base, selection, AS_OF)
        assert len(base.query("programmes")) == 5
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_two_scenarios_at_once_do_not_meet(world: World) -> None:
    one = open_scenario(world.database, "demo", Scenario("un", (TAKER,)))
    with open_scenario(world.database, "demo", Scenario("deux")) as two:
        count = [len(side.query("company_names", {"programme_id": "demo"})) for side in (one, two)]
    one.close()
    assert count == [4, 3]


def test_an_unknown_programme_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="programme"):
        compare(world.database, Scenario("x"), Selection("nowhere"), AS_OF)
