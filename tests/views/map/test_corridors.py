"""Exchanges added up between territories, as lines and numbers on the map and as a table."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from eit.views.map.content import MapContent, feature_group
from eit.views.map.tables import total_table
from eit.views.texts import texts
from tests.views import frames
from tests.views.map.test_content import SITES, SYNERGIES, layers

AREAS = frames.territories()
ONE, TWO, THREE = AREAS["territory_id"].head(3)
COLUMNS = ["from_id", "to_id", "category_id", "exchanges", "allocated_t_per_year", "unknown"]
TOTALS = pd.DataFrame(
    [
        (ONE, TWO, "wood", 3, 1200.0, 0),
        (ONE, TWO, "plastics", 1, math.nan, 1),
        (TWO, ONE, "wood", 2, 4.0, 0),
        (ONE, ONE, "wood", 5, 30.0, 0),
        ("elsewhere", ONE, "wood", 7, 1.0, 0),
    ],
    columns=COLUMNS,
)


def drawn(**changes: object):
    content = {"territories": AREAS, "sites": SITES, "exchanges": frames.exchanges(SITES), "totals": TOTALS}
    return feature_group(MapContent(lang="fr", **(content | changes)))


def test_one_line_per_direction_as_thick_as_its_tonnes() -> None:
    made = layers(drawn())
    lines = {f["properties"]["id"]: f for f in made["totals"]}
    assert set(lines) == {f"{ONE}|{TWO}", f"{TWO}|{ONE}"}
    there, back = lines[f"{ONE}|{TWO}"], lines[f"{TWO}|{ONE}"]
    assert there["properties"]["w"] > back["properties"]["w"]
    middle = len(there["geometry"]["coordinates"]) // 2
    assert there["geometry"]["coordinates"][middle] != back["geometry"]["coordinates"][-1 - middle]
    assert len(made["arrows"]) == 2 and "exchanges" not in made


def test_the_tip_says_how_many_how_much_and_of_what() -> None:
    tip = next(f for f in layers(drawn())["totals"] if f["properties"]["id"] == f"{ONE}|{TWO}")["properties"]
    words = tip["tip"].replace("\u202f", " ").replace("\xa0", " ")
    assert f"{3 + 1} échanges potentiels" in words and "1 200 t" in words
    assert "Bois 1 200 t" in words and "n.c." in words


def test_the_inside_is_a_number_and_a_territory_that_only_gives_can_still_be_opened() -> None:
    inside = {f["properties"]["id"]: f["properties"] for f in layers(drawn())["inside"]}
    assert inside[ONE]["text"] == "5" and inside[TWO]["text"] == "0"
    assert {look["kind"] for look in inside.values()} == {"total-territory"}
    assert THREE not in inside


def test_what_has_no_boundary_is_counted_and_sites_wait() -> None:
    drawing = drawn()
    assert drawing.unplaced_lines == 7 and drawing.totals and drawing.drawn_lines == 2
    assert layers(drawing).get("sites", []) == []
    with_synergies = layers(drawn(synergies=SYNERGIES))
    parties = {*SYNERGIES["giver_company_id"], *SYNERGIES["taker_company_id"]}
    assert {f["properties"]["id"] for f in with_synergies["sites"]} <= parties


def test_the_smallest_sums_wait_in_the_table_and_the_map_says_so() -> None:
    drawing = drawn(most_lines=1)
    assert [f["properties"]["id"] for f in layers(drawing)["totals"]] == [f"{ONE}|{TWO}"]
    assert (drawing.drawn_lines, drawing.hidden_lines) == (1, 1)
    assert "1 ligne entre territoires" in drawing.hidden_note(texts("fr")).replace("\u202f", " ")
    assert not drawn().hidden_note(texts("fr"))


def test_without_boundaries_the_exchanges_are_drawn_one_by_one() -> None:
    made = layers(drawn(territories=None))
    assert "totals" not in made and made["exchanges"]


@pytest.mark.parametrize("name", frames.HOSTILE)
def test_a_hostile_territory_stays_text(name: str) -> None:
    areas = frames.territories().assign(name=name)
    text = json.dumps([f["properties"] for f in layers(drawn(territories=areas))["totals"]])
    assert "<img" not in text and "<script" not in text and "${" not in text


def test_the_table_holds_what_the_lines_add_up() -> None:
    table = total_table(TOTALS, dict(zip(AREAS["territory_id"], AREAS["name"], strict=True)), "fr")
    tonnes = table.frame["Attribuable (t/an)"]
    assert tonnes.sum() == 1200 + 4 + 30 + 1
    assert math.isnan(tonnes[f"{ONE}|{TWO}|plastics"])
    assert next(iter(table.frame.index)) == f"{ONE}|{TWO}|wood"
