"""The page Carte: what the map shows is in the tables, its lines add up by territory, a click opens a territory."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import pytest
import streamlit_folium
from streamlit.testing.v1 import AppTest

from eit.ui.map.lines import line_totals
from eit.ui.map.panels import TABLES
from eit.ui.map.territory_map import KEY, map_content
from eit.views.map.content import feature_group
from tests.pages.test_pages import ROOT, open_page, sentences, shown

PAGE = ROOT / "pages" / "carte.py"
HOME = ROOT / "pages" / "accueil.py"


def drawn_ids(app: AppTest, **changes: Any) -> dict[str, list[str]]:
    """The ids of everything that the page's map holds, by kind, all lines asked for."""
    content = replace(map_content(app.session_state["frame"]), most_lines=100_000, **changes)
    found: dict[str, list[str]] = {}
    for layer in feature_group(content).group._children.values():
        if isinstance(layer, folium.GeoJson):
            for feature in layer.data["features"]:
                kind = feature["properties"].get("kind", "")
                found.setdefault(kind, []).append(html.unescape(feature["properties"].get("id", "")))
    return found


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
    kinds = {"exchange": "exchange", "site": "company", "synergy": "synergy", "territory": "territory"}
    for kind, table in kinds.items():
        rows = {str(key) for key in TABLES[table](frame).frame.index}
        assert set(drawn.get(kind, [])) <= rows, kind
    placed = map_content(frame).exchanges.dropna(
        subset=["offer_latitude", "offer_longitude", "demand_latitude", "demand_longitude"]
    )
    assert sorted(drawn.get("exchange", [])) == sorted(placed["offer_id"] + "|" + placed["demand_id"])


def test_the_sums_by_territory_are_the_exchanges_of_the_selection() -> None:
    app = open_page(PAGE, programme="abitibi", lines="territory")
    frame = app.session_state["frame"]
    totals, table = line_totals(frame), TABLES["total"](frame).frame
    pairs = map_content(frame).exchanges
    assert table["Échanges potentiels"].sum() == totals["exchanges"].sum() == len(pairs)
    assert table["Attribuable (t/an)"].sum() == pytest.approx(pairs["allocated_t_per_year"].sum())
    drawn = drawn_ids(app, totals=totals)
    between = totals[totals["from_id"] != totals["to_id"]]
    assert set(drawn["total"]) == set(between["from_id"] + "|" + between["to_id"])
    assert "additionne les échanges" in html.unescape(shown(app))


def test_an_unknown_way_to_draw_lines_is_said_and_dropped() -> None:
    app = open_page(PAGE, programme="abitibi", lines="<b>spaghetti")
    assert not app.exception
    (said,) = sentences(app)
    assert "spaghetti" in said and "<b>" not in said


def test_a_click_on_a_sum_opens_its_territory(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(PAGE, programme="abitibi", lines="territory")
    assert app.session_state["territory"] is None
    clicked = {"properties": {"kind": "total-territory", "id": "mrc-85"}}
    monkeypatch.setattr(
        "eit.ui.map.territory_map.st.session_state", state := {KEY: {"last_active_drawing": clicked}}
    )
    from eit.ui.map.territory_map import choose_clicked

    monkeypatch.setattr("eit.ui.map.lines.st.session_state", state)
    choose_clicked()
    assert state["territory"] == "mrc-85" and state["lines"] == ""
    assert streamlit_folium  # the component that calls it


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
