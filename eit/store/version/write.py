"""A write makes a new version: build beside, check, swap. Nobody ever writes into a file that is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.store.connections import open_to_write
from eit.store.schema import create_schema
from eit.store.sql_files import read_sql, sql_names
from eit.store.version.schema_checks import schema_checks

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


def check_texts() -> dict[str, str]:
    """Name → statement of every check: those of `sql/checks`, and those that follow from the schema."""
    return {name: read_sql("checks", name) for name in sql_names("checks")} | schema_checks()


def run_checks(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    """Ask every check (each must return no row); the ones that return some, with their rows."""
    found = {name: connection.execute(text).fetchall() for name, text in check_texts().items()}
    return {name: rows for name, rows in found.items() if rows}


def new_failures(connection: duckdb.DuckDBPyConnection, before: str) -> dict[str, list[tuple]]:
    """`run_checks`, without the rows that failed already in the catalog `before`: an edit answers for its own.

    A check that became stricter must not lock out of a file whoever comes to mend it.
    """
    failures = run_checks(connection)
    if failures:
        earlier = connection.cursor()
        try:
            earlier.execute(f"USE {before}")
            known = run_checks(earlier)
        finally:
            earlier.close()
        left = {
            name: [row for row in rows if row not in known.get(name, [])] for name, rows in failures.items()
        }
        failures = {name: rows for name, rows in left.items() if rows}
    return failures


@contextmanager
def new_version(fresh: Path, beside: dict[str, Path] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection on an empty file `fresh` with the schema of this version; check what was written.

    Whoever calls puts it in place (`swap.replacement`). `beside`: files to read, by the name of their catalog.
    Raises CheckFailed, or whatever the body raised.
    """
    connection = open_to_write(fresh, beside)
    try:
        create_schema(connection)
        yield connection
        failures = run_checks(connection)
        if failures:
            raise CheckFailed(failures)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
