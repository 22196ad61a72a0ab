"""What a programme aims at: the one rule for a target, by indicator and by step of the funnel."""

from __future__ import annotations

import pandas as pd

from eit.store.database import Database

STEPS = {
    "offer_demand_count": "flows",
    "company_with_flow_count": "companies",
    "potential_exchange_count": "potential",
    "prefeasibility_count": "prefeasibility",
    "pilot_count": "pilot",
    "match_count": "realised",
}
"""Formula key of an indicator -> the step of the funnel that it is a target for."""


def targets(database: Database, programme_id: str) -> dict[str, float]:
    """Target of each computed indicator of the programme, by formula key."""
    rows = _known(database, programme_id)
    return _values(rows[rows["bound"] == "target"])


def step_targets(database: Database, programme_id: str) -> dict[str, float]:
    """What each step of the funnel is compared with: its target, else the value that the programme published."""
    rows = _known(database, programme_id)
    published = _values(rows[(rows["bound"] == "value") & (rows["kind"] == "declared")])
    aims = {**published, **targets(database, programme_id)}
    return {step: aims[key] for key, step in STEPS.items() if key in aims}


def _known(database: Database, programme_id: str) -> pd.DataFrame:
    frame = database.cached_query("indicators", {"programme_id": programme_id})
    return frame[(frame["state"] == "known") & frame["formula_key"].notna()]


def _values(rows: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rows["formula_key"], rows["value"].astype(float), strict=True))
