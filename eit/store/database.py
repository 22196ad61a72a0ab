"""The door to the data: one locked, read-only connection per version of the file, and a cursor per query.

Measured reasons: threads that share a connection get each other's rows; a connection that stays open goes on serving a
file that was replaced; a cursor does not inherit USE.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb
import pandas as pd

from eit.domain.errors import DataError
from eit.domain.jurisdiction import now
from eit.store.arrow_tables import as_table
from eit.store.connections import open_locked
from eit.store.derived.pair_catalog import PairCatalog
from eit.store.file_version import FileVersion as FileVersion
from eit.store.file_version import file_version as file_version
from eit.store.memory import Kept
from eit.store.memory import Memory as Memory
from eit.store.reads import PAIRS, Fingerprints, note, noting, read_tables, table_versions, tables_named
from eit.store.schema import SCHEMA_VERSION, differences
from eit.store.sql_files import read_sql
from eit.store.unreadable import OF_THE_MACHINE, reading_refusal

NAMED = 5
Asked = ParamSpec("Asked")
Made = TypeVar("Made")


KNOWN = 64
_of_this_schema: dict[FileVersion, Fingerprints] = {}


class Database:
    """A read-only view of one version of the file; safe to share between threads.

    `memory`: the answers that other versions of the same file gave; those that rest on tables that are the same go on.
    `passing`: nobody else will read this file, so nothing is kept beside it.
    """

    catalog = "eit"

    def __init__(self, path: Path, memory: Memory | None = None, passing: bool = False) -> None:
        self._version = file_version(path)
        self._lock = threading.Lock()
        self._memory = memory or Memory()
        self._fingerprints: dict[str, Hashable] = {}
        try:
            self._connection = open_locked(path, self.catalog)
        except duckdb.Error as error:
            raise reading_refusal(error, path) from error
        self._pairs = PairCatalog(self._connection, self.catalog, None if passing else self._version)
        try:
            self._check_schema()
            if memory is not None:
                self._take_over()
        except duckdb.Error as error:
            self.close()
            raise reading_refusal(error, path) from error
        except DataError:
            self.close()
            raise

    @property
    def stamp(self) -> FileVersion:
        """Which version of which file; an answer that asks for it holds for this version only."""
        note(self, elsewhere=True)
        return self._version

    def query(
        self, name: str, parameters: Mapping[str, object] | None = None, folder: str = "queries"
    ) -> pd.DataFrame:
        """Answer of `sql/<folder>/<name>.sql` with its `$parameters` bound. Raises what `reading_refusal` makes."""
        return self._answer(read_sql(folder, name), parameters or {})

    def asked(self, statement: str) -> pd.DataFrame:
        """Answer of a statement of ours that no file holds. Raises what `reading_refusal` makes."""
        return self._answer(statement, {})

    def rows(self, table: str) -> pd.DataFrame:
        """Every row of one table of the schema, in the order of entry. Raises DataError("damaged_file")."""
        return self._answer(f'SELECT * FROM "{table}"', {})

    def most_valuable(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        """The `$most` rows of `queries/<name>.sql` that are worth the most; see `bounded/most_valuable.sql`."""
        question, _, _ = read_sql("queries", name).rpartition("ORDER BY")
        return self._answer(read_sql("bounded", "most_valuable").format(question=question), parameters)

    def _answer(self, statement: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        tables = tables_named(statement)
        note(self, tables)
        with self._lock:
            cursor = self._connection.cursor()
        try:
            if PAIRS in tables:
                self._pairs.show_to(cursor)
            else:
                cursor.execute(f"USE {self.catalog}")
            return as_table(cursor.execute(statement, dict(parameters)).to_arrow_table())
        except OF_THE_MACHINE as error:
            raise reading_refusal(error, self._version.path) from error
        finally:
            cursor.close()

    def cached_query(self, name: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The answer of `query`, read once: a version never changes. For what every radius needs and none changes."""
        asked = tuple(sorted((parameters or {}).items()))
        return self.memoise(("query", name, asked), lambda: self.query(name, parameters))

    def ask(
        self,
        answer: Callable[Concatenate[Database, Asked], Made],
        *arguments: Asked.args,
        **named: Asked.kwargs,
    ) -> Made:
        """What a function of this door answers, computed once for all who ask the same of this version."""
        key = (answer.__module__, answer.__qualname__, arguments, tuple(named.items()))
        return self.memoise(key, lambda: answer(self, *arguments, **named))

    def memoise(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` computes from this version, computed once while it is among the last that were asked for.

        Whoever asks meanwhile waits for it. A table comes as a shallow copy: pandas copies what is changed in it, so
        nobody changes what another one reads. `make` reads all that its answer rests on itself: what it was handed by
        a closure is not seen, and the answer would outlive it.
        """
        kept = self._memory.recall(key, lambda: self._made(make), self._holds)
        note(self, kept.tables or (), elsewhere=kept.tables is None)
        return kept.answer

    def forget(self, key: Hashable) -> None:
        """Let `memoise` compute what it keeps under a key again: what it named outside the file is gone."""
        self._memory.forget(key)

    def _made(self, make: Callable[[], Made]) -> Kept[Made]:
        """An answer with what it rests on."""
        with noting(self) as reads:
            made = make()
        tables = None if reads.elsewhere else frozenset(reads.tables)
        return Kept(made, tables, self._basis(tables), {self._version})

    def _holds(self, kept: Kept[Any]) -> bool:
        """Whether an answer that perhaps another version gave is what this one would give."""
        if self._version in kept.versions:
            return True
        if kept.basis is None or kept.basis != self._basis(kept.tables):
            return False
        kept.versions.add(self._version)
        return True

    def _basis(self, tables: frozenset[str] | None) -> Hashable:
        """What an answer on these tables rests on, and the day; None: it holds for this version only."""
        if tables is None or not tables <= self._fingerprints.keys():
            return None
        return now().date(), tuple(self._fingerprints[table] for table in sorted(tables))

    def _take_over(self) -> None:
        """Keep of what earlier versions gave what is still right."""
        with self._lock:
            cursor = self._connection.cursor()
        try:
            cursor.execute(f"USE {self.catalog}")
            self._fingerprints = table_versions(cursor, _of_this_schema.get(self._version, {}))
        finally:
            cursor.close()
        self._memory.keep_only(self._holds)

    def read_tables(self, without: Iterable[str]) -> Fingerprints:
        """Read every value of every table, but those `without`, which are computed from the others.

        Raises what `reading_refusal` makes.
        """
        with self._lock:
            cursor = self._connection.cursor()
        try:
            return read_tables(cursor, self.catalog, without)
        except duckdb.Error as error:
            raise reading_refusal(error, self._version.path) from error
        finally:
            cursor.close()

    def close(self) -> None:
        """Release the file."""
        if self._pairs.made:
            self._pairs.drop()
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_schema(self) -> None:
        if self._version in _of_this_schema:
            return
        found = _named_schema(self._connection, self.catalog) or "0"
        path = self._version.path
        if found != SCHEMA_VERSION:
            _refuse_newer(found, path)
            raise DataError("older_schema", found=found, expected=SCHEMA_VERSION, path=path)
        tables, foreign = differences(self._connection, self.catalog)
        if tables:
            raise DataError("other_schema", path=path, tables=_listed(tables), expected=SCHEMA_VERSION)
        if foreign:
            raise DataError("foreign_objects", path=path, names=_listed(foreign))
        remember_schema(self._version)


def remember_schema(version: FileVersion, read: Fingerprints | None = None) -> None:
    """A version that has our schema and nothing else that runs, by a look or by its making: it never changes.

    `read`: the fingerprints of those of its tables that were read on the way.
    """
    _of_this_schema[version] = read or _of_this_schema.get(version, {})
    while len(_of_this_schema) > KNOWN:
        _of_this_schema.pop(next(iter(_of_this_schema)), None)


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A locked connection on a file of any schema, as the catalog `eit`.

    Raises DataError: "no_data_file", what `reading_refusal` makes of any error in the body.
    """
    file_version(path)
    try:
        with open_locked(path, Database.catalog) as connection:
            yield connection
    except duckdb.Error as error:
        raise reading_refusal(error, path) from error


def is_current(path: Path) -> bool:
    """Whether a file has the schema of this version, to the letter, and nothing else that runs. Raises DataError."""
    with reading(path) as connection:
        same = _named_schema(connection, Database.catalog) == SCHEMA_VERSION
        return same and not any(differences(connection, Database.catalog))


def schema_version(path: Path) -> str:
    """The schema that a data file says it has, of this version or before.

    Raises DataError: "no_data_file", "not_a_data_file" (another tool's), "newer_schema", what `reading_refusal` makes.
    """
    with reading(path) as connection:
        found = _named_schema(connection, Database.catalog)
    if found is None:
        raise DataError("not_a_data_file", path=str(path))
    _refuse_newer(found, str(path))
    return found


def read_whole(path: Path) -> dict[str, int]:
    """Read every value of every table, whatever the schema; rows of each table, by name.

    For what is about to be replaced: a file is whole when all of it was read. Raises what `reading_refusal` makes.
    """
    with reading(path) as connection:
        return {table: found.rows for table, found in read_tables(connection, Database.catalog).items()}


def _listed(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")


def _named_schema(connection: duckdb.DuckDBPyConnection, catalog: str) -> str | None:
    cursor = connection.cursor()
    try:
        row = cursor.execute(f"SELECT value FROM {catalog}.meta WHERE key = 'schema_version'").fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
    finally:
        cursor.close()
    return row[0] if row else None


def _refuse_newer(found: str, path: str) -> None:
    if found.isdigit() and int(found) > int(SCHEMA_VERSION):
        raise DataError("newer_schema", found=found, expected=SCHEMA_VERSION, path=path)
