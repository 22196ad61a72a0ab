"""Where names stand on a flat picture: a disc has its name, cut where the whole finds no place."""

from __future__ import annotations

import pytest

from eit.views.map.bands import RING_PX, mark_at
from eit.views.map.curves import Disc
from eit.views.map.layout import lay_out
from eit.views.map.legend import legend_groups
from eit.views.map.names import place_names
from eit.views.map.plane import plane_of
from eit.views.map.scene import MapContent, make_scene
from tests.views import frames

LONG = "Ferme du Rocher de la Grande Prairie (12)"


@pytest.mark.parametrize(("width", "name"), [(1200.0, LONG), (320.0, "Ferme du Roche… (12)")])
def test_a_name_that_finds_no_place_is_cut_and_says_how_many_sites_it_stands_for(
    width: float, name: str
) -> None:
    sites = frames.sites()
    content = {"exchanges": frames.exchanges(sites), "synergies": frames.synergies(sites)}
    scene = make_scene(MapContent("fr", territories=frames.territories(), sites=sites, **content))
    plane = plane_of(scene.bounds, width, 400.0)
    discs = [(LONG, Disc(20.0, 100.0, 6.0)), ("Amos", Disc(200.0, 160.0, 6.0))]
    told = [one.text for one in place_names(scene, plane, discs, []) if one.look == "node"]
    assert sorted(told) == sorted([name, "Amos"])


def test_a_realised_synergy_wears_a_ring_that_no_name_covers_and_the_legend_says_so() -> None:
    sites = frames.sites()
    for stage, rings in (("pilot", 0), ("realised", 1)):
        synergies = frames.synergies(sites).head(1).assign(stage=stage)
        scene = make_scene(
            MapContent("fr", territories=frames.territories(), sites=sites, synergies=synergies)
        )
        shown = lay_out(scene, scene.bounds, 900, 600)
        [band] = shown.bands
        assert band.link.running == bool(rings)
        assert ("réalisée ou vérifiée" in str(legend_groups(shown))) == bool(rings)
        if rings:
            x, y = mark_at(band)
            boxes = [
                (one.spot, 4.1 * len(one.text)) for one in shown.names if one.look in ("node", "town", "park")
            ]
            assert all(abs(sx - x) > half or abs(sy - y) > RING_PX for (sx, sy), half in boxes)
