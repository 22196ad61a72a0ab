"""Finds the SQL of the project: one question, one file, one name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SQL_FOLDER = Path(__file__).parent / "sql"


@cache
def read_sql(folder: str, name: str) -> str:
    """Text of `sql/<folder>/<name>.sql`. Raises FileNotFoundError for an unknown name."""
    return (SQL_FOLDER / folder / f"{name}.sql").read_text(encoding="utf-8")


def sql_names(folder: str) -> list[str]:
    """Names of the files of one folder, sorted (the schema is numbered in its order of creation)."""
    return sorted(path.stem for path in (SQL_FOLDER / folder).glob("*.sql"))
