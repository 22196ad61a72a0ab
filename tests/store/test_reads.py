"""An answer goes with the versions in which the tables that it rests on are the same, and with no other."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import numpy as np
import pandas as pd
import pytest

from eit.analysis import history, programme_parts, programmes, week
from eit.analysis.exchanges import pooling, potential
from eit.analysis.impact import indicators, kpis, money, plausibility
from eit.analysis.synergies import barriers, board, funnel, years
from eit.analysis.territories import inferred_streams, movements, portraits
from eit.domain.selection import Selection
from eit.locations import DEMONSTRATION
from eit.store import database as database_module
from eit.store import reads
from eit.store.database import Database, Memory
from eit.store.derived.company_territories import derive_territories
from eit.store.derived.matching import DERIVED
from eit.store.schema import create_schema
from eit.store.sql_files import read_sql, sql_names
from eit.ui import answers

DAY, PROGRAMME, JURISDICTION = date(2026, 11, 29), "abitibi", "CA-QC"
ASKED = Selection(PROGRAMME, radius_km=60)
ANSWERS: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
    (kpis.headline, (ASKED, DAY)),
    (potential.potential_exchanges, (ASKED, DAY)),
    (pooling.find_hubs, (ASKED,)),
    (answers.synergy_table, (PROGRAMME, JURISDICTION)),
    (answers.site_table, (ASKED, DAY)),
    (answers.territory_table, (ASKED, JURISDICTION, DAY)),
    (answers.scenario_names, (PROGRAMME,)),
    (barriers.rejections, (PROGRAMME,)),
    (board.board, (PROGRAMME, DAY)),
    (funnel.stage_counts, (PROGRAMME, DAY)),
    (years.yearly, (PROGRAMME, DAY)),
    (week.week, (PROGRAMME, DAY, "fr")),
    (programmes.categories, (PROGRAMME,)),
    (programmes.company_names, (PROGRAMME,)),
    (programme_parts.items, (PROGRAMME, DAY)),
    (plausibility.doubts, (PROGRAMME,)),
    (money.price_book, (JURISDICTION,)),
    (inferred_streams.estimated_by_territory, (PROGRAMME,)),
    (indicators.sheet, (PROGRAMME, DAY)),
    (movements.seasons, (PROGRAMME, None)),
    (portraits.default_territories, (PROGRAMME,)),
    (history.latest_entry, ()),
]
EDITS, SEED = 4, 20261129


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(DEMONSTRATION, tmp_path / "edited.duckdb"))


def same(one: Any, other: Any) -> bool:
    """Whether two answers are equal, to the rounding of a sum that is added in another order."""
    if isinstance(one, pd.DataFrame):
        with suppress(AssertionError):
            pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other), rtol=1e-9)
            return True
        return False
    if isinstance(one, np.ndarray | float):
        return bool(np.allclose(one, other, rtol=1e-9, equal_nan=True))
    if is_dataclass(one):
        return all(same(getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    return bool(one == other)


def edit(path: Path, dice: random.Random) -> str:
    """One row of one table drawn at random takes a value of another row, goes, or comes back at the end."""
    fresh = Path(shutil.copy(path, path.with_name("fresh.duckdb")))
    with duckdb.connect(str(fresh)) as connection:
        found = "SELECT table_name FROM duckdb_tables() ORDER BY 1"
        tables = {name for (name,) in connection.execute(found).fetchall()} - {
            *DERIVED,
            "meta",
            "jurisdiction",
        }
        table = dice.choice(sorted(tables))
        columns = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
        rows = [row for (row,) in connection.execute(f"SELECT rowid FROM {table}").fetchall()]
        with suppress(duckdb.Error):
            if rows:
                one, other, column = dice.choice(rows), dice.choice(rows), dice.choice(columns)
                connection.execute(
                    dice.choice(
                        (
                            f"UPDATE {table} SET {column} = (SELECT {column} FROM {table} WHERE rowid = {other}) "
                            f"WHERE rowid = {one}",
                            f"DELETE FROM {table} WHERE rowid = {one}",
                        )
                    )
                )
        derive_territories(connection)
    fresh.replace(path)
    return table


def asked(database: Database) -> Iterator[tuple[str, Any]]:
    """Every answer, by name; an answer that a broken row makes impossible is its error."""
    for answer, arguments in ANSWERS:
        try:
            yield answer.__qualname__, database.ask(answer, *arguments)
        except Exception as error:
            yield answer.__qualname__, repr(error)


def test_every_answer_is_that_of_its_version_whatever_was_edited(path: Path) -> None:
    dice, memory = random.Random(SEED), Memory()
    with Database(path, memory) as database:
        dict(asked(database))
    for _ in range(EDITS):
        table = edit(path, dice)
        with Database(path, memory) as kept, Database(path) as fresh:
            pairs = zip(asked(kept), asked(fresh), strict=True)
            wrong = [name for (name, one), (_, other) in pairs if not same(one, other)]
        assert not wrong, (table, wrong)


def test_an_edit_leaves_alone_what_does_not_read_its_tables(path: Path) -> None:
    memory, made = Memory(), []

    def answer(database: Database, table: str) -> int:
        made.append(table)
        return len(database.rows(table))

    for statement in ("SELECT 1", "DELETE FROM decision", "UPDATE flow SET note = 'x'"):
        with duckdb.connect(str(path)) as connection:
            connection.execute(statement)
        with Database(path, memory) as database:
            for table in ("decision", "flow", "candidate", "journal", "material"):
                assert database.ask(answer, table) == len(database.rows(table))
    every = ["decision", "flow", "candidate", "journal", "material"]
    assert made == [*every, "decision", "journal", "flow", "candidate", "journal"]


def test_an_answer_rests_on_what_its_parts_rest_on_even_when_they_were_there_already(path: Path) -> None:
    memory = Memory()

    def part(database: Database) -> int:
        return len(database.rows("decision"))

    def whole(database: Database) -> int:
        return database.ask(part) + len(database.rows("material"))

    with Database(path, memory) as database:
        database.ask(part)
        before = database.ask(whole)
    with duckdb.connect(str(path)) as connection:
        [(gone,)] = connection.execute("SELECT count(*) FROM decision").fetchall()
        connection.execute("DELETE FROM decision")
    with Database(path, memory) as database:
        assert database.ask(whole) == before - gone < before


def test_an_answer_that_looks_beside_the_tables_holds_for_one_version(path: Path) -> None:
    memory, made = Memory(), []

    def beside(database: Database) -> str:
        made.append("path")
        return database.stamp.path

    def of_another_file(database: Database) -> int:
        made.append("other")
        with Database(DEMONSTRATION) as other:
            return len(other.rows("company"))

    for statement in ("SELECT 1", "DELETE FROM decision"):
        with duckdb.connect(str(path)) as connection:
            connection.execute(statement)
        with Database(path, memory) as database:
            for _ in range(2):
                database.ask(beside)
                database.ask(of_another_file)
    assert made == ["path", "other"] * 2


def test_an_answer_of_another_day_is_made_again(path: Path) -> None:
    memory, made = Memory(), []

    def size(database: Database, table: str) -> int:
        made.append(table)
        return len(database.rows(table))

    for day, statement in ((1, "SELECT 1"), (1, "DELETE FROM decision"), (2, "DELETE FROM meeting")):
        with duckdb.connect(str(path)) as connection:
            connection.execute(statement)
        clock = patch.object(database_module, "now", lambda day=day: datetime(2026, 11, day, tzinfo=UTC))
        with clock, Database(path, memory) as database:
            database.ask(size, "material")
    assert len(made) == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE flow SET note = NULL WHERE note IS NOT NULL",
        "UPDATE flow SET disposal_cost_per_t = 0 WHERE disposal_cost_per_t IS NULL",
        "UPDATE flow SET quantity_low_per_year = quantity_high_per_year, quantity_high_per_year = NULL",
        "UPDATE company SET latitude = longitude / 2",
        "CREATE TEMP TABLE t AS FROM flow; DELETE FROM flow; INSERT INTO flow FROM t ORDER BY flow_id DESC",
    ],
)
def test_every_change_of_a_table_changes_its_fingerprint(path: Path, change: str) -> None:
    found = []
    for statement in ("UPDATE flow SET quantity_high_per_year = 1, note = 'n'", change):
        with duckdb.connect(str(path)) as connection:
            connection.execute(statement)
            found.append(reads.table_versions(connection.cursor(), {}))
    table = re.findall(r"flow|company", change)[-1]
    changed = {name for name in found[0] if found[0][name] != found[1][name]}
    assert changed == {table, "candidate"}


def test_no_statement_reads_a_table_that_is_not_recorded() -> None:
    """Each question answers on a file that has the tables it names, and no other."""
    missed = []
    with duckdb.connect() as connection:
        create_schema(connection)
        tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        found = connection.execute("SELECT view_name, sql FROM duckdb_views() WHERE NOT internal").fetchall()
        connection.execute(read_sql("derive", "pairs"))
        for name in sql_names("queries"):
            text = reads.COMMENT.sub("", read_sql("queries", name))
            connection.execute("BEGIN")
            for table in tables - reads.tables_named(text):
                connection.execute(f"DROP TABLE {table}")
            if reads.PAIRS not in reads.tables_named(text):
                connection.execute(f"DROP VIEW {reads.PAIRS}; DROP TABLE best_only_programme")
            try:
                for view, made_by in found:
                    if re.search(rf"\b{view}\b", text):
                        connection.execute(made_by.replace("CREATE VIEW", "CREATE OR REPLACE VIEW"))
                connection.execute(f"PREPARE asked AS {text}")
            except duckdb.CatalogException as error:
                missed.append(f"{name}: {error}")
            connection.execute("ROLLBACK")
    assert not missed


def test_no_answer_reads_a_table_that_is_not_recorded(path: Path) -> None:
    """Whatever thread reads, and by whatever road: every statement that runs is among what the answer rests on."""
    run: set[str] = set()
    answer_of = Database._answer

    def spied(database: Database, statement: str, parameters: Any) -> pd.DataFrame:
        run.update(reads.tables_named(statement))
        return answer_of(database, statement, parameters)

    missed: dict[str, Iterable[str]] = {}
    with patch.object(Database, "_answer", spied):
        for answer, arguments in ANSWERS:
            run.clear()
            with Database(path) as database, reads.noting(database) as noted:
                database.ask(answer, *arguments)
            if run - noted.tables or noted.elsewhere:
                missed[answer.__qualname__] = sorted(run - noted.tables)
    assert not missed


def test_a_view_stands_for_the_tables_below_it() -> None:
    assert reads.tables_named("SELECT * FROM rejection -- meeting") == {"rejected_pair", "flow", "company"}
    assert reads.tables_named('SELECT * FROM "synergy_stage"') == {"synergy_event"}


def test_a_thread_of_an_answer_takes_along_what_is_noted() -> None:
    """A pool begun without it would read tables that nobody notes."""
    root = Path(reads.__file__).parents[1]
    found = [path for room in ("analysis", "ui") for path in (root / room).rglob("*.py")]
    pools = [path for path in found if "ThreadPool" in (text := path.read_text("utf-8")) or "Thread(" in text]
    assert pools and all("copy_context().run" in path.read_text("utf-8") for path in pools)
