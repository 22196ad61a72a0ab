"""The candidate pairs of one open version, in memory beside it: made when a statement first names them.

They are never in the data file, which each edit copies: a note on an organisation writes no pair.
"""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import duckdb

from eit.store.derived import matching
from eit.store.derived.kept_pairs import KeptPairs, keep, read_kept, rules
from eit.store.file_version import FileVersion

WORTH_KEEPING = matching.LARGEST_FOLLOWED // 5
"""Flows searched anew times flows, from which what is kept beside a file is written again: a tenth of a second."""
_numbers = itertools.count(1)


def make_catalog(connection: duckdb.DuckDBPyConnection, data: str, pairs: str = "pairs") -> None:
    """Add an empty catalog of pairs beside the catalog `data`; from here on a name is looked up in both.

    A table of pairs that a data file of before still holds is not read: ours comes first.
    """
    connection.execute(f"ATTACH ':memory:' AS {pairs}")
    connection.execute(_both(data, pairs))


def _both(data: str, pairs: str) -> str:
    return f"SET search_path = '{pairs}.main,{data}.main'"


class PairCatalog:
    """The pairs of a catalog of data, for all cursors of one connection; `version`: of the file to keep them beside."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, data: str, version: FileVersion | None = None
    ) -> None:
        self._connection, self._data, self._version = connection, data, version
        self._name = f"pairs_{next(_numbers)}"
        self._making, self._ready = threading.Lock(), False

    @property
    def made(self) -> bool:
        """Whether somebody asked for the pairs."""
        return self._ready

    def show_to(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Let a cursor see the pairs; the first one makes them, who asks meanwhile waits. Raises duckdb.Error."""
        with self._making:
            if not self._ready:
                self._make()
                self._ready = True
        cursor.execute(_both(self._data, self._name))

    def drop(self) -> None:
        """Forget the pairs, if they were made."""
        with self._connection.cursor() as cursor:
            cursor.execute(f"DETACH DATABASE IF EXISTS {self._name}")
        self._ready = False

    def _make(self) -> None:
        try:
            with self._connection.cursor() as cursor:
                make_catalog(cursor, self._data, self._name)
                if self._version is None:
                    matching.derive_pairs(cursor)
                else:
                    _derive_or_follow(cursor, self._version)
        except BaseException:
            self.drop()
            raise


def _derive_or_follow(cursor: duckdb.DuckDBPyConnection, version: FileVersion) -> None:
    """Start from what is kept beside the file when that is quicker, and keep what took long."""
    wanted = rules(cursor)
    kept = read_kept(Path(version.path), wanted)
    searched = None if kept is None else _follow(cursor, kept)
    worth_keeping = searched is not None and searched > WORTH_KEEPING
    if searched is None:
        matching.derive_pairs(cursor)
        worth_keeping = _many(cursor)
    if worth_keeping:
        keep(cursor, version, wanted)


def _follow(cursor: duckdb.DuckDBPyConnection, kept: KeptPairs) -> int | None:
    """What `follow_pairs` says of pairs that were kept; None when they are no such rows."""
    matching.create_tables(cursor)
    for table, rows in (("numbered_flow", kept.flows), ("flow_pair", kept.pairs)):
        cursor.register("kept_rows", rows)
        try:
            cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM kept_rows")
        except (duckdb.ConstraintException, duckdb.ConversionException, duckdb.BinderException):
            return None
        finally:
            cursor.unregister("kept_rows")
    cursor.execute("INSERT INTO best_only_programme SELECT unnest($1::VARCHAR[])", [kept.best_only])
    return matching.follow_pairs(cursor)


def _many(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether the next process had better not derive these pairs again."""
    [(pairs,)] = cursor.execute("SELECT count(*) FROM flow_pair").fetchall()
    return pairs > matching.LARGEST_PAIRS or bool(matching.best_only(cursor))
