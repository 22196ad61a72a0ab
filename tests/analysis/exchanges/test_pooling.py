"""Hubs on a small map: the minimum is data, the savings are truck-km, and what is unknown is said."""

from __future__ import annotations

import csv

import pytest

from eit.analysis.exchanges.pooling import find_hubs
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.version.build import build_database
from tests.spec.world import World

FARMS = """
flow   | material | quantity | quality
a-o1   | film     | 4        | declared
b-o1   | film     | 4        | declared
c-o1   | film     | 4        | declared
far-o1 | film     | 4        | declared
"""
PLACES = [
    {"company_id": name, "km": km} for name, km in (("a", "0"), ("b", "10"), ("c", "20"), ("far", "90"))
]
TRANSPORT = [
    {"factor_id": "CI-QC", "low": "1.2", "central": "1.3", "high": "1.6", "unit": "ratio"},
    {"factor_id": "RT-MIX", "central": "0.1"},
    {"factor_id": "RT-QC", "low": "0.065", "central": "0.1", "high": "0.14"},
    {"factor_id": "TC-QC", "low": "0.1", "central": "0.16", "high": "0.25", "unit": "CAD/t-km"},
]
MATERIALS = [{"material_id": "film", "parent_id": "films"}, {"material_id": "hours", "kind": "service"}]


def database(tmp_path, minimum: str | None = "films", flows: str = FARMS, **tables) -> Database:
    given = {"companies": PLACES, "transport": TRANSPORT, "materials": MATERIALS}
    world = World(tmp_path, flows=flows, **{**given, **tables})
    if minimum is None:
        return world.database
    world.database.close()
    columns = [
        "material_id",
        "minimum_t_per_year",
        "payload_t",
        "rounds_per_year",
        "source",
        "year",
        "confidence",
    ]
    with (tmp_path / "reference" / "minimum_volumes.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([columns, [minimum, "10", "10", "1", "spec", "2024", "assumption"]])
    build_database(tmp_path, world.path)
    return Database(world.path)


def hubs(base: Database, radius_km: float = 25, by: str = "material"):
    return find_hubs(base, Selection("demo", radius_km=radius_km), by).hubs


def test_three_farms_make_a_collection(tmp_path) -> None:
    (hub,) = hubs(database(tmp_path))
    assert (hub.companies, hub.below_minimum, hub.minimum_t_per_year) == (3, 3, 10)
    assert hub.company_id == "b"
    assert hub.quantity.central == pytest.approx(12)
    assert hub.quantity.low < 12 < hub.quantity.high
    assert sum(hub.by_month) == pytest.approx(12)
    assert sorted(hub.participants["company_id"]) == ["a", "b", "c"]
    assert hub.minimum_confidence == "assumption"
    assert hub.provisional


def test_the_savings_are_truck_km_at_half_the_reference_load(tmp_path) -> None:
    (hub,) = hubs(database(tmp_path, companies=[*PLACES[:2], {"company_id": "c", "km": "12"}, PLACES[3]]))
    assert hub.company_id == "b"
    assert hub.separate_km is not None
    assert hub.separate_km.central == pytest.approx(1.3 * 2 * (10 + 2), rel=1e-4)
    assert hub.shared_km is not None
    assert hub.shared_km.central == pytest.approx(
        1.3 * 2 * (10 + 2), rel=1e-4
    )  # hub in the middle: nothing saved
    (line,) = hubs(database(tmp_path, flows=FARMS.replace("a-o1   | film     | 4 ", "a-o1   | film     | 5 "),
                            companies=[{"company_id": "a", "km": "0"}, {"company_id": "b", "km": "14"},
                                       {"company_id": "c", "km": "14"}, PLACES[3]]), radius_km=14.5)  # fmt: skip
    assert line.saved_km is not None
    assert line.saved_t_co2e is not None
    assert line.saved_money is not None
    saved = line.saved_km.central
    assert line.saved_money.central == pytest.approx(saved * 10 * 0.16, rel=1e-6)
    assert line.saved_t_co2e.central == pytest.approx(saved * 10 * 0.1 / 1000, rel=1e-6)


def test_without_a_minimum_the_hub_says_so_and_estimates_nothing(tmp_path) -> None:
    (hub,) = hubs(database(tmp_path, minimum=None))
    assert hub.minimum_t_per_year is None
    assert hub.saved_km is None
    assert {"minimum", "payload"} <= set(hub.missing)


def test_a_family_pools_its_members(tmp_path) -> None:
    flows = FARMS.replace("c-o1   | film ", "c-o1   | films")
    base = database(tmp_path, flows=flows, materials=[*MATERIALS, {"material_id": "films"}])
    assert hubs(base) == ()
    (hub,) = hubs(base, by="family")
    assert hub.material_id == "films"


def test_equal_needs_and_services_pool_too(tmp_path) -> None:
    flows = """
        flow | material | quantity | unit
        a-d1 | film     | 4        | t/year
        b-d1 | film     | 4        | t/year
        c-d1 | film     | 4        | t/year
        a-d2 | hours    | 100      | h/year
        b-d2 | hours    | n.c.     | h/year
        c-d2 | hours    | 300      | h/year
    """
    need, service = hubs(database(tmp_path, flows=flows))
    assert (need.direction, need.unit, service.unit) == ("demand", "t", "h")
    assert service.missing == ("nothing-to-carry",)
    assert (service.quantity.central, service.not_communicated) == (400, 1)


def test_a_farm_without_a_place_is_named(tmp_path) -> None:
    companies = [*PLACES[:3], {"company_id": "far", "km": "?"}]
    found = find_hubs(database(tmp_path, companies=companies), Selection("demo", radius_km=25))
    assert list(found.unplaced["flow_id"]) == ["far-o1"]


def test_a_radius_too_short_leaves_nothing(tmp_path) -> None:
    base = database(tmp_path)
    assert hubs(base, radius_km=5) == ()
    with pytest.raises(InvalidSelection, match="grouping"):
        hubs(base, by="colour")


def test_the_demonstration_has_its_farm_collection(root) -> None:
    with Database(root / "data" / "flows.duckdb") as base:
        found = find_hubs(base, Selection("abitibi", radius_km=50)).hubs
    films = [hub for hub in found if hub.material_id == "silage-film" and hub.direction == "offer"]
    assert films
    assert all((hub.participants["company_kind"] == "farm").sum() >= 3 for hub in films)
