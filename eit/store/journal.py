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
        [(entry,)] = connection.execute("SELECT coalesce(max(entry), 0) + 1 FROM journal").fetchall()
        tables = recorded_tables(connection)
        for table in _changed_tables(connection, tables):
            connection.execute(_difference(table, tables[table]), [entry, table])
    finally:
        connection.execute(f"DETACH {BEFORE}")
    [counts] = connection.execute(read_sql("journal", "counts"), [entry]).fetchall()
    if not any(counts):
        return None
    fields = (act.author, act.action, act.programme_id, act.subject, act.digest, act.undoes)
    now = datetime.now(UTC).replace(tzinfo=None)
    connection.execute(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [entry, now, *fields, *counts]
    )
    return int(entry)


def touched_tables(connection: duckdb.DuckDBPyConnection, entry: int) -> set[str]:
    """Names of the tables of which an entry changed a row."""
    return {name for (name,) in connection.execute(read_sql("journal", "touched"), [entry]).fetchall()}


def recorded_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables whose rows are followed, each with its key; an empty key: a row is known by all its values."""
    found = connection.execute(read_sql("journal", "keys")).fetchall()
    return {name: columns for name, columns in found if name not in UNRECORDED}


def _changed_tables(connection: duckdb.DuckDBPyConnection, tables: dict[str, list[str]]) -> list[str]:
    """Names of the tables whose content is not that of the version before; a fingerprint each is enough to know."""
    sides = ("main", f"{BEFORE}.main")
    asked = [
        f"SELECT '{table}', count(*), bit_xor(hash(r)) FROM {side}.\"{table}\" AS r"
        for side in sides
        for table in tables
    ]
    found = connection.execute(" UNION ALL ".join(asked)).fetchall()
    return sorted({row[0] for row in found if found.count(row) == 1})


def _difference(table: str, columns: list[str]) -> str:
    key = "concat_ws('|', " + ", ".join(f'"{column}"' for column in columns) + ")" if columns else "md5(said)"
    return read_sql("journal", "difference").format(before=BEFORE, table=table, key=key)
