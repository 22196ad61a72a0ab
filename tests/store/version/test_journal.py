"""The journal is the difference between two versions: every change is in it, whoever made it and however."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, tzinfo
from pathlib import Path

import duckdb
import pytest

from eit.domain.errors import DataError
from eit.store.database import file_version
from eit.store.version.edit import edited_version
from eit.store.version.journal import Act, recorded_tables


@pytest.fixture
def path(tmp_path: Path, root: Path) -> Path:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return copy


def journal(path: Path, query: str = "SELECT author, action, added, changed, removed FROM journal") -> list:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def change(path: Path, sql: str, action: str = "essai") -> None:
    with edited_version(path, file_version(path), Act("Camille", action)) as connection:
        connection.execute(sql)


def test_what_changed_is_counted_and_kept_before_and_after(path: Path) -> None:
    change(path, "UPDATE company SET employees = 7 WHERE company_id = 'que-001'")
    assert journal(path) == [("Camille", "essai", 0, 1, 0)]
    ((table, key, before, after),) = journal(path, "SELECT * EXCLUDE (entry) FROM journal_row")
    assert (table, key) == ("company", "que-001")
    assert json.loads(after) == json.loads(before) | {"employees": 7}


@pytest.mark.parametrize(
    ("sql", "counts", "keys"),
    [
        ("DELETE FROM rejected_pair", (0, 0, 1), None),
        ("INSERT INTO attendance VALUES ('abi-r2', 'abi-m24')", (1, 0, 0), {"abi-r2|abi-m24"}),
        ("UPDATE meeting SET title_fr = title_fr", (0, 0, 0), set()),
        (
            "UPDATE synergy SET jobs = 2 WHERE synergy_id IN ('abi-s01', 'abi-s02')",
            (0, 2, 0),
            {"abi-s01", "abi-s02"},
        ),
    ],
)
def test_a_row_added_changed_removed_or_left_alone(
    path: Path, sql: str, counts: tuple[int, int, int], keys: set[str] | None
) -> None:
    if "rejected_pair" in sql:
        counts = (0, 0, journal(path, "SELECT count(*) FROM rejected_pair")[0][0])
    change(path, sql)
    assert journal(path, "SELECT added, changed, removed FROM journal") == ([counts] if any(counts) else [])
    if keys is not None:
        assert {key for (key,) in journal(path, "SELECT row_key FROM journal_row")} == keys


def test_a_value_that_is_put_back_is_a_change_too(path: Path) -> None:
    [(before,)] = journal(path, "SELECT employees FROM company WHERE company_id = 'que-001'")
    for employees in (before + 1, before):
        change(path, f"UPDATE company SET employees = {employees} WHERE company_id = 'que-001'")
    assert journal(path, "SELECT changed FROM journal") == [(1,), (1,)]


def test_a_value_that_changes_is_one_row_that_changes(path: Path) -> None:
    change(path, "UPDATE indicator_value SET value = 11 WHERE indicator_id = 'abi-i01' AND bound = 'target'")
    assert journal(path, "SELECT added, changed, removed FROM journal") == [(0, 1, 0)]


def test_every_table_that_is_followed_has_a_key(path: Path) -> None:
    with duckdb.connect(str(path), read_only=True) as connection:
        assert [name for name, key in recorded_tables(connection).items() if not key] == []


def test_equal_rows_that_change_together_are_seen(path: Path) -> None:
    """An exclusive or of two equal fingerprints is nothing: the change would leave no entry."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE visit (place VARCHAR); INSERT INTO visit VALUES ('Amos'), ('Amos'), ('Val')"
        )
    change(path, "UPDATE visit SET place = 'Malartic' WHERE place = 'Amos'")
    assert journal(path, "SELECT added, changed, removed FROM journal") == [(2, 0, 2)]
    change(path, "DELETE FROM visit WHERE place = 'Malartic'", "removes")
    assert journal(path, "SELECT removed FROM journal ORDER BY entry") == [(2,), (2,)]


def test_a_clock_that_was_lost_writes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lost(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Lost:
            return cls(1970, 1, 1, 0, 5, tzinfo=tz)

    before = path.read_bytes()
    monkeypatch.setattr("eit.store.version.journal.datetime", Lost)
    with pytest.raises(DataError, match="clock_wrong"):
        change(path, "UPDATE company SET employees = 7 WHERE company_id = 'que-001'")
    assert path.read_bytes() == before


def test_entries_are_numbered_and_an_edit_that_fails_leaves_none(path: Path) -> None:
    change(path, "DELETE FROM rejected_pair", "first")
    with pytest.raises(duckdb.Error):
        change(path, "UPDATE company SET employees = -1", "refused")
    change(path, "UPDATE company SET employees = 7 WHERE company_id = 'que-001'", "second")
    assert journal(path, "SELECT entry, action FROM journal ORDER BY entry") == [(1, "first"), (2, "second")]
