"""The map: a base that never changes with a filter, and one layer per kind of thing."""

from __future__ import annotations

import json
import re
from typing import Any

import folium
import pytest
import shapely

from eit.views.map.base import Assets, Credit, base_map
from eit.views.map.choropleth import territory_names
from eit.views.map.content import Drawing, MapContent, feature_group, site_places
from eit.views.map.script import ReadyGroup, drawn_script, group_script
from eit.views.static_files import script_json
from tests.views import frames

BOUNDS = (-80.0, 47.0, -76.0, 49.0)
ASSETS = Assets("../leaflet/leaflet.js", "../leaflet/leaflet.css")
CREDITS = [Credit("Statistique Canada 2021", "https://www.statcan.gc.ca/"), Credit("amCharts <b>")]
SITES = frames.sites()
EXCHANGES = frames.exchanges(SITES)
SYNERGIES = frames.synergies(SITES)


def base(lang: str = "fr") -> folium.Map:
    return base_map("../../context/CA.json", BOUNDS, lang, CREDITS, ASSETS)


def draw(**changes: Any) -> Drawing:
    content = {
        "lang": "fr",
        "territories": frames.territories(),
        "sites": SITES,
        "exchanges": EXCHANGES,
        "synergies": SYNERGIES,
    }
    return feature_group(MapContent(**(content | changes)))


def layers(drawing: Drawing) -> dict[str, list[dict[str, Any]]]:
    return {
        child.layer_name: child.data["features"]
        for child in drawing.group._children.values()
        if isinstance(child, folium.GeoJson)
    }


def script(drawing: Drawing) -> str:
    shown = base()
    drawing.group.add_to(shown)
    return shown.get_root().render()


def neutral(text: str) -> str:
    return re.sub(r"[0-9a-f]{32}", "", text)


def test_the_base_asks_for_leaflet_only_and_for_nothing_from_elsewhere() -> None:
    html = base().get_root().render()
    assert re.findall(r'<script src="([^"]+)"', html) == [ASSETS.script]
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', html) == [ASSETS.style]
    # Other maps made in the same process keep folium's own assets.
    assert len(folium.Map.default_js) > 1


def test_the_base_is_the_same_each_time_and_follows_the_language() -> None:
    assert neutral(base().get_root().render()) == neutral(base().get_root().render())
    html = base("en").get_root().render()
    assert '"lang":"en"' in html
    assert "Zoom in" in html


def test_the_credits_are_linked_and_inert() -> None:
    html = base().get_root().render()
    assert "https://www.statcan.gc.ca/" in html
    assert "amCharts <b>" not in html


def test_the_base_draws_without_boundaries() -> None:
    html = base_map(None, BOUNDS, "fr", CREDITS, ASSETS).get_root().render()
    assert "L.geoJson" not in html
    assert "fitBounds" in html


def test_there_is_one_layer_per_kind() -> None:
    made = layers(draw())
    assert list(made) == ["territories", "names", "exchanges", "synergies", "arrows", "sites", "groups"]
    assert len(made["territories"]) == 6
    assert len(made["sites"]) == len(SITES) - 1
    assert len(made["arrows"]) == len(made["exchanges"]) + len(made["synergies"])


def test_exchanges_are_dashed_and_synergies_solid() -> None:
    made = layers(draw())
    assert all("d" in f["properties"] for f in made["exchanges"])
    assert not any("d" in f["properties"] for f in made["synergies"])


def test_a_click_finds_the_kind_and_the_identifier() -> None:
    made = layers(draw())
    first = EXCHANGES.sort_values("score").iloc[-1]
    assert made["exchanges"][-1]["properties"]["id"] == f"{first.offer_id}|{first.demand_id}"
    kinds = {
        f["properties"]["kind"]
        for name in ("territories", "exchanges", "synergies", "sites")
        for f in made[name]
    }
    assert kinds == {"territory", "exchange", "synergy", "site"}


def test_what_is_not_drawn_is_counted() -> None:
    drawing = draw(most_lines=10, synergies=None)
    unplaced = (
        EXCHANGES.sort_values("score").tail(10)[["offer_latitude", "demand_latitude"]].isna().any(axis=1)
    )
    assert drawing.hidden_lines == len(EXCHANGES) - 10
    assert drawing.unplaced_lines == int(unplaced.sum())
    assert drawing.drawn_lines == 10 - drawing.unplaced_lines
    assert drawing.unplaced_sites == 1


def test_a_selected_company_keeps_its_lines_and_the_others_fade() -> None:
    company = EXCHANGES.sort_values("score").iloc[0].offer_company_id
    drawing = draw(selected_company_id=company, radius_km=50, most_lines=20, synergies=None)
    own = EXCHANGES[(EXCHANGES.offer_company_id == company) | (EXCHANGES.demand_company_id == company)]
    placed = own[["offer_latitude", "demand_latitude"]].notna().all(axis=1).sum()
    strong = [f for f in layers(drawing)["exchanges"] if f["properties"]["o"] > 0.9]
    assert len(strong) == placed > 0
    assert len(layers(drawing)["circle"]) == 1
    assert [f["properties"]["id"] for f in layers(drawing)["sites"] if f["properties"]["on"]] == [company]
    assert drawing.with_selection


def test_a_radius_of_zero_or_a_company_without_position_draws_no_circle() -> None:
    assert "circle" not in layers(draw(selected_company_id="abi-002", radius_km=0))
    nowhere = SITES.iloc[-1].company_id
    drawing = draw(selected_company_id=nowhere, radius_km=50)
    assert "circle" not in layers(drawing)
    assert not drawing.with_selection


def test_lines_end_where_their_sites_are_drawn() -> None:
    places = site_places(SITES)
    row = EXCHANGES.sort_values("score").iloc[-1]
    line = layers(draw())["exchanges"][-1]["geometry"]["coordinates"]
    latitude, longitude = places[row.offer_company_id]
    assert line[0] == pytest.approx((longitude, latitude), abs=2e-5)


def test_territories_say_no_data_zero_and_approximate() -> None:
    drawing = draw()
    looks = [f["properties"] for f in layers(drawing)["territories"]]
    assert looks[-1]["f"] == "url(#hatch)"
    assert [("d" in look) for look in looks] == [False, False, True, True, False, False]
    assert "limites approximatives" in looks[2]["tip"]
    assert drawing.approximate


def test_an_empty_programme_still_draws() -> None:
    drawing = draw(sites=SITES.head(0), exchanges=EXCHANGES.head(0), synergies=SYNERGIES.head(0))
    assert drawing.drawn_lines == 0
    assert list(layers(drawing)) == ["territories", "names"]
    assert feature_group(MapContent(lang="fr")).classes is None


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="profit"):
        draw(figure="profit")


def test_names_appear_only_when_they_fit() -> None:
    zooms = {f["properties"]["text"]: f["properties"]["look"] for f in territory_names(frames.territories())}
    assert all(re.fullmatch(r"from-\d+", look) for look in zooms.values())
    assert len(zooms) == 6


def test_the_payload_is_light() -> None:
    data = json.dumps(layers(draw())["exchanges"])
    assert len(data) / len(EXCHANGES) < 1200
    assert max(len(n) for n in re.findall(r"-?\d+\.(\d+)", data)) <= 12
    coordinates = [
        xy for f in layers(draw())["exchanges"] for point in f["geometry"]["coordinates"] for xy in point
    ]
    assert all(round(xy, 5) == xy for xy in coordinates)


@pytest.mark.parametrize("name", frames.HOSTILE)
def test_hostile_names_stay_text(name: str) -> None:
    sites = SITES.assign(name=name, municipality=name, sector_fr=name)
    exchanges = EXCHANGES.assign(offer_company=name, demand_material_fr=name, condition_fr=name)
    synergies = SYNERGIES.assign(title_fr=name, giver=name)
    territories = frames.territories()
    territories["name"] = name
    drawing = draw(sites=sites, exchanges=exchanges, synergies=synergies, territories=territories)
    assert name not in script(drawing)
    for features in layers(drawing).values():
        typed = [str(f["properties"].get(key, "")) for f in features for key in ("tip", "text", "name", "id")]
        plain = re.sub(r"</?(?:b|br|bdi|small)>", "", "".join(typed))
        assert not set(plain) & set("<>\"'`$\\{}\u2028\u2029\u202e")


def test_a_name_stands_clear_of_the_discs_and_inside_its_territory() -> None:
    one = frames.territories().iloc[[0]]
    (alone,) = territory_names(one)
    middle = one.geometry.iloc[0].representative_point()
    assert alone["geometry"]["coordinates"] == (round(middle.x, 5), round(middle.y, 5))
    (moved,) = territory_names(one, sites=[(middle.y, middle.x)])
    place = shapely.Point(moved["geometry"]["coordinates"])
    assert place.distance(middle) > 0.05 and one.geometry.iloc[0].contains(place)
    (elsewhere,) = territory_names(one, sites=[(middle.y + 30, middle.x)])
    assert elsewhere == alone, "a disc far away moves nothing"
    (raised,) = territory_names(one, raised=True, sites=[(middle.y, middle.x)])
    assert raised["geometry"] == alone["geometry"]


def test_the_script_of_a_group_is_the_same_each_time_and_holds_every_layer() -> None:
    content = MapContent(
        "fr", territories=frames.territories(), sites=SITES, exchanges=EXCHANGES, synergies=SYNERGIES
    )
    drawing, again = drawn_script(content)
    assert again == group_script(feature_group(content).group)
    for number, name in enumerate(layers(draw())):
        assert f'"pane": "{name}"' in again
        assert f"geo_json_feature_group_0_{number}.addTo(feature_group_feature_group_0);" in again
    assert not drawing.group._children, "what is kept holds no data twice"
    shown = base()
    ReadyGroup(again).add_to(shown)
    shown.get_root().render()


@pytest.mark.parametrize("text", [*frames.HOSTILE, "</script><!--", "\\u003cb>", "\u2028 é ' \" `${1}`"])
def test_the_data_of_a_script_stays_what_it_was_and_cannot_end_it(text: str) -> None:
    written = script_json({"tip": text})
    assert json.loads(written) == {"tip": text} and "<" not in written
