"""Exchanges added up between territories: one line per direction, a number for what stays inside."""

from __future__ import annotations

from dataclasses import dataclass

import folium
import geopandas as gpd
import pandas as pd

from eit.views import palette
from eit.views.escape import encode
from eit.views.map.classes import line_weight
from eit.views.map.geometry import Point, arrow, curve
from eit.views.map.layers import dash, drawn_by, feature, layer
from eit.views.map.tooltips import Part, inside_tip, total_tip

BULGE, OPACITY = 0.14, 0.9
BADGE_PX = 34
LARGEST_FIRST = ["allocated_t_per_year", "exchanges"]


@dataclass(frozen=True)
class Totals:
    """The layers to draw, how many lines they hold and leave out, how many exchanges have no boundary to start from."""

    layers: list[folium.GeoJson]
    arrows: list[dict[str, object]]
    lines: int
    hidden: int
    unplaced: int


def by_pair(totals: pd.DataFrame) -> pd.DataFrame:
    """Add the categories of each pair of territories up; tonnes stay NaN when no category has any."""
    grouped = totals.groupby(["from_id", "to_id"], sort=True)
    summed = grouped[["exchanges", "unknown"]].sum()
    summed["allocated_t_per_year"] = grouped["allocated_t_per_year"].sum(min_count=1)
    return summed.reset_index()


def total_layers(totals: pd.DataFrame, territories: gpd.GeoDataFrame, lang: str, most_lines: int) -> Totals:
    """Draw the totals of `analysis.corridors` between the middles of the territories: the largest, thickest below."""
    middles, names = _middles(territories), dict(territories[["territory_id", "name"]].to_numpy())
    pairs = by_pair(totals).sort_values(LARGEST_FIRST, ascending=False, na_position="last", kind="stable")
    placed = pairs["from_id"].isin(middles) & pairs["to_id"].isin(middles)
    between = pairs[placed & (pairs["from_id"] != pairs["to_id"])]
    parts_of = _parts(totals)
    lines, arrows, badges = [], [], []
    for row in between.head(most_lines).itertuples():
        parts = parts_of[row.from_id, row.to_id]
        weight = line_weight(row.allocated_t_per_year)
        start, end = middles[row.from_id], middles[row.to_id]
        look = {
            "kind": "total",
            "id": encode(f"{row.from_id}|{row.to_id}"),
            "tip": total_tip(names[row.from_id], names[row.to_id], parts, lang),
            "c": palette.TOTAL_LINE,
            "w": weight,
            "o": OPACITY,
            "d": dash(weight),
        }
        lines.append(feature("LineString", curve(start, end, BULGE), look))
        place, bearing = arrow(start, end, BULGE)
        size = round(13 + weight * 1.4, 1)
        arrows.append(
            feature("Point", place, {"c": palette.TOTAL_LINE, "o": OPACITY, "b": bearing, "s": size})
        )
    touched = set(pairs["from_id"]) | set(pairs["to_id"])
    for territory_id in (key for key in middles if key in touched):
        own = parts_of.get((territory_id, territory_id), [])
        badges.append(_inside(territory_id, names[territory_id], middles[territory_id], own, lang))
    layers = [layer(lines, "totals", "exchanges")] if lines else []
    if badges:
        layers.append(layer(badges, "inside", "groups", point_to_layer=drawn_by("inside")))
    unplaced = int(pairs.loc[~placed, "exchanges"].sum())
    return Totals(layers, arrows, len(lines), len(between) - len(lines), unplaced)


def _parts(totals: pd.DataFrame) -> dict[tuple[str, str], list[Part]]:
    """The categories of each pair of territories, the most tonnes first."""
    found: dict[tuple[str, str], list[Part]] = {}
    for row in totals.sort_values(
        LARGEST_FIRST, ascending=False, na_position="last", kind="stable"
    ).itertuples():
        part = Part(row.category_id, int(row.exchanges), float(row.allocated_t_per_year))
        found.setdefault((row.from_id, row.to_id), []).append(part)
    return found


def _inside(territory_id: str, name: str, middle: Point, own: list[Part], lang: str) -> dict[str, object]:
    """The number of exchanges that stay in a territory; a click on it opens the territory."""
    properties = {
        "kind": "total-territory",
        "id": encode(territory_id),
        "name": encode(name),
        "tip": inside_tip(name, own, lang),
        "text": str(sum(part.exchanges for part in own)),
        "s": BADGE_PX,
        "r": BADGE_PX / 2,
        "f": "#ffffff",
        "ink": palette.INK,
        "o": 1.0,
        "on": 0,
    }
    return feature("Point", (round(middle[1], 5), round(middle[0], 5)), properties)


def _middles(territories: gpd.GeoDataFrame) -> dict[str, Point]:
    """A point surely inside each territory that has a boundary: (latitude, longitude)."""
    inside = territories[~(territories.geometry.isna() | territories.geometry.is_empty)]
    points = inside.geometry.representative_point()
    return {key: (point.y, point.x) for key, point in zip(inside["territory_id"], points, strict=True)}
