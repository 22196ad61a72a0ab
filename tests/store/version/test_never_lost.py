"""What cannot be read is never taken for nothing: each cause has its sentence, and nothing is replaced unseen."""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import duckdb
import pytest

from eit.domain.errors import DataError
from eit.locations import DEMONSTRATION
from eit.store.connections import open_to_export, open_to_write
from eit.store.database import Database, file_version
from eit.store.version import swap
from eit.store.version.backup import back_up
from eit.store.version.build import build_database
from eit.store.version.edit import edited_version, generations
from eit.store.version.journal import Act
from eit.store.version.restore import restore
from eit.store.version.upgrade import upgrade
from eit.views.texts import LANGUAGES, texts
from tests.store.version.test_backup import ask, edit, jobs

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = Path(shutil.copyfile(DEMONSTRATION, tmp_path / "work.duckdb"))
    edit(made, 1)
    return made


@pytest.fixture
def held(path: Path) -> Iterator[subprocess.Popen]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], **pipes) as tool:  # type: ignore[call-overload]
        tool.stdout.readline()
        yield tool
        tool.communicate(b"\n")


def refused(act: Callable[[], object]) -> DataError:
    with pytest.raises(DataError) as told:
        act()
    for lang in LANGUAGES:
        assert texts(lang)(f"problem.{told.value.code}", **told.value.values)
    return told.value


def test_a_file_that_a_program_holds_is_told_by_whom_and_left(
    path: Path, tmp_path: Path, root: Path, held: subprocess.Popen
) -> None:
    before = path.read_bytes()
    for act in (
        lambda: Database(path),
        lambda: build_database(root / "data", path),
        lambda: upgrade(path, "Camille"),
        lambda: restore(generations(path)[-1], path, "Camille"),
        lambda: back_up(path, tmp_path / "kept"),
    ):
        found = refused(act)
        assert found.code == "used_by_program", found
        assert found.values["number"] == str(held.pid) and "python" in found.values["program"]
    assert path.read_bytes() == before and len(generations(path)) == 1


def damaged(path: Path) -> bytes:
    """One byte changed where the rows of companies are: the file opens, and does not read whole."""
    content = bytearray(path.read_bytes())
    content[content.index(b"Scierie des Trembles") + 3] ^= 0xFF
    path.write_bytes(content)
    return bytes(content)


def test_one_byte_is_damage_that_nothing_replaces_but_a_restoration(
    path: Path, tmp_path: Path, root: Path
) -> None:
    saved, _ = back_up(path, tmp_path / "kept")
    content = damaged(path)
    for act in (
        lambda: build_database(root / "data", path),
        lambda: back_up(path, tmp_path / "kept"),
        lambda: edit(path, 2),
    ):
        assert refused(act).code == "damaged_file"
        assert path.read_bytes() == content
    done = restore(saved, path, "Camille")
    assert jobs(path) == 1
    assert done.kept is not None and done.kept.read_bytes() == content
    for n in range(3):
        edit(path, n, kept=1)
    assert done.kept.exists(), "what nobody can make again is kept for ever"


def test_a_work_file_is_never_built_over_even_without_an_entry(tmp_path: Path, root: Path) -> None:
    path = Path(shutil.copyfile(DEMONSTRATION, tmp_path / "work.duckdb"))
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = 'false' WHERE key = 'fictitious'")
    before = path.read_bytes()
    assert refused(lambda: build_database(root / "data", path)).code == "build_over_work"
    assert path.read_bytes() == before


def test_a_build_keeps_what_it_replaces(tmp_path: Path, root: Path) -> None:
    path = Path(shutil.copyfile(DEMONSTRATION, tmp_path / "demo.duckdb"))
    before = path.read_bytes()
    build_database(root / "data", path)
    assert [kept.read_bytes() for kept in generations(path)] == [before]


@pytest.mark.parametrize(
    "said",
    [
        'IO Error: Cannot open file "x": Permission denied',
        'IO Error: Could not read from file "x": Input/output error',
    ],
)
def test_what_the_machine_refuses_is_no_damage(
    path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    def refuse(*_: object) -> None:
        raise duckdb.IOException(said)

    monkeypatch.setattr("eit.store.database.open_locked", refuse)
    found = refused(lambda: Database(path))
    assert found.code == "cannot_read" and found.values["reason"] in said


# ---- generations, and a clock that was set back ----------------------------------------------------


def test_a_clock_set_back_deletes_no_new_generation(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) - timedelta(hours=1)

    for n in range(2, 5):
        edit(path, n, kept=3)
    monkeypatch.setattr(swap, "datetime", Late)
    for n in range(5, 8):
        edit(path, n, kept=3)
    assert [jobs(kept) for kept in generations(path)] == [4, 5, 6]


def test_generations_of_before_are_older_than_those_of_today(path: Path) -> None:
    former = generations(path)[0].with_name("20261128T101010-123456789.duckdb")
    generations(path)[0].rename(former)
    edit(path, 2)
    assert [kept == former for kept in generations(path)] == [True, False]


def test_restoring_an_older_archive_says_what_it_replaces_and_keeps_it(path: Path, tmp_path: Path) -> None:
    saved, _ = back_up(path, tmp_path / "kept")
    edit(path, 2)
    edit(path, 3)
    done = restore(saved, path, "Dominique")
    assert [(entry[0], entry[2]) for entry in done.replaced] == [(2, "Camille"), (3, "Camille")]
    for n in range(3):
        edit(path, n, kept=1)
    assert done.kept is not None and jobs(done.kept) == 3
    again = restore(done.kept, path, "Dominique")
    assert jobs(path) == 3 and again.replaced, "and it comes back by the same way"


def test_backups_are_pruned_by_what_they_hold_not_by_the_clock(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lost(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(1971, 1, 1, tzinfo=UTC)

    first, _ = back_up(path, tmp_path / "kept")
    edit(path, 2)
    monkeypatch.setattr("eit.store.version.archive.datetime", Lost)
    second, _ = back_up(path, tmp_path / "kept", keep=2)
    monkeypatch.undo()
    edit(path, 3)
    third, _ = back_up(path, tmp_path / "kept", keep=2)
    assert sorted((tmp_path / "kept").iterdir()) == sorted([second, third]) and not first.exists()


@pytest.mark.parametrize("reason", [errno.EROFS, errno.EACCES])
def test_a_backup_from_a_disk_that_is_read_only(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    opened = Path.open

    def refuse(self: Path, mode: str = "r", *args: object, **named: object) -> object:
        if self.parent == path.parent and re.search(r"[wax+]", mode):
            raise OSError(reason, "Read-only file system")
        return opened(self, mode, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    saved, manifest = back_up(path, tmp_path / "elsewhere")
    assert saved.exists() and manifest.last_entry == 1
    assert refused(lambda: edit(path, 2)).code == "cannot_write"


def test_a_backup_under_a_fixed_name_keeps_the_one_it_replaces(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept" / "latest.zip"
    back_up(path, target)
    first = target.read_bytes()
    edit(path, 2)
    back_up(path, target)
    (former,) = [file for file in target.parent.iterdir() if file != target]
    assert former.read_bytes() == first
    target.write_bytes(first[:-100])
    assert refused(lambda: back_up(path, target)).code == "backup_damaged"
    assert target.read_bytes() == first[:-100]


# ---- a file from somebody else is data, not code ---------------------------------------------------


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.csv"
    file.write_text("word\nopen-sesame\n")
    return file


def planted(secret: Path) -> dict[str, str]:
    stolen = f"(SELECT string_agg(word) FROM read_csv('{secret}'))"
    return {
        "a view of ours that reads a file": "CREATE OR REPLACE VIEW synergy_stage AS SELECT synergy_id, "
        f"{stolen} AS stage, max(occurred_on) AS stage_on FROM synergy_event GROUP BY synergy_id",
        "a view more": f"CREATE VIEW more AS SELECT {stolen} AS word",
        "a macro in the place of a function": f"CREATE MACRO round(a, b) AS {stolen}",
        "a table macro": f"CREATE MACRO companies() AS TABLE SELECT * FROM read_csv('{secret}')",
        "a view of ours that lies": "CREATE OR REPLACE VIEW synergy_stage AS SELECT synergy_id, 'verified' AS stage, "
        "max(occurred_on) AS stage_on FROM synergy_event GROUP BY synergy_id",
    }


@pytest.mark.parametrize("case", list(planted(Path("x"))))
def test_what_runs_in_a_file_from_elsewhere_is_refused_then_replaced(
    case: str, path: Path, secret: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(planted(secret)[case])
    assert refused(lambda: Database(path)).code == "foreign_objects"
    saved, _ = back_up(path, tmp_path / "kept")
    other = tmp_path / "other.duckdb"
    restore(saved, other, "Camille")
    upgrade(path, "Camille")
    for file in (path, other):
        with Database(file) as database:
            assert "verified" not in set(database.query("journal")["action"])
        edit(file, 7)
        assert b"open-sesame" not in file.read_bytes()
        assert ask(file, "SELECT count(*) FROM journal_row WHERE after LIKE '%sesame%'") == [(0,)]


def test_no_connection_of_ours_reads_another_file(path: Path, secret: Path, tmp_path: Path) -> None:
    """Writing ones too: what an edit could read, the journal would keep."""
    steal = f"SELECT * FROM read_csv('{secret}')"
    with pytest.raises(duckdb.PermissionException), open_to_write(path) as connection:
        connection.execute(steal)
    with (
        pytest.raises(duckdb.PermissionException),
        open_to_export(path, "eit", tmp_path / "out") as connection,
    ):
        connection.execute(steal)
    with (
        pytest.raises(duckdb.PermissionException),
        edited_version(path, file_version(path), Act("Camille", "test")) as connection,
    ):
        connection.execute(f"UPDATE synergy SET lead = (SELECT word FROM read_csv('{secret}'))")
    with open_to_write(path) as connection, pytest.raises(duckdb.Error):
        connection.execute("SET enable_external_access = true")
