"""A copy of the data file that a consortium may read: every table goes through one function before it is written.

Written into a new file, never over a copy of the old one: what was replaced is in no page of it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from eit.store.column_privacy import EMPTIED, PUBLIC, TEXTS
from eit.store.connections import open_to_write
from eit.store.database import Database
from eit.store.derived.company_territories import derive_territories
from eit.store.derived.matching import DERIVED
from eit.store.layers.folder import workspace_folder
from eit.store.schema import create_schema
from eit.store.tables import insert_rows

STANDS = "changed"
"""The facts of a rejection that no longer stands, in a copy: no flow has them. One that stands has none."""


def write_anonymous(
    source: Database, target: Path, redact: Callable[[str, pd.DataFrame], pd.DataFrame]
) -> None:
    """Write `target` from the tables of `source`, each as `redact(table, rows)` gives it.

    What is derived is derived again from what is told: a distance from the true positions would give them back.
    Raises SourceError when the schema refuses what `redact` gives.
    """
    with tempfile.TemporaryDirectory(prefix=".eit-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        with open_to_write(fresh) as connection:
            create_schema(connection)
            for table in told_tables(connection):
                rows = source.rows(table)
                if table == "rejected_pair":
                    rows = _with_standing(source, rows)
                if table == "meta":
                    rows = rows[rows["key"] != "schema_version"]
                insert_rows(connection, table, redact(table, rows))
            derive_territories(connection)
            connection.execute("CHECKPOINT")
        fresh.replace(target)


def told_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of the schema that a copy fills, in the order of their making."""
    known = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_oid").fetchall()
    return [
        name for (name,) in known if name not in (*EMPTIED, *DERIVED) and (name in TEXTS or name in PUBLIC)
    ]


def _with_standing(source: Database, rows: pd.DataFrame) -> pd.DataFrame:
    """A rejection rests on facts that the copy changes: what stands goes on standing, what does not does not."""
    stands = source.query("standing_rejections")
    kept = set(zip(stands["offer_id"], stands["demand_id"], strict=True))
    pairs = zip(rows["offer_id"], rows["demand_id"], strict=True)
    return rows.assign(facts=pd.Series([None if pair in kept else STANDS for pair in pairs], dtype=object))


def share_boundaries(source: Path, target: Path) -> None:
    """The official boundaries of the file are those of its copy."""
    folder, link = workspace_folder(source), workspace_folder(target)
    if folder.is_dir() and not link.exists():
        link.symlink_to(folder.resolve(), target_is_directory=True)
