"""Puts rows of one table in the place of those with the same id; used on the copy that an edit prepares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import duckdb
import pandas as pd

from eit.store.tables import insert_rows

FICTITIOUS = re.compile(r"\((fictif|fictive)\)$")


def replace_rows(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame, key: str | Sequence[str]
) -> None:
    """Delete the rows whose `key` (one column or several) is in the frame, then insert the frame.

    Raises SourceError for a refused row.
    """
    columns = [key] if isinstance(key, str) else list(key)
    listed = ", ".join(columns)
    connection.register("replaced", frame[columns].astype(str).drop_duplicates())
    try:
        connection.execute(f"DELETE FROM {table} WHERE ({listed}) IN (SELECT ({listed}) FROM replaced)")
    finally:
        connection.unregister("replaced")
    insert_rows(connection, table, frame)


def material_frame(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The materials by id, as `flow_rows` wants them."""
    return connection.execute("SELECT * FROM material").df().set_index("material_id")


def mark_partly_fictitious(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """A demonstration that takes in a real name is no longer only a demonstration, and says `partly`."""
    if any(not FICTITIOUS.search(name) for name in names):
        connection.execute("UPDATE meta SET value = 'partly' WHERE key = 'fictitious' AND value = 'true'")


def rows_where(
    connection: duckdb.DuckDBPyConnection, table: str, where: Mapping[str, object]
) -> list[dict[str, object]]:
    """The rows of a table whose columns have these values, in the order of their `rank`; NULL is None."""
    asked = " AND ".join(f'"{name}" = ${name}' for name in where)
    rows = connection.execute(f'SELECT * FROM "{table}" WHERE {asked} ORDER BY rank', dict(where)).df()
    return [
        {str(name): value for name, value in row.items()}
        for row in rows.astype(object).where(rows.notna(), None).to_dict("records")
    ]


def delete_where(connection: duckdb.DuckDBPyConnection, table: str, where: Mapping[str, object]) -> None:
    """Take out the rows of a table whose columns have these values."""
    asked = " AND ".join(f'"{name}" = ${name}' for name in where)
    connection.execute(f'DELETE FROM "{table}" WHERE {asked}', dict(where))


def set_where(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    values: Mapping[str, object],
    where: Mapping[str, object],
) -> None:
    """Write values into the rows of a table whose columns have those of `where`."""
    given = ", ".join(f'"{name}" = $new_{name}' for name in values)
    asked = " AND ".join(f'"{name}" = ${name}' for name in where)
    bound = {f"new_{name}": value for name, value in values.items()} | dict(where)
    connection.execute(f'UPDATE "{table}" SET {given} WHERE {asked}', bound)
