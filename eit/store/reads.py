"""What an answer rests on: the tables that its statements name, noted while it is made, and their fingerprints.

An answer stays right while those tables stay as they are, whatever else an edit changed.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

import duckdb

from eit.store.sql_files import read_sql, sql_names

COMMENT = re.compile(r"--[^\n]*")
WORD = re.compile(r"\w+")
MADE = re.compile(r"CREATE (TABLE|VIEW) (\w+)(.*?);", re.DOTALL)
PAIRS = "candidate"
PAIR_NAMES = (PAIRS, "best_only_programme")
PAIRS_FROM = ("company", "compatibility", "flow", "material")
"""What the pairs are derived from: they are in no file, and are the same while these are the same."""
EVERY_TIME = ("journal", "journal_row")
"""Every edit writes them: whoever reads them reads them again."""
STATEMENTS_KNOWN = 2_000


@dataclass
class Reads:
    """The tables of `owner` that were read so far; `elsewhere`: also a file, or another database."""

    owner: object
    tables: set[str] = field(default_factory=set)
    elsewhere: bool = False


_noting: ContextVar[tuple[Reads, ...]] = ContextVar("noting", default=())


@contextmanager
def noting(owner: object) -> Iterator[Reads]:
    """What is read in the body, also by what it calls; a thread begun in it takes `copy_context()` along."""
    reads = Reads(owner)
    token = _noting.set((*_noting.get(), reads))
    try:
        yield reads
    finally:
        _noting.reset(token)


def note(owner: object, tables: Iterable[str] = (), elsewhere: bool = False) -> None:
    """Tables of `owner` were read, for every answer that is being made; `elsewhere`: something beside its tables."""
    for reads in _noting.get():
        reads.tables.update(tables)
        reads.elsewhere |= elsewhere or reads.owner is not owner


@lru_cache(maxsize=STATEMENTS_KNOWN)
def tables_named(statement: str) -> frozenset[str]:
    """The tables whose name stands in a statement, or in the text of a view that it names.

    Perhaps more than it reads (a column may be called like a table), never less: no table is read without its name.
    """
    words = set(WORD.findall(COMMENT.sub("", statement).lower()))
    return frozenset(table for name, tables in _made_of().items() if name in words for table in tables)


@cache
def _made_of() -> Mapping[str, frozenset[str]]:
    """Tables by the name of a table (itself) or of a view of the schema."""
    text = COMMENT.sub("", " ".join(read_sql("schema", name) for name in sql_names("schema")))
    found: dict[str, frozenset[str]] = {}
    for kind, name, body in MADE.findall(text):
        words = set(WORD.findall(body))
        below = [tables for known, tables in found.items() if known in words]
        found[name] = frozenset({name}) if kind == "TABLE" else frozenset().union(*below)
    return {**found, **dict.fromkeys(PAIR_NAMES, frozenset({PAIRS}))}


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


def table_versions(cursor: duckdb.DuckDBPyConnection, known: Fingerprints) -> dict[str, Hashable]:
    """Table → what is the same only while its rows and their order are the same; none of `EVERY_TIME`.

    `known`: tables that were read already, by the edit that made this version. Raises duckdb.Error.
    """
    read = set().union(*_made_of().values()) - {PAIRS, *EVERY_TIME}
    found = {table: known[table] for table in read & known.keys()}
    found |= fingerprints(cursor, "main", sorted(read - found.keys()))
    return {**found, PAIRS: tuple(found[table] for table in PAIRS_FROM)}
