"""What rests on whom: what breaks when an organisation closes, who stands in for it, where a material goes on to."""

from __future__ import annotations

import pytest

from eit.analysis.exchanges.resilience import cascade, closures, stopped
from eit.domain.selection import Selection
from eit.views.territories.resilience import circle_words, stopped_table
from tests.spec.world import AS_OF

ASKED = Selection("demo", radius_km=50)


def test_the_keystone_is_the_one_that_nobody_can_replace(world):
    """Two sawmills feed one board maker that is alone; a third company would take the bark of either of two."""
    made = world(
        flows="""
            flow    | material | quantity
            mill-o1 | chips    | 100
            saw-o1  | bark     | 40
            board-d1 | chips   | 100
            kiln-d1 | bark     | 40
            farm-d1 | bark     | 40
        """
    )
    found = closures(made.database, ASKED, AS_OF).set_index("company_id")
    assert found.loc["board", ["carried", "lost"]].tolist() == [pytest.approx(100), pytest.approx(100)]
    assert found.loc["board", "stand_in"] is None
    taker = "kiln" if "kiln" in found.index else "farm"
    other = {"kiln": "farm (fictif)", "farm": "kiln (fictif)"}[taker]
    assert found.loc[taker, ["carried", "lost"]].tolist() == [pytest.approx(40), pytest.approx(0)]
    assert found.loc[taker, "stand_in"] == other and found.iloc[0]["lost"] == pytest.approx(100)


def test_who_stands_in_takes_only_what_it_has_left_and_is_counted_once(world):
    """Two givers, a large taker and a small one that is half full: one spare place, however many flows look for it."""
    made = world(
        flows="""
            flow     | material | quantity
            mill-o1  | bark     | 60
            saw-o1   | bark     | 60
            kiln-d1  | bark     | 100
            farm-d1  | bark     | 50
        """
    )
    found = closures(made.database, ASKED, AS_OF).set_index("company_id")
    lost = {"kiln": 70, "farm": 20, "mill": 60, "saw": 60}  # the farm takes 50 of 120, the kiln 100
    assert found["lost"].to_dict() == pytest.approx(lost)
    assert found.loc[["mill", "saw"], "stand_in"].tolist() == [None, None]
    assert found["carried"][["kiln", "farm"]].sum() == pytest.approx(120)


def test_a_taker_that_is_full_stands_in_for_nobody(world):
    made = world(
        flows="""
            flow     | material | quantity
            mill-o1  | bark     | 60
            saw-o1   | bark     | 60
            kiln-d1  | bark     | 60
            farm-d1  | bark     | 60
        """
    )
    found = closures(made.database, ASKED, AS_OF)
    assert found["lost"].tolist() == [pytest.approx(60)] * 4 and found["stand_in"].tolist() == [None] * 4


def test_a_cascade_goes_on_through_the_takers_and_never_in_a_circle(world):
    made = world(
        flows="""
            flow    | material
            mill-o1 | bark
            heat-d1 | bark
            heat-o1 | ash
            farm-d1 | ash
            farm-o1 | straw
            mill-d1 | straw
        """
    )
    found = cascade(made.database, ASKED, "bark", AS_OF)
    assert list(zip(found["step"], found["offer_fr"], strict=True)) == [(1, "bark"), (2, "ash"), (3, "straw")]
    assert found["back"].tolist() == [False, False, True]
    told = {lang: circle_words(found, lang) for lang in ("fr", "en")}
    assert "étape 3" in str(told["fr"]) and "mill (fictif)" in str(told["fr"]) and "circle" in str(told["en"])
    assert circle_words(found[found["step"] < 3], "fr") is None
    assert cascade(made.database, ASKED, "glass", AS_OF).empty
    assert closures(world(flows="flow | material\na-o1 | bark").database, ASKED, AS_OF).empty


def test_a_closure_names_the_synergies_that_stop_and_who_could_come_in(world):
    """Of three stages only what flows stops; the second best is the next lead of the flow that is left alone."""
    made = world(
        flows="""
            flow    | material | quantity
            mill-o1 | bark     | 40
            saw-o1  | bark     | 40
            kiln-d1 | bark     | 40
            farm-d1 | bark     | 40
        """,
        synergies=[
            {
                "synergy_id": f"s-{stage}",
                "material_id": "bark",
                "giver": "mill",
                "taker": "kiln",
                "stages": stage,
            }
            for stage in ("realised", "proposed")
        ],
    )
    found = stopped(made.database, ASKED, AS_OF).set_index("company_id")
    assert set(found["synergy_id"]) == {"s-realised"} and set(found.index) == {"mill", "kiln"}
    assert found.loc["mill", "others"] == ("kiln (fictif)",)
    assert found.loc["mill", "second_best"] == ("saw (fictif)",)
    assert found.loc["kiln", "second_best"] == ("farm (fictif)",)
    table = stopped_table(found.reset_index(), "fr").frame
    assert "saw (fictif)" in table.to_string() and len(table) == 2


def test_without_a_synergy_nothing_stops(world):
    assert stopped(world(flows="flow | material\na-o1 | bark").database, ASKED, AS_OF).empty
