"""Writes small made-up road networks as OpenStreetMap extracts, their lengths known from their corners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from pyproj import Geod

from eit.domain.errors import DataError
from eit.store.roads import engine

Corner = tuple[float, float]
GEODESIC = Geod(ellps="WGS84")


def needs_engine() -> None:
    """Skip, loudly, where the programs or the writer of extracts are not installed."""
    pytest.importorskip("osmium", reason="OSMIUM ABSENT: pip install osmium")
    try:
        engine.version()
    except DataError:
        pytest.skip("VALHALLA ABSENT: make roads")


def write_extract(path: Path, roads: Sequence[tuple[Sequence[Corner], Mapping[str, str]]]) -> Path:
    """An extract with these roads: their corners (latitude, longitude) and their tags beside `highway`."""
    import osmium
    from osmium.osm import mutable

    corners = list(dict.fromkeys(corner for line, _ in roads for corner in line))
    number = {corner: place for place, corner in enumerate(corners, 1)}
    about = {"version": 1, "timestamp": "2024-01-01T00:00:00Z"}
    writer = osmium.SimpleWriter(str(path))
    for (latitude, longitude), place in number.items():
        writer.add_node(mutable.Node(id=place, location=(longitude, latitude), **about))
    for place, (line, tags) in enumerate(roads, 1):
        nodes = [number[corner] for corner in line]
        writer.add_way(mutable.Way(id=place, nodes=nodes, tags={"highway": "primary", **tags}, **about))
    writer.close()
    return path


def length_km(*corners: Corner) -> float:
    """The length of a road through these corners."""
    return sum(GEODESIC.inv(a[1], a[0], b[1], b[0])[2] for a, b in pairwise(corners)) / 1000
