"""Every change is recorded: the journal is the difference between two versions, so no road can forget to write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from eit.domain.errors import DataError
from eit.domain.identity import EDIT, Identity
from eit.store.matching import DERIVED
from eit.store.sql_files import read_sql

UNRECORDED = (*DERIVED, "journal", "journal_row", "answer", "meta")
"""Tables that follow from others, the journal itself, and what is remembered of a source."""
BEFORE = "before_the_edit"
EARLIEST = datetime(2020, 1, 1)
"""Before it there was no Maillage: a machine that says so has lost its clock, and the journal would lose its dates."""


@dataclass(frozen=True)
class Act:
    """Who does what to which programme; `digest` is that of an imported file, `undoes` an entry taken back.

    `identity`: who signed in to do it, and `needs` the role that it takes; None: nobody signs in here.
    `always`: the entry is written even when no row differs (what was done lies outside the tables).
    """

    author: str
    action: str
    programme_id: str | None = None
    subject: str | None = None
    digest: str | None = None
    undoes: int | None = None
    always: bool = False
    identity: Identity | None = None
    needs: str = EDIT


def record(connection: duckdb.DuckDBPyConnection, act: Act, compared: bool, after: int = 0) -> int | None:
    """Write what differs from the version before as one entry; its number, or None when nothing differs.

    Numbers go on from both versions, so that what a person has seen never comes back under the same number.
    `compared`: the version before is there to read as `before_the_edit`. `after`: a number that was given.
    Raises DataError("clock_wrong").
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    if now < EARLIEST:
        raise DataError("clock_wrong", now=f"{now:%Y-%m-%d %H:%M}")
    entry = max(after, _last_entry(connection, "main")) + 1
    if compared:
        entry = max(entry, _last_entry(connection, f"{BEFORE}.main") + 1)
        tables = recorded_tables(connection)
        for table in _changed_tables(connection, tables):
            connection.execute(_difference(table, tables[table]), [entry, table])
    [counts] = connection.execute(read_sql("journal", "counts"), [entry]).fetchall()
    if not any(counts) and not act.always:
        return None
    fields = (act.author, act.action, act.programme_id, act.subject, act.digest, act.undoes)
    connection.execute(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [entry, now, *fields, *counts]
    )
    return entry


def undone_by(undoings: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    """Entry → the entry that took it back and still stands, of (entry, the entry that it undoes) pairs.

    An undo that was undone itself does not count: what it had taken back is there again.
    """
    found: dict[int, int] = {}
    for entry, undoes in sorted(undoings, key=lambda pair: pair[0], reverse=True):
        if undoes is not None and entry not in found:
            found[undoes] = entry
    return found


def touched_tables(connection: duckdb.DuckDBPyConnection, entry: int) -> set[str]:
    """Names of the tables of which an entry changed a row."""
    return {name for (name,) in connection.execute(read_sql("journal", "touched"), [entry]).fetchall()}


def recorded_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables whose rows are followed, each with its key; an empty key: a row is known by all its values."""
    found = connection.execute(read_sql("journal", "keys")).fetchall()
    return {name: columns for name, columns in found if name not in UNRECORDED}


def row_key(columns: list[str]) -> str:
    """The SQL of the key of a row, among columns `said` (its JSON) and `n` (which of several equal rows it is)."""
    if columns:
        return "concat_ws('|', " + ", ".join(f'"{column}"' for column in columns) + ")"
    return "md5(said) || CASE WHEN n > 1 THEN '|' || n ELSE '' END"


def _last_entry(connection: duckdb.DuckDBPyConnection, schema: str) -> int:
    [(entry,)] = connection.execute(f"SELECT coalesce(max(entry), 0) FROM {schema}.journal").fetchall()
    return int(entry)


def _changed_tables(connection: duckdb.DuckDBPyConnection, tables: dict[str, list[str]]) -> list[str]:
    """Names of the tables whose content is not that of the version before; a fingerprint each is enough to know.

    The fingerprint is a sum: it counts equal rows, of which any even number would vanish from an exclusive or.
    """
    sides = ("main", f"{BEFORE}.main")
    asked = [
        f"SELECT '{table}', count(*), sum(hash(r)::HUGEINT) FROM {side}.\"{table}\" AS r"
        for side in sides
        for table in tables
    ]
    found = connection.execute(" UNION ALL ".join(asked)).fetchall()
    return sorted({row[0] for row in found if found.count(row) == 1})


def _difference(table: str, columns: list[str]) -> str:
    return read_sql("journal", "difference").format(before=BEFORE, table=table, key=row_key(columns))
