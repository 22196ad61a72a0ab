"""The flows of a programme one by one, for every answer that starts from them."""

from __future__ import annotations

import pandas as pd

from eit.domain.selection import Selection
from eit.store.database import Database


def flow_table(database: Database, selection: Selection) -> pd.DataFrame:
    """One row per flow that passes the selection's category, material, company and territory filters."""
    return database.query(
        "flows",
        {
            "programme_id": selection.programme_id,
            "category_ids": list(selection.category_ids),
            "material_id": selection.material_id,
            "company_id": selection.company_id,
            "territory_id": selection.territory_id,
        },
    )
