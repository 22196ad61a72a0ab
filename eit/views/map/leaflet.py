"""Leaflet writer: the constant map that never loses its place, and the scene as the data of our own layer.

What a filter changes travels in one group that holds nothing but JSON; eit/static/map/map.js draws it. Texts stay as
they were typed: the script writes them as text, never as HTML.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import folium
from branca.element import Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

from eit.domain.stage import counts_in_headline
from eit.views import format as fmt
from eit.views import palette
from eit.views.categories import category_name, category_short
from eit.views.map.attribution import Credit
from eit.views.map.choropleth import NO_FIGURE
from eit.views.map.geojson import light_geometry
from eit.views.map.legend import area_fill, figure_head, figure_rows
from eit.views.map.scene import Bounds, MapScene
from eit.views.static_files import script_json, style_html
from eit.views.templates import render
from eit.views.texts import Texts, texts

ZOOMING: dict[str, Any] = {
    "minZoom": 3,
    "maxZoom": 18,
    "zoomSnap": 0.25,
    "zoomDelta": 0.75,
    "wheelPxPerZoomLevel": 90,
}
PANES = {"context": 350, "territories": 380, "water": 385, "circle": 390}
"""Drawing order [CSS z-index]; flows and names lie above, on a canvas."""
SILENT_PANES = ("context", "water", "circle")
WORDS = "map_screen."
"""The sentences that the script says."""


class Assets(NamedTuple):
    """Addresses as the frame of the map can reach them: scripts and styles in order, who is told it is drawn.

    `fonts`: style (normal, italic) -> the letters of the page around.
    """

    scripts: Sequence[str]
    styles: Sequence[str]
    drawn: str | None = None
    fonts: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Reader:
    """What a reader has before them: the choice that is pinned, the circle, the theme, the words of the programme.

    `pinned`: `company:<id>` or another name that the script gave; `room`: a shared screen, which chooses nothing.
    """

    pinned: str = ""
    company_id: str | None = None
    radius_km: float | None = None
    dark: bool = False
    category_names: Mapping[str, str] | None = None
    room: bool = False


class _Call(MacroElement):
    """A function of `eit/static/map/map.js`, called with the map and its values."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "maillage.{{ this.function }}({{ this._parent.get_name() }}, {{ this.values }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, values: dict[str, Any]) -> None:
        super().__init__()
        self._name = function.capitalize()
        self.function, self.values = function, script_json(values)


class SceneGroup(folium.FeatureGroup):
    """What `streamlit_folium.st_folium` adds to a map: a layer of ours, made from data that are JSON already."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = maillage.scene({{ this.data }}, {{ this.reader }});"
        "{% endmacro %}"
    )

    def __init__(self, data: str, reader: str) -> None:
        super().__init__(name="maillage", control=False)
        self.data, self.reader = data, reader

    def render(self, **_: Any) -> str:
        """Nothing to prepare."""
        return ""


def base_map(
    context_url: str | None,
    bounds: Bounds,
    lang: str,
    credits: Sequence[Credit],
    assets: Assets,
    place: str | None = None,
) -> folium.Map:
    """Build the constant map: ground, credits, scale, drawing order. A change here would remount it.

    `context_url` gives the outlines behind (see context_geojson; None = none); `bounds` is (west, south, east, north)
    in degrees. `place` names the view whose centre and zoom the browser keeps while its tab is open (None = nothing
    is kept).
    """
    made = folium.Map(
        location=[(bounds[1] + bounds[3]) / 2, (bounds[0] + bounds[2]) / 2],
        tiles=None,
        prefer_canvas=False,
        zoom_control=False,
        attributionControl=False,
        **ZOOMING,
    )
    made.default_js = [(f"script-{n}", url) for n, url in enumerate(assets.scripts)]
    made.default_css = [(f"style-{n}", url) for n, url in enumerate(assets.styles)]
    figure = made.get_root()
    assert isinstance(figure, Figure)
    figure.header.add_child(folium.Element(style_html("map.css")), name="maillage-style")
    figure.header.add_child(
        folium.Element(render("map/fonts.html", fonts=assets.fonts)), name="maillage-fonts"
    )
    for name, order in PANES.items():
        made.add_child(folium.map.CustomPane(name, z_index=order, pointer_events=name not in SILENT_PANES))
    west, south, east, north = bounds
    made.add_child(
        _Call(
            "furnish",
            _settings(lang, credits)
            | {"drawn": assets.drawn or "", "context": context_url or "", "place": place or ""}
            | {"bounds": [[south, west], [north, east]]},
        )
    )
    return made


def _settings(lang: str, credits: Sequence[Credit]) -> dict[str, Any]:
    t = texts(lang)
    return {
        "lang": lang,
        "words": {key.removeprefix(WORDS): text for key, text in t.items() if key.startswith(WORDS)},
        "credits": credits_html(credits),
        "patterns": render("map/hatch.svg", palette=palette),
        "units": _units(t),
    }


def _units(t: Texts) -> dict[str, Any]:
    """How a unit is written, by size: from which value on, divided by what, under which name."""
    scales = {unit: [[step, t(f"unit.{name}")] for step, name in steps] for unit, steps in fmt.SCALES.items()}
    plain = {unit: [[1.0, t(f"unit.{unit}")]] for unit in ("h", "m2", "place", "day")}
    return scales | plain


def credits_html(credits: Sequence[Credit]) -> Markup:
    """Write the credits on one line, with links where there is an address; ValueError for one that is not http(s)."""
    return render("map/credits.html", credits=credits)


def scene_json(scene: MapScene) -> str:
    """The scene as the script reads it: columns, places in degrees, texts as typed; the same scene, the same text."""
    t = texts(scene.lang)
    units = sorted({flow.unit for flow in scene.flows})
    categories = sorted({flow.category_id for flow in scene.flows})
    whats = sorted({flow.what for flow in scene.flows})
    numbers = {what: n for n, what in enumerate(whats)}
    data = {
        "areas": [_area(scene, n) for n in range(len(scene.areas))],
        "choropleth": _legend(scene),
        "sites": {
            "id": [one.company_id for one in scene.sites],
            "name": [one.name for one in scene.sites],
            "place": [one.place for one in scene.sites],
            "sector": [one.sector for one in scene.sites],
            "at": [[round(one.latitude, 5), round(one.longitude, 5)] for one in scene.sites],
            "area": [one.area for one in scene.sites],
        },
        "unit": scene.unit(),
        "units": units,
        "categories": [[one, category_name(one, t), category_short(one, t)] for one in categories],
        "whats": whats,
        "flows": {
            "id": [one.flow_id for one in scene.flows],
            "from": [one.giver for one in scene.flows],
            "to": [one.taker for one in scene.flows],
            "kind": [one.kind for one in scene.flows],
            "unit": [units.index(one.unit) for one in scene.flows],
            "category": [categories.index(one.category_id) for one in scene.flows],
            "quantity": [
                None if one.quantity is None else float(f"{one.quantity:.5g}") for one in scene.flows
            ],
            "year": [one.year for one in scene.flows],
            "what": [numbers[one.what] for one in scene.flows],
            "facts": [one.facts for one in scene.flows],
            **({"told": [one.told for one in scene.flows]} if scene.banded else {}),
            "stages": {
                str(n): [t(f"stage.{one.stage}"), int(counts_in_headline(one.stage))]
                for n, one in enumerate(scene.flows)
                if one.stage
            },
        },
        "towns": [
            [one.name, round(one.latitude, 4), round(one.longitude, 4), one.kind] for one in scene.towns
        ],
        "left": [scene.unplaced_sites, scene.unplaced_flows, scene.smaller_flows],
    }
    written = script_json(data)
    return script_json({"digest": hashlib.sha256(written.encode()).hexdigest()[:16]})[:-1] + "," + written[1:]


def reader_json(scene: MapScene, reader: Reader) -> str:
    """What changes with the reader and not with the data."""
    t = texts(scene.lang)
    ring = None
    site = next((one for one in scene.sites if one.company_id == reader.company_id), None)
    if site is not None and reader.radius_km:
        label = t("map.radius", distance=fmt.distance(reader.radius_km, scene.lang))
        ring = {"at": [site.latitude, site.longitude], "km": reader.radius_km, "label": label}
    names = reader.category_names or {}
    categories = sorted({flow.category_id for flow in scene.flows})
    pinned = f"company:{reader.company_id}" if reader.company_id else reader.pinned
    return script_json(
        {
            "pinned": pinned,
            "ring": ring,
            "dark": reader.dark,
            "ink": palette.MAP_DARK if reader.dark else palette.MAP_LIGHT,
            "hues": [palette.hue(one, reader.dark) for one in categories],
            "names": [names.get(one, category_name(one, t)) for one in categories],
            "room": reader.room,
        }
    )


def _area(scene: MapScene, number: int) -> dict[str, Any]:
    area = scene.areas[number]
    middle = area.geometry.representative_point()
    return {
        "id": area.territory_id,
        "name": area.name,
        "at": [round(middle.y, 5), round(middle.x, 5)],
        "fill": area_fill(scene, area.value),
        "said": _said(scene, area.value),
        "approximate": area.approximate,
        "geometry": light_geometry(area.geometry),
    }


def _said(scene: MapScene, value: float | None) -> str:
    if scene.figure == NO_FIGURE:
        return ""
    t = texts(scene.lang)
    written = fmt.number(math.nan if value is None else value, scene.lang)
    unit = f" {t(f'figure_unit.{scene.figure}')}" if value is not None else ""
    return fmt.labelled(t(f"figure.{scene.figure}"), f"{written}{unit}", scene.lang)


def _legend(scene: MapScene) -> dict[str, Any] | None:
    return {"head": figure_head(scene), "rows": figure_rows(scene)} if scene.classes else None
