"""Writes a data file anew without the traces of somebody, whatever its schema: nothing of the old pages is copied.

A deleted row stays in the pages of a file until they are used again; a file that is written anew never held it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.domain.names.traces import Traces
from eit.store.connections import open_locked, open_to_write
from eit.store.forget.registry import BELONGING, BLANK, REMEMBERED, holds_ids, left_alone
from eit.store.reads import PAIRS
from eit.store.unreadable import reading_refusal
from eit.store.version.rebuild import quoted

OLD = "with_traces"
BATCH_ROWS = 100_000
JSON_COLUMNS = {"journal_row": ("before", "after")}
Texts = Iterator[tuple[str, str, str]]
"""(table, column, text)."""


class Verbatim(str):
    """A number of a JSON text, kept as it is written: an entry is taken back by its very text."""


def rewritten(source: Path, fresh: Path, traces: Traces, person: str | None = None) -> int:
    """Write `fresh` with every row of `source` and none of the traces; how many texts held one.

    `person`: the contact who is forgotten, and nothing of the organisation. Raises what `reading_refusal` makes.
    """
    try:
        with open_to_write(fresh, {OLD: source}) as connection:
            [(own,)] = connection.execute("SELECT current_database()").fetchall()
            connection.execute(f"COPY FROM DATABASE {OLD} TO {quoted(own)} (SCHEMA)")
            connection.execute(f"DROP TABLE IF EXISTS {PAIRS}")  # derived: distances would tell a place again
            count = sum(
                _copy(connection, table, columns, traces, person)
                for table, columns in _columns(connection, OLD).items()
                if table != PAIRS
            )
            connection.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise reading_refusal(error, source) from error
    return count


def texts_of(path: Path) -> Texts:
    """Every distinct text of every text column of a file, of any schema; the JSON of the journal value by value."""
    for table, column, text in raw_texts(path):
        if column in JSON_COLUMNS.get(table, ()):
            yield from ((table, key, value) for key, value in _strings(json.loads(text), column))
        else:
            yield table, column, text


def raw_texts(path: Path) -> Texts:
    """Every distinct text of every text column of a file, as it is stored. Raises what `reading_refusal` makes."""
    try:
        with open_locked(path, OLD) as connection:
            for table, columns in _columns(connection, OLD).items():
                for column, texts in _distinct(connection, table, columns).items():
                    yield from ((table, column, text) for text in texts)
    except duckdb.Error as error:
        raise reading_refusal(error, path) from error


def hits(path: Path, traces: Traces) -> list[tuple[str, str]]:
    """(table, column) of each text that holds a name, an id or a number of theirs, whole."""
    return [
        (table, column)
        for table, column, text in texts_of(path)
        if not (left_alone(table) and holds_ids(column)) and traces.found_in(text, holds_ids(column))
    ]


def _distinct(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]
) -> dict[str, list[str]]:
    """The distinct texts of each text column of a table, in one reading: a question for each costs three times that."""
    chosen = [column for column, kind in columns.items() if kind == "VARCHAR"]
    if not chosen:
        return {}
    asked = f"SELECT {', '.join(map(quoted, chosen))} FROM {OLD}.main.{quoted(table)}"
    found: list[dict[str, None]] = [{} for _ in chosen]
    for batch in connection.execute(asked).to_arrow_reader(BATCH_ROWS):
        for texts, values in zip(found, batch.columns, strict=True):
            texts.update(dict.fromkeys(values.unique().to_pylist()))
    return {column: [text for text in texts if text] for column, texts in zip(chosen, found, strict=True)}


def _columns(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, dict[str, str]]:
    rows = connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "JOIN duckdb_tables() USING (database_name, schema_name, table_name) "
        "WHERE database_name = ? AND schema_name = 'main' ORDER BY duckdb_tables.table_oid, column_index",
        [catalog],
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, str],
    traces: Traces,
    person: str | None,
) -> int:
    """One table: each text column through what changes in it, the columns of who is forgotten blank, their rows out."""
    count, values, kept = 0, [], [_others(table, columns, traces, person)]
    texts = _distinct(connection, table, columns)
    for number, column in enumerate(columns):
        value = f"t.{quoted(column)}"
        changed = _changed(table, column, texts.get(column, []), traces)
        if changed:
            count += len(changed)
            name = f"changed_{number}"
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (old VARCHAR PRIMARY KEY, new VARCHAR)")
            connection.executemany(f"INSERT INTO {name} VALUES (?, ?)", [*changed.items()])
            if table in REMEMBERED:
                kept.append(f"{value} IS NULL OR {value} NOT IN (SELECT old FROM {name})")
            else:
                value = f"coalesce((SELECT new FROM {name} WHERE old = {value}), {value})"
        if person is None and column in BLANK.get(table, {}):
            theirs = ", ".join(_literal(old) for old in traces.ids) or "NULL"
            value = f"CASE WHEN t.company_id IN ({theirs}) THEN {BLANK[table][column]} ELSE {value} END"
        values.append(value)
    chosen = " AND ".join(f"({one})" for one in kept)
    names = ", ".join(map(quoted, columns))
    connection.execute(
        f"INSERT INTO main.{quoted(table)} ({names}) SELECT {', '.join(values)} "
        f"FROM {OLD}.main.{quoted(table)} AS t WHERE {chosen} ORDER BY t.rowid"
    )
    return count


def _others(table: str, columns: dict[str, str], traces: Traces, person: str | None) -> str:
    """Which rows stay: those of the others."""
    theirs = ", ".join(_literal(old) for old in traces.ids) or "NULL"
    if table == "contact" and person is not None:
        return f"contact_id <> {_literal(person)}"
    if person is None and BELONGING.get(table) in columns:
        return f"coalesce({BELONGING[table]} NOT IN ({theirs}), true)"
    if table == "journal_row":
        own = "coalesce(t.before, t.after)"
        whose = "contact_id" if person is not None else "company_id"
        who = _literal(person) if person is not None else theirs
        tables = ("contact",) if person is not None else tuple(BELONGING)
        listed = ", ".join(map(_literal, tables))
        said = f"coalesce(json_extract_string({own}, '$.{whose}'), json_extract_string({own}, '$.row_id'))"
        return f"table_name NOT IN ({listed}) OR coalesce({said} NOT IN ({who}), true)"
    return "true"


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def _changed(table: str, column: str, texts: list[str], traces: Traces) -> dict[str, str]:
    """The texts of a column that hold a trace, each with what it becomes."""
    public, an_id = left_alone(table), holds_ids(column)
    if public and (an_id or traces.public_word):
        return {}

    def clear(text: str) -> str:
        if column in JSON_COLUMNS.get(table, ()):
            return cleared_row(text, traces)
        return _key(text, traces) if column == "row_key" else traces.without(text, an_id, not public)

    found = ((text, clear(text)) for text in texts)
    return {old: new for old, new in found if new != old}


def _key(text: str, traces: Traces) -> str:
    return "|".join(traces.without(part, True) for part in text.split("|"))


def cleared_row(text: str, traces: Traces) -> str:
    """A row of the journal, JSON, without the traces: its texts cleared, the columns of who is forgotten blank."""
    row = json.loads(text, parse_float=Verbatim, parse_int=Verbatim)
    if not isinstance(row, dict):
        return text
    cleared = {name: _cleared(one, traces, name) for name, one in row.items()}
    if row.get("company_id") in traces.ids and "contact_id" not in row and "consent_id" not in row:
        table = "flow" if "flow_id" in row else "company"
        for column, value in BLANK[table].items():
            if column in row:
                cleared[column] = json.loads(value.replace("'", '"').replace("NULL", "null"))
    return text if cleared == row else _written(cleared)


def _cleared(value: object, traces: Traces, key: str) -> object:
    if isinstance(value, dict):
        return {name: _cleared(one, traces, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_cleared(one, traces, key) for one in value]
    if isinstance(value, str) and not isinstance(value, Verbatim):
        return traces.without(value, holds_ids(key))
    return value


def _written(value: object) -> str:
    """JSON as DuckDB writes it: without spaces, numbers as they were."""
    if isinstance(value, Verbatim):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{_written(key)}:{_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _strings(value: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _strings(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, key)
    elif isinstance(value, str) and value:
        yield key, value


def refuse_traces(path: Path, traces: Traces) -> None:
    """Raise DataError("forget_incomplete") when a file still holds a trace: it is not put in place."""
    left = hits(path, traces)
    if left:
        raise DataError("forget_incomplete", where=", ".join(sorted({f"{t}.{c}" for t, c in left})))
