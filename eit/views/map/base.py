"""The part of the map that never changes with a filter: a change here would remount it and lose its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import folium
import geopandas as gpd
import shapely
from branca.element import Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

from eit.views import palette
from eit.views.static_files import script_json, static_text, style_html
from eit.views.templates import render
from eit.views.texts import texts

ZOOMING: dict[str, Any] = {
    "minZoom": 3,
    "maxZoom": 18,
    "zoomSnap": 0.25,
    "zoomDelta": 0.75,
    "wheelPxPerZoomLevel": 90,
}
LABEL_ZOOMS = range(4, 14)
EVERY_ZOOM = range(3, 19)
# Drawing order [CSS z-index]. With SVG each pane lets the mouse through where nothing is drawn.
PANES = {
    "context": 350,
    "territories": 380,
    "circle": 390,
    "exchanges": 410,
    "synergies": 420,
    "arrows": 430,
    "sites": 440,
    "groups": 445,
    "names": 448,
}
SILENT_PANES = ("context", "circle", "names", "arrows")


class Credit(NamedTuple):
    """Who is to be named on the map, and where they can be found."""

    text: str
    url: str | None = None


class Assets(NamedTuple):
    """Addresses as the page that holds the map can reach them: Leaflet's two files, and who is told it is drawn."""

    script: str
    style: str
    drawn: str | None = None


class _Script(MacroElement):
    """A function of `eit/static/map.js`, called with the map and its values."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "maillage.{{ this.function }}({{ this._parent.get_name() }}, {{ this.values }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, values: dict[str, Any]) -> None:
        super().__init__()
        self._name = function.capitalize()
        self.function, self.values = function, script_json(values)


class _Functions(MacroElement):
    """The functions themselves, before anything that calls them."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.functions }}{% endmacro %}")

    def __init__(self) -> None:
        super().__init__()
        self._name = "Functions"
        self.functions = static_text("map.js")


def base_map(
    context_url: str | None,
    bounds: tuple[float, float, float, float],
    lang: str,
    credits: Sequence[Credit],
    assets: Assets,
    place: str | None = None,
) -> folium.Map:
    """Build the constant map: background, context outlines, credits, scale, drawing order.

    `context_url` gives the outlines behind (see context_geojson; None = none); `bounds` is (west, south, east, north)
    in degrees. `place` names the view whose centre and zoom the browser keeps while its tab is open (None = nothing
    is kept). Everything that depends on a filter belongs in `eit.views.map.content.feature_group`.
    """
    # SVG, not canvas: dashes, hatches and several clickable panes need it.
    made = folium.Map(
        location=[(bounds[1] + bounds[3]) / 2, (bounds[0] + bounds[2]) / 2],
        tiles=None,
        prefer_canvas=False,
        zoom_control=False,
        attributionControl=False,
        **ZOOMING,
    )
    made.default_js = [("leaflet", assets.script)]
    made.default_css = [("leaflet-css", assets.style)]
    figure = made.get_root()
    assert isinstance(figure, Figure)
    figure.header.add_child(folium.Element(_style()), name="maillage-style")
    made.add_child(_Functions())
    for name, order in PANES.items():
        made.add_child(folium.map.CustomPane(name, z_index=order, pointer_events=name not in SILENT_PANES))
    if context_url is not None:
        made.add_child(_context(context_url))
    made.add_child(_Script("furnish", _settings(lang, credits) | {"drawn": assets.drawn or ""}))
    west, south, east, north = bounds
    whole = {"whole": texts(lang)("map.whole"), "bounds": [[south, west], [north, east]], "place": place}
    made.add_child(_Script("place", whole))
    return made


def _settings(lang: str, credits: Sequence[Credit]) -> dict[str, str]:
    t = texts(lang)
    return {
        "lang": lang,
        "label": t("map.region_label"),
        "zoomIn": t("map.zoom_in"),
        "zoomOut": t("map.zoom_out"),
        "credits": credits_html(credits),
        "hatch": render("map/hatch.svg", palette=palette),
        "skip": render("map/skip.html", text=t("map.skip")),
        "end": render("map/end.html", text=t("map.end")),
    }


def credits_html(credits: Sequence[Credit]) -> Markup:
    """Write the credits on one line, with links where there is an address; ValueError for one that is not http(s)."""
    return render("map/credits.html", credits=credits)


def light_geometry(geometry: shapely.Geometry) -> dict[str, Any]:
    """GeoJSON geometry with 5 decimals (about a metre): half the weight of full precision."""
    return shapely.geometry.mapping(shapely.transform(geometry, lambda xy: xy.round(5)))


def context_geojson(boundaries: gpd.GeoDataFrame) -> str:
    """The outlines that stay behind every map, as the text of a GeoJSON file without properties."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": light_geometry(geometry)}
        for geometry in boundaries.geometry
        if geometry is not None and not geometry.is_empty
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


def _context(url: str) -> _Script:
    """Thin, silent outlines, fetched from their own address."""
    look = {
        **{"color": palette.CONTEXT_OUTLINE, "weight": 0.8, "opacity": 1},
        **{"fill": True, "fillColor": palette.MAP_LAND, "fillOpacity": 1},
    }
    return _Script("context", {"url": url, "look": look})


def _style() -> Markup:
    zooms = render("map/zooms.css", zooms=EVERY_ZOOM, limits=LABEL_ZOOMS)
    return style_html("map.css") + render("style.html", css=zooms)
