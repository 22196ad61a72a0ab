"""Which pairs are worth a distance by road, and what it is; the others keep the estimate, and say so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from eit.store.roads.building import Roads as Roads
from eit.store.roads.building import find_roads
from eit.store.roads.trips import trips

MOST_PAIRS = 5_000
"""Pairs that are measured: those that carry tonnes first, then the best; nobody reads further."""
NETWORK, CIRCUITY = "network", "circuity"
PLACES = ["offer_latitude", "offer_longitude", "demand_latitude", "demand_longitude"]


def roads_of(database: Path) -> Roads | None:
    """The road network that a data file uses. Raises DataError("roads_missing")."""
    return find_roads(database)


def with_roads(pairs: pd.DataFrame, roads: Roads | None) -> pd.DataFrame:
    """The pairs (best first) with road_km, road_minutes (NaN: not known) and road_basis.

    `network`: road_km and road_minutes are those of a truck on the roads of the extract. `circuity`: nothing but
    `road_km_estimate`, geodesic × circuity, is known. Raises DataError("no_roads_engine" or "roads_failed").
    """
    kilometres, minutes = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    if roads is not None and len(pairs):
        chosen = _worth_measuring(pairs)
        rows = pairs[PLACES].iloc[chosen].itertuples(index=False)
        found = trips(roads, [((row[0], row[1]), (row[2], row[3])) for row in rows])
        for place, trip in zip(chosen.tolist(), found, strict=True):
            if trip is not None:
                kilometres[place], minutes[place] = trip
    known = ~np.isnan(kilometres)
    basis = np.where(known, NETWORK, CIRCUITY)
    return pairs.assign(road_km=kilometres, road_minutes=minutes, road_basis=basis)


def _worth_measuring(pairs: pd.DataFrame) -> np.ndarray:
    """Positions of the pairs to measure: allocated ones first."""
    carries = pairs["allocated_quantity"].fillna(0).to_numpy(float) > 0
    return np.argsort(~carries, kind="stable")[:MOST_PAIRS]
