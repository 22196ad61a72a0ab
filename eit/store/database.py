"""The door to the data: one locked, read-only connection per version of the file, and a cursor per query.

Measured reasons: threads that share a connection get each other's rows; a connection that stays open goes on serving a
file that was replaced; a cursor does not inherit USE.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from eit.domain.errors import DataError
from eit.store.sql_files import read_sql

SCHEMA_VERSION = "2"
MEMORY_LIMIT = "1GB"
THREADS = 2
REMEMBERED = 8
"""Results kept by a version: the pairs of a large programme weigh about 50 MB."""
NULLABLE = {
    **{f"int{bits}": pd.array([], dtype=f"Int{bits}").dtype for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": pd.array([], dtype=f"UInt{bits}").dtype for bits in (8, 16, 32, 64)},
    "bool": pd.BooleanDtype(),
}
"""What holds whole numbers and truth values of which some are missing, by their name in Arrow."""
Answers = dict[tuple[str, tuple], pd.DataFrame]
Made = TypeVar("Made")


@dataclass(frozen=True)
class FileVersion:
    """Which version of which file: the key of every cache."""

    path: str
    modified_ns: int
    inode: int
    size: int


def file_version(path: Path) -> FileVersion:
    """The current version of the file. Raises DataError("no_data_file")."""
    try:
        status = path.stat()
    except OSError as error:
        raise DataError("no_data_file", path=str(path)) from error
    return FileVersion(str(path), status.st_mtime_ns, status.st_ino, status.st_size)


class Database:
    """A read-only view of one version of the file; safe to share between threads."""

    catalog = "eit"

    def __init__(self, path: Path) -> None:
        self.stamp = file_version(path)
        self._lock = threading.Lock()
        self._answers: Answers = {}
        self._made: dict[Hashable, Any] = {}
        try:
            self._connection = open_locked(path, self.catalog)
            self._check_version()
        except duckdb.Error as error:
            raise DataError("damaged_file", path=str(path)) from error

    def query(
        self, name: str, parameters: Mapping[str, object] | None = None, folder: str = "queries"
    ) -> pd.DataFrame:
        """Answer of `sql/<folder>/<name>.sql` with its `$parameters` bound. Raises DataError("damaged_file")."""
        return self._answer(read_sql(folder, name), parameters or {})

    def rows(self, table: str) -> pd.DataFrame:
        """Every row of one table of the schema, in the order of entry. Raises DataError("damaged_file")."""
        return self._answer(f'SELECT * FROM "{table}"', {})

    def most_valuable(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        """The `$most` rows of `queries/<name>.sql` that are worth the most; see `bounded/most_valuable.sql`."""
        question, _, _ = read_sql("queries", name).rpartition("ORDER BY")
        return self._answer(read_sql("bounded", "most_valuable").format(question=question), parameters)

    def _answer(self, statement: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        with self._lock:
            cursor = self._connection.cursor()
        try:
            cursor.execute(f"USE {self.catalog}")
            return as_table(cursor.execute(statement, dict(parameters)).to_arrow_table())
        except (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException) as error:
            raise DataError("damaged_file", path=self.stamp.path) from error
        finally:
            cursor.close()

    def cached_query(self, name: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The answer of `query`, read once: a version never changes. For what every radius needs and none changes."""
        key = (name, tuple(sorted((parameters or {}).items())))
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = self.query(name, parameters)
        return found.copy(deep=False)

    def memoise(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` computes from this version, computed once while it is among the last that were asked for.

        For what several figures of one page rest on. A table comes as a shallow copy.
        """
        with self._lock:
            found = self._made.pop(key, None)
        found = make() if found is None else found
        with self._lock:
            self._made[key] = found
            while len(self._made) > REMEMBERED:
                del self._made[next(iter(self._made))]
        return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_version(self) -> None:
        found = _named_schema(self._connection, self.catalog) or "0"
        if found != SCHEMA_VERSION:
            _refuse_newer(found)
            raise DataError("older_schema", found=found, expected=SCHEMA_VERSION, path=self.stamp.path)


def schema_version(path: Path) -> str:
    """The schema of a data file, of this version or before.

    Raises DataError: "no_data_file", "damaged_file", "not_a_data_file" (another tool's), "newer_schema".
    """
    file_version(path)
    try:
        with open_locked(path, Database.catalog) as connection:
            found = _named_schema(connection, Database.catalog)
    except duckdb.Error as error:
        raise DataError("damaged_file", path=str(path)) from error
    if found is None:
        raise DataError("not_a_data_file", path=str(path))
    _refuse_newer(found)
    return found


def _named_schema(connection: duckdb.DuckDBPyConnection, catalog: str) -> str | None:
    cursor = connection.cursor()
    try:
        row = cursor.execute(f"SELECT value FROM {catalog}.meta WHERE key = 'schema_version'").fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
    finally:
        cursor.close()
    return row[0] if row else None


def _refuse_newer(found: str) -> None:
    if found.isdigit() and int(found) > int(SCHEMA_VERSION):
        raise DataError("newer_schema", found=found, expected=SCHEMA_VERSION)


def as_table(found: pa.Table) -> pd.DataFrame:
    """An answer as DuckDB's own `df` gives it; its texts go from Arrow to Arrow, without a Python object for each."""
    frame = found.to_pandas(date_as_object=False, coerce_temporal_nanoseconds=False)
    for name, column in zip(found.column_names, found.columns, strict=True):
        kind = column.type
        if pa.types.is_date(kind):
            frame[name] = frame[name].astype("datetime64[us]")
        elif pa.types.is_decimal(kind):
            frame[name] = frame[name].astype(float)
        elif column.null_count and (pa.types.is_integer(kind) or pa.types.is_boolean(kind)):
            frame[name] = NULLABLE[str(kind)].__from_arrow__(column)
    return frame


def open_locked(
    path: Path, catalog: str, memory: str = MEMORY_LIMIT, spill: bool = True
) -> duckdb.DuckDBPyConnection:
    """A connection in memory that reads `path` as `catalog` and can do nothing else: no file, extension or setting.

    `spill` False: what does not fit in `memory` is refused instead of going to the disk.
    """
    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {catalog} (READ_ONLY)")
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET threads = {THREADS}")
    if not spill:
        connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
