"""Boundaries by name, for a server that has no private file to ask."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import geopandas

from eit.store.boundaries import read_boundaries

CONTEXT = {"CA": ("mrc", "census-division"), "FR": ("commune", "epci")}


def outlines(geo: Path, territory_ids: Collection[str]) -> geopandas.GeoDataFrame:
    """territory_id, approximate and geometry (EPSG:4326) of the territories that data/geo knows."""
    found = read_boundaries(geo, None, territory_ids)
    return found[["territory_id", "approximate", "source", "geometry"]]


def neighbours(geo: Path, country: str) -> geopandas.GeoDataFrame:
    """What stays behind the map of a country."""
    return read_boundaries(geo, CONTEXT.get(country, ()))[["territory_id", "geometry"]]
