"""What people work on: each synergy with its stage at a date, its distance, what it avoids, and if it is confirmed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.impact.avoided import FactorBook, estimates, of_synergies
from eit.domain.exchange.geodesy import arc_km, to_geocentric
from eit.domain.figures.impact import PLAUSIBLE_T_CO2E_PER_T, REUSE_ROUTES
from eit.domain.jurisdiction import today
from eit.domain.pipeline import is_stale
from eit.domain.stage import HEADLINE_STAGES, SET_ASIDE, VERIFIED
from eit.store.database import Database

SLACK = 1e-9
HELD_ABOVE = 2.0
"""Times the smaller of its flows above which a result waits: a year is seldom twice what was declared."""


def synergy_table(
    database: Database, programme_id: str, book: FactorBook, as_of: date | None = None
) -> pd.DataFrame:
    """One row per synergy that had begun at `as_of` (default: today), as it was then.

    Stage, parties, yearly quantity (the one last confirmed, else as declared), `distance_km` between giver and taker,
    avoided GHG [t CO2e/yr]: `ghg_central` is NaN when it cannot be estimated; it is a single synergy's figure (no
    draws). `is_result`: realised or verified; `stale`: a result that nobody confirmed in the twelve months before;
    `above_flow`: more than its flows declare; `held`: a result that is hard to believe and that nobody verified;
    `in_headline`: a result that is neither stale nor held.
    """
    day = as_of or today(book.jurisdiction)
    return database.memoise(
        ("synergies", programme_id, book.jurisdiction.jurisdiction_id, day),
        lambda: _synergy_table(database, programme_id, book, day),
    )


def _synergy_table(database: Database, programme_id: str, book: FactorBook, day: date) -> pd.DataFrame:
    frame = database.query("synergies", {"programme_id": programme_id, "as_of": day})
    frame["distance_km"] = _distances(frame)
    found = estimates(of_synergies(frame), "quantity_per_year", book)
    frame["ghg_central"] = [
        np.nan if item is None or item.central is None else item.central for item in found
    ]
    frame["ghg_provisional"] = [bool(item and item.provisional) for item in found]
    frame["is_result"] = frame["stage"].isin(HEADLINE_STAGES)
    old = [is_stale(None if pd.isna(on) else on.date(), day) for on in frame["confirmed_on"]]
    frame["stale"] = frame["is_result"] & np.array(old, dtype=bool)
    frame["above_flow"] = _above_flow(frame, 1 + SLACK)
    frame["held"] = frame["is_result"] & (frame["stage"] != VERIFIED) & _doubted(frame)
    frame["in_headline"] = frame["is_result"] & ~frame["stale"] & ~frame["held"]
    return frame


def _doubted(frame: pd.DataFrame) -> pd.Series:
    """Much more than its flows declare, or more GHG per tonne than matter can avoid."""
    reuse = frame["ghg_route"].isin(REUSE_ROUTES)
    per_tonne = frame["ghg_central"].abs() > PLAUSIBLE_T_CO2E_PER_T * frame["mass_t_per_year"].astype(float)
    return _above_flow(frame, HELD_ABOVE) | (per_tonne & ~reuse)


def _above_flow(frame: pd.DataFrame, times: float) -> pd.Series:
    """More than so many times what one of its own flows declares; a pool names at most one and is not compared."""
    smaller = frame[["offer_quantity", "demand_quantity"]].astype(float).min(axis=1)
    live = (frame["stage"] != SET_ASIDE) & (frame["type"] != "pooling")
    return live & (frame["quantity_per_year"].astype(float) > smaller * times)


def _distances(frame: pd.DataFrame) -> np.ndarray:
    """Geodesic km between giver and taker; NaN when one is unknown, never 0."""
    giver = to_geocentric(frame["offer_latitude"], frame["offer_longitude"])
    taker = to_geocentric(frame["demand_latitude"], frame["demand_longitude"])
    return arc_km(sum((one - other) ** 2 for one, other in zip(giver, taker, strict=True)))
