"""A million companies in 1 300 polygons: which territory holds each, beside the spatial join of geopandas."""

from __future__ import annotations

import time
from collections.abc import Callable

import geopandas
import numpy as np
import shapely

from benchmarks.report import Table, duration, ratio
from benchmarks.timing import median

COMPANIES, POLYGONS, RUNS, TARGET_S = 1_000_000, 1_300, 3, 30.0
WEST, SOUTH, EAST, NORTH = -79.5, 45.0, -64.0, 52.0
VERTICES_PER_SIDE = 40


def territories(seed: int = 1) -> np.ndarray:
    """Cells that tile the land, their sides broken into many vertices as official limits are."""
    draw = np.random.default_rng(seed)
    seeds = shapely.multipoints(
        np.column_stack([draw.uniform(WEST, EAST, POLYGONS), draw.uniform(SOUTH, NORTH, POLYGONS)])
    )
    cells = shapely.get_parts(
        shapely.voronoi_polygons(seeds, extend_to=shapely.box(WEST, SOUTH, EAST, NORTH))
    )
    inside = shapely.intersection(cells, shapely.box(WEST, SOUTH, EAST, NORTH))
    return shapely.segmentize(inside, (EAST - WEST) / POLYGONS**0.5 / VERTICES_PER_SIDE)


def _timed(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def measure() -> Table:
    """Medians of interleaved runs; both must put every company in the same territory."""
    from eit.analysis.territories.place_check import find_territories

    shapes, draw = territories(), np.random.default_rng(2)
    longitude, latitude = draw.uniform(WEST, EAST, COMPANIES), draw.uniform(SOUTH, NORTH, COMPANIES)
    cells = geopandas.GeoDataFrame(geometry=shapes, crs="EPSG:4326")

    def joined() -> np.ndarray:
        points = geopandas.GeoDataFrame(
            geometry=geopandas.points_from_xy(longitude, latitude), crs="EPSG:4326"
        )
        found = points.sjoin(cells, predicate="covered_by", how="left")["index_right"]
        return found[~found.index.duplicated()].fillna(-1).to_numpy(int)

    seconds: dict[str, list[float]] = {"ours": [], "joined": []}
    for _ in range(RUNS):
        spent, found = _timed(lambda: find_territories(latitude, longitude, shapes))
        seconds["ours"].append(spent)
        spent, theirs = _timed(joined)
        seconds["joined"].append(spent)
    ours, join = median(seconds["ours"]), median(seconds["joined"])
    table = Table(
        "Placer les organisations / Placing companies", ("", "médiane", "rapport (ratio)", "cible (target)")
    )
    table.rows = [
        ("Maillage", duration(ours), "1", f"< {TARGET_S:g} s"),
        ("geopandas sjoin", duration(join), ratio(join, ours), "—"),
    ]
    same = float(np.mean(found == theirs))
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    table.notes = [
        f"{COMPANIES:,} points, {len(shapes):,} polygones de {vertices:,} sommets ; même réponse pour "
        f"{100 * same:.4f} % (un point sur un bord est à deux / a point on an edge has two)."
    ]
    return table
