"""Small maps of one scene: each draws its flows only, where and as broad as they are among all."""

from __future__ import annotations

from eit.views.map.layout import lay_out
from eit.views.map.multiples import by_material, by_year, multiples_html
from eit.views.map.scene import SYNERGY, MapContent, MapScene, make_scene
from tests.views import frames

SITES = frames.sites()
EXCHANGES = frames.exchanges(SITES).assign(allocated_quantity=10.0)
SYNERGIES = frames.synergies(SITES)


def scene() -> MapScene:
    began = {str(key): 2020 + n % 3 for n, key in enumerate(SYNERGIES["synergy_id"])}
    return make_scene(MapContent("fr", sites=SITES, exchanges=EXCHANGES, synergies=SYNERGIES, began=began))


def test_a_part_keeps_the_places_and_the_scale_of_the_whole() -> None:
    whole = lay_out(scene(), None, 440, 300)
    kept = next(flow.category_id for flow in scene().flows)
    part = lay_out(scene(), None, 440, 300, only=lambda flow: flow.category_id == kept)
    assert [one.disc[:2] for one in part.circles] == [one.disc[:2] for one in whole.circles]
    quantity = {band.link.key: (band.link.quantity, band.link.width) for band in whole.bands}
    for band in part.bands:
        all_of_it, width = quantity.get(band.link.key, (band.link.quantity, band.link.width))
        assert band.link.width <= width + 1e-9 and band.link.quantity <= all_of_it + 1e-9
        if band.link.quantity == all_of_it:
            assert band.link.width == width


def test_materials_come_with_what_they_carry_and_every_flow_is_in_one() -> None:
    parts = by_material(scene())
    assert parts and all(" · " in part.title for part in parts)
    assert len({part.title for part in parts}) == len(parts) <= 9
    assert all(sum(part.only(flow) for part in parts) <= 1 for flow in scene().flows)


def test_years_add_up_the_synergies_that_had_begun() -> None:
    parts = by_year(scene())
    counts = [sum(map(part.only, scene().flows)) for part in parts]
    assert counts == sorted(counts) and len(parts) == 3
    assert counts[-1] == sum(flow.kind == SYNERGY and flow.year is not None for flow in scene().flows)


def test_a_scene_without_flows_says_so() -> None:
    empty = make_scene(MapContent("fr"))
    assert "<img" not in multiples_html(empty, None, by_material(empty), False)
    assert "Rien à dessiner" in multiples_html(empty, None, by_year(empty), False)
