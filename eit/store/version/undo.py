"""Takes one entry of the journal back: every value as it was before, or nothing when one has moved on since.

What somebody wrote since into the other columns of the same row stays: fields merge, forward and back.
"""

from __future__ import annotations

import json

import duckdb

from eit.domain.errors import DataError
from eit.store.records import FICTITIOUS
from eit.store.sql_files import read_sql
from eit.store.version.journal import recorded_tables, row_key, touched_tables, undone_by

NAMED = 5
"""How many rows a sentence names; it says how many there are."""
KEPT = 'CASE WHEN new IS NULL OR old."{name}" IS DISTINCT FROM new."{name}" THEN old."{name}" ELSE now."{name}" END'
"""What a column of a row is again: as it was where the entry changed it, else as it is now."""


def take_back(connection: duckdb.DuckDBPyConnection, entry: int) -> None:
    """Restore the rows of one entry. Raises DataError, and the copy that is edited is thrown away:

    "already_undone" (by which entry), "nothing_to_undo" (the entry has no row of a table), "undo_conflict" (rows
    that are no longer as the entry left them, or whose place was taken).
    """
    pairs = connection.execute("SELECT entry, undoes FROM journal").fetchall()
    if entry not in {number for number, _ in pairs}:
        raise DataError("entry_unknown", entry=str(entry))
    if entry in (done := undone_by(pairs)):
        raise DataError("already_undone", entry=str(entry), by=str(done[entry]))
    keys = recorded_tables(connection)
    tables = sorted(touched_tables(connection, entry))
    if not tables:
        raise DataError("nothing_to_undo", entry=str(entry))
    moved_on = [key for table in tables for key in _moved_on(connection, entry, table, keys.get(table))]
    if moved_on:
        raise _conflict(connection, entry, moved_on)
    for table in tables:
        _restore(connection, entry, table, keys[table])
    _fictitious_again(connection)


def _conflict(connection: duckdb.DuckDBPyConnection, entry: int, keys: list[str]) -> DataError:
    """The first rows by the names that people know them by; a row that has none, by its key."""
    names = dict(connection.execute(read_sql("journal", "row_names")).fetchall())
    known = [" · ".join(names.get(part, part) for part in key.split("|")) for key in keys[:NAMED]]
    named = ", ".join(dict.fromkeys(known)) + ("…" if len(keys) > NAMED else "")
    return DataError("undo_conflict", entry=str(entry), count=str(len(keys)), ids=named)


def _moved_on(
    connection: duckdb.DuckDBPyConnection, entry: int, table: str, columns: list[str] | None
) -> list[str]:
    """Keys of the rows that are not what the entry made of them; the whole table when it is no more."""
    if columns is None:
        return [table]
    connection.execute(read_sql("journal", "current").format(table=table, key=row_key(columns)))
    found = connection.execute(read_sql("journal", "conflicts"), [entry, table]).fetchall()
    return [key for (key,) in found]


def _restore(connection: duckdb.DuckDBPyConnection, entry: int, table: str, columns: list[str]) -> None:
    connection.execute(read_sql("journal", "current").format(table=table, key=row_key(columns)))
    connection.execute(read_sql("journal", "take_out").format(table=table), [entry, table])
    types = dict(connection.execute(read_sql("journal", "columns"), [table]).fetchall())
    names = ", ".join(f'"{name}"' for name in types)
    kept = ", ".join(KEPT.format(name=name) for name in types)
    put_back = read_sql("journal", "put_back").format(
        table=table, columns=names, types=json.dumps(types), kept=kept
    )
    try:
        connection.execute(put_back, [entry, table])
    except (duckdb.ConstraintException, duckdb.InvalidInputException) as error:
        keys = connection.execute(
            "SELECT row_key FROM journal_row WHERE entry = ? AND table_name = ? ORDER BY row_key",
            [entry, table],
        )
        raise _conflict(connection, entry, [key for (key,) in keys.fetchall()]) from error


def _fictitious_again(connection: duckdb.DuckDBPyConnection) -> None:
    """A demonstration whose real names are all taken back is a demonstration again."""
    names = connection.execute("SELECT name FROM company").fetchall()
    if all(FICTITIOUS.search(name) for (name,) in names):
        connection.execute("UPDATE meta SET value = 'true' WHERE key = 'fictitious' AND value = 'partly'")
