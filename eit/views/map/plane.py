"""The plane of a flat map: degrees to pixels, what lies in the picture, a scale."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import shapely

METRES_PER_DEGREE = 111_195.0
SMALLEST_SPAN = 0.02
"""Degrees: a programme of one site is a neighbourhood, not a point."""
ANYWHERE = (-80.0, 45.0, -66.0, 52.0)
"""The south of Québec, when nothing says where the programme is."""
BEYOND = 0.02
Bounds = tuple[float, float, float, float]
Spot = tuple[float, float]


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
    def zoom(self) -> float:
        """The zoom of a web map of the same scale, by halves: it says what is gathered."""
        return math.floor(2 * math.log2(self.scale * self.shrink * 360 / 256)) / 2

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

    def rings(self, geometry: shapely.Geometry) -> Iterator[tuple[tuple[Spot, ...], ...]]:
        """The polygons of a geometry as their rings, cut at the edge of the picture."""
        shape = shapely.make_valid(geometry)
        if not self.window.contains(shape):
            shape = shape.intersection(self.window)
        # Half a pixel: nobody sees it, and the file is several times smaller.
        for part in shapely.get_parts(shape.simplify(0.5 / self.scale)):
            if part.geom_type == "Polygon" and not part.is_empty:
                yield tuple(
                    tuple(self.spot(x, y) for x, y in ring.coords)
                    for ring in (part.exterior, *part.interiors)
                )

    def lines(self, geometry: shapely.Geometry) -> Iterator[tuple[Spot, ...]]:
        """The lines of a geometry, cut at the very edge of the picture."""
        half_width, half_height = self.width / 2 / self.scale / self.shrink, self.height / 2 / self.scale
        edges = (self.longitude - half_width, self.latitude - half_height,
                 self.longitude + half_width, self.latitude + half_height)  # fmt: skip
        seen = shapely.clip_by_rect(geometry, *edges)
        for part in shapely.get_parts(seen.simplify(0.5 / self.scale)):
            if part.geom_type == "LineString" and not part.is_empty:
                yield tuple(self.spot(x, y) for x, y in part.coords)


def plane_of(bounds: Bounds | None, width: float, height: float) -> Plane:
    """The plane that shows `bounds` whole in a picture; of nothing, the south of Québec."""
    known = bounds if bounds is not None and all(map(math.isfinite, bounds)) else ANYWHERE
    west, south, east, north = known
    latitude = (south + north) / 2
    wide = max(east - west, SMALLEST_SPAN) * math.cos(math.radians(latitude))
    scale = min(width / wide, height / max(north - south, SMALLEST_SPAN))
    return Plane((west + east) / 2, latitude, scale, width, height)


def scale_bar(plane: Plane) -> tuple[float, float]:
    """A round length [km] of at most a fifth of the width, and its pixels."""
    most = plane.width / 5 * plane.km_per_px
    step = 10 ** math.floor(math.log10(most))
    length = next(factor * step for factor in (5, 2, 1) if factor * step <= most)
    return length, length / plane.km_per_px


def path(rings: Iterator[tuple[Spot, ...]] | tuple[tuple[Spot, ...], ...]) -> str:
    """Closed rings as the path of an SVG."""
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)
