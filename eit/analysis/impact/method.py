"""The reference tables behind every figure, as the page Méthode shows them."""

from __future__ import annotations

import pandas as pd

from eit.store.database import Database

FACTOR_TABLES = ("ghg", "transport", "cost", "waste-intensity")


def reference(database: Database, table: str) -> pd.DataFrame:
    """Rows of `materials`, `library`, or of one of the four factor tables, each with source, year and confidence."""
    if table in FACTOR_TABLES:
        return database.query("factors", {"factor_table": table})
    return database.query(table)
