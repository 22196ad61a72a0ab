"""A write makes a new version: build beside, check, swap. Nobody ever writes into a file that is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.store.connections import open_to_write
from eit.store.reads import tables_named
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


def check_texts(touched: Iterable[str] | None = None) -> dict[str, str]:
    """Name → statement of every check: those of `sql/checks`, and those that follow from the schema.

    `touched`: names of tables; only the questions that read one of them: the others answer what they answered before.
    """
    questions = {name: (read_sql("checks", name),) for name in sql_names("checks")} | schema_checks()
    if touched is not None:
        tables = set(touched)
        asked = {
            name: [one for one in each if tables & tables_named(one)] for name, each in questions.items()
        }
        questions = {name: tuple(each) for name, each in asked.items() if each}
    return {name: " UNION ALL ".join(each) for name, each in questions.items()}


def run_checks(
    connection: duckdb.DuckDBPyConnection, touched: Iterable[str] | None = None
) -> dict[str, list[tuple]]:
    """Ask every check (each must return no row), or those of `check_texts`; those that return some, with them."""
    found = {name: connection.execute(text).fetchall() for name, text in check_texts(touched).items()}
    return {name: rows for name, rows in found.items() if rows}


def new_failures(
    connection: duckdb.DuckDBPyConnection, before: str, touched: Iterable[str] | None = None
) -> dict[str, list[tuple]]:
    """`run_checks`, without the rows that failed already in the catalog `before`: an edit answers for its own.

    A check that became stricter must not lock out of a file whoever comes to mend it. `touched`: the tables that may
    differ from `before`; None: any.
    """
    failures = run_checks(connection, touched)
    if failures:
        earlier = connection.cursor()
        try:
            earlier.execute(f"USE {before}")
            known = {name: set(rows) for name, rows in run_checks(earlier, touched).items()}
        finally:
            earlier.close()
        left = {
            name: [row for row in rows if row not in known.get(name, set())]
            for name, rows in failures.items()
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
