"""Territories as a shaded layer with names that do not run into each other."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import shapely

from eit.views import palette
from eit.views.escape import encode
from eit.views.map.base import LABEL_ZOOMS, light_geometry
from eit.views.map.classes import Classes
from eit.views.map.geometry import Point, to_mercator
from eit.views.map.layers import feature, layer
from eit.views.map.tooltips import territory_tip

WHOLE_FIGURES = ("companies", "offers", "demands", "exchanges", "synergies")
MASS_FIGURES = ("offer_mass_t_per_year", "demand_mass_t_per_year")
ESTIMATED = "estimated_t_per_year"
"""The only figure that nobody declared: dotted, in a hue of its own."""
FIGURES = (*MASS_FIGURES, *WHOLE_FIGURES, ESTIMATED)
LABEL_HEIGHT_PX = 17.0
CHARACTER_WIDTH_PX = 7.0
GRID = 9
"""Places tried for a name along each side of a territory."""
NAME_SHAPE = 3.0
"""A name of ten letters is about so many times as wide as high, a disc beside it counted."""

Box = tuple[float, float, float, float]


def territory_layer(
    territories: gpd.GeoDataFrame, figure: str, classes: Classes, lang: str
) -> folium.GeoJson:
    """Shade territories by a figure; hatched = no data, dotted = an estimate, dashed outline = approximate."""
    drawn = []
    for row in territories.itertuples():
        if row.geometry is None or row.geometry.is_empty:
            continue
        fill = _fill(classes.colour_of(getattr(row, figure)), figure)
        look = {
            "kind": "territory",
            "id": encode(row.territory_id),
            "tip": territory_tip(row, figure, lang),
            "c": palette.TERRITORY_OUTLINE,
            "w": 1,
            "o": 0.8,
            "f": fill,
            "fo": 1,
        }
        if row.approximate:
            look["d"] = "3 4"
        drawn.append({"type": "Feature", "properties": look, "geometry": light_geometry(row.geometry)})
    return layer(drawn, "territories", "territories")


def _fill(colour: str | None, figure: str) -> str:
    """The fill of a class: hatched without data, dotted for an estimate."""
    if colour is None:
        return "url(#hatch)"
    if figure != ESTIMATED or colour not in palette.CHOROPLETH:
        return colour
    return f"url(#estimated-{palette.CHOROPLETH.index(colour)})"


def territory_names(
    territories: gpd.GeoDataFrame, raised: bool = False, sites: Iterable[Point] = ()
) -> list[dict[str, Any]]:
    """Return label features, each with the first zoom at which it fits beside the larger ones.

    `raised` leaves the middle of the territory to something else; otherwise a name stands clear of the `sites`.
    """
    discs = np.array([to_mercator(site) for site in sites]) if not raised else np.empty((0, 2))
    waiting = []
    for row in territories.itertuples():
        if row.geometry is None or row.geometry.is_empty:
            continue
        inside = _clear_place(row.geometry, discs)
        west, _, east, _ = row.geometry.bounds
        rank = (-row.companies if not math.isnan(row.companies) else 0.0, -row.geometry.area)
        waiting.append((rank, str(row.name), (inside.y, inside.x), math.radians(east - west)))
    waiting.sort()
    placed = _first_zooms([(name, point, width) for _, name, point, width in waiting])
    return [
        feature(
            "Point",
            (round(point[1], 5), round(point[0], 5)),
            {"text": encode(name), "look": f"from-{zoom}" + " raised" * raised},
        )
        for name, point, zoom in placed
    ]


def _clear_place(boundary: Any, discs: np.ndarray) -> Any:
    """The point of a territory where a name is furthest from its discs and its edge; its middle when it has none.

    `discs` are Mercator x, y, one row each. The middle wins a tie, so that a name moves only when it is in the way.
    """
    middle = boundary.representative_point()
    west, south, east, north = boundary.bounds
    low, high = to_mercator((south, west)), to_mercator((north, east))
    near = discs[((discs >= low) & (discs <= high)).all(axis=1)] if len(discs) else discs
    if not len(near):
        return middle
    steps = (np.arange(GRID) + 1) / (GRID + 1)
    x, y = (
        axis.ravel() for axis in np.meshgrid(west + (east - west) * steps, south + (north - south) * steps)
    )
    held = shapely.contains_xy(boundary, x, y)
    points = [middle, *shapely.points(x[held], y[held])]
    places = np.array([to_mercator((point.y, point.x)) for point in points])
    # A name is wider than high: what lies beside it is nearer than what lies above.
    apart = (places[:, None, :] - near[None, :, :]) * (1 / NAME_SHAPE, 1)
    free = np.hypot(apart[..., 0], apart[..., 1]).min(axis=1)
    edge = np.radians(shapely.distance(np.array(points), boundary.boundary))
    return points[int(np.argmax(np.minimum(free, edge)))]


def _first_zooms(waiting: list[tuple[str, Point, float]]) -> list[tuple[str, Point, int]]:
    """Go from far to near; a label appears as soon as it fits its territory and meets no other label."""
    shown: dict[int, int] = {}
    for zoom in LABEL_ZOOMS:
        scale = 256 * 2**zoom / (2 * math.pi)
        boxes = [_box(waiting[i][0], waiting[i][1], scale) for i in shown]
        for i, (name, point, width) in enumerate(waiting):
            box = _box(name, point, scale)
            fits = width * scale * 1.15 >= box[2] - box[0]
            if i not in shown and fits and not any(_meet(box, other) for other in boxes):
                shown[i] = zoom
                boxes.append(box)
    return [(waiting[i][0], waiting[i][1], zoom) for i, zoom in sorted(shown.items())]


def _box(name: str, point: Point, scale: float) -> Box:
    x, y = (value * scale for value in to_mercator(point))
    half_width, half_height = len(name) * CHARACTER_WIDTH_PX / 2, LABEL_HEIGHT_PX / 2
    return x - half_width, y - half_height, x + half_width, y + half_height


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
