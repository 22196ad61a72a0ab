"""Parks that people draw: corners on the map, or an outline that is pasted, become a territory of their place."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import shapely
from shapely.errors import ShapelyError

from eit.actions.edit import EditContext
from eit.domain.consortium import known_text
from eit.domain.errors import DataError, InvalidSelection
from eit.domain.text_key import slug
from eit.locations import GEO
from eit.store.database import Database
from eit.store.jurisdictions import programme_jurisdiction
from eit.store.layers.importing import Asked, import_boundaries

LONGEST_NAME, LONGEST_OUTLINE = 120, 20_000
FEWEST_CORNERS = 3
CORNER = re.compile(r"\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*")
DRAWN = "drawn in Maillage"


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
    corners = []
    for line in said.splitlines():
        found = CORNER.fullmatch(line)
        if line.strip() and not found:
            raise InvalidSelection("outline-unreadable", value=line.strip()[:40])
        if found:
            latitude, longitude = (float(number.replace(",", ".")) for number in found.groups())
            corners.append((longitude, latitude))
    if len(set(corners)) < FEWEST_CORNERS:
        raise InvalidSelection("outline-corners", value=len(set(corners)))
    return shapely.Polygon(corners)


def draw_park(door: EditContext, programme_id: str, name: str, outline: str, geo: Path = GEO) -> None:
    """Add a park by the same road as an imported layer, with the same doubts said before anything is written.

    It lies in the municipality that holds its middle. Raises what `read_outline` and `import_boundaries` raise.
    """
    if not door.author.strip():
        raise DataError("author_missing")
    called, shape = known_text(name, "name", LONGEST_NAME), read_outline(outline)
    with Database(door.path) as database:
        jurisdiction = programme_jurisdiction(database, programme_id).jurisdiction_id
    feature = {
        "type": "Feature",
        "properties": {"code": slug(called), "name": called},
        "geometry": shapely.geometry.mapping(shape),
    }
    asked = Asked(
        "park",
        code_field="code",
        name_field="name",
        jurisdiction=jurisdiction,
        source=DRAWN,
        accepted=("new",),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "park.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
        import_boundaries(path, asked, door.path, geo, author=door.author.strip())
