"""The page Carte: what the map shows is in the tables, with the same filters."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eit.ui.map.panels import TABLES, line_totals
from eit.ui.map.scene import map_content, scene_of, whole_story
from eit.views.map.scene import POTENTIAL, SYNERGY, make_scene
from tests.opening import ROOT, open_page
from tests.pages.test_pages import shown

PAGE = ROOT / "pages" / "carte.py"
HOME = ROOT / "pages" / "accueil.py"


def drawn_ids(app: AppTest) -> dict[str, list[str]]:
    """The ids of everything that the page's map holds, by kind."""
    scene = make_scene(map_content(app.session_state["frame"]))
    flows = {
        kind: [flow.flow_id for flow in scene.flows if flow.kind == kind] for kind in (POTENTIAL, SYNERGY)
    }
    return {
        "exchange": flows[POTENTIAL],
        "synergy": flows[SYNERGY],
        "company": [site.company_id for site in scene.sites],
        "territory": [area.territory_id for area in scene.areas],
    }


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"radius": "12", "categories": "wood,plastics"},
        {"level": "municipality", "territory": "mrc-85"},
        {"bases": "substitution"},
    ],
)
def test_everything_on_the_map_is_in_a_table_with_the_same_filter(words: dict[str, str]) -> None:
    app = open_page(PAGE, programme="abitibi", **words)
    frame, drawn = app.session_state["frame"], drawn_ids(app)
    content = map_content(frame)
    pairs, living = content.exchanges, content.synergies
    # Those outside the territory that is asked for stand in the tables of exchanges and synergies.
    partners = {*pairs["offer_company_id"], *pairs["demand_company_id"]}
    partners |= {*living["giver_company_id"], *living["taker_company_id"]}
    for kind, ids in drawn.items():
        rows = {str(key) for key in TABLES[kind](frame).frame.index}
        assert set(ids) - partners <= rows, kind
    placed = pairs.dropna(subset=["offer_latitude", "offer_longitude", "demand_latitude", "demand_longitude"])
    assert sorted(drawn.get("exchange", [])) == sorted(placed["offer_id"] + "|" + placed["demand_id"])


def test_the_sums_by_territory_are_the_exchanges_of_the_selection() -> None:
    frame = open_page(PAGE, programme="abitibi").session_state["frame"]
    totals, table = line_totals(frame), TABLES["total"](frame).frame
    pairs = map_content(frame).exchanges
    assert table["Échanges potentiels"].sum() == totals["exchanges"].sum() == len(pairs)
    assert table["Attribuable (t/an)"].sum() == pytest.approx(pairs["allocated_t_per_year"].sum())


def test_what_was_set_aside_is_no_line_of_the_map_and_stays_in_its_film() -> None:
    frame = open_page(PAGE, programme="quebec").session_state["frame"]
    drawn, told = ({one.flow_id: one.stage for one in scene.flows if one.kind} for scene in
                   (scene_of(frame), whole_story(frame)))  # fmt: skip
    assert "set-aside" in told.values() and "set-aside" not in drawn.values()
    assert drawn == {key: stage for key, stage in told.items() if stage != "set-aside"}


def test_names_of_places_and_years_of_events_are_on_the_map() -> None:
    content = map_content(open_page(PAGE, programme="abitibi").session_state["frame"])
    kinds = {town.kind for town in content.towns}
    assert kinds >= {"town", "park", "water"} and "Amos" in {town.name for town in content.towns}
    assert content.began and all(2020 < year < 2030 for year in content.began.values())


def test_the_tour_leads_through_six_pages_and_does_not_come_back() -> None:
    app = open_page(HOME, programme="abitibi")
    app.button(key="tour start").click().run()
    assert "Visite, 1 de 6" in shown(app).replace("\u202f", " ").replace("\xa0", " ")
    app.button(key="tour next").click().run()
    assert "2 de 6" in shown(app).replace("\xa0", " ")
    app.button(key="tour close").click().run()
    assert not [button for button in app.button if str(button.key).startswith("tour")]


def test_the_glossary_is_on_every_page() -> None:
    for page in (PAGE, HOME):
        app = open_page(Path(page), programme="fensch", lang="en")
        assert "eit-glossary" in shown(app) and "Residual material" in shown(app)
