"""Every change is recorded: the journal is the difference between two versions, so no road can forget to write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from eit.domain.errors import DataError
from eit.domain.identity import EDIT, Identity
from eit.store.derived.matching import DERIVED
from eit.store.reads import Fingerprints, fingerprints
from eit.store.sql_files import read_sql
from eit.store.version.schema_checks import schema_keys

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


def record(connection: duckdb.DuckDBPyConnection, act: Act, after: int = 0) -> int | None:
    """Write an act as one entry, with no version before to compare; its number, or None when it is not `always` told.

    `after`: a number that was given. Raises DataError("clock_wrong").
    """
    return _write_entry(connection, act, max(after, _last_entry(connection, "main")) + 1)


def record_difference(
    connection: duckdb.DuckDBPyConnection, act: Act, known: Fingerprints | None = None, after: int = 0
) -> tuple[Fingerprints, int | None]:
    """Write what differs from the version before, attached as `before_the_edit`, as one entry.

    Returns what the tables hold now, and the number of the entry; None when nothing differs. Numbers go on from both
    versions, so that what a person has seen never comes back under the same number. `known`: what the tables of the
    version before hold, as far as it was read already. Raises DataError("clock_wrong").
    """
    last = max(after, _last_entry(connection, "main"), _last_entry(connection, f"{BEFORE}.main"))
    tables = recorded_tables(connection)
    held = fingerprints(connection, "main", tables)
    before = dict(known or {})
    before |= fingerprints(connection, f"{BEFORE}.main", [name for name in tables if name not in before])
    for table in tables:
        if held[table] != before[table]:
            connection.execute(_difference(table, tables[table]), [last + 1, table])
    return held, _write_entry(connection, act, last + 1)


def _write_entry(connection: duckdb.DuckDBPyConnection, act: Act, entry: int) -> int | None:
    now = datetime.now(UTC).replace(tzinfo=None)
    if now < EARLIEST:
        raise DataError("clock_wrong", now=f"{now:%Y-%m-%d %H:%M}")
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
    names = [name for (name,) in connection.execute(read_sql("journal", "tables")).fetchall()]
    keys = schema_keys()
    if not keys.keys() >= set(names) - set(UNRECORDED):
        keys = dict(connection.execute(read_sql("journal", "keys")).fetchall())
    return {name: keys[name] for name in names if name not in UNRECORDED}


def row_key(columns: list[str]) -> str:
    """The SQL of the key of a row, among columns `said` (its JSON) and `n` (which of several equal rows it is)."""
    if columns:
        return "concat_ws('|', " + ", ".join(f'"{column}"' for column in columns) + ")"
    return "md5(said) || CASE WHEN n > 1 THEN '|' || n ELSE '' END"


def _last_entry(connection: duckdb.DuckDBPyConnection, schema: str) -> int:
    [(entry,)] = connection.execute(f"SELECT coalesce(max(entry), 0) FROM {schema}.journal").fetchall()
    return int(entry)


def _difference(table: str, columns: list[str]) -> str:
    """What differs in one table, row against row of the same key; without a key, by all the values of a row."""
    if not columns:
        return read_sql("journal", "difference").format(before=BEFORE, table=table, key=row_key(columns))
    same = " AND ".join(f'old."{column}" = new."{column}"' for column in columns)
    key = row_key(columns)
    return read_sql("journal", "difference_by_key").format(before=BEFORE, table=table, key=key, same=same)
