"""Compares a layer with what is known before anything is written: where it lies, what it holds, what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries

from eit.domain.place_names import bare_key, place_key
from eit.store.layers.refusal import InvalidBoundaries

KM_PER_DEGREE = 111.195
FAR_KM = 30.0
"""Beyond this, and beyond its own size, a unit is not where it is known to be: label points err by a few kilometres."""
HALF = 0.5
OTHERS = {"mrc": 3, "department": 2}
MOST_OTHERS = 20
"""Known places of the same kind in one unit from which it is too wide: a rough drawing holds a few, never a score."""
SMALLEST_HOLE = 1e-4
"""Share of a unit from which on a gap in it is a hole and not a slip of the pen."""
OVERLAP = 0.2
"""Share of a unit that another may cover before both are asked about: drawn lines differ, twins do not."""
WIDEST_KM2 = {"municipality": 60_000.0, "commune": 20_000.0, "borough": 1_000.0, "park": 200.0}
"""Larger than the largest of its kind (Baie-James apart): Maripasoula has 18 360 km²."""


@dataclass(frozen=True)
class Doubt:
    """What does not fit, or is to be known: `reason`, the unit, and what it was held against.

    Reasons: far, exchanged, wide, twins, renamed, hole, enclave.
    """

    reason: str
    code: str
    name: str
    against: str

    def record(self) -> dict[str, str]:
        """As the report says it."""
        return {"reason": self.reason, "code": self.code, "name": self.name, "against": self.against}


def refuse_exchanged_axes(shapes: GeoSeries, points: Mapping[str, tuple[float, float]], name: str) -> None:
    """Raise InvalidBoundaries("boundary-swapped") when most units lie where exchanged coordinates would put them."""
    if not points:
        return
    codes = [code for code in shapes.index if code in points]
    known = shapely.points([points[code] for code in codes])
    swapped = shapely.points([points[code][::-1] for code in codes])
    there, here = (_km(shapes.loc[codes], where) for where in (swapped, known))
    if np.mean((there < FAR_KM) & (here > FAR_KM)) > HALF:
        raise InvalidBoundaries("boundary-swapped", value=name)


def doubts_about(
    kind: str,
    shapes: GeoSeries,
    names: Mapping[str, str],
    known: pd.DataFrame,
    others: Sequence[tuple[str, float, float]],
) -> list[Doubt]:
    """What does not fit. `known`: name, longitude, latitude by code; `others`: name, point of places of that kind."""
    points = {
        row.Index: (row.longitude, row.latitude)
        for row in known.itertuples()
        if row.longitude == row.longitude
    }
    exchanged = _exchanged(shapes, names, known, points)
    told = {doubt.code for doubt in exchanged}
    found = [
        *exchanged,
        *_far(shapes, names, known, points, told),
        *_wide(kind, shapes, names, others),
        *_twins(shapes, names),
    ]
    inside = _inside(shapes, names)
    told |= {doubt.code for doubt in found}
    for code in known.index:
        if code not in told and not _same_name(names.get(code, ""), str(known.at[code, "name"])):
            found.append(Doubt("renamed", code, names.get(code, ""), str(known.at[code, "name"])))
    return [*found, *inside]


def _inside(shapes: GeoSeries, names: Mapping[str, str]) -> list[Doubt]:
    """The units with something inside their outline: another unit of the file, or nothing at all."""
    middles = {code: shapely.point_on_surface(shape) for code, shape in shapes.items()}
    found = []
    for code, shape in shapes.items():
        rings = [ring for part in shapely.get_parts(shape) for ring in getattr(part, "interiors", ())]
        holes = [hole for hole in map(shapely.Polygon, rings) if hole.area > SMALLEST_HOLE * shape.area]
        held = [other for other, point in middles.items() if any(hole.contains(point) for hole in holes)]
        if held:
            told = ", ".join(str(names.get(one, one)) for one in held[:4])
            found.append(Doubt("enclave", str(code), names.get(code, ""), told))
        elif holes:
            found.append(Doubt("hole", str(code), names.get(code, ""), f"{len(holes)}"))
    return found


def _km(shapes: GeoSeries, points: np.ndarray) -> np.ndarray:
    """Distance from each shape to its point [km], on the plane of the middle latitude; 0 inside."""
    squeeze = np.array([np.cos(np.radians(shapely.get_y(points).clip(-89, 89).mean())), 1.0]) * KM_PER_DEGREE
    flat = shapely.transform(np.asarray(shapes.values), lambda xy: xy * squeeze)
    return shapely.distance(flat, shapely.transform(points, lambda xy: xy * squeeze))


def _far(
    shapes: GeoSeries, names: Mapping[str, str], known: pd.DataFrame, points: Mapping, told: set[str]
) -> list[Doubt]:
    codes = [code for code in shapes.index if code in points and code not in told]
    if not codes:
        return []
    apart = _km(shapes.loc[codes], shapely.points([points[code] for code in codes]))
    size = np.sqrt(shapely.area(np.asarray(shapes.loc[codes].values))) * KM_PER_DEGREE
    return [
        Doubt("far", code, names.get(code, ""), f"{known.at[code, 'name']}: {km:.0f} km")
        for code, km, own in zip(codes, apart, size, strict=True)
        if km > max(FAR_KM, own)
    ]


def _exchanged(
    shapes: GeoSeries, names: Mapping[str, str], known: pd.DataFrame, points: Mapping
) -> list[Doubt]:
    """Units that do not hold their own point while another unit of the file, whose name theirs is, does."""
    by_name = {bare_key(place_key(str(known.at[code, "name"]))): code for code in known.index}
    found = []
    for code in shapes.index:
        other = by_name.get(bare_key(place_key(names.get(code, ""))))
        if (
            other
            and other != code
            and code in points
            and not shapes[code].covers(shapely.Point(points[code]))
        ):
            found.append(
                Doubt(
                    "exchanged",
                    str(code),
                    names.get(code, ""),
                    str(known.at[code, "name"]) if code in known.index else "",
                )
            )
    return found


def _wide(
    kind: str, shapes: GeoSeries, names: Mapping[str, str], others: Sequence[tuple[str, float, float]]
) -> list[Doubt]:
    found = []
    places = shapely.points([(x, y) for _, x, y in others]) if others else np.array([])
    tree = shapely.STRtree(places)
    for code, shape in shapes.items():
        inside = tree.query(shape, predicate="contains")
        latitude = np.radians(shape.centroid.y)
        area = shape.area * KM_PER_DEGREE**2 * np.cos(latitude)
        if len(inside) > OTHERS.get(kind, MOST_OTHERS):
            listed = ", ".join(others[number][0] for number in inside[:3])
            found.append(Doubt("wide", str(code), names.get(str(code), ""), f"{len(inside)}: {listed}…"))
        elif area > WIDEST_KM2.get(kind, np.inf):
            found.append(Doubt("wide", str(code), names.get(str(code), ""), f"{area:.0f} km²"))
    return found


def _twins(shapes: GeoSeries, names: Mapping[str, str]) -> list[Doubt]:
    """Units that cover each other: one shape under two codes, or a unit drawn over its neighbour."""
    values = np.asarray(shapes.values)
    first, second = shapely.STRtree(values).query(values, predicate="intersects")
    found = []
    for one, other in zip(first, second, strict=True):
        if one < other:
            shared = values[one].intersection(values[other]).area
            if shared > OVERLAP * min(values[one].area, values[other].area):
                code, twin = str(shapes.index[one]), str(shapes.index[other])
                found.append(
                    Doubt("twins", code, names.get(code, ""), f"{twin} {names.get(twin, '')}".strip())
                )
    return found


def _same_name(told: str, held: str) -> bool:
    """Whether two names are one, articles and what stands in brackets aside."""
    one, other = (bare_key(place_key(name.partition(" (")[0])) for name in (told, held))
    return not one or one == other or one.replace(" ", "") in other.replace(" ", "") or other in one
