"""The schema of the data file: its number, its text, and whether a file has this schema and nothing else that runs.

The number goes up once per published version, when the text of `sql/schema` is another than that of the version before.
`python -m eit.store.schema` writes the digests of the text into this module; a test fails when they differ. While a
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
SCHEMA_DIGEST = "5b6c1b8b56b5dac7"
FACTS_DIGEST = "d62fbc6e541ca0cf7810109b28d3419e916e99df6a4430b7880fb026304bef39"
"""Digest of what DuckDB says of a file that was just made: such a file need not be made again to be compared."""
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


def differences(connection: duckdb.DuckDBPyConnection, catalog: str) -> tuple[list[str], list[str]]:
    """What of a file is not the schema: tables that lack or have other columns or keys, and objects that run; by name.

    A table more is only data; nothing is run. A file whose facts have the digest of ours is ours; any other is held
    against one that is made for it.
    """
    runs, tables = _told(connection, catalog)
    if facts_digest(runs, tables) == FACTS_DIGEST:
        return [], []
    ours_run, ours = our_facts()
    names = {fact[0] for fact in ours}
    return sorted({fact[0] for fact in tables ^ ours} & names), sorted({fact[0] for fact in runs ^ ours_run})


def facts_digest(runs: Facts, tables: Facts) -> str:
    """Digest of what runs and of the tables, whatever their order."""
    return hashlib.sha256(repr((sorted(runs), sorted(tables))).encode()).hexdigest()


def _told(connection: duckdb.DuckDBPyConnection, catalog: str) -> tuple[Facts, Facts]:
    """What runs in a file, and its tables."""
    runs, columns, keys = (_facts(connection, catalog, asked) for asked in (VIEWS, COLUMNS, KEYS))
    return runs, columns | keys


def _facts(connection: duckdb.DuckDBPyConnection, catalog: str, question: str) -> Facts:
    cursor = connection.cursor()
    try:
        rows = cursor.execute(question, {"catalog": catalog}).fetchall()
    finally:
        cursor.close()
    return frozenset(tuple(str(value) for value in row) for row in rows)


@cache
def our_facts() -> tuple[Facts, Facts]:
    """What runs, and the tables, of a file that was just made."""
    with duckdb.connect() as connection:
        create_schema(connection)
        return _told(connection, "memory")


if __name__ == "__main__":
    module = Path(__file__)
    text = module.read_text(encoding="utf-8")
    for name, digest in (("SCHEMA_DIGEST", schema_digest()), ("FACTS_DIGEST", facts_digest(*our_facts()))):
        line = f'{name} = "{digest}"'
        text = re.sub(rf'^{name} = ".*"$', line, text, flags=re.M)
        print(line)
    module.write_text(text, encoding="utf-8")
