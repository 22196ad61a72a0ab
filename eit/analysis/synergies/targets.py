"""What a programme aims at: the one rule for a target, by indicator and by step of the funnel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from eit.domain.figures.figure import KNOWN
from eit.domain.figures.indicator import Cell, current_target
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


def targets(database: Database, programme_id: str, as_of: date) -> dict[str, float]:
    """Target of each figure of the whole programme, by formula key: the next one due at `as_of`, else the last."""
    rows = _whole(database, programme_id)
    return _by_formula(rows[rows["bound"] == "target"], lambda cells: current_target(cells, as_of))


def step_targets(database: Database, programme_id: str, as_of: date) -> dict[str, float]:
    """The target of each step of the funnel that has one."""
    return _by_step(targets(database, programme_id, as_of))


def published_steps(database: Database, programme_id: str) -> dict[str, float]:
    """What the programme itself published of each step: a result, never a target."""
    rows = _whole(database, programme_id)
    said = rows[(rows["bound"] == "value") & (rows["kind"] == "declared")]
    return _by_step(_by_formula(said, lambda cells: cells[-1]))


def _whole(database: Database, programme_id: str) -> pd.DataFrame:
    """What is known of the figures of the whole programme; those of one territory are not its own."""
    frame = database.cached_query("indicators", {"programme_id": programme_id})
    return frame[(frame["state"] == KNOWN) & frame["formula_key"].notna() & frame["territory_id"].isna()]


def _by_formula(rows: pd.DataFrame, choose: Callable[[list[Cell]], Cell | None]) -> dict[str, float]:
    found = {}
    for key, group in rows.groupby("formula_key", sort=False):
        pairs = zip(group["year"], group["value"].astype(float), strict=True)
        chosen = choose([Cell(None if pd.isna(year) else str(year), value, KNOWN) for year, value in pairs])
        if chosen is not None and chosen.value is not None:
            found[str(key)] = chosen.value
    return found


def _by_step(values: dict[str, float]) -> dict[str, float]:
    return {step: values[key] for key, step in STEPS.items() if key in values}
