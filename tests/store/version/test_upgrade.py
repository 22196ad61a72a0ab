"""A file of an older version becomes one of this version: every row is there, or nothing is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from eit.actions.edit import EditContext
from eit.actions.history import undo_last_import
from eit.domain.errors import DataError
from eit.store.database import Database
from eit.store.schema import SCHEMA_VERSION
from eit.store.version.build import build_database
from eit.store.version.swap import generations
from eit.store.version.upgrade import upgrade
from eit.store.version.workspace import DEMONSTRATION
from eit.store.version.write import CheckFailed
from tests.store.version.test_backup import ask, edit

OLD = "1"
COUNTRIES = (
    "DROP TABLE jurisdiction",
    "ALTER TABLE programme RENAME jurisdiction TO country",
    "UPDATE programme SET country = 'CA' WHERE country = 'CA-QC'",
)
"""A programme was of a country, and CA stood for Québec."""
UNLIKE = ("journal", "meta")
"""Tables that tell of the upgrade."""


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A work file as a version before this one made it: it had no scenes, and knew nothing of members who leave."""
    path = Path(shutil.copyfile(DEMONSTRATION, tmp_path / "work.duckdb"))
    edit(path, 7)
    change(
        path,
        "DROP TABLE scene",
        "ALTER TABLE consortium_member DROP COLUMN left_on",
        *COUNTRIES,
        f"UPDATE meta SET value = '{OLD}' WHERE key = 'schema_version'",
    )
    return path


def change(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def contents(path: Path) -> dict[str, list[tuple]]:
    """Every table that both versions have, its rows in order, without what only the new one has."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        columns = "COLUMNS(c -> c NOT IN ('left_on', 'jurisdiction', 'country'))"
        return {
            name: connection.execute(f'SELECT {columns} FROM "{name}" ORDER BY ALL').fetchall()
            for (name,) in names
            if name not in (*UNLIKE, "scene", "jurisdiction")
        }


def refusal(path: Path, author: str = "Camille") -> DataError:
    before = path.read_bytes()
    with pytest.raises(DataError) as told:
        upgrade(path, author)
    assert path.read_bytes() == before, "nothing is touched"
    assert not list(path.parent.glob(".eit-*"))
    return told.value


def test_every_row_is_there_and_the_old_file_is_kept(older: Path) -> None:
    before, old = contents(older), older.read_bytes()
    assert len(before["company"]) > 100 and len(before["flow"]) > 100
    assert upgrade(older, "Camille") == OLD
    assert contents(older) == before
    assert generations(older)[-1].read_bytes() == old
    with Database(older) as database:
        assert database.query("journal")[["author", "action"]].values.tolist() == [
            ["Camille", "upgrade"],
            ["Camille", "test"],
        ]
        assert database.query("journal")["subject"][0] == f"{OLD} → {SCHEMA_VERSION}"
    assert ask(older, "SELECT count(*) > 0, count(left_on) FROM consortium_member") == [(True, 0)]
    assert ask(older, "SELECT * FROM scene") == []


def test_a_country_of_before_becomes_the_jurisdiction_that_it_stood_for(older: Path) -> None:
    upgrade(older, "Camille")
    places = "SELECT jurisdiction, count(*) FROM programme GROUP BY ALL ORDER BY 1"
    assert ask(older, places) == [("CA-QC", 3), ("FR", 2)]
    assert ask(older, "SELECT count(*) FROM jurisdiction WHERE former_code IS NOT NULL") == [(2,)]


def test_the_factors_that_a_place_names_come_and_those_that_were_there_stay(older: Path) -> None:
    change(
        older,
        "DELETE FROM factor WHERE factor_id IN ('E-FR-BOI-NG', 'CI-CA')",
        "UPDATE factor SET central = 1.31 WHERE factor_id = 'CI-QC'",
    )
    upgrade(older, "Camille")
    asked = "SELECT factor_id, central FROM factor WHERE factor_id IN ('E-FR-BOI-NG', 'CI-CA', 'CI-QC') ORDER BY 1"
    assert ask(older, asked) == [("CI-CA", 1.3), ("CI-QC", 1.31), ("E-FR-BOI-NG", 0.9)]


def test_a_country_that_is_in_no_table_is_not_made_quebec(older: Path) -> None:
    change(older, "UPDATE programme SET country = 'US' WHERE programme_id = 'qnp'")
    before = older.read_bytes()
    with pytest.raises(CheckFailed, match="unknown_jurisdiction"):
        upgrade(older, "Camille")
    assert older.read_bytes() == before


def test_work_goes_on_after_it(older: Path) -> None:
    upgrade(older, "Camille")
    edit(older, 8)
    with Database(older) as database:
        assert list(database.query("journal")["entry"]) == [3, 2, 1]
    with pytest.raises(DataError, match="no_import_to_undo"):
        undo_last_import(EditContext(older, "Camille"), "abitibi")


def test_the_derived_tables_are_computed_anew(older: Path) -> None:
    before = contents(older)
    change(older, "DELETE FROM company_territory")
    upgrade(older, "Camille")
    after = contents(older)
    assert after["company_territory"] == before["company_territory"] and "candidate" not in after
    with Database(older) as database:
        assert len(database.rows("candidate"))


def test_a_file_of_this_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = Path(shutil.copyfile(DEMONSTRATION, tmp_path / "work.duckdb"))
    before = path.read_bytes()
    assert upgrade(path, "Camille") == SCHEMA_VERSION
    assert path.read_bytes() == before and not generations(path)


def test_a_value_without_a_place_stops_it(older: Path) -> None:
    change(older, "ALTER TABLE company ADD COLUMN mood VARCHAR", "ALTER TABLE flow ADD COLUMN unused VARCHAR")
    assert upgrade(Path(shutil.copy(older, older.with_name("other.duckdb"))), "Camille") == OLD
    change(older, "UPDATE company SET mood = 'glad' WHERE company_id = 'abi-001'")
    told = refusal(older)
    assert (told.code, told.values["table"], told.values["columns"]) == (
        "upgrade_would_lose",
        "company",
        "mood",
    )


def test_a_table_without_a_place_stops_it(older: Path) -> None:
    change(older, "CREATE TABLE visit (company_id VARCHAR)", "INSERT INTO visit VALUES ('abi-s01')")
    assert refusal(older).values["table"] == "visit"


def test_a_row_that_this_version_refuses_stops_it(older: Path) -> None:
    change(
        older,
        "CREATE TABLE kept AS SELECT * FROM actor",
        "DROP TABLE actor",
        "ALTER TABLE kept RENAME TO actor",
        "UPDATE actor SET kind = 'wizard' WHERE actor_id = (SELECT min(actor_id) FROM actor)",
    )
    told = refusal(older)
    assert (told.code, told.values["table"]) == ("upgrade_refused", "actor")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DROP TABLE meta", "not_a_data_file"),
        (f"UPDATE meta SET value = '{int(SCHEMA_VERSION) + 1}' WHERE key = 'schema_version'", "newer_schema"),
    ],
)
def test_another_file_is_not_upgraded(older: Path, statement: str, code: str) -> None:
    change(older, statement)
    assert refusal(older).code == code


def test_nobody_upgrades_without_a_name_nor_the_demonstration(older: Path) -> None:
    assert refusal(older, " ").code == "author_missing"
    assert refusal(DEMONSTRATION).code == "demonstration_read_only"


def test_an_older_file_with_work_in_it_is_never_built_over(older: Path, root: Path) -> None:
    before = older.read_bytes()
    with pytest.raises(DataError, match="build_over_work"):
        build_database(root / "data", older)
    assert older.read_bytes() == before and len(generations(older)) == 1
