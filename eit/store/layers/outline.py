"""An outline as people give it: corners one a line, GeoJSON or WKT."""

from __future__ import annotations

import json

import shapely
from shapely.errors import ShapelyError

from eit.domain.errors import InvalidSelection
from eit.domain.programme.corners import CORNER, corners_of

FEWEST_CORNERS = 3


def read_outline(text: str) -> shapely.Polygon | shapely.MultiPolygon:
    """An outline in degrees: corners, one `latitude longitude` a line, or GeoJSON, or WKT (longitude first).

    Raises InvalidSelection("outline-missing", "outline-unreadable", "outline-corners", "outline-crossed").
    """
    said = text.strip()
    if not said:
        raise InvalidSelection("outline-missing")
    shape = _written(said) if said[0] in "{PpMm" else _of_corners(said)
    if not isinstance(shape, shapely.Polygon | shapely.MultiPolygon) or shape.is_empty:
        raise InvalidSelection("outline-unreadable", value=said[:40])
    if not shape.is_valid:
        raise InvalidSelection("outline-crossed")
    return shape


def _written(said: str) -> shapely.Geometry:
    try:
        if said[0] != "{":
            return shapely.from_wkt(said)
        found = json.loads(said)
        features = found.get("features") or [found]
        return shapely.from_geojson(json.dumps(features[0].get("geometry") or features[0]))
    except (ShapelyError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise InvalidSelection("outline-unreadable", value=said[:40]) from error


def _of_corners(said: str) -> shapely.Polygon:
    for line in said.splitlines():
        if line.strip() and not CORNER.fullmatch(line):
            raise InvalidSelection("outline-unreadable", value=line.strip()[:40])
    corners = [(longitude, latitude) for latitude, longitude in corners_of(said)]
    if len(set(corners)) < FEWEST_CORNERS:
        raise InvalidSelection("outline-corners", value=len(set(corners)))
    return shapely.Polygon(corners)


def outline_json(text: str) -> dict[str, object]:
    """The outline as the geometry of a GeoJSON feature. Raises what `read_outline` raises."""
    return dict(shapely.geometry.mapping(read_outline(text)))
