"""Whether one material reaches a volume worth collecting: together, alone, or not yet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from eit.analysis.exchanges.pooling import LARGEST_DEFAULT_RADIUS_KM, Hub, find_hubs
from eit.domain.selection import Selection
from eit.store.database import Database

POOLED, ALONE, TOO_SMALL, TOO_FAR, UNKNOWN = "pooled", "alone", "too-small", "too-far", "unknown"


@dataclass(frozen=True)
class Verdict:
    """Whether the material reaches a volume worth collecting: `pooled`, `alone`, `too-small`, `too-far` or `unknown`.

    total and minimum in t/yr (None: not known); `hubs` the groups found; `alone` the holders who reach the minimum.
    """

    verdict: str
    total: float | None
    minimum: float | None
    source: str | None
    confidence: str | None
    hubs: tuple[Hub, ...]
    alone: int


def collection_verdict(
    database: Database, asked: Selection, offers: pd.DataFrame, material: pd.Series
) -> Verdict:
    """The verdict on the offers of one material or family; the radius is that of a round, at most 50 km."""
    rows = database.query("minimum_volumes").set_index("material_id")
    key = next(
        (item for item in (material["material_id"], material["parent_id"]) if item in rows.index), None
    )
    tonnes = offers.dropna(subset=["mass_t_per_year"])
    total = float(tonnes["mass_t_per_year"].sum()) if len(tonnes) else None
    radius = min(asked.radius_km, LARGEST_DEFAULT_RADIUS_KM)
    by = "family" if pd.isna(material["parent_id"]) else "material"
    found = find_hubs(database, replace(asked, radius_km=radius), by).hubs
    hubs = tuple(hub for hub in found if hub.direction == "offer" and hub.unit == "t")
    if key is None:
        return Verdict(UNKNOWN, total, None, None, None, hubs, 0)
    row = rows.loc[key]
    minimum = float(row["minimum_t_per_year"])
    by_company = tonnes.groupby("company_id")["mass_t_per_year"].sum()
    alone = int((by_company >= minimum).sum())
    return Verdict(
        verdict_word(hubs, total, minimum, alone),
        total,
        minimum,
        f"{row['source']} ({row['year']})",
        str(row["confidence"]),
        hubs,
        alone,
    )


def verdict_word(hubs: tuple[Hub, ...], total: float | None, minimum: float, alone: int) -> str:
    """Groups first, then holders who suffice alone, then too little in all, else too far apart [t/yr]."""
    if hubs:
        return POOLED
    if total is None:
        return UNKNOWN
    if alone:
        return ALONE
    return TOO_SMALL if total < minimum else TOO_FAR
