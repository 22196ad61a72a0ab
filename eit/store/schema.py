"""The schema of the data file: its number, its text, and whether a file has this schema and nothing else that runs.

The number goes up once per published version, when the text of `sql/schema` is another than that of the version before.
`python -m eit.store.schema` writes the digest of the text into this module; a test fails when the two differ. While a
version is not published the number stays and only the digest follows: whoever adds a table or a column runs that line.
A published number has its text for ever: the next change adds one to SCHEMA_VERSION and a step to `sql/migrations`.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import duckdb

from eit.store.sql_files import read_sql, sql_names

SCHEMA_VERSION = "4"
SCHEMA_DIGEST = "2ab46c6b81ea8dee"
VIEWS = (
    "SELECT 'view ' || view_name, sql FROM duckdb_views() WHERE NOT internal AND database_name = $catalog "
    "UNION ALL SELECT function_type || ' ' || function_name, macro_definition FROM duckdb_functions() "
    "WHERE NOT internal AND database_name = $catalog "
    "UNION ALL SELECT 'type ' || type_name, '' FROM duckdb_types() WHERE NOT internal AND database_name = $catalog "
    "UNION ALL SELECT 'index ' || index_name, sql FROM duckdb_indexes() WHERE database_name = $catalog "
    "UNION ALL SELECT 'sequence ' || sequence_name, '' FROM duckdb_sequences() WHERE database_name = $catalog "
    "UNION ALL SELECT 'schema ' || schema_name, '' FROM duckdb_schemas() WHERE NOT internal AND schema_name <> 'main' "
    "AND database_name = $catalog"
)
"""Whatever a file can hold that runs when it is read."""
COLUMNS = (
    "SELECT table_name, column_name, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') "
    "FROM duckdb_columns() WHERE NOT internal AND database_name = $catalog AND schema_name = 'main' "
    "AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE database_name = $catalog)"
)
KEYS = (
    "SELECT table_name, constraint_type, array_to_string(constraint_column_names, ',') FROM duckdb_constraints() "
    "WHERE database_name = $catalog AND schema_name = 'main' AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')"
)
Facts = frozenset[tuple[str, ...]]


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table of `sql/schema`, in order, and write the schema version."""
    for name in sql_names("schema"):
        connection.execute(read_sql("schema", name))
    connection.execute("INSERT INTO meta VALUES ('schema_version', ?)", [SCHEMA_VERSION])


def schema_digest() -> str:
    """Digest of the schema's text, whatever its comments and its spaces."""
    text = " ".join(re.sub(r"--.*", "", read_sql("schema", name)) for name in sql_names("schema"))
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def foreign_objects(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    """Views, macros and the like of a file that are not those of the schema, or that lack; by name, never run."""
    found, ours = _facts(connection, catalog, VIEWS), _ours()[0]
    return sorted({fact[0] for fact in found ^ ours})


def other_tables(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    """Tables of the schema that a file lacks or has with other columns or keys. A table more is only data."""
    found = _facts(connection, catalog, COLUMNS) | _facts(connection, catalog, KEYS)
    tables = {fact[0] for fact in _ours()[1]}
    return sorted({fact[0] for fact in found ^ _ours()[1]} & tables)


def _facts(connection: duckdb.DuckDBPyConnection, catalog: str, question: str) -> Facts:
    cursor = connection.cursor()
    try:
        rows = cursor.execute(question, {"catalog": catalog}).fetchall()
    finally:
        cursor.close()
    return frozenset(tuple(str(value) for value in row) for row in rows)


@cache
def _ours() -> tuple[Facts, Facts]:
    """What runs, and the tables, of a file that was just made."""
    with duckdb.connect() as connection:
        create_schema(connection)
        views, columns, keys = (_facts(connection, "memory", asked) for asked in (VIEWS, COLUMNS, KEYS))
    return views, columns | keys


if __name__ == "__main__":
    module = Path(__file__)
    text = module.read_text(encoding="utf-8")
    line = f'SCHEMA_DIGEST = "{schema_digest()}"'
    module.write_text(re.sub(r'^SCHEMA_DIGEST = ".*"$', line, text, flags=re.M), encoding="utf-8")
    print(line)
