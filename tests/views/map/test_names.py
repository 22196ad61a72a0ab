"""Where names stand on a flat picture: a disc has its name, cut where the whole finds no place."""

from __future__ import annotations

import pytest

from eit.views.map.curves import Disc
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
