"""Where the reader left the map: kept by the browser, because the server must not follow every move."""

from __future__ import annotations

from branca.element import MacroElement
from folium.template import Template


class Place(MacroElement):
    """Goes back to where the reader was after another page or language; a button shows the whole again.

    Until the reader has moved it, the map shows the whole in every window, one that is turned or widened too.

    Kept by the browser for one tab: Streamlit must not know it, or each move of the map would run the page.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map, s) {
            var key = "maillage " + s.place, moved = false, box = map.getContainer();
            function keep(text) { try { sessionStorage.setItem(key, text); } catch (refused) {} }
            function held() { try { return JSON.parse(sessionStorage.getItem(key)); } catch (refused) { return null; } }
            var place = s.place ? held() : null;
            function whole(animated) { map.fitBounds(s.bounds, {padding: [18, 18], animate: animated}); }
            // Not animated: an animation ends after the next call and would undo it.
            if (place) { map.setView([place.lat, place.lng], place.zoom, {animate: false}); }
            else {
                whole(false);
                map.on("resize", function () { if (!moved) { whole(false); } });
            }
            ["pointerdown", "wheel", "keydown"].forEach(function (what) {
                box.addEventListener(what, function () { moved = true; }, {passive: true, capture: true});
            });
            map.on("moveend", function () {
                var c = map.getCenter();
                if (moved && s.place) { keep(JSON.stringify({lat: c.lat, lng: c.lng, zoom: map.getZoom()})); }
            });
            var Whole = L.Control.extend({onAdd: function () {
                var bar = L.DomUtil.create("div", "leaflet-bar"), button = L.DomUtil.create("a", "maillage-whole", bar);
                button.href = "#"; button.title = s.whole; button.setAttribute("role", "button");
                button.setAttribute("aria-label", s.whole); button.textContent = "\u2922";
                L.DomEvent.disableClickPropagation(bar);
                L.DomEvent.on(button, "click", function (pressed) {
                    L.DomEvent.preventDefault(pressed);
                    whole(true);
                });
                return bar;
            }});
            new Whole({position: "topleft"}).addTo(map);
        })({{ this._parent.get_name() }}, {{ this.settings | tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, whole: str, bounds: tuple[float, float, float, float], place: str | None) -> None:
        super().__init__()
        self._name = "Place"
        west, south, east, north = bounds
        self.settings = {"whole": whole, "bounds": [[south, west], [north, east]], "place": place}
