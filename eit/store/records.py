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
    connection: duckdb.DuckDBPyConnection,
    table: str,
    where: Mapping[str, object],
    order: Sequence[str] = ("rank",),
) -> list[dict[str, object]]:
    """The rows of a table whose columns have these values, in the order of some columns; NULL is None."""
    ordered = ", ".join(f'"{name}"' for name in order)
    sql = f'SELECT * FROM "{table}" WHERE {_asked(where)} ORDER BY {ordered}'
    rows = connection.execute(sql, dict(where)).df()
    return [
        {str(name): value for name, value in row.items()}
        for row in rows.astype(object).where(rows.notna(), None).to_dict("records")
    ]


def _asked(where: Mapping[str, object]) -> str:
    return " AND ".join(f'"{name}" = ${name}' for name in where) or "true"


def delete_where(connection: duckdb.DuckDBPyConnection, table: str, where: Mapping[str, object]) -> None:
    """Take out the rows of a table whose columns have these values."""
    connection.execute(f'DELETE FROM "{table}" WHERE {_asked(where)}', dict(where))


def set_where(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    values: Mapping[str, object],
    where: Mapping[str, object],
) -> None:
    """Write values into the rows of a table whose columns have those of `where`."""
    given = ", ".join(f'"{name}" = $new_{name}' for name in values)
    bound = {f"new_{name}": value for name, value in values.items()} | dict(where)
    connection.execute(f'UPDATE "{table}" SET {given} WHERE {_asked(where)}', bound)


def columns_named(connection: duckdb.DuckDBPyConnection, column: str) -> dict[str, bool]:
    """The tables that have a column of that name, and whether it may be empty there."""
    found = connection.execute(
        "SELECT table_name, is_nullable FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, table_name) "
        "WHERE database_name = current_database() AND column_name = ? ORDER BY table_name",
        [column],
    ).fetchall()
    return dict(found)


def point_to_another(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, key: Sequence[str], old: str, new: str
) -> None:
    """Give the rows of a table that name `old` to `new`; a row that `new` has already, by its key, is not doubled."""
    asked = f'SELECT * FROM "{table}" WHERE "{column}" = ?'
    moved = connection.execute(asked, [old]).df().astype(object)
    moved = moved.where(moved.notna(), None).assign(**{column: new})
    connection.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', [old])
    if column in key and len(moved):
        held = connection.execute(asked, [new]).df()
        have = {tuple(map(str, row)) for row in held[list(key)].itertuples(index=False)}
        moved = moved[[tuple(map(str, row)) not in have for row in moved[list(key)].itertuples(index=False)]]
    insert_rows(connection, table, moved)
