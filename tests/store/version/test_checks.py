"""What nothing else forbids is found by a check: a reference that leads nowhere, a date that is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import duckdb
import pytest

from eit.locations import DEMONSTRATION
from eit.store.version.write import run_checks

FOLLOWED = ("company_territory", "candidate")
"""Computed from the others at each edit."""
FREE = {
    ("vocabulary", "programme_id"): "comes with the reference tables",
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


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = shutil.copyfile(DEMONSTRATION, tmp_path_factory.mktemp("checks") / "flows.duckdb")
    with duckdb.connect(str(path)) as opened:
        yield opened


def failing(connection: duckdb.DuckDBPyConnection, statement: str) -> set[str]:
    """Names of the checks that fail after a statement, which is then taken back."""
    connection.execute("BEGIN")
    try:
        connection.execute(statement)
        return set(run_checks(connection))
    finally:
        connection.execute("ROLLBACK")


def references(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every column that names a row of another table, of tables that hold a row with it."""
    keys = dict(connection.execute(
        "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    ).fetchall())  # fmt: skip
    found = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name) "
        "WHERE column_name LIKE '%\\_id' ESCAPE '\\' ORDER BY ALL"
    ).fetchall()
    free = [pair for pair in found if pair[0] not in FOLLOWED and pair not in FREE]
    return [(table, column) for table, column in free if keys.get(table) != [column]]


def test_a_reference_that_leads_nowhere_is_found_whatever_the_table(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    unseen = []
    for table, column in references(connection):
        [(held,)] = connection.execute(f'SELECT count("{column}") FROM "{table}"').fetchall()
        place = f'(SELECT min(rowid) FROM "{table}" WHERE "{column}" IS NOT NULL)'
        change = f'UPDATE "{table}" SET "{column}" = \'nowhere\' WHERE rowid = {place}'
        if held and not failing(connection, change) & {"orphans", "nowhere"}:
            unseen.append((table, column))
    assert unseen == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE company SET joined_on = DATE '0202-01-01' WHERE company_id = 'que-001'",
        "UPDATE flow SET observed_on = DATE '9999-01-01' WHERE flow_id = 'abi-002-o3'",
        "UPDATE synergy_event SET occurred_on = DATE '1070-01-01' WHERE synergy_id = 'abi-s01'",
        "UPDATE programme SET starts_on = '2024-13' WHERE programme_id = 'abitibi'",
        "UPDATE programme SET ends_on = '2021' WHERE programme_id = 'abitibi'",
        "UPDATE meeting SET held_on = '12/09/2022'",
        "UPDATE synergy SET next_step_due = '2026-02-30' WHERE synergy_id = 'abi-s01'",
        "UPDATE decision SET due_on = decided_on - 1",
    ],
)
def test_a_date_that_cannot_be_is_found(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    assert failing(connection, statement) == {"dates"}


def test_a_programme_may_start_and_end_in_the_same_year(connection: duckdb.DuckDBPyConnection) -> None:
    same = "UPDATE programme SET starts_on = '2024-03', ends_on = '2024' WHERE programme_id = 'abitibi'"
    assert failing(connection, same) == set()
