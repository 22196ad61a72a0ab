"""Geometries as GeoJSON, as light as a screen needs them: what stays behind every map, and the areas of a scene."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import shapely


def light_geometry(geometry: shapely.Geometry) -> dict[str, Any]:
    """GeoJSON geometry with 5 decimals (about a metre): half the weight of full precision."""
    return shapely.geometry.mapping(shapely.transform(geometry, lambda xy: xy.round(5)))


def context_geojson(outlines: gpd.GeoDataFrame, ground: gpd.GeoDataFrame | None = None) -> str:
    """What is behind every map as the text of a GeoJSON file; `kind`: land, water, line, or the outline of a territory.

    `ground` has a kind and a geometry (EPSG:4326); `outlines` stand on it.
    """
    shapes = [("outline", geometry) for geometry in outlines.geometry]
    if ground is not None:
        shapes += list(zip(ground["kind"], ground.geometry, strict=True))
    features = [
        {"type": "Feature", "properties": {"kind": kind}, "geometry": light_geometry(geometry)}
        for kind, geometry in shapes
        if geometry is not None and not geometry.is_empty
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
