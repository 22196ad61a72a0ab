"""Whom to ask: organisations whose sector takes what another offers, and that declared no need of it.

A lead of its own kind: it comes from a sector, nobody declared anything; it is listed apart and never counted.
"""

from __future__ import annotations

import pandas as pd

from eit.domain.exchange.geodesy import arc_km
from eit.domain.selection import Selection
from eit.store.database import Database


def to_ask(database: Database, selection: Selection) -> pd.DataFrame:
    """One row per offer and organisation to ask, within the radius; the nearest first, unknown distances [km] last.

    The sector of the organisation (NAF or SCIAN) begins with a receiving code of the library. A pair without a
    position is kept: its distance is n.c., neither near nor far.
    """
    rows = database.query(
        "to_ask",
        {
            "programme_id": selection.programme_id,
            "category_ids": list(selection.category_ids),
            "material_id": selection.material_id,
            "company_id": selection.company_id,
            "territory_id": selection.territory_id,
        },
    )
    rows["distance_km"] = arc_km(rows.pop("chord_squared_km2").astype(float))
    near = rows["distance_km"].isna() | (rows["distance_km"] <= selection.radius_km)
    return rows[near].sort_values(["offer_id", "distance_km", "company_id"]).reset_index(drop=True)
