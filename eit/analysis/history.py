"""What was changed, when and by whom: the journal as a table."""

from __future__ import annotations

import pandas as pd

from eit.store.database import Database
from eit.store.version.journal import undone_by


def history(database: Database, programme_id: str | None = None) -> pd.DataFrame:
    """Entries, the last first: entry, recorded_at (UTC), author, action, programme_id, subject, digest, undoes,
    added, changed, removed (rows), undone_by (the entry that took it back and still stands).

    Those of one programme come with those of the whole file (boundaries, a restored backup).
    """
    entries = database.query("journal").astype({"undoes": "Int64"})
    taken_back = undone_by(
        zip(entries["entry"], (None if pd.isna(u) else u for u in entries["undoes"]), strict=True)
    )
    entries["undone_by"] = pd.array([taken_back.get(entry) for entry in entries["entry"]], dtype="Int64")
    if programme_id is None:
        return entries
    shown = entries["programme_id"].isna() | (entries["programme_id"] == programme_id)
    return entries[shown].reset_index(drop=True)


def entry_rows(database: Database, entry: int) -> pd.DataFrame:
    """What one entry changed: table_name, row_key, before and after (JSON; None: there was, or is, no such row)."""
    return database.query("journal_rows", {"entry": entry})


def latest_entry(database: Database) -> int:
    """Number of the last entry; 0 when nothing was ever changed."""
    entries = database.query("journal")
    return int(entries["entry"].max()) if len(entries) else 0


def entry_of(database: Database, after: int, author: str) -> int | None:
    """The last entry that a person wrote after another one, and that changed rows; None when there is none."""
    entries = database.query("journal")
    changed = entries[["added", "changed", "removed"]].sum(axis=1) > 0
    own = entries[changed & (entries["entry"] > after) & (entries["author"] == author.strip())]
    return None if own.empty else int(own["entry"].max())
