"""Looks whether a data file holds what it promises: every check of `sql/checks` must return no row."""

from __future__ import annotations

from pathlib import Path

from eit.store.database import Database
from eit.store.sql_files import sql_names


def failed_checks(path: Path) -> list[tuple[str, int]]:
    """The checks that return rows, with how many. Raises DataError when the file cannot be read."""
    with Database(path) as database:
        counts = [(name, len(database.query(name, folder="checks"))) for name in sql_names("checks")]
    return [(name, count) for name, count in counts if count]
