"""Sites that would lie on top of each other at a zoom, gathered under one number: computed here, shown by CSS."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import folium
import pandas as pd

from eit.views.escape import encode
from eit.views.map.geometry import Point, to_mercator
from eit.views.map.layers import drawn_by, feature, layer
from eit.views.map.tooltips import group_tip
from eit.views.texts import texts

# About the width of two discs.
CELL_PX = 34.0
FEWEST = 3

GROUP_ZOOMS = range(3, 13)
LAST_GROUPED = 13


Cluster = tuple[tuple[str, ...], float, float]
"""Sites and their middle, in Mercator."""


@dataclass(frozen=True)
class Group:
    """Sites that share a place on the screen from one zoom up to (not including) another."""

    members: tuple[str, ...]
    point: Point
    first_zoom: int
    end_zoom: int

    @property
    def look(self) -> str:
        """The classes by which the style sheet shows the group at its zooms only."""
        return f"from-{self.first_zoom} until-{self.end_zoom}"


def group_sites(
    places: Mapping[str, Point], alone: Collection[str] = ()
) -> tuple[dict[str, int], list[Group]]:
    """Return the first zoom at which each grouped site stands by itself, and the groups of every zoom.

    `alone` are sites that are never grouped (the chosen one and its partners).
    """
    clusters: list[Cluster] = [
        ((key,), *to_mercator(place)) for key, place in sorted(places.items()) if key not in alone
    ]
    first: dict[str, int] = {}
    spans: dict[tuple[str, ...], tuple[int, int]] = {}
    for zoom in reversed(GROUP_ZOOMS):
        clusters = _merged(clusters, CELL_PX * 2 * math.pi / (256 * 2**zoom))
        for members in (cluster[0] for cluster in clusters if len(cluster[0]) >= FEWEST):
            spans[members] = (zoom, spans.get(members, (0, zoom + GROUP_ZOOMS.step))[1])
            for key in members:
                first.setdefault(key, zoom + GROUP_ZOOMS.step)
    groups = [Group(members, _middle(members, places), *span) for members, span in spans.items()]
    return first, groups


def _merged(clusters: list[Cluster], reach: float) -> list[Cluster]:
    """Gather clusters nearer than `reach` [radians of Mercator], largest first; too few stay as they are.

    Nothing is ever taken apart on the way from near to far: what is grouped at a zoom is so at every lower one.
    """
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (_, x, y) in enumerate(clusters):
        cells[math.floor(x / reach), math.floor(y / reach)].append(i)
    free, found = set(range(len(clusters))), []
    for i in sorted(free, key=lambda i: -len(clusters[i][0])):
        if i not in free:
            continue
        _, x, y = clusters[i]
        column, row = math.floor(x / reach), math.floor(y / reach)
        around = [
            j for dx in (-1, 0, 1) for dy in (-1, 0, 1) for j in cells[column + dx, row + dy] if j in free
        ]
        near = [clusters[j] for j in around if math.hypot(clusters[j][1] - x, clusters[j][2] - y) < reach]
        members = tuple(sorted(key for cluster in near for key in cluster[0]))
        if len(members) < FEWEST:
            near = [clusters[i]]
            members = clusters[i][0]
        free -= {j for j in around if clusters[j] in near}
        found.append((members, *_centre(near)))
    return found


def _centre(near: list[Cluster]) -> tuple[float, float]:
    count = sum(len(members) for members, _, _ in near)
    x = sum(x * len(members) for members, x, _ in near) / count
    y = sum(y * len(members) for members, _, y in near) / count
    return x, y


def _middle(members: tuple[str, ...], places: Mapping[str, Point]) -> Point:
    latitudes, longitudes = zip(*(places[key] for key in members), strict=True)
    return round(sum(latitudes) / len(members), 5), round(sum(longitudes) / len(members), 5)


def group_layer(groups: list[Group], sites: pd.DataFrame, lang: str) -> folium.GeoJson:
    """Draw each group as a number; a click or Enter comes nearer until it comes apart."""
    columns = (sites["name"], sites["offers"].astype(int), sites["demands"].astype(int))
    known = dict(zip(sites["company_id"], zip(*columns, strict=True), strict=True))
    drawn = []
    for group in groups:
        properties: dict[str, Any] = {
            "kind": "group",
            "tip": group_tip([known[key] for key in group.members], lang),
            "name": encode(texts(lang)("map.group", n=len(group.members))),
            "text": str(len(group.members)),
            "look": group.look,
            "s": round(min(26 + 4 * math.log2(len(group.members)), 56)),
            "z": min(group.end_zoom, LAST_GROUPED),
        }
        drawn.append(feature("Point", (group.point[1], group.point[0]), properties))
    return layer(drawn, "groups", "groups", point_to_layer=drawn_by("group"))
