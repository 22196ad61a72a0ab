"""Whom to ask: organisations whose sector takes what another offers, and that declared no need of it.

A lead of its own kind: it comes from a sector, nobody declared anything; it is listed apart and never counted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from eit.domain.exchange.compatibility import BUYER_FITS, LEVELS, RECEIVER_FITS, STATUS_SCORES
from eit.domain.exchange.geodesy import arc_km
from eit.domain.exchange.score import WEIGHTS, distance_score, weighted_score
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.sectors import input_buyers, with_label

READ = ("seen", "secondary", "derived")
"""How the use of a lead is known, the best first; what is only recalled comes after."""
ORDER = {
    "offer_id": True,
    "score": False,
    "read": True,
    "uses": False,
    "distance_km": True,
    "company_id": True,
}
"""What leads stand by, and whether the least comes first."""


def to_ask(database: Database, selection: Selection) -> pd.DataFrame:
    """One row per offer and organisation to ask, within the radius; the best `score` [0..100] of each offer first.

    The sector of the organisation (NAF or SCIAN) begins with a receiving code of the library. The score is that of
    exchanges, by what is known of a sector: how established the use is times how well the sector fits it
    (`material_score`), and how near. A pair without a position is kept: its distance is n.c., neither near nor far.
    Equal scores stand by what is known of the use: a source that was read first, then the most uses.
    """
    rows = database.query(
        "to_ask",
        {
            "programme_id": selection.programme_id,
            "category_ids": list(selection.category_ids),
            "material_id": selection.material_id,
            "company_id": selection.company_id,
            "territory_id": selection.territory_id,
            "status_names": list(STATUS_SCORES),
            "status_scores": list(STATUS_SCORES.values()),
            "receiver_fits": [RECEIVER_FITS[level] for level in LEVELS],
            "buyer_fits": [BUYER_FITS[level] for level in LEVELS],
            "read": list(READ),
            **input_buyers(),
        },
    )
    rows["distance_km"] = arc_km(rows.pop("chord_squared_km2").astype(float))
    near = rows["distance_km"].isna() | (rows["distance_km"] <= selection.radius_km)
    rows = _labelled(rows[near].reset_index(drop=True))
    rows["score"] = _score(rows)
    read = rows["confidence"].map({name: at for at, name in enumerate(READ)}).fillna(len(READ))
    rows = rows.assign(read=read).sort_values(list(ORDER), ascending=list(ORDER.values()))
    return rows.drop(columns=["read", "uses"]).reset_index(drop=True)


def _score(rows: pd.DataFrame) -> np.ndarray:
    """What a sector alone can say: the use, its fit and the distance; the rest is not known and leaves the sum."""
    parts = {name: np.full(len(rows), np.nan) for name in WEIGHTS}
    parts["material"] = rows["material_score"].to_numpy(float)
    parts["distance"] = distance_score(rows["distance_km"].to_numpy(float))
    return weighted_score(parts) if len(rows) else np.array([], dtype=float)


def _labelled(rows: pd.DataFrame) -> pd.DataFrame:
    """A sector that is known by its code has the label of the code."""
    columns = ("sector_scheme", "sector_code", "sector_fr", "sector_en")
    found = [with_label(*values) for values in zip(*(rows[name] for name in columns), strict=True)]
    french, english = zip(*found, strict=True) if found else ((), ())
    return rows.assign(sector_fr=list(french), sector_en=list(english))
