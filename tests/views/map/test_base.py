"""The constant map: it asks for our files only, is the same each time, and holds nothing that a filter changes."""

from __future__ import annotations

import json
import re

import folium

from eit.views.map.geojson import context_geojson
from eit.views.map.leaflet import Assets, Credit, base_map
from tests.views import frames

BOUNDS = (-80.0, 47.0, -76.0, 49.0)
ASSETS = Assets(["../leaflet/leaflet.js", "../own/map.js"], ["../leaflet/leaflet.css"])
CREDITS = [Credit("Statistique Canada 2016", "https://www.statcan.gc.ca/"), Credit("Levés <b>")]


def base(lang: str = "fr") -> folium.Map:
    return base_map("../../context/CA.json", BOUNDS, lang, CREDITS, ASSETS)


def neutral(text: str) -> str:
    return re.sub(r"[0-9a-f]{32}", "", text)


def test_the_base_asks_for_its_own_files_and_for_nothing_from_elsewhere() -> None:
    html = base().get_root().render()
    assert re.findall(r'<script src="([^"]+)"', html) == ASSETS.scripts
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', html) == ASSETS.styles
    # Other maps made in the same process keep folium's own assets.
    assert len(folium.Map.default_js) > 1


def test_the_base_is_the_same_each_time_and_follows_the_language() -> None:
    assert neutral(base().get_root().render()) == neutral(base().get_root().render())
    html = base("en").get_root().render()
    assert '"lang":"en"' in html and "Zoom in" in html


def test_the_credits_are_linked_and_inert() -> None:
    html = base().get_root().render()
    assert "https://www.statcan.gc.ca/" in html and "Levés <b>" not in html


def test_the_ground_says_what_each_shape_is() -> None:
    land = frames.territories()[["geometry"]].head(2).assign(kind=["land", "water"])
    shapes = json.loads(context_geojson(frames.territories().head(1), land))["features"]
    assert [shape["properties"]["kind"] for shape in shapes] == ["outline", "land", "water"]
    assert len(json.loads(context_geojson(frames.territories().head(1)))["features"]) == 1
