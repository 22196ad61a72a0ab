"""The journal is the difference between two versions: every change is in it, whoever made it and however."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from eit.store.database import file_version
from eit.store.version.edit import edited_version
from eit.store.version.journal import Act


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


def test_a_row_without_a_key_is_known_by_all_its_values(path: Path) -> None:
    change(path, "UPDATE indicator_value SET value = 11 WHERE indicator_id = 'abi-i01' AND bound = 'target'")
    assert journal(path, "SELECT added, changed, removed FROM journal") == [(1, 0, 1)]


def test_entries_are_numbered_and_an_edit_that_fails_leaves_none(path: Path) -> None:
    change(path, "DELETE FROM rejected_pair", "first")
    with pytest.raises(duckdb.Error):
        change(path, "UPDATE company SET employees = -1", "refused")
    change(path, "UPDATE company SET employees = 7 WHERE company_id = 'que-001'", "second")
    assert journal(path, "SELECT entry, action FROM journal ORDER BY entry") == [(1, "first"), (2, "second")]
