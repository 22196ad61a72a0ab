"""Two people edit at once: nothing is lost, and the second is told when it was about the same thing."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from eit.actions.edit import EditContext, apply
from eit.analysis.history import history, latest_entry
from eit.domain.errors import DataError, NamesWithoutConsent
from eit.store.database import Database


@pytest.fixture
def path(tmp_path: Path, root: Path) -> Path:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return copy


def jobs(door: EditContext, synergy: str, number: int) -> None:
    sql = f"UPDATE synergy SET jobs = {number} WHERE synergy_id = '{synergy}'"
    apply(
        door,
        "edit-synergy",
        "abitibi",
        synergy,
        {synergy},
        lambda connection: connection.execute(sql) and None,
    )


def known_jobs(path: Path) -> dict[str, float]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return dict(
            connection.execute("SELECT synergy_id, jobs FROM synergy WHERE jobs IS NOT NULL").fetchall()
        )


def test_two_who_change_different_rows_are_both_kept(path: Path) -> None:
    first, second = EditContext(path, "Camille", 0), EditContext(path, "Dominique", 0)
    jobs(first, "abi-s01", 1)
    jobs(second, "abi-s02", 2)
    assert {"abi-s01": 1, "abi-s02": 2}.items() <= known_jobs(path).items()


def test_the_second_who_changes_the_same_row_is_told_who_and_what(path: Path) -> None:
    first, second = EditContext(path, "Camille", 0), EditContext(path, "Dominique", 0)
    jobs(first, "abi-s01", 1)
    with pytest.raises(DataError) as told:
        jobs(second, "abi-s01", 2)
    assert told.value.code == "changed_by_others"
    assert told.value.values == {"who": "Camille", "what": "abi-s01"}
    assert known_jobs(path)["abi-s01"] == 1
    with Database(path) as database:
        seen = latest_entry(database)
    jobs(EditContext(path, "Dominique", seen), "abi-s01", 2)
    assert known_jobs(path)["abi-s01"] == 2


def test_a_crowd_gets_through_one_after_the_other(path: Path) -> None:
    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(lambda n: jobs(EditContext(path, f"p{n}", 0), f"abi-s{n:02d}", n), range(1, 9)))
    assert {f"abi-s{n:02d}": n for n in range(1, 9)}.items() <= known_jobs(path).items()
    with Database(path) as database:
        assert sorted(history(database)["author"]) == [f"p{n}" for n in range(1, 9)]


def test_nobody_edits_without_a_name(path: Path) -> None:
    with pytest.raises(DataError, match="author_missing"):
        jobs(EditContext(path, " "), "abi-s01", 1)
    assert "abi-s01" not in {key for key, value in known_jobs(path).items() if value == 1}


DECIDE = """INSERT INTO decision (decision_id, programme_id, wording, decided_on, consensus)
VALUES ('d-new', 'abitibi', ?, DATE '2026-01-01', 'consensus')"""


def decide(door: EditContext, wording: str) -> None:
    def change(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(DECIDE, [wording])

    apply(door, "add-decision", "abitibi", "d-new", {"d-new"}, change)


def decisions(path: Path) -> int:
    with Database(path) as database:
        return len(database.rows("decision"))


@pytest.mark.parametrize(
    "wording",
    ["Visiter PANNEAUX  val-boreal en mai", "Appeler Val-Boréal", "Écrire aux Panneaux Val Boréal inc."],
)
def test_a_text_that_names_who_did_not_agree_is_pointed_out_before_it_is_stored(
    path: Path, wording: str
) -> None:
    before = decisions(path)
    with pytest.raises(NamesWithoutConsent) as told:
        decide(EditContext(path, "Camille", names_told=frozenset()), wording)
    assert told.value.names == ("Panneaux Val-Boréal (fictif)",) and decisions(path) == before
    decide(EditContext(path, "Camille", names_told=frozenset(told.value.names)), wording)
    assert decisions(path) == before + 1


def test_what_names_nobody_or_who_agreed_is_stored_at_once(path: Path) -> None:
    before = decisions(path)
    decide(
        EditContext(path, "Camille", names_told=frozenset()),
        "Scierie des Trembles : essai de panneaux en mai",
    )
    assert decisions(path) == before + 1


def test_a_command_is_asked_nothing(path: Path) -> None:
    before = decisions(path)
    decide(EditContext(path, "Camille"), "Visiter Panneaux Val-Boréal")
    assert decisions(path) == before + 1
