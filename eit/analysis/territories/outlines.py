"""Boundaries by name, for a server that has no private file to ask."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import geopandas
import pandas as pd

from eit.domain.jurisdiction import named
from eit.locations import GEO
from eit.store.boundaries import read_boundaries
from eit.store.jurisdictions import own_jurisdictions
from eit.store.layers.folder import Layers
from eit.store.layers.ground import ground_shapes, read_ground


def outlines(geo: Path, territory_ids: Collection[str]) -> geopandas.GeoDataFrame:
    """territory_id, approximate and geometry (EPSG:4326) of the territories that data/geo knows."""
    found = read_boundaries(geo, None, territory_ids)
    return found[["territory_id", "approximate", "source", "geometry"]]


def context_boundaries(
    geo: Path, jurisdiction_id: str, layers: Layers | None = None
) -> geopandas.GeoDataFrame:
    """The outlines that stay behind every map of a jurisdiction; nothing where data/geo knows none.

    Raises InvalidSelection("jurisdiction-unknown").
    """
    return read_boundaries(geo, named(own_jurisdictions(), jurisdiction_id).outlines, layers=layers)


def context_kinds(jurisdiction_id: str) -> tuple[str, ...]:
    """The kinds of unit of those outlines. Raises as `context_boundaries`."""
    return named(own_jurisdictions(), jurisdiction_id).outlines


def context_credits(jurisdiction_id: str) -> tuple[str, ...]:
    """Keys of whom those outlines are to be credited to. Raises as `context_boundaries`."""
    return named(own_jurisdictions(), jurisdiction_id).credits


def ground(jurisdiction_id: str, layers: Layers | None = None) -> geopandas.GeoDataFrame | None:
    """Land, water and borders around a jurisdiction, then what `layers` hold: roads and waters, and the outlines of
    parks, which are seen at every level: `kind`, geometry (EPSG:4326); None where nothing is known.

    A park whose outline we drew around its point has none here: it would say a size. Raises
    BoundaryError("layer_damaged").
    """
    own = (ground_shapes(jurisdiction_id.partition("-")[0]), read_ground(layers), _parks(layers))
    found = [shapes[["kind", "geometry"]] for shapes in own if shapes is not None]
    return pd.concat(found, ignore_index=True) if found else None


def _parks(layers: Layers | None) -> geopandas.GeoDataFrame | None:
    """The lines around the parks that were drawn or imported."""
    if not layers or not layers.units:
        return None
    parks = read_boundaries(GEO, ("park",), layers=layers)
    known = parks[~parks["approximate"]]
    return known.assign(geometry=known.boundary) if len(known) else None
