"""Content fingerprints: reads every value of a table once, and tells whether two versions hold the same rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import duckdb


class Fingerprint(NamedTuple):
    """Number of rows of a table, and the sum of the hashes of its rows, each with its place.

    A sum counts equal rows, of which any even number would vanish from an exclusive or.
    """

    rows: int
    total: int | None


Fingerprints = dict[str, Fingerprint]


def fingerprints(connection: duckdb.DuckDBPyConnection, schema: str, tables: Iterable[str]) -> Fingerprints:
    """Table → its fingerprint, in one question; `schema`: a name of ours, with its catalog. Raises duckdb.Error."""
    names = list(tables)
    if not names:
        return {}
    asked = (
        f'SELECT {number}, count(*), sum(hash(r, r.rowid)) FROM {schema}."{_quoted(name)}" AS r'
        for number, name in enumerate(names)
    )
    found = connection.execute(" UNION ALL ".join(asked)).fetchall()
    return {names[number]: Fingerprint(rows, total) for number, rows, total in found}


def read_tables(
    connection: duckdb.DuckDBPyConnection, catalog: str, without: Iterable[str] = ()
) -> Fingerprints:
    """Read every value of every table of a catalog but those `without`, whatever its schema. Raises duckdb.Error."""
    named = (
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'main' ORDER BY 1"
    )
    tables = [name for (name,) in connection.execute(named, [catalog]).fetchall()]
    return fingerprints(connection, f"{catalog}.main", [name for name in tables if name not in without])


def _quoted(name: str) -> str:
    return name.replace('"', '""')
