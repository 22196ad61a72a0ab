"""A write makes a new version: build beside, check, swap. Nobody ever writes into a file that is read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.store.database import SCHEMA_VERSION
from eit.store.sql_files import read_sql, sql_names

BLOCK_BYTES = 16384
"""DuckDB's smallest block: with its default of 256 KiB the small tables of a programme take 7 times the room."""
NAMED = 3
"""How many rows of a check a sentence names; it says how many there are."""


class CheckFailed(DataError):
    """A check returned rows: the new version is not put in place.

    `failures` maps check name → number of rows, `rows` check name → the rows themselves; the sentence names the
    first rows of each.
    """

    def __init__(self, rows: dict[str, list[tuple]]) -> None:
        self.rows = rows
        self.failures = {name: len(found) for name, found in rows.items()}
        said = "; ".join(f"{name} ({len(found)}) : {_first(found)}" for name, found in rows.items())
        super().__init__("check_failed", checks=said)

    def __str__(self) -> str:
        listed = ", ".join(f"{name} ({len(found)}, first {found[0]})" for name, found in self.rows.items())
        return f"checks failed: {listed}"


def _first(rows: list[tuple]) -> str:
    named = [" ".join(str(value) for value in row) for row in rows[:NAMED]]
    return ", ".join(named) + ("…" if len(rows) > NAMED else "")


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table of `sql/schema`, in order, and write the schema version."""
    for name in sql_names("schema"):
        connection.execute(read_sql("schema", name))
    connection.execute("INSERT INTO meta VALUES ('schema_version', ?)", [SCHEMA_VERSION])


def run_checks(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    """Run every query of `sql/checks` (each must return no row); the ones that do, with their rows."""
    found = {name: connection.execute(read_sql("checks", name)).fetchall() for name in sql_names("checks")}
    return {name: rows for name, rows in found.items() if rows}


@contextmanager
def new_version(target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection on an empty file beside `target`; check and swap it in, or leave `target`.

    Raises CheckFailed, or whatever the body raised; the file that readers hold is never touched.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".eit-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        connection = duckdb.connect(str(fresh), config={"default_block_size": BLOCK_BYTES})
        try:
            create_schema(connection)
            yield connection
            failures = run_checks(connection)
            if failures:
                raise CheckFailed(failures)
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        fresh.replace(target)
