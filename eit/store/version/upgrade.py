"""Brings a file that an older version of the software made to this one, row for row; the old file is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.store.database import SCHEMA_VERSION, schema_version
from eit.store.jurisdictions import settle_jurisdictions
from eit.store.matching import DERIVED, refresh
from eit.store.version.edit import alone
from eit.store.version.journal import Act, record
from eit.store.version.swap import put_in_place, temporary_prefix
from eit.store.version.workspace import refuse_demonstration
from eit.store.version.write import new_version

OLDER = "older"
ANSWERED = """INSERT INTO answer
SELECT programme_id, kind, source_key, 'heading', '', title, coalesce(field, ''), NULL, used_on
FROM older.column_mapping"""
"""What was said of the columns of a source is an answer like the others now."""
FORMER = {
    ("programme", "jurisdiction"): (
        "country",
        "coalesce((SELECT jurisdiction_id FROM jurisdiction WHERE former_code = programme.country), programme.country)",
    )
}
"""Column of today → the column of before that it takes the place of, and what it makes of it."""


def upgrade(path: Path, author: str) -> str:
    """Rewrite a work file under the schema of this version, in one step; the schema that it had.

    A file that has it already is left as it is. The one that is replaced stays among the generations, and the journal
    says who did it. Raises DataError: "author_missing", "demonstration_read_only", "no_data_file", "damaged_file",
    "not_a_data_file", "newer_schema", "upgrade_would_lose" (values that this version has no place for),
    "upgrade_refused" (rows that it does not take), "being_written", "unfinished_write", "cannot_write"; CheckFailed.
    """
    if not author.strip():
        raise DataError("author_missing")
    refuse_demonstration(path)
    with alone(path):
        found = schema_version(path)
        if found == SCHEMA_VERSION:
            return found
        with tempfile.TemporaryDirectory(prefix=temporary_prefix(path), dir=path.parent) as folder:
            fresh = Path(folder) / path.name
            with new_version(fresh) as connection:
                _carry(connection, path)
                refresh(connection, None)
                change = f"{found} → {SCHEMA_VERSION}"
                record(connection, None, Act(author.strip(), "upgrade", None, change, always=True))
            put_in_place(fresh, path)
    return found


def _carry(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy every table of the older file, by the names of its columns; the new ones take what the schema gives."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {OLDER} (READ_ONLY)")
    before, after = _columns(connection, OLDER), _columns(connection, None)
    if "jurisdiction" not in before:
        settle_jurisdictions(connection)
    for table, columns in before.items():
        if table in DERIVED:
            continue
        if table == "column_mapping" and table not in after:
            connection.execute(ANSWERED)
            continue
        shared = {name: f'"{name}"' for name in columns if name in after.get(table, ())}
        former = {
            new: of for (of_table, new), of in FORMER.items() if of_table == table and new not in columns
        }
        read = {*shared, *(old for old, _ in former.values())}
        lost = _held(connection, table, [name for name in columns if name not in read])
        made = {new: value for new, (old, value) in former.items() if old in columns}
        if lost:
            raise DataError("upgrade_would_lose", path=str(path), table=table, columns=", ".join(lost))
        try:
            _copy(connection, table, {**shared, **made})
        except (duckdb.ConstraintException, duckdb.ConversionException) as error:
            said = str(error).splitlines()[0]
            raise DataError("upgrade_refused", path=str(path), table=table, reason=said) from error
    connection.execute(f"DETACH {OLDER}")


def _columns(connection: duckdb.DuckDBPyConnection, catalog: str | None) -> dict[str, list[str]]:
    """Table → its columns, in the order of the tables' making; `catalog` None: those of the new file."""
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, table_name) "
        "WHERE database_name = coalesce(?, current_database()) ORDER BY table_name, column_index",
        [catalog],
    ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _held(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[str]:
    """Those of the columns in which a row holds something."""
    found = []
    for column in columns:
        [(count,)] = connection.execute(f'SELECT count("{column}") FROM {OLDER}."{table}"').fetchall()
        found += [column] * bool(count)
    return found


def _copy(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]) -> None:
    """`columns`: those of the new table, each with what it is made of."""
    if not columns:
        return
    names, values = ", ".join(f'"{column}"' for column in columns), ", ".join(columns.values())
    chosen = "WHERE key <> 'schema_version'" if table == "meta" else ""
    connection.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM {OLDER}."{table}" {chosen} ORDER BY rowid'
    )
