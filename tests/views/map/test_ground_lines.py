"""Roads and rivers of an extract: every writer draws them, cut at the edge, under the flows."""

from __future__ import annotations

import geopandas
import pandas as pd
import shapely

from eit.views import palette
from eit.views.map.geojson import context_geojson
from eit.views.map.layout import lay_out
from eit.views.map.scene import MapContent, ground_of, make_scene
from eit.views.map.svg import bare_map_svg
from tests.views import frames

SITES = frames.sites()


def test_lines_are_cut_at_the_edge_and_drawn_under_the_flows() -> None:
    middle = float(SITES["latitude"].mean())
    across = shapely.LineString([(-90.0, middle), (-60.0, middle)])
    kinds = [*palette.GROUND_LINES, "line"]
    under = pd.DataFrame({"kind": kinds, "geometry": [across] * len(kinds)})
    scene = make_scene(MapContent("fr", sites=SITES, ground=ground_of(under)))
    shown = lay_out(scene, None, 400, 300)
    assert [kind for kind, _ in shown.lines] == list(palette.GROUND_LINES), (
        "bottom to top; borders are the screen's"
    )
    assert all(-1 <= x <= 401 for _, spots in shown.lines for x, _ in spots)
    svg, _ = bare_map_svg(scene, None, "essai", (400, 300))
    for colour, weight in palette.GROUND_LINES.values():
        drawn = f'stroke="{palette.MAP_LIGHT[colour]}" stroke-width="{weight}"'
        assert 0 < svg.index(drawn) < svg.rindex("<circle")


def test_the_screen_gets_each_kind() -> None:
    line = shapely.LineString([(-78, 48), (-77, 48)])
    under = geopandas.GeoDataFrame({"kind": ["river"]}, geometry=[line], crs=4326)
    assert '"kind":"river"' in context_geojson(under.iloc[:0], under)
