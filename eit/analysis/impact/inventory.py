"""How much a programme holds, how fresh it is and how sure."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.domain.exchange.score import STALE_AFTER_MONTHS
from eit.store.database import Database


def inventory(database: Database, programme_id: str, as_of: date) -> dict[str, object]:
    """Counts of companies and flows, and what is stale, estimated, unplaced or not communicated."""
    stale_before = (pd.Timestamp(as_of) - pd.DateOffset(months=STALE_AFTER_MONTHS)).date()
    found = database.cached_query("inventory", {"programme_id": programme_id, "stale_before": stale_before})
    row = found.iloc[0]
    return {key: None if pd.isna(value) else value for key, value in row.items()}
