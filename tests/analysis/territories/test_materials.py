"""One material: who holds it, who could take it, is it enough, and every sentence about what is missing."""

from __future__ import annotations

from datetime import date

import pytest

from eit.analysis.exchanges.collecting import ALONE, POOLED, TOO_FAR, TOO_SMALL, UNKNOWN, verdict_word
from eit.analysis.territories.materials import material_choices, material_view
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from eit.store.database import Database
from tests.spec.world import AS_OF, WorldMaker

CHOICE = Selection("demo", radius_km=20)
LIBRARY = """
offer | demand | status      | condition_fr
ash   | lime   | research    | loin de l'eau
ash   | road   | implemented | sec
"""
MATERIALS = """
material | category | route
ash      | wood     |
lime     | wood     |
road     | wood     |
"""


def keys(view) -> list[str]:
    return [key for key, _ in view.missing]


def test_nobody_holds_it_and_nobody_knows_what_to_do_with_it(world: WorldMaker) -> None:
    made = world(materials="material\nash\nx", flows="flow | material\na-o1 | x")
    view = material_view(made.database, CHOICE, "ash", AS_OF)
    assert keys(view) == ["no-holder", "no-outlet"]
    assert view.streams == () and view.holders.empty and view.takers.empty


def test_a_taker_beyond_the_radius_has_its_distance(world: WorldMaker) -> None:
    made = world(
        materials=MATERIALS,
        library=LIBRARY,
        companies="company | km\na | 0\nb | 60",
        flows="flow | material | quantity\na-o1 | ash | 10\nb-d1 | lime | 5",
    )
    view = material_view(made.database, CHOICE, "ash", AS_OF)
    assert dict(view.missing)["no-taker-in-radius"]["nearest"] == pytest.approx(60, rel=1e-6)
    assert view.holders.iloc[0]["nearest_km"] == pytest.approx(60, rel=1e-6)
    assert view.takers["demand_material_id"].tolist() == ["lime"]
    assert "no-factor" in keys(view)


def test_what_is_missing_is_said_one_by_one(world: WorldMaker) -> None:
    made = world(
        materials=MATERIALS,
        library=LIBRARY,
        companies="company | km | kind\na | 0 | sorting-centre\nb | 5 | company\nc | ? | company\nd | 1 | farm",
        flows="""
flow | material | quantity | months
a-o1 | ash      | 10       | 1-3
c-o1 | ash      | n.c.     | 1-3
b-d1 | lime     | 5        | 3-6
d-o1 | ash      | 30       | 1-3
""",
    )
    view = material_view(made.database, CHOICE, "ash", AS_OF)
    said = dict(view.missing)
    assert said["quantity-nc"]["n"] == 1 and said["no-position"]["n"] == 1
    assert said["holders-without-taker"]["n"] == 1, "without a position nobody is near"
    assert said["months-without-offer"]["months"] == 0b000000111000
    assert said["months-without-taker"]["months"] == 0b000000000011
    assert view.holders["company_id"].tolist()[0] == "a", "a sorting centre comes first among the holders"
    assert view.streams[0].quantity.central == 10 + 30 and view.streams[0].not_communicated == 1


def test_outlets_are_the_most_proven_first_with_their_condition(world: WorldMaker) -> None:
    made = world(materials=MATERIALS, library=LIBRARY, flows="flow | material\na-o1 | ash")
    rows = material_view(made.database, CHOICE, "ash", AS_OF).outlets
    assert rows[["demand_material_id", "status", "condition_fr"]].values.tolist() == [
        ["road", "implemented", "sec"],
        ["lime", "research", "loin de l'eau"],
    ]


def test_unknown_material_or_programme_is_refused(world: WorldMaker) -> None:
    made = world(flows="flow | material\na-o1 | ash")
    with pytest.raises(InvalidSelection, match="material unknown"):
        material_view(made.database, CHOICE, "gold", AS_OF)
    with pytest.raises(InvalidSelection, match="programme unknown"):
        material_view(made.database, Selection("nobody"), "ash", AS_OF)


@pytest.mark.parametrize(
    ("material", "expected"), [("silage-film", POOLED), ("mine-ducts", POOLED), ("wood-ash", ALONE)]
)
def test_the_verdict_of_the_priority_materials(root, material: str, expected: str) -> None:
    with Database(root / "data" / "flows.duckdb") as database:
        choice = Selection("abitibi", radius_km=100)
        view = material_view(database, choice, material, date(2025, 6, 1))
    assert view.verdict.verdict == expected
    assert view.verdict.total == pytest.approx(view.holders["quantity_per_year"].sum())
    assert view.terms is not None and len(view.outlets) >= 3


def test_the_words_of_a_verdict() -> None:
    assert verdict_word((), 5.0, 10.0, 0) == TOO_SMALL
    assert verdict_word((), 15.0, 10.0, 0) == TOO_FAR
    assert verdict_word((), 15.0, 10.0, 1) == ALONE
    assert verdict_word((), None, 10.0, 0) == UNKNOWN


def test_the_four_materials_of_abitibi_come_first(root) -> None:
    with Database(root / "data" / "flows.duckdb") as database:
        found = material_choices(database, "abitibi")
        none = material_choices(database, "nobody")
    assert found["material_id"].tolist()[:4] == ["silage-film", "forest-biomass", "mine-ducts", "wood-ash"]
    assert found["material_id"].is_unique and none.empty
