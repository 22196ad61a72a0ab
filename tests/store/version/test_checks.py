"""What nothing else forbids is found by a check: a reference that leads nowhere, a date that is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from eit.actions.edit import EditContext, apply
from eit.locations import DEMONSTRATION
from eit.store.version.check import failed_checks
from eit.store.version.schema_checks import read_references, unknown_references
from eit.store.version.workspace import copy_demonstration
from eit.store.version.write import CheckFailed, check_texts, run_checks

PLANTED = (
    "INSERT INTO consent (consent_id, programme_id, company_id, scope, given_on, how) "
    "VALUES ('k', 'abitibi', 'abi-001', 'consortium', '2025-01-01', 'lettre')",
    "INSERT INTO contact (contact_id, programme_id, company_id, name, purpose) "
    "VALUES ('c', 'abitibi', 'abi-001', 'Zoé', 'suivi')",
    "INSERT INTO programme_role VALUES ('abitibi', 'ana@exemple.org', 'administer', NULL, '2025-01-01')",
    "INSERT INTO retention VALUES ('abitibi', 'contact', 12)",
    "INSERT INTO privacy_incident (incident_id, programme_id, happened_on, wording) "
    "VALUES ('i', 'abitibi', '2025-01-01', 'x')",
    "INSERT INTO journal VALUES (1, '2025-01-01', 'Ana', 'edit', 'abitibi', NULL, NULL, NULL, 1, 0, 0)",
    "INSERT INTO journal_row VALUES (1, 'flow', 'x', NULL, '{}')",
    "INSERT INTO answer VALUES ('abitibi', 'companies', '', 'value', 's', 'a', 'v', 'Ana', '2025-01-01')",
    "UPDATE item SET territory_id = (SELECT min(territory_id) FROM territory) WHERE item_id = 'abi-t01'",
    "UPDATE indicator SET territory_id = (SELECT min(territory_id) FROM territory) WHERE rank = 1",
    "UPDATE decision SET synergy_id = 'abi-s01' WHERE programme_id = 'abitibi'",
)
"""A row of each table that the demonstration leaves empty, so that a date or a reference of it can be broken."""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = shutil.copyfile(DEMONSTRATION, tmp_path_factory.mktemp("checks") / "flows.duckdb")
    with duckdb.connect(str(path)) as opened:
        for statement in PLANTED:
            opened.execute(statement)
        yield opened


def rows_after(connection: duckdb.DuckDBPyConnection, statement: str, table: str, check: str) -> list[tuple]:
    """What one check of what was touched finds after a statement about a table, which is then taken back."""
    connection.execute("BEGIN")
    try:
        connection.execute(statement)
        return run_checks(connection, {table}).get(check, [])
    finally:
        connection.execute("ROLLBACK")


def failing(connection: duckdb.DuckDBPyConnection, statement: str) -> set[str]:
    """Names of the checks that fail after a statement, which is then taken back."""
    connection.execute("BEGIN")
    try:
        connection.execute(statement)
        return set(run_checks(connection))
    finally:
        connection.execute("ROLLBACK")


def test_each_reference_and_date_of_the_schema_is_checked(connection: duckdb.DuckDBPyConnection) -> None:
    """A new column is in by itself; one that is named like an id and names nothing is said to be free, with why."""
    assert unknown_references() == []
    columns = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name) "
        "WHERE data_type IN ('DATE', 'TIMESTAMP') OR regexp_matches(column_name, '_on$|_due$|^since$|^until$')"
    ).fetchall()
    ways = [
        (pair, "99999" if pair[1] == "entry" else "'nowhere'", "references") for pair in read_references()
    ]
    ways += [(pair, "'9999-01-01'", "dates") for pair in columns]
    unseen = []
    for (table, column), wrong, check in ways:
        empty = not connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0][0]
        place = f'(SELECT min(rowid) FROM "{table}")'
        change = f'UPDATE "{table}" SET "{column}" = {wrong} WHERE rowid = {place}'
        asked = f"'{table}.{column}'" in check_texts()[check]
        if not asked or not (empty or rows_after(connection, change, table, check)):
            unseen.append((table, column))
    assert unseen == [] and len(ways) > 60


def test_a_row_of_another_programme_is_found(connection: duckdb.DuckDBPyConnection) -> None:
    for table in ("flow", "consent", "contact"):
        moved = f"UPDATE {table} SET programme_id = 'quebec' WHERE programme_id = 'abitibi'"
        assert "references" in failing(connection, moved), table


def test_what_failed_before_does_not_lock_out_who_comes_to_edit(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    copy_demonstration(path)
    with duckdb.connect(str(path)) as opened:
        opened.execute("UPDATE decision SET due_on = decided_on - 1 WHERE programme_id = 'abitibi'")
    door = EditContext(path, "Ana")
    apply(door, "edit", "abitibi", "x", (), lambda c: c.execute("UPDATE company SET employees = 3"))
    assert failed_checks(path)
    worse = "UPDATE company SET joined_on = DATE '0202-01-01' WHERE company_id = 'abi-001'"
    with pytest.raises(CheckFailed) as refused:
        apply(door, "edit", "abitibi", "x", (), lambda c: c.execute(worse))
    assert refused.value.rows == {"dates": [("company.joined_on", "abi-001")]}


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
