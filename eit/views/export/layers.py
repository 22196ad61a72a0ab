"""Layers for a GIS: a GeoPackage with its metadata, and GeoJSON as RFC 7946 wants it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from eit.views.export.cells import plain
from eit.views.export.tables import About

DECIMALS = 7
"""Of a degree, as RFC 7946 recommends: a centimetre."""
GEOMETRY = "geometry"


def as_geojson(frame: GeoDataFrame, name: str, about: About) -> bytes:
    """One FeatureCollection in WGS 84 without `crs`, exterior rings counterclockwise; no position is `null`.

    What the export says of itself is the foreign member `about`. Raises ValueError for another coordinate system.
    """
    if frame.crs != "EPSG:4326":
        raise ValueError(f"GeoJSON is in EPSG:4326, not {frame.crs}")
    names = [str(column) for column in frame.columns if column != GEOMETRY]
    features = [
        {
            "type": "Feature",
            "id": str(row[0]) if name != "exchanges" else f"{row[0]}|{row[1]}",
            "geometry": _geometry(shape),
            "properties": {key: _json(value) for key, value in zip(names, row, strict=True)},
        }
        for row, shape in zip(
            frame[names].itertuples(index=False, name=None), frame.geometry.values, strict=True
        )
    ]
    collection = {"type": "FeatureCollection", "name": name, "about": dict(about), "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _geometry(shape: shapely.Geometry | None) -> dict | None:
    if shape is None or shape.is_empty:
        return None
    rounded = shapely.transform(shape, lambda degrees: np.round(degrees, DECIMALS))
    return json.loads(shapely.to_geojson(shapely.orient_polygons(rounded, exterior_cw=False)))


def _json(value: object) -> object:
    found = plain(value)
    return found.isoformat() if isinstance(found, date) else found


def as_geopackage(layers: Mapping[str, pd.DataFrame], about: About) -> bytes:
    """One layer per table (without geometry: a plain table), the table `about`, and the same as metadata."""
    told = dict(about)
    with tempfile.TemporaryDirectory(prefix="eit-") as folder:
        path = Path(folder) / "export.gpkg"
        tables = {**layers, "about": pd.DataFrame(about, columns=["name", "value"])}
        for layer, frame in tables.items():
            _written(frame).to_file(
                path, layer=layer, driver="GPKG", engine="pyogrio", **_metadata(layer, told, frame)
            )
        return path.read_bytes()


def _metadata(layer: str, told: dict[str, str], frame: pd.DataFrame) -> dict[str, object]:
    kinds = {"geometry_type": _shape_of(frame)} if isinstance(frame, GeoDataFrame) else {}
    return {"layer_metadata": told, "dataset_metadata": told, **kinds}


def _shape_of(frame: GeoDataFrame) -> str:
    types = set(frame.geometry.geom_type.dropna())
    if types & {"Polygon", "MultiPolygon"}:
        return "MultiPolygon"
    return "LineString" if "LineString" in types else "Point"


def _written(frame: pd.DataFrame) -> GeoDataFrame:
    """Columns of one type each: what is all None is text, days are ISO text."""
    is_layer = isinstance(frame, GeoDataFrame)
    columns = {str(name): _column(frame[name]) for name in frame.columns if name != GEOMETRY}
    shapes = [_multi(shape) for shape in frame.geometry.values] if is_layer else None
    if shapes is None:
        return GeoDataFrame(columns)
    return GeoDataFrame(columns, geometry=geopandas.GeoSeries(shapes, crs="EPSG:4326"), crs="EPSG:4326")


def _multi(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape


def _column(values: pd.Series) -> pd.Series:
    cells = [_json(value) for value in values]
    known = [cell for cell in cells if cell is not None]
    whole = [isinstance(cell, int) and not isinstance(cell, bool) for cell in known]
    if known and all(isinstance(cell, bool) for cell in known):
        return pd.Series(cells, dtype="boolean" if len(known) < len(cells) else bool)
    if known and all(whole):
        return pd.Series(cells, dtype="Int64" if len(known) < len(cells) else "int64")
    if known and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in known):
        return pd.Series([np.nan if cell is None else float(str(cell)) for cell in cells], dtype=float)
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype=object)
