"""Makes a file of this version from one of another: steps by number, then each row by the names of its columns.

What runs in a file (views, macros) is never taken over: the new file has those of our schema, and nothing else.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.store.connections import open_to_write
from eit.store.database import schema_version
from eit.store.derived.company_territories import derive_territories
from eit.store.derived.matching import DERIVED
from eit.store.jurisdictions import REFERENCE, own_jurisdictions, settle_jurisdictions
from eit.store.sql_files import read_sql, sql_names
from eit.store.tables import insert_rows
from eit.store.version.build import FACTOR_TABLES, factor_rows, read_source
from eit.store.version.journal import UNRECORDED, Act, record
from eit.store.version.write import new_version

OLDER = "older"
FORMER = {
    ("programme", "jurisdiction"): (
        "country",
        "coalesce((SELECT jurisdiction_id FROM jurisdiction WHERE former_code = programme.country), programme.country)",
    )
}
"""Column of today → the column of before that it takes the place of, and what it makes of it."""
Columns = dict[str, list[str]]


def rebuilt(path: Path, folder: Path, act: Act, after: int = 0) -> Path:
    """A file of this version in `folder`, with every row of `path`, and `act` in its journal; `path` is only read.

    Raises DataError: "not_a_data_file", "upgrade_would_lose" (values that this version has no place for),
    "upgrade_refused" (rows that it does not take); CheckFailed.
    """
    older, fresh = folder / "older.duckdb", folder / "rebuilt.duckdb"
    shutil.copyfile(path, older)
    _take_steps(older, path)
    with new_version(fresh, {OLDER: older}) as connection:
        _carry(connection, path)
        derive_territories(connection)
        record(connection, act, after)
    return fresh


def _take_steps(older: Path, path: Path) -> None:
    """Bring the tables of a copy from the schema that it has to this one, step by step."""
    found = schema_version(older)
    if not found.isdigit():
        raise DataError("not_a_data_file", path=str(path))
    with open_to_write(older) as connection:
        _drop_what_runs(connection)
        for name in sql_names("migrations"):
            if int(name.split("_")[0]) > int(found):
                try:
                    connection.execute(read_sql("migrations", name))
                except (
                    duckdb.ConstraintException,
                    duckdb.ConversionException,
                    duckdb.CatalogException,
                ) as error:
                    reason = str(error).splitlines()[0]
                    raise DataError("upgrade_refused", path=str(path), table=name, reason=reason) from error


def _drop_what_runs(connection: duckdb.DuckDBPyConnection) -> None:
    listed = (
        "SELECT 'VIEW', schema_name, view_name FROM duckdb_views() WHERE NOT internal "
        "UNION SELECT CASE function_type WHEN 'table_macro' THEN 'MACRO TABLE' ELSE 'MACRO' END, schema_name, "
        "function_name FROM duckdb_functions() WHERE NOT internal"
    )
    for kind, schema, name in connection.execute(listed).fetchall():
        connection.execute(f"DROP {kind} {quoted(schema)}.{quoted(name)}")


def quoted(name: str) -> str:
    """A name of a file from elsewhere, inert in a statement."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _carry(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy every table of the older file, by the names of its columns; the new ones take what the schema gives."""
    before, after = _columns(connection, OLDER), _columns(connection, None)
    if "jurisdiction" not in before:
        settle_jurisdictions(connection)
    for table, columns in before.items():
        if table in DERIVED:
            continue
        shared = {name: quoted(name) for name in columns if name in after.get(table, ())}
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
    if "jurisdiction" not in before:
        _settle_factors(connection)
    for table, columns in after.items():
        if table in before and before[table] != columns and table not in UNRECORDED:
            _follow_journal(connection, table, set(before[table]))


def _settle_factors(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the factors that the jurisdictions name and the older file lacks; those it had stay as they are."""
    named = {
        value
        for place in own_jurisdictions().values()
        for key, value in vars(place).items()
        if "factor" in key
    }
    held = {row[0] for row in connection.execute("SELECT factor_id FROM factor").fetchall()}
    for table, file in FACTOR_TABLES.items():
        rows = factor_rows(table, read_source(REFERENCE / file))
        insert_rows(connection, "factor", rows[rows["factor_id"].isin(named - held)], file)


def _columns(connection: duckdb.DuckDBPyConnection, catalog: str | None) -> Columns:
    """Table → its columns, in the order of the tables' making; `catalog` None: those of the new file."""
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, table_name) "
        "WHERE database_name = coalesce(?, current_database()) ORDER BY table_name, column_index",
        [catalog],
    ).fetchall()
    found: Columns = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _held(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[str]:
    """Those of the columns in which a row holds something."""
    found = []
    for column in columns:
        counted = f"SELECT count({quoted(column)}) FROM {OLDER}.{quoted(table)}"
        [(count,)] = connection.execute(counted).fetchall()
        found += [column] * bool(count)
    return found


def _copy(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]) -> None:
    """`columns`: those of the new table, each with what it is made of."""
    if not columns:
        return
    names, values = ", ".join(map(quoted, columns)), ", ".join(columns.values())
    chosen = "WHERE key <> 'schema_version'" if table == "meta" else ""
    connection.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM {OLDER}."{table}" {chosen} ORDER BY rowid'
    )


def _follow_journal(connection: duckdb.DuckDBPyConnection, table: str, shared: set[str]) -> None:
    """Bring the rows that the journal remembers to the columns that their table has now.

    An entry of before is taken back as one of today: what it remembers is compared with the rows as they are.
    """
    columns = connection.execute(read_sql("journal", "columns_with_defaults"), [table]).fetchall()
    types = json.dumps({name: kind for name, kind, _ in columns})
    values = ", ".join(
        f'"{name}" := ' + (f'said."{name}"' if name in shared else str(default or "NULL") + f"::{kind}")
        for name, kind, default in columns
    )
    follow = read_sql("journal", "follow").format(types=types, values=values)
    connection.execute(follow, {"table": table})
