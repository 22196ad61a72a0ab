"""Roads, rails and waters of an extract, taken in as the ground of a data file's maps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pyproj.exceptions import CRSError

from eit.locations import GEO
from eit.store.attached_files import digest_of
from eit.store.boundaries import read_boundaries
from eit.store.database import Database, FileVersion, file_version
from eit.store.layers.delivery import Offered, offered_layers
from eit.store.layers.folder import GROUND, Layers, find_layers
from eit.store.layers.ground import COLUMNS, read_ground
from eit.store.layers.reading import COMPLETENESS, UNREADABLE, LayerFields, refuse_unfit, with_crs, workplace
from eit.store.layers.refusal import InvalidBoundaries
from eit.store.layers.writing import replace_layer
from eit.store.tables import read_rows
from eit.store.version.journal import Act

LINES = ("motorway", "river", "rail", "road")
"""Kinds of lines, those that say most where one is first."""
KINDS = ("water", *LINES)
NAMED = ("water", "river")
"""Kinds whose names are written on a map."""
EXTRACTS = (".pbf", ".osm")
OSM_LAYERS = (("lines", "LineString"), ("multipolygons", "MultiPolygon"))
"""The layers that the reader makes of an OpenStreetMap extract, those that matter here."""
OSM = "OpenStreetMap"
OSM_CREDIT = "© OpenStreetMap (ODbL)"
NAMES = ("name", "nom", "toponyme", "cpx_toponyme", "toponyme_1", "nomrte", "name_fr", "name_1")
RULES = GEO / "ground_kinds.csv"
AROUND = 0.75
"""How far beyond the places of a programme its ground is kept, of its size: a wide screen shows more."""
SMALLEST_SPAN = 0.2
FINENESS = 6000
"""Parts of a programme's width that a map can show when one comes near: lines are simplified to it."""
FINEST = 0.0001
"""Degrees, about 10 m."""
SMALLEST_WATER = 2e-7
"""Of the square of a programme's width: a smaller water is a dot on its map."""
MOST_POINTS = 60_000
"""Corners that a browser still draws while it pans; beyond, the shortest of the least kinds are left out, and said."""


@dataclass(frozen=True)
class GroundPlan:
    """What an import of ground would do: the layer that would be written and its report; nothing is written yet."""

    path: Path
    database_path: Path
    seen: Layers
    version: FileVersion
    layer: GeoDataFrame
    """kind, name, source, file, geometry [EPSG:4326] of the ground as it would be, what was there included."""
    report: dict[str, object]

    def write(self, author: str) -> None:
        """Write the layer and its journal entry. Raises DataError."""
        digest = digest_of(self.path)
        act = Act(author, "import-ground", None, self.path.name, digest, always=True)
        replace_layer(self.database_path, self.seen, GROUND, self.layer, act)


def remove_ground(database_path: Path, file: str, author: str) -> None:
    """Take away what one delivery put under the maps; other deliveries stay. Raises DataError."""
    seen = find_layers(database_path)
    before = read_ground(seen)
    if before is not None:
        act = Act(author, "remove-ground", None, file, always=True)
        replace_layer(database_path, seen, GROUND, before[before["file"] != file], act)


def is_ground(name: str, layers: Sequence[LayerFields]) -> bool:
    """Whether a delivery holds lines: roads or rivers, no boundaries of units. An OpenStreetMap extract does."""
    return is_extract(name) or any("Line" in (layer.geometry or "") for layer in layers)


def is_extract(name: str) -> bool:
    """Whether a file is an OpenStreetMap extract, by its name."""
    return Path(name).suffix.lower() in EXTRACTS


def plan_ground(
    path: Path,
    database_path: Path,
    kind: str | None = None,
    crs: str | None = None,
    source: str | None = None,
) -> GroundPlan:
    """Read roads, rails and waters around the programmes of a file, and write nothing.

    `kind`: what the lines are where their fields do not say it. What a file of the same name put there goes; the rest
    stays. Raises InvalidBoundaries: ground-kind-missing (no field says what the lines are), ground-beside
    (nothing near the programmes), ground-without-programme, and what reading a layer raises.
    """
    seen, version = find_layers(database_path), file_version(database_path)
    boxes = _boxes(database_path, seen)
    rows = _read(path, kind, crs, boxes)
    near = _near(rows, boxes)
    if near.empty:
        raise InvalidBoundaries("ground-beside", value=path.name)
    near["source"] = source or _credit(rows, path.name)
    near["file"] = path.name
    near["file"] = path.name
    before = read_ground(seen)
    if before is not None:
        near = pd.concat([before[before["file"] != path.name], near], ignore_index=True)
    kept = _lightened(near)
    layer = GeoDataFrame(kept[COLUMNS], geometry="geometry", crs=4326)
    counts = {one: int((layer["kind"] == one).sum()) for one in KINDS if (layer["kind"] == one).any()}
    report: dict[str, object] = {
        "file": path.name,
        "read": len(rows),
        "kinds": counts,
        "left_out": len(near) - len(kept),
        "source": sorted(set(layer["source"])),
    }
    return GroundPlan(path, database_path, seen, version, layer, report)


def _boxes(database_path: Path, layers: Layers) -> list[shapely.Geometry]:
    """Around each programme of a file, the box whose ground its maps may show."""
    with Database(database_path) as database:
        held = [
            set(database.query("programme_territories", {"programme_id": programme_id})["territory_id"])
            for programme_id in database.query("programmes")["programme_id"]
        ]
    known = read_boundaries(GEO, None, set().union(*held), layers)
    found = []
    for of in held:
        drawn = known[known["territory_id"].isin(of)]
        if len(drawn):
            west, south, east, north = drawn.total_bounds
            span = max(east - west, north - south, SMALLEST_SPAN)
            found.append(shapely.box(west, south, east, north).buffer(span * AROUND, join_style="mitre"))
    if not found:
        raise InvalidBoundaries("ground-without-programme", value=database_path.name)
    return found


def _read(path: Path, kind: str | None, crs: str | None, boxes: Sequence[shapely.Geometry]) -> GeoDataFrame:
    """kind, name, geometry [EPSG:4326], rule's publisher of what a delivery holds around some boxes."""
    refuse_unfit(path)
    rules = read_rows(RULES, ("publisher", "field", "value", "kind"))
    found = []
    try:
        with _files(path) as layers:
            for layer in layers:
                rows = _of_layer(layer, rules, kind, crs, path.name, boxes)
                if rows is not None:
                    found.append(rows)
            fields = sorted({field for layer in layers for field in layer.fields()})
    except CRSError as error:
        raise InvalidBoundaries("boundary-crs-unknown", value=path.name) from error
    except UNREADABLE as error:
        if isinstance(error, InvalidBoundaries):
            raise
        raise InvalidBoundaries("boundary-unreadable", value=path.name) from error
    if not found:
        raise InvalidBoundaries("ground-kind-missing", value=path.name, row_id=", ".join(fields))
    return GeoDataFrame(pd.concat(found, ignore_index=True), geometry="geometry", crs=4326)


@contextmanager
def _files(path: Path) -> Iterator[list[Offered]]:
    """The layers of a delivery that may hold lines or waters."""
    if is_extract(path.name):
        COMPLETENESS.get(path.suffix.lower(), lambda _: None)(path)
        yield [Offered(path, name, geometry) for name, geometry in OSM_LAYERS]
        return
    with workplace(path) as files:
        for file in files:
            COMPLETENESS.get(file.suffix, lambda _: None)(file)
        yield [layer for layer in offered_layers(files) if layer.geometry and "Point" not in layer.geometry]


def _of_layer(
    layer: Offered,
    rules: pd.DataFrame,
    kind: str | None,
    crs: str | None,
    name: str,
    boxes: Sequence[shapely.Geometry],
) -> pd.DataFrame | None:
    """The rows of one layer whose fields say what they are, or which the person has said to be `kind`."""
    held = {field.casefold(): field for field in layer.fields()}
    wanted = rules[[field.casefold() in held for field in rules["field"]]]
    if is_extract(name):
        wanted = wanted[(wanted["kind"] == "water") == (layer.geometry == "MultiPolygon")]
        asked = " OR ".join(
            f"{field} IN ({', '.join(repr(value) for value in of['value'])})"
            for field, of in wanted.groupby("field")
        )
        bounds = tuple(shapely.total_bounds(list(boxes)))
        frame = geopandas.read_file(
            layer.file, layer=layer.name, where=asked, bbox=bounds, columns=["name", *set(wanted["field"])]
        )
    else:
        frame = layer.read()
        if not isinstance(frame, GeoDataFrame) or frame.empty:
            return None
    lines = frame.geometry.geom_type.isin(["LineString", "MultiLineString"])
    kinds = pd.Series(None, index=frame.index, dtype=object)
    publishers = pd.Series("", index=frame.index, dtype=object)
    for rule in wanted.itertuples(index=False):
        said = frame[held[rule.field.casefold()]].astype(str).str.casefold() == rule.value.casefold()
        said &= kinds.isna() & (lines if rule.kind in LINES else ~lines)
        kinds[said], publishers[said] = rule.kind, rule.publisher
    if kind is not None and kinds.isna().all():
        kinds[lines if kind in LINES else ~lines] = kind
    named = next((held[one] for one in NAMES if one in held), None)
    rows = frame.assign(
        kind=kinds, publisher=publishers, name=frame[named].fillna("").astype(str) if named else ""
    )[kinds.notna() & frame.geometry.notna()]
    if rows.empty:
        return None
    placed = with_crs(rows, crs, name).to_crs(4326)
    return pd.DataFrame(
        {
            "kind": placed["kind"],
            "name": placed["name"],
            "publisher": placed["publisher"],
            "geometry": placed.geometry,
        }
    )


def _credit(rows: pd.DataFrame, name: str) -> str:
    """Whom the map names: the publishers whose words the file has, else the file."""
    known = sorted({OSM_CREDIT if one == OSM else one for one in rows["publisher"] if one})
    return " · ".join(known) or name


def _near(rows: GeoDataFrame, boxes: Sequence[shapely.Geometry]) -> pd.DataFrame:
    """What lies within the boxes, cut at their edges, joined by kind and name, and as fine as their maps can show."""
    around = shapely.union_all(list(boxes))
    width = min(box.bounds[2] - box.bounds[0] for box in boxes) / (1 + 2 * AROUND)
    cut = rows.assign(geometry=shapely.intersection(shapely.make_valid(rows.geometry.to_numpy()), around))
    cut = cut[~cut.geometry.is_empty]
    cut["name"] = cut["name"].where(cut["kind"].isin(NAMED), "")
    found = []
    for (kind, name), of in cut.groupby(["kind", "name"], sort=True):
        shapes = shapely.get_parts(of.geometry.to_numpy())
        if kind in LINES:
            shapes = shapes[shapely.get_dimensions(shapes) == 1]
            joined = shapely.line_merge(shapely.multilinestrings(shapes))
        else:
            shapes = shapes[shapely.get_dimensions(shapes) == 2]
            joined = shapely.union_all(shapes[shapely.area(shapes) > SMALLEST_WATER * width**2])
        light = shapely.set_precision(shapely.simplify(joined, max(width / FINENESS, FINEST)), 1e-5)
        found += [(str(kind), str(name), part) for part in shapely.get_parts(light) if not part.is_empty]
    return pd.DataFrame(found, columns=["kind", "name", "geometry"])


def _lightened(rows: pd.DataFrame) -> pd.DataFrame:
    """At most MOST_POINTS corners: the kinds that say most first, the longest of each first."""
    rank = rows["kind"].map({kind: place for place, kind in enumerate(KINDS)})
    long = shapely.length(rows["geometry"].to_numpy())
    order = np.lexsort((-long, rank))
    points = np.cumsum(shapely.get_num_coordinates(rows["geometry"].to_numpy()[order]))
    return rows.iloc[order[points <= MOST_POINTS]]
