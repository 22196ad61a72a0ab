"""Looks whether a data file holds what it promises: every check must return no row."""

from __future__ import annotations

from pathlib import Path

from eit.store.database import Database
from eit.store.version.write import check_texts


def failed_checks(path: Path) -> list[tuple[str, int]]:
    """The checks that return rows, with how many. Raises DataError when the file cannot be read."""
    with Database(path) as database:
        counts = [(name, len(database.asked(text))) for name, text in check_texts().items()]
    return [(name, count) for name, count in counts if count]
