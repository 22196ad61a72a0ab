"""What was changed, when and by whom: the journal as a table."""

from __future__ import annotations

import pandas as pd

from eit.store.connection import Database


def history(database: Database, programme_id: str | None = None) -> pd.DataFrame:
    """Entries, the last first: entry, recorded_at (UTC), author, action, subject, digest, counts, undoes, undone_by."""
    return database.query("journal", {"programme_id": programme_id})


def latest_entry(database: Database) -> int:
    """Number of the last entry; 0 when nothing was ever changed."""
    entries = history(database)
    return int(entries["entry"].max()) if len(entries) else 0
