"""Checks that follow from the schema: each column that names a row elsewhere, each date. A new column is in by itself.

A column `<key>` or `<role>_<key>` names the row of the table that has this key; what is called otherwise, and what may
name nothing, is said here. A test says which column of the schema is neither.
"""

from __future__ import annotations

import re
from functools import cache

import duckdb

from eit.store.derived.matching import DERIVED
from eit.store.schema import create_schema

NAMED_OTHERWISE = {
    ("material", "parent_id"): "material",
    ("territory", "parent_id"): "territory",
    ("company", "municipality_id"): "territory",
    ("company", "park_id"): "territory",
    ("rejected_pair", "offer_id"): "flow",
    ("rejected_pair", "demand_id"): "flow",
    ("lead", "offer_id"): "flow",
    ("lead", "demand_id"): "flow",
    ("journal_row", "entry"): "journal",
}
"""(table, column) → the table whose row it names, when its name does not say so."""
FREE = {
    ("vocabulary", "programme_id"): "comes with the reference tables, before its programmes",
    ("vocabulary", "term_id"): "a key of its own list",
    ("synergy", "term_id"): "a word of the programme, which may have been renamed",
    ("company", "group_id"): "names a group, of which there is no table",
    ("factor", "route_id"): "defines the route",
    ("carbon_switch", "route_id"): "a route that no material of a small set needs",
    ("known_synergy", "library_id"): "a number of its own",
    ("journal", "programme_id"): "what was done outlives what it was done to",
    ("answer", "programme_id"): "empty for every programme",
    ("identifier", "programme_id"): "an identity outlives the row that it names",
    ("identifier", "row_id"): "an identity outlives the row that it names",
}
"""Columns that may name what is not there, each with its reason."""
DIRECTIONS = ("offer", "demand")
"""A column that begins with one of them and names a flow names one of that direction."""
TYPED_DATE = re.compile(r".+_(on|due)|since|until")
"""Text columns that hold a date as far as it is known: a year, a month or a day."""
IN_ORDER = (
    ("programme", "starts_on", "ends_on"),
    ("programme_partner", "since", "until"),
    ("decision", "decided_on", "due_on"),
    ("item", "starts_on", "due_on"),
    ("privacy_incident", "happened_on", "told_on"),
    ("privacy_incident", "happened_on", "known_on"),
    ("privacy_incident", "happened_on", "authority_told_on"),
)
"""(table, begins, ends): the second is not before the first, as far as both are known."""
EARLIEST, LATEST = "1900-01-01", "2199-12-31"
Columns = dict[str, dict[str, str]]


@cache
def schema_checks() -> dict[str, tuple[str, ...]]:
    """Name → the questions of each check that follows from the schema; their rows say what and which."""
    columns, keys = _read_schema()
    return {"dates": tuple(_dates(columns, keys)), "references": tuple(_references(columns, keys))}


@cache
def schema_keys() -> dict[str, list[str]]:
    """Every table that is not derived, with the columns of its key; empty: it has none."""
    columns, keys = _read_schema()
    return {table: list(keys.get(table, ())) for table in columns}


@cache
def read_references() -> dict[tuple[str, str], str]:
    """(table, column) → the table whose row it names."""
    columns, keys = _read_schema()
    own: dict[str, str] = {}
    for table, key in keys.items():
        if len(key) == 1 and key[0].endswith("_id"):
            own.setdefault(key[0], table)
    found = {}
    for table, names in columns.items():
        for name in names:
            fitting = [key for key in own if name == key or name.endswith(f"_{key}")]
            target = NAMED_OTHERWISE.get((table, name)) or (fitting and own[max(fitting, key=len)])
            if target and (table, name) not in FREE and own.get(name) != table:
                found[table, name] = target
    return found


def unknown_references() -> list[str]:
    """Columns named like an id of which nobody has said whose row they name."""
    columns, keys = _read_schema()
    known = {*read_references(), *FREE, *((table, key[0]) for table, key in keys.items() if len(key) == 1)}
    return [
        f"{table}.{name}"
        for table, names in columns.items()
        for name in names
        if name.endswith("_id") and (table, name) not in known
    ]


@cache
def _read_schema() -> tuple[Columns, dict[str, tuple[str, ...]]]:
    """Table → its columns with their types, table → its key, in the order of making; derived tables are left out."""
    with duckdb.connect() as connection:
        create_schema(connection)
        rows = connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() JOIN duckdb_tables() USING (table_name) "
            "ORDER BY table_name, column_index"
        ).fetchall()
        keys = connection.execute(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints() "
            "WHERE constraint_type = 'PRIMARY KEY' ORDER BY table_oid"
        ).fetchall()
    columns: Columns = {}
    for table, name, kind in rows:
        if table not in DERIVED:
            columns.setdefault(table, {})[name] = kind
    return columns, {table: tuple(names) for table, names in keys if table in columns}


def _row_name(table: str, columns: Columns, keys: dict[str, tuple[str, ...]]) -> str:
    """What tells a row of a table in a sentence."""
    key = keys.get(table) or tuple(columns[table])[:1]
    return "concat_ws(' ', " + ", ".join(f't."{name}"' for name in key) + ")"


def _references(columns: Columns, keys: dict[str, tuple[str, ...]]) -> list[str]:
    found = []
    for (table, name), target in read_references().items():
        key, row = keys[target][0], _row_name(table, columns, keys)
        of = f'FROM "{table}" AS t'
        turned = [one for one in DIRECTIONS if target == "flow" and name.startswith(one)]
        chosen = f" WHERE direction = '{turned[0]}'" if turned else ""
        found.append(
            f'SELECT \'{table}.{name}\', {row} {of} ANTI JOIN (SELECT "{key}" AS k FROM "{target}"{chosen}) AS o '
            f'ON t."{name}" = o.k WHERE t."{name}" IS NOT NULL'
        )
        if "programme_id" in columns[table] and "programme_id" in columns[target] and target != "programme":
            found.append(
                f"SELECT '{table}.{name}, of another programme', {row} {of} JOIN \"{target}\" AS o "
                f'ON t."{name}" = o."{key}" WHERE t.programme_id <> o.programme_id'
            )
    return found


def _dates(columns: Columns, keys: dict[str, tuple[str, ...]]) -> list[str]:
    found = []
    for table, names in columns.items():
        row = _row_name(table, columns, keys)
        for name, kind in names.items():
            column = f't."{name}"'
            if kind in ("DATE", "TIMESTAMP"):
                wrong = f"{column}::DATE NOT BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}'"
            elif kind == "VARCHAR" and TYPED_DATE.fullmatch(name):
                wrong = (
                    f"NOT regexp_full_match({column}, '(19|20|21)\\d\\d(-\\d\\d(-\\d\\d)?)?') "
                    f"OR ({column} IS NOT NULL AND TRY_CAST(left({column} || '-01-01', 10) AS DATE) IS NULL)"
                )
            else:
                continue
            found.append(f"SELECT '{table}.{name}', {row} FROM \"{table}\" AS t WHERE {wrong}")
    for table, first, last in IN_ORDER:
        row, low, high = _row_name(table, columns, keys), f't."{first}"::VARCHAR', f't."{last}"::VARCHAR'
        found.append(
            f"SELECT '{table}.{last} before {first}', {row} FROM \"{table}\" AS t "
            f"WHERE left({high}, 10) < left({low}, length({high}))"
        )
    return found
