"""Every change is recorded: the journal is the difference between two versions, so no road can forget to write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from eit.store.sql_files import read_sql

UNRECORDED = ("company_territory", "candidate", "journal", "journal_row", "column_mapping", "meta")
"""Tables that follow from others, the journal itself, and what is remembered of a source."""
BEFORE = "before_the_edit"


@dataclass(frozen=True)
class Act:
    """Who does what to which programme; `digest` is that of an imported file, `undoes` an entry taken back."""

    author: str
    action: str
    programme_id: str | None = None
    subject: str | None = None
    digest: str | None = None
    undoes: int | None = None


def record(connection: duckdb.DuckDBPyConnection, replaced: Path, act: Act) -> int | None:
    """Write what differs from the version `replaced` as one entry; its number, or None when nothing differs."""
    quoted = str(replaced).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {BEFORE} (READ_ONLY)")
    try:
        entry = connection.execute("SELECT coalesce(max(entry), 0) + 1 FROM journal").fetchone()[0]
        for table in recorded_tables(connection):
            connection.execute(_difference(connection, table), [entry, table])
    finally:
        connection.execute(f"DETACH {BEFORE}")
    counts = connection.execute(read_sql("journal", "counts"), [entry]).fetchone()
    if not any(counts):
        return None
    fields = (act.author, act.action, act.programme_id, act.subject, act.digest, act.undoes)
    now = datetime.now(UTC).replace(tzinfo=None)
    connection.execute(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [entry, now, *fields, *counts]
    )
    return int(entry)


def recorded_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the tables whose rows are followed."""
    found = connection.execute(read_sql("journal", "tables")).fetchall()
    return [name for (name,) in found if name not in UNRECORDED]


def key_columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The primary key of a table; empty when a row is only known by all its values."""
    found = connection.execute(read_sql("journal", "key"), [table]).fetchone()
    return list(found[0]) if found else []


def _difference(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = key_columns(connection, table)
    key = "concat_ws('|', " + ", ".join(f'"{column}"' for column in columns) + ")" if columns else "md5(said)"
    return read_sql("journal", "difference").format(before=BEFORE, table=table, key=key)
