"""Finds the SQL of the project: one question, one file, one name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SQL_FOLDER = Path(__file__).parent / "sql"


@cache
def read_sql(folder: str, name: str) -> str:
    """Text of `<name>.sql` in `sql/<folder>` or a room of it. Raises FileNotFoundError for an unknown name."""
    found = _paths(folder).get(name)
    if found is None:
        raise FileNotFoundError(f"no {name}.sql in sql/{folder}")
    return found.read_text(encoding="utf-8")


def sql_names(folder: str) -> list[str]:
    """Names of the files of one folder, sorted (the schema is numbered in its order of creation)."""
    return sorted(_paths(folder))


@cache
def _paths(folder: str) -> dict[str, Path]:
    """Name → file. Raises ValueError when two rooms hold one name: a question has one home."""
    files = sorted((SQL_FOLDER / folder).rglob("*.sql"))
    named = {path.stem: path for path in files}
    if len(named) < len(files):
        raise ValueError(f"sql/{folder} holds one name twice")
    return named
