"""The scene: one plain value of raw texts, made from the answers; nothing is hidden without being counted."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest
import shapely

from eit.views.map import scene as scenes
from eit.views.map.choropleth import PER_COMPANY, PER_KM2, rates
from eit.views.map.leaflet import Reader, reader_json, scene_json
from eit.views.map.scene import POTENTIAL, SYNERGY, MapContent, MapScene, make_scene
from tests.views import frames

SITES = frames.sites()
EXCHANGES = frames.exchanges(SITES).assign(allocated_quantity=10.0)
SYNERGIES = frames.synergies(SITES)


def made(**changes: Any) -> MapScene:
    content = {
        "territories": frames.territories(),
        "sites": SITES,
        "exchanges": EXCHANGES,
        "synergies": SYNERGIES,
    }
    return make_scene(MapContent("fr", **(content | changes)))


def test_every_site_and_flow_is_there_or_counted() -> None:
    scene = made()
    assert len(scene.sites) + scene.unplaced_sites == len(SITES) and scene.unplaced_sites == 1
    kinds = [flow.kind for flow in scene.flows]
    assert len(kinds) + scene.unplaced_flows == len(EXCHANGES) + len(SYNERGIES)
    assert {POTENTIAL, SYNERGY} == set(kinds) and scene.smaller_flows == 0
    for flow in scene.flows:
        assert 0 <= flow.giver < len(scene.sites) and 0 <= flow.taker < len(scene.sites)


def test_what_is_summed_is_what_the_allocation_gives_and_not_communicated_is_not_zero() -> None:
    exchanges = EXCHANGES.assign(allocated_quantity=[0.0, math.nan, *[5.0] * (len(EXCHANGES) - 2)])
    flows = {flow.flow_id: flow.quantity for flow in made(exchanges=exchanges, synergies=None).flows}
    for row in exchanges.itertuples():
        key = f"{row.offer_id}|{row.demand_id}"
        if key in flows:
            assert flows[key] == (None if math.isnan(row.allocated_quantity) else row.allocated_quantity)


def test_an_exchange_of_a_site_that_is_not_listed_is_drawn_from_its_own_place() -> None:
    row = EXCHANGES.dropna(subset=["offer_latitude", "demand_latitude"]).iloc[[0]]
    scene = made(sites=SITES.head(0), exchanges=row, synergies=None)
    assert [site.name for site in scene.sites] == [row.iloc[0].offer_company, row.iloc[0].demand_company]


def test_sites_know_their_territory_and_those_outside_have_none() -> None:
    scene = made(
        sites=pd.concat([SITES, SITES.head(1).assign(company_id="far", latitude=10.0, longitude=10.0)])
    )
    for site in scene.sites:
        point = shapely.Point(site.longitude, site.latitude)
        inside = [area.geometry.contains(point) for area in scene.areas]
        assert site.area == (inside.index(True) if any(inside) else -1)
    assert scene.sites[-1].company_id == "far" and scene.sites[-1].area == -1


def test_the_antimeridian_does_not_tear_a_scene() -> None:
    two = SITES.head(2).assign(latitude=-17.0, longitude=[179.5, -179.5])
    west, _, east, _ = made(sites=two, exchanges=None, synergies=None, territories=None).bounds
    assert east - west == pytest.approx(1.0)


def test_only_the_largest_of_very_many_flows_are_sent_and_the_others_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scenes, "MOST_FLOWS", 12)
    scene = made()
    assert len(scene.flows) == 12
    assert 12 + scene.smaller_flows + scene.unplaced_flows == len(EXCHANGES) + len(SYNERGIES)
    assert sum(flow.kind for flow in scene.flows) == min(12, len(SYNERGIES)), (
        "synergies are never left out first"
    )


@pytest.mark.parametrize("figure", [*PER_KM2, *PER_COMPANY])
def test_territories_are_shaded_by_a_rate_and_never_by_an_amount(figure: str) -> None:
    areas = frames.territories()
    for name in (*PER_KM2, *PER_COMPANY):
        areas[name] = areas.get(name, 1.0)
    areas["companies"] = areas["companies"].fillna(0)
    once, twice = rates(areas, figure), rates(areas.assign(**{figure: 2 * areas[figure]}), figure)
    known = ~pd.isna(once)
    assert (twice[known] == pytest.approx(2 * once[known])) or figure == "companies"
    if figure in PER_COMPANY:
        assert pd.isna(once[areas["companies"].to_numpy() == 0]).all(), (
            "nobody to divide by is no data, not zero"
        )


def test_no_figure_is_no_colour_and_an_unknown_one_is_refused() -> None:
    assert made().classes is None and made().figure == "none"
    shaded = made(figure="offer_mass_t_per_year")
    assert shaded.classes is not None and any(area.value is None for area in shaded.areas)
    with pytest.raises(ValueError, match="profit"):
        made(figure="profit")


@pytest.mark.parametrize("name", frames.HOSTILE)
def test_typed_words_stay_raw_in_the_scene_and_cannot_end_a_script(name: str) -> None:
    scene = made(sites=SITES.assign(name=name), exchanges=EXCHANGES.assign(offer_company=name))
    assert {site.name for site in scene.sites} == {name}
    written = scene_json(scene)
    assert json.loads(written)["sites"]["name"][0] == name
    assert "<" not in written and "\u2028" not in written


def test_the_same_scene_is_the_same_text_and_a_choice_is_not_in_it() -> None:
    assert scene_json(made()) == scene_json(made())
    scene = made()
    company = scene.sites[0].company_id
    told = json.loads(reader_json(scene, Reader(company_id=company, radius_km=50, dark=True)))
    assert told["pinned"] == f"company:{company}" and told["ring"]["km"] == 50
    assert told["dark"] and len(told["hues"]) == len(json.loads(scene_json(scene))["categories"])
    assert json.loads(reader_json(scene, Reader(company_id="nobody", radius_km=50)))["ring"] is None


def test_an_empty_programme_is_a_scene() -> None:
    scene = make_scene(MapContent("fr"))
    assert scene.bounds is None and json.loads(scene_json(scene))["flows"]["id"] == []
