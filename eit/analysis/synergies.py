"""What people work on: each synergy with its stage, its distance and what it avoids."""

from __future__ import annotations

import numpy as np
import pandas as pd

from eit.analysis.impact import FactorBook, estimates, of_synergies
from eit.domain.geodesy import arc_km, to_geocentric
from eit.store.connection import Database


def synergy_table(database: Database, programme_id: str, book: FactorBook) -> pd.DataFrame:
    """One row per synergy: stage, parties, mass, `distance_km` between giver and taker, avoided GHG [t CO2e/yr].

    `ghg_central` is NaN when the synergy cannot be estimated; it is a single synergy's figure (no draws).
    """
    frame = database.query("synergies", {"programme_id": programme_id})
    frame["distance_km"] = _distances(frame)
    found = estimates(of_synergies(frame), "quantity_per_year", book)
    frame["ghg_central"] = [
        np.nan if item is None or item.central is None else item.central for item in found
    ]
    frame["ghg_provisional"] = [bool(item and item.provisional) for item in found]
    return frame


def _distances(frame: pd.DataFrame) -> np.ndarray:
    """Geodesic km between giver and taker; NaN when one is unknown, never 0."""
    giver = to_geocentric(frame["offer_latitude"], frame["offer_longitude"])
    taker = to_geocentric(frame["demand_latitude"], frame["demand_longitude"])
    return arc_km(sum((one - other) ** 2 for one, other in zip(giver, taker, strict=True)))


def stage_counts(frame: pd.DataFrame) -> dict[str, int]:
    """Number of synergies now at each stage."""
    return frame["stage"].value_counts().to_dict()
