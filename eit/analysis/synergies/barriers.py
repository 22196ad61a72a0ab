"""What stops exchanges: the reasons of set-aside synergies and of rejected pairs, counted."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.store.database import Database

BY = {"reason": ["reason"], "material": ["material_id", "material_fr", "material_en"], "type": ["type"]}


def barrier_rows(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """One row per synergy set aside and per rejected pair: source (synergy, pair), id, reason, type, material."""
    return database.query("barriers", {"programme_id": programme_id, "as_of": as_of})


def barrier_counts(rows: pd.DataFrame, by: str = "reason") -> pd.DataFrame:
    """Rows counted by reason, material or type: synergies, pairs, n, and `share` of the `of` rows; most first."""
    keys = BY[by]
    counted = rows.groupby(keys, dropna=False)["source"].agg(
        synergies=lambda source: int((source == "synergy").sum()),
        pairs=lambda source: int((source == "pair").sum()),
    )
    frame = counted.reset_index()
    frame["n"] = frame["synergies"] + frame["pairs"]
    frame["of"] = len(rows)
    frame["share"] = frame["n"] / len(rows) if len(rows) else pd.Series(dtype=float)
    return frame.sort_values(["n", keys[0]], ascending=[False, True], ignore_index=True)


def rejections(database: Database, programme_id: str) -> pd.DataFrame:
    """The rejected pairs, the last first; `stands` False: the facts changed and the pair is proposed again."""
    return database.query("rejections", {"programme_id": programme_id})
