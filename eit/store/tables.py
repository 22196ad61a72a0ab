"""Reads the project's own CSV files as text and puts them into their tables, typed by the schema."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from eit.store.unreadable import of_the_machine

FIRST_ROW_LINE = 2


class SourceError(Exception):
    """A source file of the project cannot be used; the message names the file and the row."""


def read_rows(path: Path, needed: Sequence[str] = ()) -> pd.DataFrame:
    """All rows of a CSV file as text; an empty cell is None. A company called NA keeps its name.

    Raises SourceError when the file is not UTF-8 CSV, lacks a `needed` column, or when a row has more or
    fewer cells than the header (a comma too many would shift every value by one column).
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except (OSError, ValueError, csv.Error) as error:
        raise SourceError(f"{path.name}: {error}") from error
    missing = [column for column in needed if column not in header]
    if missing or not header or len(set(header)) < len(header):
        raise SourceError(f"{path.name}: line 1: missing or repeated columns: {', '.join(missing) or header}")
    for line, row in enumerate(rows, start=FIRST_ROW_LINE):
        if len(row) != len(header):
            raise SourceError(f"{path.name}: line {line}: {len(row)} cells for {len(header)} columns: {row}")
    frame = pd.DataFrame(rows, columns=header, dtype=object)
    return frame.where(frame != "", None)


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame, file: str | None = None
) -> None:
    """Append `frame` to `table`, column by column name; the schema's types and checks decide.

    Raises SourceError, naming `file`, the row and the values that were refused; duckdb.Error when the disk refuses.
    """
    try:
        _append(connection, table, frame)
    except duckdb.Error as error:
        if of_the_machine(error):
            raise
        raise SourceError(_refusal(connection, table, frame, file or table, error)) from error


def _append(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    if frame.empty:
        return
    connection.register("incoming", _as_arrow(frame))
    columns = ", ".join(f'"{column}"' for column in frame.columns)
    try:
        connection.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM incoming')
    finally:
        connection.unregister("incoming")


def _as_arrow(frame: pd.DataFrame) -> pd.DataFrame | pa.Table:
    """An Arrow table the database reads as it is; one of pandas it first looks through, row by row."""
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        return frame


def _refusal(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame, file: str, error: duckdb.Error
) -> str:
    """What to tell about a refused insertion: its first refused row, found by adding the rows one by one."""
    for position in range(len(frame)):
        try:
            _append(connection, table, frame.iloc[[position]])
        except duckdb.Error as refusal:
            row = frame.iloc[position]
            said = {column: value for column, value in row.items() if str(column) in str(refusal)}
            values = ", ".join(f"{column} = {value}" for column, value in said.items())
            return f"{file}: line {position + FIRST_ROW_LINE} ({row.iloc[0]}): {values}: {refusal}"
    return f"{file}: {error}"
