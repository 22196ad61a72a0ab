"""A write makes a new version of the file: build beside, check, swap. Nobody ever writes into a file that is read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from eit.store.connection import SCHEMA_VERSION
from eit.store.sql_files import read_sql, sql_names


class CheckFailed(Exception):
    """A check returned rows: the new version is not put in place. `failures` maps check name → number of rows."""

    def __init__(self, failures: dict[str, int]) -> None:
        listed = ", ".join(f"{name} ({count})" for name, count in failures.items())
        super().__init__(f"checks failed: {listed}")
        self.failures = failures


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table of `sql/schema`, in order, and write the schema version."""
    for name in sql_names("schema"):
        connection.execute(read_sql("schema", name))
    connection.execute("INSERT INTO meta VALUES ('schema_version', ?)", [SCHEMA_VERSION])


def run_checks(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Run every query of `sql/checks` (each must return no row); the ones that do, with their number of rows."""
    counts = {
        name: len(connection.execute(read_sql("checks", name)).fetchall()) for name in sql_names("checks")
    }
    return {name: count for name, count in counts.items() if count}


@contextmanager
def new_version(target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection on an empty file beside `target`; on success check it and swap it in, else leave `target`.

    Raises CheckFailed, or whatever the body raised; the file that readers hold is never touched.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".eit-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        connection = duckdb.connect(str(fresh))
        try:
            create_schema(connection)
            yield connection
            failures = run_checks(connection)
            if failures:
                raise CheckFailed(failures)
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        os.replace(fresh, target)
