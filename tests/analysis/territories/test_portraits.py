"""Portraits of small worlds: each tonne once, what is n.c. stays n.c., energy apart, overlapping territories."""

from __future__ import annotations

import pandas as pd
import pytest

from eit.analysis.territories.movements import links, movements, overlap, seasons, sector_links
from eit.analysis.territories.portraits import default_territories, portrait, read_ground
from eit.domain.errors import InvalidSelection
from eit.domain.portraits import ELSEWHERE, REALISED
from eit.store.database import Database
from tests.spec.world import AS_OF, World, WorldMaker

TERRITORIES = """
territory | kind         | parent
region-a  | region       |
mrc-a     | mrc          | region-a
mrc-b     | mrc          | region-a
mun-a     | municipality | mrc-a
mun-b     | municipality | mrc-b
mun-empty | municipality | mrc-b
"""
COMPANIES = """
company | in    | km | sector_fr | sector_en
saw     | mun-a | 0  | Scierie   | Sawmill
farm    | mun-b | 10 | Ferme     | Farm
near    | mun-a | 1  | Usine     | Plant
far     | mun-b | 200 | Ferme    | Farm
"""
FLOWS = """
flow    | material | quantity | unit     | months
saw-o1  | bark     | 120      | t/year   | 1-12
farm-d1 | bark     | 90       | t/year   | 5-10
near-d1 | bark     | 20       | t/year   | 1-12
far-o1  | bark     | n.c.     | t/year   | 1-12
saw-o2  | heat     | 10       | MWh/year | 1-12
"""
MATERIALS = """
material | category | kind
bark     | wood     | matter
heat     | energy   | energy
"""
SCOPE = """
territory
region-a
mrc-a
mrc-b
"""


@pytest.fixture
def made(world: WorldMaker) -> World:
    return world(
        territories=TERRITORIES,
        companies=COMPANIES,
        flows=FLOWS,
        materials=MATERIALS,
        scope=SCOPE,
        synergies="synergy | material | giver | taker | quantity | stages\ns1 | bark | saw | farm | 30 | realised",
    )


def test_what_leaves_enters_and_stays_counts_each_tonne_once(made: World) -> None:
    ground = read_ground(made.database, "demo", 50, AS_OF)
    first, other = (portrait(made.database, ground, name) for name in ("mrc-a", "mrc-b"))
    assert first.potential.values.tolist() == [["wood", 90.0, 0.0, 20.0]]
    assert other.potential.values.tolist() == [["wood", 0.0, 90.0, 0.0]]
    whole = portrait(made.database, ground, "region-a").potential
    assert whole.values.tolist() == [["wood", 0.0, 0.0, ground.pairs["allocated_t_per_year"].sum()]]
    assert first.realised.values.tolist() == [["wood", 30.0, 0.0, 0.0]]


def test_the_balance_keeps_tonnes_apart_from_energy_and_says_what_is_not_communicated(made: World) -> None:
    ground = read_ground(made.database, "demo", 50, AS_OF)
    first, other = (portrait(made.database, ground, name) for name in ("mrc-a", "mrc-b"))
    assert first.balance[["offer_mass_t_per_year", "demand_mass_t_per_year"]].values.tolist() == [[120, 20]]
    assert first.utilities[["unit", "offer_per_year", "demand_per_year"]].values.tolist() == [["kWh", 1e4, 0]]
    assert pd.isna(other.balance.iloc[0]["offer_mass_t_per_year"]), "one offer and nothing known: n.c., not 0"
    assert other.figures["offer_mass"].state == "not_communicated"
    assert other.figures["offer_mass"].value is None


def test_an_empty_territory_is_a_portrait_of_zeros_and_unknown_coverage(made: World) -> None:
    ground = read_ground(made.database, "demo", 50, AS_OF)
    empty = portrait(made.database, ground, "mun-empty")
    assert empty.figures["companies"].value == 0 and empty.figures["offer_mass"].value == 0
    assert empty.estimated.coverage.share is None
    assert empty.balance.empty and empty.potential.empty and empty.slots.empty
    assert seasons(made.database, "demo", "mun-empty").empty


def test_unknown_territory_and_programme_are_refused(made: World) -> None:
    ground = read_ground(made.database, "demo", 50, AS_OF)
    with pytest.raises(InvalidSelection, match="territory unknown"):
        portrait(made.database, ground, "atlantis")
    with pytest.raises(InvalidSelection, match="programme unknown"):
        read_ground(made.database, "nobody", 50, AS_OF)


def test_links_go_from_giver_to_taker_and_a_company_counts_in_the_smallest(made: World) -> None:
    ground = read_ground(made.database, "demo", 50, AS_OF)
    found = links(made.database, ground, ["mrc-a", "region-a"])
    assert found[["giver", "taker", "t_per_year"]].values.tolist() == [
        ["mrc-a", "region-a", 90.0],
        ["mrc-a", "mrc-a", 20.0],
    ]
    assert overlap(made.database, "demo", ["mrc-a", "region-a"])
    assert not overlap(made.database, "demo", ["mrc-a", "mrc-b"])
    only = links(made.database, ground, ["mrc-b"])
    assert only[["giver", "taker", "t_per_year"]].values.tolist() == [[ELSEWHERE, "mrc-b", 90.0]]


def test_sectors_and_realised_synergies_have_links_too(made: World) -> None:
    ground = read_ground(made.database, "demo", 50, AS_OF)
    found = sector_links(made.database, ground, ["mrc-b"], "en")
    assert found[["giver", "taker", "t_per_year"]].values.tolist() == [["Sawmill", "Farm", 90.0]]
    done = links(made.database, ground, ["mrc-a", "mrc-b"], REALISED)
    assert done[["giver", "taker", "t_per_year", "count"]].values.tolist() == [["mrc-a", "mrc-b", 30.0, 1]]


def test_the_season_of_a_material_by_hand(made: World) -> None:
    row = seasons(made.database, "demo", "region-a").iloc[0]
    winter, summer = 120 / 12 - 20 / 12, 120 / 12 - 20 / 12 - 90 / 6
    assert row["net_by_month"] == pytest.approx((*(winter,) * 4, *(summer,) * 6, *(winter,) * 2))
    assert row["storage_t"] == pytest.approx(6 * winter)
    assert row["structural_t"] == pytest.approx(120 - 20 - 90)
    assert row["seasonal_t"] == pytest.approx(6 * winter - 10)
    assert row["not_communicated"] == 1, "far-o1 is in no month"


def test_movements_of_nothing_are_empty() -> None:
    frame = pd.DataFrame(
        {"offer_company_id": [], "demand_company_id": [], "category_id": [], "allocated_t_per_year": []}
    )
    assert movements(frame, {"x"}, "offer", "demand", "allocated_t_per_year").empty


@pytest.mark.parametrize(
    ("programme", "kind"),
    [("qnp", None), ("quebec", "park"), ("abitibi", "mrc"), ("hurepoix", "commune"), ("fensch", "commune")],
)
def test_a_programme_starts_with_its_own_territories(root, programme: str, kind: str | None) -> None:
    with Database(root / "data" / "flows.duckdb") as database:
        found = default_territories(database, programme)
    if kind is None:
        assert set(found) == {"region-05", "region-16", "borough-saint-laurent"}
    else:
        assert len(found) == 3 and all(item.startswith(kind) for item in found)


def test_unnamed_indices_stay_unnamed(root) -> None:
    with Database(root / "data" / "flows.duckdb") as database:
        ground = read_ground(database, "qnp", None, AS_OF)
        slots = portrait(database, ground, "region-05").slots
    assert slots["slot"].tolist() == list(range(1, 18))
    assert slots["name_fr"].isna().all() and set(slots["state"]) == {"n.c."} and slots["value"].isna().all()
