"""One GeoJSON layer per kind of thing: a map object per feature would cost forty times as much."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import folium
import pandas as pd
from folium.utilities import JsCode

from eit.views import palette
from eit.views.categories import category_short
from eit.views.escape import encode
from eit.views.map.classes import line_weight
from eit.views.map.geometry import Point, arrow, bulge_of, curve, ring
from eit.views.map.tooltips import exchange_tip, site_tip, synergy_tip
from eit.views.texts import texts

DASH_PX = (7, 5)
FADED, STRONG = 0.13, 0.95
FADED_SITE = 0.35
# Above this many sites, discs become plain SVG dots: HTML markers with letters would be slow.
MOST_LETTERED = 800


def drawn_by(function: str) -> JsCode:
    """A function of `eit/static/map.js`; the data reach it only as JSON properties that were encoded in Python."""
    return JsCode(f"maillage.{function}")


def layer(features: list[dict[str, Any]], name: str, pane: str, **options: Any) -> folium.GeoJson:
    """Wrap features as one layer in its pane; their properties carry colour, weight, dash and tooltip."""
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=name,
        control=False,
        smooth_factor=0,
        pane=pane,
        style=drawn_by("style"),
        on_each_feature=drawn_by("tell"),
        **options,
    )


def feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    """Make one GeoJSON feature."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def has_place(latitude: object, longitude: object) -> bool:
    """Tell whether both coordinates are known."""
    return not (pd.isna(latitude) or pd.isna(longitude))


class Lines:
    """Curves and arrowheads of a set of rows that share one look; parallel ones get a larger bulge."""

    def __init__(self, places: Mapping[str, Point], selected: str | None) -> None:
        self._places = places
        self._selected = selected
        self._seen: Counter[tuple[Any, ...]] = Counter()
        self.curves: list[dict[str, Any]] = []
        self.arrows: list[dict[str, Any]] = []

    def ends(self, row: Any, giver: str, taker: str) -> tuple[Point, Point] | None:
        """Return the two drawn ends of a row, None when one is unknown or both are the same point."""
        known = has_place(row.offer_latitude, row.offer_longitude) and has_place(
            row.demand_latitude, row.demand_longitude
        )
        if not known:
            return None
        start = self._places.get(giver, (row.offer_latitude, row.offer_longitude))
        end = self._places.get(taker, (row.demand_latitude, row.demand_longitude))
        return None if start == end else (start, end)

    def add_all(self, rows: Iterable[tuple[tuple[Point, Point], dict[str, Any], tuple[str, str]]]) -> None:
        """Draw rows given as (ends, properties, companies), in order; those of another company fade."""
        drawn = list(rows)
        totals = Counter(_corridor(*ends) for ends, _, _ in drawn)
        for (start, end), properties, companies in drawn:
            corridor = _corridor(start, end)
            bulge = bulge_of(self._seen[corridor], totals[corridor])
            self._seen[corridor] += 1
            if self._selected is not None:
                properties = properties | {"o": STRONG if self._selected in companies else FADED}
            self.curves.append(feature("LineString", curve(start, end, bulge), properties))
            self.arrows.append(_arrowhead(start, end, bulge, properties))


def _corridor(start: Point, end: Point) -> tuple[float, ...]:
    """Lines between the same two neighbourhoods (about a kilometre) are told apart by their bulge."""
    return tuple(round(value, 2) for value in (*start, *end))


def _arrowhead(start: Point, end: Point, bulge: float, line: dict[str, Any]) -> dict[str, Any]:
    place, bearing = arrow(start, end, bulge)
    size = round((11 + line["w"] * 1.3) * (1 if line["o"] > 0.7 else 0.75), 1)
    return feature("Point", place, {"c": line["c"], "o": line["o"], "b": bearing, "s": size})


def dash(weight: float) -> str:
    """The dashes of a potential exchange, longer on a thicker line."""
    long, gap = DASH_PX
    return f"{long + weight:.0f} {gap + weight * 0.5:.0f}"


def _crowd_opacity(lines: int) -> float:
    """Lighter lines in a crowd: 0.9 up to 60 of them, 0.5 from 250 on."""
    return round(0.9 - 0.4 * min(max((lines - 60) / 190, 0), 1), 2)


def exchange_lines(rows: pd.DataFrame, lines: Lines, lang: str) -> int:
    """Add potential exchanges (dashed), best last so that it lies on top; return how many have no place."""
    ready, unplaced = [], 0
    opacity = _crowd_opacity(len(rows))
    for row in rows.sort_values("score", na_position="first").itertuples():
        ends = lines.ends(row, row.offer_company_id, row.demand_company_id)
        if ends is None:
            unplaced += 1
            continue
        weight = line_weight(row.mass_t_per_year)
        look = {
            "kind": "exchange",
            "id": encode(f"{row.offer_id}|{row.demand_id}"),
            "tip": exchange_tip(row, lang),
            "c": palette.category_colour(row.category_id),
            "w": weight,
            "o": opacity,
            "d": dash(weight),
        }
        ready.append((ends, look, (row.offer_company_id, row.demand_company_id)))
    lines.add_all(ready)
    return unplaced


def synergy_lines(rows: pd.DataFrame, lines: Lines, lang: str) -> int:
    """Add synergies (solid); return how many have no place."""
    ready, unplaced = [], 0
    for row in rows.itertuples():
        ends = lines.ends(row, row.giver_company_id, row.taker_company_id)
        if ends is None:
            unplaced += 1
            continue
        look = {
            "kind": "synergy",
            "id": encode(row.synergy_id),
            "tip": synergy_tip(row, lang),
            "c": palette.category_colour(row.category_id),
            "w": max(line_weight(row.mass_t_per_year), 2.6),
            "o": STRONG,
        }
        ready.append((ends, look, (row.giver_company_id, row.taker_company_id)))
    lines.add_all(ready)
    return unplaced


def arrow_layer(arrows: list[dict[str, Any]]) -> folium.GeoJson:
    """Draw the arrowheads, of constant size on the screen, so that direction is visible at rest."""
    return layer(arrows, "arrows", "arrows", point_to_layer=drawn_by("arrow"))


def site_radius(flows: float) -> float:
    """Radius [px] of a site by its number of offers and demands; wide enough for two letters."""
    return round(min(8.5 + 1.2 * math.sqrt(max(flows, 0)), 14.0), 1)


def site_layer(
    sites: pd.DataFrame,
    places: Mapping[str, Point],
    lang: str,
    selected: str | None,
    linked: set[str],
    first_zoom: Mapping[str, int],
) -> folium.GeoJson:
    """Draw sites as discs with two letters, largest first; with a selection, those without a link fade.

    `first_zoom` gives the zoom from which a site of a group stands by itself.
    """
    largest_first = (sites["offers"] + sites["demands"]).sort_values(ascending=False, kind="stable").index
    discs = []
    for row in sites.loc[largest_first].itertuples():
        if row.company_id not in places:
            continue
        latitude, longitude = places[row.company_id]
        chosen = row.company_id == selected
        near = selected is None or chosen or row.company_id in linked
        look = _site_look(row, lang, chosen, 1.0 if near else FADED_SITE)
        start = first_zoom.get(row.company_id)
        look["look"] = "" if start is None else f"from-{start}"
        discs.append(feature("Point", (longitude, latitude), look))
    return layer(
        discs, "sites", "sites", point_to_layer=drawn_by("site" if len(discs) <= MOST_LETTERED else "dot")
    )


def _site_look(row: Any, lang: str, chosen: bool, opacity: float) -> dict[str, Any]:
    fill = palette.category_colour(row.category_id)
    return {
        "kind": "site",
        "id": encode(row.company_id),
        "name": encode(row.name),
        "tip": site_tip(row, lang),
        "text": encode(category_short(row.category_id, texts(lang))),
        "r": site_radius(row.offers + row.demands),
        "c": palette.SELECTION if chosen else "#ffffff",
        "w": 1.5,
        "o": opacity,
        "f": fill,
        "fo": opacity,
        "ink": palette.ink_on(fill),
        "on": int(chosen),
    }


def radius_layers(centre: Point, radius_km: float, label: str) -> list[folium.GeoJson]:
    """Draw the circle of the chosen radius around a site, with its length written at the bottom."""
    outline = ring(centre, radius_km)
    look = {
        "c": palette.SELECTION,
        "w": 1.8,
        "o": 0.85,
        "d": "1 6",
        "cap": "round",
        "f": "#ffffff",
        "fo": 0.28,
    }
    bottom = min(outline, key=lambda place: place[1])
    return [
        layer([feature("Polygon", [outline], look)], "circle", "circle", interactive=False),
        name_layer([feature("Point", bottom, {"text": encode(label), "look": "length"})]),
    ]


def name_layer(features: list[dict[str, Any]]) -> folium.GeoJson:
    """Draw short labels centred on their points; `look` is `length`, or `from-N`: first zoom shown."""
    return layer(features, "names", "names", point_to_layer=drawn_by("name"))
