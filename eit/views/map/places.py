"""Places on a small map: outlines to click on, one of them chosen, and the corners of what is being drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import folium
import shapely
from folium.elements import EventHandler
from folium.utilities import JsCode

from eit.views import palette
from eit.views.escape import encode
from eit.views.map.geojson import light_geometry
from eit.views.static_files import static_text
from eit.views.templates import render

PLAIN = {"color": palette.QUIET_INK, "weight": 1, "fillColor": palette.MAP_LAND, "fillOpacity": 0.25}
CHOSEN = {"color": palette.OFFER_COLOUR, "weight": 3, "fillColor": palette.OFFER_COLOUR, "fillOpacity": 0.3}


def places_group(
    outlines: Iterable[tuple[str, str, shapely.Geometry]],
    chosen: str | None = None,
    corners: Sequence[tuple[float, float]] = (),
) -> folium.FeatureGroup:
    """Outlines (id, name, shape in degrees) with their names; `corners` (latitude, longitude) as a line and discs."""
    group = folium.FeatureGroup(name="places", control=False)
    features = [
        {
            "type": "Feature",
            "properties": {"id": place_id, "name": encode(name)},
            "geometry": light_geometry(shape),
        }
        for place_id, name, shape in outlines
    ]
    if features:
        collection = {"type": "FeatureCollection", "features": features}
        tooltip = folium.GeoJsonTooltip(fields=["name"], labels=False)
        group.add_child(folium.GeoJson(collection, style_function=_style_for(chosen), tooltip=tooltip))
    if len(corners) > 1:
        group.add_child(folium.Polygon(corners, color=palette.OFFER_COLOUR, weight=2, fill=True))
    for corner in corners:
        group.add_child(folium.CircleMarker(corner, radius=4, color=palette.OFFER_COLOUR, fill=True))
    return group


def add_pin(group: folium.FeatureGroup, position: tuple[float, float], name: str) -> None:
    """A pin that is dragged, or moved by a click elsewhere; `position`: latitude, longitude [degrees]."""
    icon = folium.DivIcon(
        html=render("map/pin.html"), icon_size=(28, 36), icon_anchor=(14, 36), class_name="pin"
    )
    pin = folium.Marker(position, icon=icon, draggable=True, alt=encode(name), title=encode(name))
    dropped = JsCode(static_text("map/pin.js").strip().removesuffix(";"))
    group.add_child(pin.add_child(EventHandler("dragend", dropped)))


def _style_for(chosen: str | None) -> Any:
    return lambda feature: CHOSEN if feature["properties"]["id"] == chosen else PLAIN


def plain_map(bounds: tuple[float, float, float, float], script: str, style: str) -> folium.Map:
    """A map of nothing but what is added, `bounds` (west, south, east, north) in view; Leaflet from our server."""
    west, south, east, north = bounds
    made = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control=True,
        attributionControl=False,
        zoomSnap=0.25,
        control_scale=True,
    )
    made.default_js, made.default_css = [("leaflet", script)], [("leaflet-css", style)]
    made.fit_bounds([[south, west], [north, east]])
    return made


def bounds_around(
    shapes: Sequence[shapely.Geometry], margin: float = 0.06
) -> tuple[float, float, float, float]:
    """West, south, east, north [degrees] around some shapes, with a margin of their size."""
    west, south, east, north = (float(value) for value in shapely.total_bounds(list(shapes)))
    wide, tall = max(east - west, 0.02) * margin, max(north - south, 0.02) * margin
    return west - wide, south - tall, east + wide, north + tall
