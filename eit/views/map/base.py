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

from eit.views import palette
from eit.views.escape import encode, encode_url
from eit.views.map.place import Place
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


class _Furniture(MacroElement):
    """Language, credits, scale, zoom buttons, hatch, and the zoom written where the labels' CSS reads it.

    Signs are moved in two dimensions (what Leaflet does for browsers without a third): in three, the browser keeps a
    picture of each of a thousand signs and puts them together again for every step of the hand.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map, s) {
            document.documentElement.lang = s.lang;
            L.Browser.ie3d = true;
            window.maillageKeys = function (sign) {
                sign.addEventListener("keydown", function (pressed) {
                    if (pressed.key === "Enter" || pressed.key === " ") { pressed.preventDefault(); sign.click(); }
                });
            };
            if (!document.getElementById("maillage-end")) {
                document.body.insertAdjacentHTML("afterbegin", s.skip);
                document.body.insertAdjacentHTML("beforeend", s.end);
                document.getElementById("maillage-skip").onclick = function (pressed) {
                    pressed.preventDefault();
                    document.getElementById("maillage-end").focus();
                };
            }
            var box = map.getContainer();
            box.setAttribute("role", "region");
            box.setAttribute("aria-label", s.label);
            L.control.zoom({zoomInTitle: s.zoomIn, zoomOutTitle: s.zoomOut}).addTo(map);
            L.control.scale({imperial: false, maxWidth: 140}).addTo(map);
            L.control.attribution({prefix: false}).addAttribution(s.credits).addTo(map);
            if (s.drawn) { setTimeout(function () { fetch(s.drawn).catch(function () {}); }); }
            function tell() { box.dataset.zoom = Math.floor(map.getZoom()); }
            map.on("zoomend", tell); map.whenReady(tell);
            if (!document.getElementById("hatch")) {
                var art = document.createElement("div");
                art.innerHTML = s.hatch;
                document.body.appendChild(art.firstChild);
            }
        })({{ this._parent.get_name() }}, {{ this.settings | tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, settings: dict[str, str]) -> None:
        super().__init__()
        self._name = "Furniture"
        self.settings = settings


HATCH = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
    '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="7" height="7" fill="{palette.CHOROPLETH_NONE}"></rect>'
    '<line x1="0" y1="0" x2="0" y2="7" stroke="#c9c5bb" stroke-width="2"></line></pattern>'
    + "".join(
        f'<pattern id="estimated-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{shade}"></rect>'
        f'<circle cx="2" cy="2" r="1.1" fill="{palette.ESTIMATED_DOT}"></circle>'
        f'<circle cx="6" cy="6" r="1.1" fill="{palette.ESTIMATED_DOT}"></circle></pattern>'
        for number, shade in enumerate(palette.ESTIMATED)
    )
    + "</defs></svg>"
)


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
    for name, order in PANES.items():
        made.add_child(folium.map.CustomPane(name, z_index=order, pointer_events=name not in SILENT_PANES))
    if context_url is not None:
        made.add_child(_Context(context_url))
    made.add_child(_Furniture(_settings(lang, credits) | {"drawn": assets.drawn or ""}))
    made.add_child(Place(texts(lang)("map.whole"), bounds, place))
    return made


def _settings(lang: str, credits: Sequence[Credit]) -> dict[str, str]:
    t = texts(lang)
    return {
        "lang": lang,
        "label": t("map.region_label"),
        "zoomIn": t("map.zoom_in"),
        "zoomOut": t("map.zoom_out"),
        "credits": credits_html(credits),
        "hatch": HATCH,
        "skip": f'<a id="maillage-skip" href="#maillage-end">{encode(t("map.skip"))}</a>',
        "end": f'<div id="maillage-end" tabindex="0" role="note" aria-label="{encode(t("map.end"))}"></div>',
    }


def credits_html(credits: Sequence[Credit]) -> str:
    """Write the credits as one encoded line of HTML, with links where there is an address."""
    parts = [_credit(c) for c in credits]
    return " · ".join(parts)


def _credit(credit: Credit) -> str:
    if credit.url is None:
        return encode(credit.text)
    opened = 'target="_blank" rel="noopener noreferrer"'
    look = 'style="color:inherit;text-decoration:underline"'
    return f'<a href="{encode_url(credit.url)}" {opened} {look}>{encode(credit.text)}</a>'


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


class _Context(MacroElement):
    """Thin, silent outlines fetched from their own address; without an answer the map stands on what it has."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map, s) {
            fetch(s.url).then(function (answer) { return answer.json(); }).then(function (shapes) {
                L.geoJSON(shapes, {pane: "context", interactive: false, smoothFactor: 0, style: s.look}).addTo(map);
            }).catch(function () {});
        })({{ this._parent.get_name() }}, {{ this.settings | tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, url: str) -> None:
        super().__init__()
        self._name = "Context"
        look = {
            **{"color": palette.CONTEXT_OUTLINE, "weight": 0.8, "opacity": 1},
            **{"fill": True, "fill_color": palette.MAP_LAND, "fill_opacity": 1},
        }
        self.settings = {"url": url, "look": look}


def _style() -> str:
    hidden = ",".join(
        f'[data-zoom="{zoom}"] .{word}-{limit}'
        for zoom in EVERY_ZOOM
        for limit in LABEL_ZOOMS
        for word in ("from", "until")
        if (limit > zoom) == (word == "from")
    )
    text = f"{palette.FONT};color:{palette.INK}"
    # `body` makes these rules win over leaflet.css, whichever of the two is loaded last.
    return f"""<style>
body .leaflet-container{{background:{palette.MAP_BACKGROUND};font-family:{palette.FONT};font-size:13px}}
body .leaflet-map-pane{{will-change:transform}}
body .leaflet-control-attribution{{background:rgba(255,255,255,.88);color:{palette.QUIET_INK};
font-size:11.5px}}
body .maillage-tip{{font:13px/1.4 {text};white-space:normal;width:max-content;max-width:380px;
padding:7px 10px;border:1px solid #b8c2c5;border-radius:4px;box-shadow:0 2px 8px rgba(0,0,0,.18)}}
.maillage-tip b{{font-weight:650}} .maillage-tip small{{color:{palette.QUIET_INK};font-size:12px}}
.maillage-name{{font:600 12px/1.15 {text};white-space:nowrap;
text-shadow:0 0 3px #fff,0 0 3px #fff,0 0 3px #fff,0 0 4px #fff,0 0 5px #fff}}
.maillage-name span{{position:absolute;transform:translate(-50%,-50%)}}
.maillage-name.raised span{{transform:translate(-50%,-240%)}}
.maillage-name.length span{{background:#fff;border-radius:9px;padding:1px 8px;text-shadow:none;
font-weight:500}}
body .maillage-site{{display:flex;align-items:center;justify-content:center;border-radius:50%;
border:1.5px solid #fff;box-sizing:border-box;box-shadow:0 0 1.5px rgba(0,0,0,.55);
font:700 10px/1 {palette.FONT}}}
body .maillage-site.chosen{{outline:3px solid {palette.SELECTION};outline-offset:3px}}
body .maillage-site:focus-visible{{outline:3px solid {palette.SELECTION};outline-offset:1px}}
.maillage-site i{{font-style:normal;pointer-events:none}}
.maillage-arrow svg{{display:block;overflow:visible}}
body .maillage-group,body .maillage-inside{{display:flex;align-items:center;justify-content:center;
border-radius:50%;box-sizing:border-box;background:#fff;color:{palette.INK};border:2.5px solid {palette.TOTAL_LINE};
box-shadow:0 0 0 2px rgba(255,255,255,.8),0 1px 4px rgba(0,0,0,.4);font:700 13px/1 {palette.FONT}}}
body .maillage-group{{background:{palette.INK};color:#fff;border-color:#fff}}
body .maillage-group:focus-visible,body .maillage-inside:focus-visible{{outline:3px solid {palette.SELECTION};
outline-offset:2px}}
.maillage-group i,.maillage-inside i{{font-style:normal;pointer-events:none}}
#maillage-skip{{position:absolute;left:-9999px;top:6px;z-index:2000;background:#fff;color:{palette.INK};
padding:6px 12px;border:2px solid {palette.INK};border-radius:4px;font:600 14px {palette.FONT}}}
#maillage-skip:focus{{left:60px}} #maillage-end{{position:absolute;bottom:0;width:1px;height:1px}}
body .leaflet-bar a.maillage-whole{{font-size:19px}}
@media (max-width:600px){{body .leaflet-bottom.leaflet-left{{bottom:58px}}}}
{hidden}{{display:none!important}}
</style>"""
