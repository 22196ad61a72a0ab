"""Reads the project's own CSV files as text and puts them into their tables, typed by the schema."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd


class SourceError(Exception):
    """A source file of the project cannot be used; the message names the file and the row."""


def read_rows(path: Path) -> pd.DataFrame:
    """All rows of a CSV file as text; an empty cell is None. A company called NA keeps its name."""
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name}: {error}") from error
    return frame.astype(object).where(frame != "", None)


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    """Append `frame` to `table`, column by column name; the schema's types and checks decide. Raises SourceError."""
    if frame.empty:
        return
    connection.register("incoming", frame)
    columns = ", ".join(f'"{column}"' for column in frame.columns)
    try:
        connection.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM incoming')
    except duckdb.Error as error:
        raise SourceError(f"{table}: {error}") from error
    finally:
        connection.unregister("incoming")
