"""Approximate boundaries: the ground nearest to the point of each place (Voronoi cells), until a layer is imported.

In Québec the cells of a census division fill its published outline. In France the product comes with no outline: the
cells stop where no place is near, at the sea or beyond the border. Said to be approximate wherever they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import geopandas
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from eit.store.boundaries import COLUMNS
from eit.store.layers.geo_parquet import WGS84
from eit.store.places.gazetteer import Gazetteer, Place

KM_PER_DEGREE = 111.195
"""Of latitude, on the mean sphere."""
SAME_PLACE_KM = 0.25
APART_KM = 1.0
"""Two places at one point: the less populous is moved this far, or its cell would be empty."""
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
"""Turns that never come back: places moved from one point stand apart from each other."""
INLAND_KM = 0.3
DENSITY_KM = 10.0
"""Places are counted this far around to tell how much ground one has."""
REACH = 1.2
"""Radius of the ground around a place, against that of the disc of its mean area: where discs end, the cells do."""
REACH_KM = (1.2, 12.0)
AROUND_DEGREES = 0.35
"""How far beyond the asked places others still bound their cells."""
BLOCK_KM = 60.0
"""Cells whose corners lie in one square of this side are cut together."""
GRID_DECIMALS = 5
SOURCES = {
    "CA": "estimation · MRNF · Statistique Canada 2016 · canadamaps 0.3.0",
    "FR": "estimation · INSEE · france-geojson",
}
SUMS = ("region", "department", "mrc", "epci")
"""Kinds drawn as the sum of what they hold."""


def approximate_boundaries(places: Sequence[Place], book: Gazetteer, published: GeoDataFrame) -> GeoDataFrame:
    """One row (COLUMNS, EPSG:4326) per place that can be drawn; a place without a known point has none.

    `published` are the boundaries of data/geo: those that are not approximate frame the cells, and a place that it
    draws is left out.
    """
    frames = published[~published["approximate"]].set_index("territory_id").geometry
    drawn = set(published["territory_id"])
    wanted = {place.place_id: place for place in places if place.place_id not in drawn}
    settled = _settled_in(wanted.values(), book, frames)
    shapes = {**_canada(settled, book, frames), **_france(settled, book)}
    rows = []
    for place in wanted.values():
        shape, exact = (
            _sum_of(place, book, shapes, frames)
            if place.kind in SUMS
            else (shapes.get(place.place_id), False)
        )
        if shape is not None and not shape.is_empty:
            rows.append(_row(place, shape, not exact))
    frame = GeoDataFrame(rows, columns=COLUMNS, geometry="geometry", crs=WGS84)
    frame.geometry = shapely.transform(frame.geometry.values, lambda xy: np.round(xy, GRID_DECIMALS))
    frame.geometry = shapely.make_valid(frame.geometry.values)
    return frame[~frame.geometry.is_empty].reset_index(drop=True)


def _row(place: Place, shape: BaseGeometry, approximate: bool) -> tuple[object, ...]:
    return (place.place_id, place.kind, place.code, place.name, approximate, SOURCES[place.country], shape)


def _settled_in(places: Iterable[Place], book: Gazetteer, frames: pd.Series) -> list[Place]:
    """The municipalities, communes and boroughs that are asked for, or that make up what is asked for."""
    found: dict[str, Place] = {}
    for place in places:
        if place.kind not in SUMS:
            found[place.place_id] = place
        elif place.place_id not in frames.index:
            held = [one for one in book.below(place.place_id) if one.kind in ("municipality", "commune")]
            found.update((one.place_id, one) for one in held if _division(one.parent_id) not in frames.index)
    return list(found.values())


def _sum_of(
    place: Place, book: Gazetteer, shapes: dict[str, BaseGeometry], frames: pd.Series
) -> tuple[BaseGeometry | None, bool]:
    """The union of what a place holds, and whether every part of it is published."""
    parts, exact, left = [], True, [place]
    while left:
        one = left.pop()
        if one.place_id in frames.index:
            parts.append(frames[one.place_id])
        elif one.place_id in shapes:
            parts.append(shapes[one.place_id])
            exact = False
        elif one.kind in SUMS:
            apart = [other for other in book.below(one.place_id) if other.department_id == one.place_id]
            left.extend(apart if one.kind == "department" else book.children(one.place_id))
    return (_sum(parts), exact) if parts else (None, False)


def _sum(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Their union; quick where they only touch, and whole where rounding lets two of them overlap by a hair."""
    try:
        return shapely.coverage_union_all(parts)
    except shapely.GEOSException:
        return shapely.union_all(parts)


def _division(mrc_id: str | None) -> str:
    """The census division that an MRC is, or is a part of: `mrc-371` lies in `mrc-37`."""
    return (mrc_id or "")[:6]


def _canada(settled: Sequence[Place], book: Gazetteer, frames: pd.Series) -> dict[str, BaseGeometry]:
    """Municipalities and boroughs by census division: a city with boroughs is the sum of theirs."""
    own = {place.place_id for place in settled if place.country == "CA"}
    cities = [place for place in (book.place(one.parent_id or "") for one in settled) if place]
    asked = [place for place in (*settled, *cities) if place.country == "CA" and place.kind == "municipality"]
    shapes: dict[str, BaseGeometry] = {}
    for division in sorted({_division(place.parent_id) for place in asked}):
        if division in frames.index:
            shapes |= _division_cells(division, book, frames[division])
    return {place_id: shape for place_id, shape in shapes.items() if place_id in own}


def _division_cells(division: str, book: Gazetteer, frame: BaseGeometry) -> dict[str, BaseGeometry]:
    ids = {division, *(f"{division}{digit}" for digit in range(10))}
    seeds, cities = [], dict[str, list[Place]]()
    for municipality in (one for mrc in book.get(sorted(ids)) for one in book.children(mrc.place_id)):
        boroughs = [place for place in book.children(municipality.place_id) if place.latitude is not None]
        seeds += boroughs or [municipality]
        if boroughs:
            cities[municipality.place_id] = boroughs
    shapes = _cut(seeds, frame)
    for city, boroughs in cities.items():
        shapes[city] = _sum([shapes[place.place_id] for place in boroughs])
    return shapes


def _france(settled: Sequence[Place], book: Gazetteer) -> dict[str, BaseGeometry]:
    """Communes, group of departments by group: all that lies around bounds the cells, what is asked is kept."""
    own = [place for place in settled if place.country == "FR" and place.latitude is not None]
    overseas = sorted({place.department_id or "" for place in own if len(place.department_id or "") > 7})
    groups = [[place for place in own if (place.department_id or "") not in overseas]]
    groups += [[place for place in own if place.department_id == department] for department in overseas]
    shapes: dict[str, BaseGeometry] = {}
    for group in (group for group in groups if group):
        box = _box(group)
        seeds = book.around(*box, kinds=("commune", "borough"))
        cities = {place.parent_id for place in seeds if place.kind == "borough"}
        seeds = [place for place in seeds if place.place_id not in cities]
        shapes |= _cut(seeds, _hull(seeds))
        for city in {place.parent_id or "" for place in seeds if place.kind == "borough"}:
            parts = [shapes[place.place_id] for place in seeds if place.parent_id == city]
            shapes[city] = _sum(parts)
    wanted = {place.place_id for place in own}
    return {place_id: shape for place_id, shape in shapes.items() if place_id in wanted}


def _box(places: Sequence[Place]) -> tuple[float, float, float, float]:
    x, y = [place.longitude for place in places], [place.latitude for place in places]
    wide = AROUND_DEGREES / np.cos(np.radians(np.mean(y)))  # type: ignore[arg-type]
    return min(x) - wide, min(y) - AROUND_DEGREES, max(x) + wide, max(y) + AROUND_DEGREES  # type: ignore[type-var, operator]


class _Plane:
    """A local plane in kilometres; being affine it keeps straight edges straight, so cells fit their frame exactly."""

    def __init__(self, longitude: float, latitude: float) -> None:
        self.origin = np.array([longitude, latitude])
        self.scale = np.array([np.cos(np.radians(latitude)), 1.0]) * KM_PER_DEGREE

    def flat(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda xy: (xy - self.origin) * self.scale)

    def round(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda xy: xy / self.scale + self.origin)

    def points(self, places: Sequence[Place]) -> np.ndarray:
        degrees = np.array([(place.longitude, place.latitude) for place in places], dtype=float)
        return shapely.points((degrees - self.origin) * self.scale)


def _hull(seeds: Sequence[Place]) -> BaseGeometry:
    """The ground around places: discs as large as their number around asks, the gaps between them closed."""
    plane = _Plane(float(np.mean([p.longitude for p in seeds])), float(np.mean([p.latitude for p in seeds])))
    points = plane.points(seeds)
    near, _ = shapely.STRtree(points).query(points, predicate="dwithin", distance=DENSITY_KM)
    counts = np.bincount(near, minlength=len(points))
    radii = np.clip(REACH * DENSITY_KM / np.sqrt(counts), *REACH_KM)
    ground = shapely.union_all(shapely.buffer(points, radii, quad_segs=6))
    closed = shapely.buffer(shapely.buffer(ground, REACH_KM[0]), -REACH_KM[0])
    return plane.round(shapely.simplify(closed, 0.05))


def _cut(places: Sequence[Place], frame: BaseGeometry) -> dict[str, BaseGeometry]:
    """One cell per place that has a point: the part of the frame that is nearest to it."""
    placed = [place for place in places if place.latitude is not None]
    if len(placed) < 2:
        return {place.place_id: frame for place in placed}
    plane = _Plane(frame.centroid.x, frame.centroid.y)
    flat = plane.flat(frame)
    seeds = _seeds(placed, plane, flat)
    cells = shapely.voronoi_polygons(
        shapely.MultiPoint(list(seeds.values())), extend_to=flat.buffer(50), ordered=True
    )
    shapely.prepare(flat)
    shapes = np.array(cells.geoms, dtype=object)
    cut = ~shapely.covers(flat, shapes)
    shapes[cut] = _within(shapes[cut], flat)
    return dict(zip(seeds, plane.round(shapes), strict=True))


def _within(cells: np.ndarray, frame: BaseGeometry) -> np.ndarray:
    """Each cell's part of the frame; neighbours are cut by what lies of it around them, not by a whole country."""
    cut = np.empty(len(cells), dtype=object)
    corner = np.floor(shapely.bounds(cells)[:, :2] / BLOCK_KM)
    for block in np.unique(corner, axis=0):
        chosen = np.flatnonzero((corner == block).all(axis=1))
        x0, y0, x1, y1 = shapely.total_bounds(cells[chosen])
        around = frame.intersection(shapely.box(x0 - 1, y0 - 1, x1 + 1, y1 + 1))
        cut[chosen] = [_polygons(part) for part in shapely.intersection(cells[chosen], around)]
    return cut


def _seeds(places: Sequence[Place], plane: _Plane, frame: BaseGeometry) -> dict[str, BaseGeometry]:
    """The points of the places, inside their frame and apart from each other, the populous where they are."""
    ordered = sorted(places, key=lambda place: (-(place.population or 0), place.place_id))
    points = plane.points(ordered)
    outside = np.flatnonzero(~shapely.covers(frame, points))
    inland = frame.buffer(-INLAND_KM) if len(outside) else frame
    for number in outside:
        if not inland.is_empty:
            points[number] = shapely.shortest_line(inland, points[number]).interpolate(0)
    first, second = shapely.STRtree(points).query(points, predicate="dwithin", distance=SAME_PLACE_KM)
    for number in sorted({max(pair) for pair in zip(first, second, strict=True) if pair[0] != pair[1]}):
        turn = number * GOLDEN_ANGLE
        points[number] = shapely.transform(
            points[number], lambda xy, turn=turn: xy + APART_KM * np.array([np.cos(turn), np.sin(turn)])
        )
    return {place.place_id: point for place, point in zip(ordered, points, strict=True)}


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Without the points and lines that an intersection leaves where two edges only touch."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


def merge(frames: Sequence[GeoDataFrame]) -> GeoDataFrame:
    """Several layers of boundaries as one, a territory once: the first that has it."""
    whole = pd.concat(frames, ignore_index=True).drop_duplicates("territory_id")
    return geopandas.GeoDataFrame(whole.sort_values("territory_id", ignore_index=True), crs=WGS84)[COLUMNS]
