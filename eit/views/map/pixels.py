"""The map as flat shapes in pixels, so that a file, a page and a slide show what the page Carte shows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import folium
import numpy as np
import shapely
from numpy.typing import NDArray

from eit.views.map.content import Drawing, MapContent, feature_group
from eit.views.map.folium_internals import layers_of
from eit.views.map.geometry import METRES_PER_DEGREE, Point, spread
from eit.views.map.layers import has_place

Bounds = tuple[float, float, float, float]
Spot = tuple[float, float]

SMALLEST_SPAN = 0.02
"""Degrees: a programme of one site is a neighbourhood, not a point."""
ANYWHERE: Bounds = (-80.0, 45.0, -66.0, 52.0)
"""The south of Québec, when nothing says where the programme is."""
SPREAD_PX = 9.0
ROOM_PX, ROUNDS, MOST_MOVED = 18.0, 60, 400
"""Discs are pushed apart until their letters can be read; beyond 400 sites they stay where they are."""
BEYOND = 0.02
ARROW_SHAPE = ((0.0, -0.5), (0.43, 0.45), (0.0, 0.25), (-0.43, 0.45))


@dataclass(frozen=True)
class Plane:
    """Equirectangular at its middle latitude: `scale` pixels per degree of latitude, the centre in the middle."""

    longitude: float
    latitude: float
    scale: float
    width: float
    height: float

    def spot(self, longitude: float, latitude: float) -> Spot:
        """Pixels from the top left corner."""
        x = self.width / 2 + (longitude - self.longitude) * self.shrink * self.scale
        return round(x, 1), round(self.height / 2 - (latitude - self.latitude) * self.scale, 1)

    @property
    def shrink(self) -> float:
        """Length of a degree of longitude over one of latitude."""
        return math.cos(math.radians(self.latitude))

    @property
    def km_per_px(self) -> float:
        """Kilometres under one pixel."""
        return METRES_PER_DEGREE / 1000 / self.scale

    @property
    def zoom(self) -> int:
        """The zoom of a web map of the same scale: it says which names have room."""
        return math.floor(math.log2(self.scale * self.shrink * 360 / 256))

    def holds(self, spot: Spot) -> bool:
        """True inside the picture."""
        return 0 <= spot[0] <= self.width and 0 <= spot[1] <= self.height

    @property
    def window(self) -> shapely.Polygon:
        """What the picture shows, and a little beyond its edge [degrees]."""
        half_width = self.width / 2 / self.scale / self.shrink * (1 + BEYOND)
        half_height = self.height / 2 / self.scale * (1 + BEYOND)
        west, south = self.longitude - half_width, self.latitude - half_height
        return shapely.box(west, south, west + 2 * half_width, south + 2 * half_height)


@dataclass(frozen=True)
class Area:
    """A polygon with its holes. `fill`: a colour, `url(#hatch)` (no data), `url(#estimated-N)`; None: outline only."""

    rings: tuple[tuple[Spot, ...], ...]
    fill: str | None
    colour: str
    weight: float
    dashed: bool


@dataclass(frozen=True)
class Line:
    """A curve; dashed: an exchange that is only possible."""

    spots: tuple[Spot, ...]
    colour: str
    weight: float
    opacity: float
    dash: str | None


@dataclass(frozen=True)
class Arrow:
    """An arrowhead as a closed outline."""

    spots: tuple[Spot, ...]
    colour: str
    opacity: float


@dataclass(frozen=True)
class Disc:
    """A site: a disc with two letters; `name` as typed."""

    spot: Spot
    radius: float
    fill: str
    ink: str
    letters: str
    name: str
    opacity: float
    chosen: bool


@dataclass(frozen=True)
class Label:
    """A short text centred on a spot, as typed."""

    spot: Spot
    text: str


@dataclass(frozen=True)
class Picture:
    """Everything to draw, in drawing order: areas, lines, arrows, labels, discs; and what the legend must say."""

    plane: Plane
    drawing: Drawing
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    arrows: tuple[Arrow, ...]
    labels: tuple[Label, ...]
    discs: tuple[Disc, ...]


def picture(content: MapContent, bounds: Bounds, width: float, height: float) -> Picture:
    """Lay the map of `content` out in `width` × `height` pixels; `bounds` is (west, south, east, north) in degrees."""
    plane = _plane(_known(bounds, content), width, height)
    drawing = feature_group(_apart(content, plane))
    layers = {
        child.layer_name: child.data["features"]
        for child in layers_of(drawing.group)
        if isinstance(child, folium.GeoJson)
    }
    discs = [_disc(one, plane) for one in [*layers.get("sites", []), *layers.get("inside", [])]]
    labels = [label for one in _names(drawing) if (label := _label(one, plane))]
    return Picture(
        plane,
        drawing,
        tuple(area for one in _polygons(layers) for area in _areas(one, plane)),
        tuple(
            _line(one, plane) for name in ("totals", "exchanges", "synergies") for one in layers.get(name, [])
        ),
        tuple(_arrow(one, plane) for one in layers.get("arrows", [])),
        tuple(labels),
        tuple(disc for disc in discs if plane.holds(disc.spot)),
    )


def scale_bar(plane: Plane) -> tuple[float, float]:
    """A round length [km] of at most a fifth of the width, and its pixels."""
    most = plane.width / 5 * plane.km_per_px
    step = 10 ** math.floor(math.log10(most))
    length = next(factor * step for factor in (5, 2, 1) if factor * step <= most)
    return length, length / plane.km_per_px


def _known(bounds: Bounds, content: MapContent) -> Bounds:
    if all(math.isfinite(edge) for edge in bounds):
        return bounds
    if content.territories is not None and len(content.territories):
        west, south, east, north = (float(edge) for edge in content.territories.total_bounds)
        return west, south, east, north
    return ANYWHERE


def _plane(bounds: Bounds, width: float, height: float) -> Plane:
    west, south, east, north = bounds
    latitude = (south + north) / 2
    wide = max(east - west, SMALLEST_SPAN) * math.cos(math.radians(latitude))
    scale = min(width / wide, height / max(north - south, SMALLEST_SPAN))
    return Plane((west + east) / 2, latitude, scale, width, height)


def _apart(content: MapContent, plane: Plane) -> MapContent:
    """The sites that share a point moved apart by some pixels: a picture cannot be zoomed."""
    if content.sites is None or content.sites.empty:
        return content
    frame = content.sites
    rows = zip(frame["company_id"], frame["latitude"], frame["longitude"], strict=True)
    known = {key: (float(lat), float(lon)) for key, lat, lon in rows if has_place(lat, lon)}
    moved: dict[str, Point] = _pushed(spread(known, SPREAD_PX * plane.km_per_px * 1000), plane)
    missing = (math.nan, math.nan)
    spots = [moved.get(key, missing) for key in frame["company_id"]]
    return replace(
        content, sites=frame.assign(latitude=[s[0] for s in spots], longitude=[s[1] for s in spots])
    )


def _pushed(places: dict[str, Point], plane: Plane) -> dict[str, Point]:
    """The places with discs that touch pushed apart, always the same way."""
    if not 1 < len(places) <= MOST_MOVED:
        return places
    to_px = np.array([plane.scale, plane.scale * plane.shrink])
    spots = np.array(list(places.values())) * to_px
    for _ in range(ROUNDS):
        spots = spots + _push(spots)
    return {key: (float(lat), float(lon)) for key, (lat, lon) in zip(places, spots / to_px, strict=True)}


def _push(spots: NDArray) -> NDArray:
    """Half of the missing room, away from each disc that is too near."""
    apart = spots[:, None, :] - spots[None, :, :]
    distance = np.hypot(apart[..., 0], apart[..., 1])
    np.fill_diagonal(distance, np.inf)
    missing = np.clip(ROOM_PX - distance, 0, None) / 2
    away = apart / np.maximum(distance, 0.01)[..., None]
    moved: NDArray = (away * missing[..., None]).sum(axis=1) * 0.5
    return moved


def _polygons(layers: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for name in ("territories", "circle"):
        yield from layers.get(name, [])


def _names(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """Every label: the names of territories and the length of a radius are two layers of one name."""
    for child in layers_of(drawing.group):
        if isinstance(child, folium.GeoJson) and child.layer_name == "names":
            yield from child.data["features"]


def _areas(found: dict[str, Any], plane: Plane) -> Iterator[Area]:
    look = found["properties"]
    shape = shapely.make_valid(shapely.geometry.shape(found["geometry"]))
    if not plane.window.contains(shape):
        shape = shape.intersection(plane.window)
    # Half a pixel: nobody sees it, and the file is several times smaller.
    shape = shape.simplify(0.5 / plane.scale)
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        rings = tuple(
            tuple(plane.spot(x, y) for x, y in ring.coords) for ring in (part.exterior, *part.interiors)
        )
        yield Area(rings, look.get("f"), look["c"], float(look["w"]), "d" in look)


def _line(found: dict[str, Any], plane: Plane) -> Line:
    look = found["properties"]
    spots = tuple(plane.spot(x, y) for x, y in found["geometry"]["coordinates"])
    return Line(spots, look["c"], float(look["w"]), float(look["o"]), look.get("d"))


def _arrow(found: dict[str, Any], plane: Plane) -> Arrow:
    look = found["properties"]
    x, y = plane.spot(*found["geometry"]["coordinates"])
    turn = math.radians(look["b"])
    cos, sin = math.cos(turn) * look["s"], math.sin(turn) * look["s"]
    spots = tuple(
        (round(x + dx * cos - dy * sin, 1), round(y + dx * sin + dy * cos, 1)) for dx, dy in ARROW_SHAPE
    )
    return Arrow(spots, look["c"], float(look["o"]))


def _disc(found: dict[str, Any], plane: Plane) -> Disc:
    look = found["properties"]
    spot = plane.spot(*found["geometry"]["coordinates"])
    words = (unescape(look["text"]), unescape(look["name"]))
    return Disc(spot, float(look["r"]), look["f"], look["ink"], *words, float(look["o"]), bool(look["on"]))


def _label(found: dict[str, Any], plane: Plane) -> Label | None:
    look = found["properties"]
    spot = plane.spot(*found["geometry"]["coordinates"])
    first = look["look"].split()[0].removeprefix("from-")
    if not plane.holds(spot) or (first.isdigit() and int(first) > plane.zoom):
        return None
    return Label(spot, unescape(look["text"]))
