"""Pairs that are kept beside a data file save time and nothing else: whatever they are, the answer is the same."""

from __future__ import annotations

import errno
import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from eit.store.database import Database, file_version
from eit.store.derived import kept_pairs, matching
from eit.store.derived.kept_pairs import kept_file
from eit.store.version.edit import edited_version
from eit.store.version.journal import Act
from eit.store.version.swap import alone

KEY = ["programme_id", "offer_id", "demand_id"]
FEWER = "UPDATE flow SET quantity_per_year = 1, mass_t_per_year = 1 WHERE hash(flow_id) % 20 = 3"


@pytest.fixture
def path(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file whose programmes are all large."""
    monkeypatch.setattr(matching, "LARGEST_PAIRS", 0)
    monkeypatch.setattr(matching, "KEPT_PARTNERS", 3)
    yield Path(shutil.copyfile(root / "data" / "flows.duckdb", tmp_path / "flows.duckdb"))


def asked(path: Path, passing: bool = False) -> pd.DataFrame:
    """What a page reads; `passing`: nothing is looked up or kept beside the file."""
    with Database(path, passing=passing) as database:
        return database.rows("candidate").sort_values(KEY, ignore_index=True)


def right(path: Path) -> bool:
    """Whether the pairs are those that deriving anew gives."""
    pd.testing.assert_frame_equal(asked(path), asked(path, passing=True), rtol=1e-12)
    return True


def edit(path: Path, statement: str) -> None:
    with edited_version(path, file_version(path), Act("essai", "test")) as connection:
        connection.execute(statement)


def never(*_: object) -> None:
    raise AssertionError("derived again")


def test_what_was_kept_is_taken_up_and_follows_an_edit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = asked(path)
    assert kept_file(path).is_file() and len(first) > 500 and right(path)
    derive = matching.derive_pairs
    monkeypatch.setattr(matching, "derive_pairs", never)
    pd.testing.assert_frame_equal(asked(path), first)
    kept = kept_file(path).read_bytes()
    for statement in (FEWER, "UPDATE company SET closed_on = '2020-01-01' WHERE company_id = 'abi-002'"):
        edit(path, statement)
        found = asked(path)
        assert not found.equals(first)
        monkeypatch.setattr(matching, "derive_pairs", derive)
        assert right(path)
        monkeypatch.setattr(matching, "derive_pairs", never)
    assert kept_file(path).read_bytes() == kept, "a change that is quick to follow writes no pair"


def test_an_edit_writes_no_pair(path: Path) -> None:
    asked(path)
    kept = file_version(kept_file(path))
    edit(path, "CREATE OR REPLACE TABLE candidate AS SELECT 'abitibi' AS programme_id")
    with Database(path) as database:
        assert len(database.rows("candidate").columns) == 5, "a table of before is not read"
    edit(path, "UPDATE decision SET owner = 'Léa'")
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert ("candidate",) not in tables and file_version(kept_file(path)) == kept


def rules_of_before(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "KEPT_PARTNERS", 2)
        kept_file(path).unlink()
        asked(path)


def of_another_file(path: Path) -> None:
    other = Path(shutil.copyfile(path, path.with_name("other.duckdb")))
    edit(other, "UPDATE company SET x_km = x_km + 9, y_km = y_km - 5")
    asked(other)
    kept_file(other).replace(kept_file(path))


def nothing_of_ours(path: Path) -> None:
    kept_file(path).write_bytes(hashlib.sha256(b"x").digest() + b"x")


def cut(path: Path) -> None:
    kept_file(path).write_bytes(kept_file(path).read_bytes()[:-7])


def turned(path: Path) -> None:
    content = bytearray(kept_file(path).read_bytes())
    content[len(content) * 2 // 3] ^= 1
    kept_file(path).write_bytes(content)


def a_folder(path: Path) -> None:
    kept_file(path).unlink()
    kept_file(path).mkdir()


def older(path: Path) -> None:
    edit(path, FEWER.replace("= 1", "= 2"))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: kept_file(path).unlink(), False),
        (lambda path: kept_file(path).write_bytes(b""), True),
        (cut, True),
        (turned, True),
        (nothing_of_ours, True),
        (a_folder, True),
        (rules_of_before, False),
        (of_another_file, False),
        (older, False),
    ],
)
def test_what_cannot_be_trusted_changes_no_answer(
    path: Path, spoil: Callable[[Path], object], told: bool, caplog: pytest.LogCaptureFixture
) -> None:
    asked(path)
    spoil(path)
    caplog.clear()
    assert right(path)
    assert bool(caplog.records) is told
    assert not told or str(kept_file(path)) in caplog.text


def test_no_byte_of_it_goes_unnoticed(path: Path) -> None:
    asked(path)
    with Database(path) as database:
        wanted = kept_pairs.rules(database._connection.execute("USE eit"))
    content = kept_file(path).read_bytes()
    assert kept_pairs.read_kept(path, wanted) is not None
    for place in range(0, len(content), len(content) // 40):
        wrong = content[:place] + bytes([content[place] ^ 0x20]) + content[place + 1 :]
        kept_file(path).write_bytes(wrong)
        assert kept_pairs.read_kept(path, wanted) is None, place


def test_what_cannot_be_kept_is_answered_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with alone(path):
        assert right(path)
    with monkeypatch.context() as patch:
        patch.setattr(kept_pairs, "_write", full)
        assert right(path)
    with Database(path) as database:
        edit(path, FEWER)
        assert len(database.rows("candidate")), "of a version that was replaced meanwhile"
    assert not kept_file(path).exists() and not [*path.parent.glob(".eit-*")]


def test_who_derives_at_once_gets_the_same(path: Path) -> None:
    found: list[pd.DataFrame] = []
    threads = [threading.Thread(target=lambda: found.append(asked(path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and all(one.equals(found[0]) for one in found) and right(path)
