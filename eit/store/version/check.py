"""Looks whether a data file holds what it promises: every check must return no row, every attached file be there."""

from __future__ import annotations

from pathlib import Path

from eit.store.attached_files import faulty
from eit.store.database import Database
from eit.store.version.write import check_texts

ATTACHED = "attached_files"


def check_names() -> set[str]:
    """The names of all checks, of the data file and of what lies beside it."""
    return {*check_texts(), ATTACHED}


def failed_checks(path: Path) -> list[tuple[str, int]]:
    """The checks that find something, with how much. Raises DataError when the file cannot be read."""
    with Database(path) as database:
        counts = [(name, len(database.asked(text))) for name, text in check_texts().items()]
    counts.append((ATTACHED, len(faulty(path))))
    return [(name, count) for name, count in counts if count]
