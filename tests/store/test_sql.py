"""One question, one SQL file, one name; and every check can fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from eit.store.sql_files import SQL_FOLDER, read_sql, sql_names
from eit.store.version.write import check_texts, run_checks

CHANGED = re.compile(r"(?:UPDATE|INSERT INTO|DELETE FROM) (\w+)")
QUERIES, CHECKS = sql_names("queries"), sql_names("checks")

# Check -> ways to break the data on purpose, each of which that check must tell.
BREAKAGES = {
    "dates": [
        "UPDATE company SET joined_on = '1066-01-01' WHERE company_id = 'que-001'",
        "UPDATE rejected_pair SET rejected_on = '1899-12-31'",
        "UPDATE decision SET due_on = decided_on - 1",
        "UPDATE programme SET starts_on = 'janvier' WHERE programme_id = 'abitibi'",
        "UPDATE programme SET starts_on = '2022-13' WHERE programme_id = 'abitibi'",
        "UPDATE programme SET ends_on = '2024-02-30' WHERE programme_id = 'abitibi'",
        "UPDATE programme SET starts_on = '2024-02' WHERE programme_id = 'abitibi'",
    ],
    "families_two_levels": ["UPDATE material SET parent_id = 'wood-ash' WHERE material_id = 'used-wood'"],
    "fictitious_names": [
        "UPDATE company SET name = 'Acier du Nord' WHERE company_id = 'que-001'",
        "UPDATE company SET name = '(fictif) Acier' WHERE company_id = 'que-001'",
    ],
    "references": [  # each column is broken in test_checks
        "UPDATE flow SET company_id = 'nobody' WHERE flow_id = 'que-003-o1'",
        "UPDATE flow SET programme_id = 'abitibi' WHERE flow_id = 'que-003-o1'",
        "DELETE FROM company WHERE company_id = 'que-003'",  # what named it was not touched
        "UPDATE synergy SET offer_flow_id = demand_flow_id WHERE synergy_id = 'abi-s01'",
        "INSERT INTO compatibility VALUES ('wood-ash', 'x', 'same', 1, NULL)",
        "INSERT INTO rejected_pair (offer_id, demand_id, reason, rejected_on)"
        " VALUES ('abi-028-d1', 'abi-028-d1', 'price', '2024-01-01')",
        "INSERT INTO journal_row VALUES (999, 'flow', 'x', '{}', NULL)",
    ],
    "synergy_without_stage": ["DELETE FROM synergy_event WHERE synergy_id = 'abi-s01'"],
    "ranges": [
        "UPDATE factor SET low = central + 1 WHERE factor_id = 'R-ALU-bas'",
        "UPDATE factor SET high = central - 1 WHERE factor_id = 'R-ALU-bas'",
        "UPDATE factor SET low = 2, central = NULL, high = 1 WHERE factor_id = 'R-ALU-bas'",
    ],
    "route_without_factor": [
        "UPDATE material SET ghg_route = 'R-GOLD' WHERE material_id = 'wood-ash'",
        "UPDATE known_synergy SET ghg_route = 'R-GOLD' WHERE library_row = 1",
    ],
    "unknown_jurisdiction": ["UPDATE programme SET jurisdiction = 'CA' WHERE programme_id = 'abitibi'"],
    "unsourced": [
        "UPDATE factor SET source = ' ' WHERE factor_id = 'R-ALU-bas'",
        "UPDATE factor SET year = '' WHERE factor_id = 'R-ALU-bas'",
        "UPDATE factor SET unit = '' WHERE factor_id = 'R-ALU-bas'",
        "UPDATE factor SET confidence = 'rumour' WHERE factor_id = 'R-ALU-bas'",
        "UPDATE material SET source = '' WHERE material_id = 'wood-ash'",
        "UPDATE material SET year = ' ' WHERE material_id = 'wood-ash'",
        "UPDATE material SET confidence = 'sure' WHERE material_id = 'wood-ash'",
        "UPDATE known_synergy SET source = '' WHERE library_row = 1",
        "UPDATE known_synergy SET confidence = '' WHERE library_row = 1",
    ],
}


def test_every_query_and_check_says_what_it_is_for():
    """A query: the question, then what its rows are; a check: what must not be."""
    faults = []
    for name in QUERIES:
        first, second, *_ = read_sql("queries", name).splitlines()
        if not re.fullmatch(r"-- Question: .+\?.*", first):
            faults.append(f"{name}: its first line is no question: {first}")
        if not second.startswith("-- "):
            faults.append(f"{name}: its second line does not say what the rows are")
    for name in CHECKS:
        if not read_sql("checks", name).startswith("-- Must return no row: "):
            faults.append(f"{name}: it does not say what must not be")
    assert QUERIES and CHECKS and faults == []


def test_every_query_is_asked_somewhere(root):
    code = "\n".join(path.read_text(encoding="utf-8") for path in (root / "eit").rglob("*.py"))
    quoted = set(re.findall(r"""["']([\w-]+)["']""", code))
    assert [name for name in QUERIES if name not in quoted and not _asked_by_variable(code, name)] == []


def _asked_by_variable(code: str, name: str) -> bool:
    """`reference(database, "materials")` asks the query of that name."""
    return name in ("materials", "library") and "database.query(table)" in code


def test_queries_read_and_do_nothing_else():
    other = {"INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ATTACH", "COPY", "INSTALL", "PRAGMA"}
    said = {name: re.sub(r"--.*", "", read_sql("queries", name)).upper() for name in QUERIES}
    assert {
        name: found for name, sql in said.items() if (found := other & set(re.findall(r"[A-Z]+", sql)))
    } == {}


def test_there_is_no_other_sql():
    assert {path.relative_to(SQL_FOLDER).parts[0] for path in SQL_FOLDER.rglob("*.sql")} == {
        "schema",
        "queries",
        "checks",
        "derive",
        "journal",
        "actions",
        "bounded",
        "migrations",
    }


@pytest.fixture(scope="module")
def breakable(root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The committed data in memory, without its foreign file: every breakage is rolled back."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{root / 'data' / 'flows.duckdb'}' AS committed (READ_ONLY)")
        connection.execute("COPY FROM DATABASE committed TO memory")
        connection.execute("DETACH committed")
        yield connection


def test_whole_data_passes_every_check(breakable):
    assert run_checks(breakable) == {}


def test_every_check_has_a_way_to_fail():
    assert set(BREAKAGES) == set(check_texts())


def test_every_check_tells_every_way_to_break_what_it_guards(breakable):
    faults = []
    for check, breakage in ((check, breakage) for check, ways in BREAKAGES.items() for breakage in ways):
        breakable.execute("BEGIN")
        try:
            changed = breakable.execute(breakage).fetchone()
            if not changed or changed[0] == 0:
                faults.append(f"{check}: the breakage broke nothing: {breakage}")
            elif check not in run_checks(breakable):
                faults.append(f"{check} does not tell: {breakage}")
            elif check not in run_checks(breakable, set(CHANGED.findall(breakage))):
                faults.append(f"{check} is not asked of what was touched: {breakage}")
        finally:
            breakable.execute("ROLLBACK")
    assert faults == []
