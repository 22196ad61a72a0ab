"""An edit makes a new version or nothing: killed, in a crowd, on a full disk or with data that breaks a check."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from eit.domain.errors import DataError
from eit.store import database as database_module
from eit.store import reads
from eit.store.database import Database, file_version
from eit.store.memory import Memory
from eit.store.version.archive import unpack
from eit.store.version.edit import edited_version, generations
from eit.store.version.journal import Act
from eit.store.version.write import CheckFailed

QUERY = "SELECT source FROM meeting UNION ALL SELECT kind FROM consortium_member"
RENAME = "UPDATE company SET name = 'Essai (fictif)' WHERE company_id = 'que-001'"
ACT = Act("essai", "test")
START = """
import os, sys
from pathlib import Path
from eit.cli import main
from eit.store.version.backup import back_up
from eit.domain.errors import DataError
from eit.store.database import file_version
from eit.store.version.edit import edited_version
from eit.store.version.journal import Act

path = Path(sys.argv[1])
kept = path.parent / 'kept'
source = path.parent / 'one.csv'

def edit(n):
    with edited_version(path, file_version(path), Act('essai', 'test'), kept=2) as connection:
        connection.execute("UPDATE meeting SET source = ?", [str(n)])
        connection.execute("UPDATE consortium_member SET kind = ?", [str(n)])

def prepare(n):
    source.write_text(f'id;nom;municipalité;latitude;longitude;employés\\nzz-1;A (fictif);Amos;48,56;-78,11;{n}\\n')

def bring(n):
    words = ['import', str(source), '--programme', 'abitibi', '--kind', 'companies', '--db', str(path)]
    assert main([*words, '--author', 'essai']) == 0

def save(n):
    back_up(path, kept, keep=3)

DO = (edit, bring, save)
"""
KILLS = (
    START
    + """
import random, shutil, signal, time

def work(kill):
    said = os.open(path.with_name('said'), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    for n in range(1000 * kill, 10**9):
        os.write(said, f'start {n}\\n'.encode())
        prepare(n)
        DO[(n + kill) % 3](n)
        os.write(said, f'done {n}\\n'.encode())

def lines():
    said = path.with_name('said')
    return len(said.read_bytes().splitlines()) if said.exists() else 0

chance, began, usual = random.Random(4), time.monotonic(), 3.0
for kill in range(200):
    if time.monotonic() - began > float(os.environ.get('MAILLAGE_KILL_SECONDS', '8')):
        break
    child = os.fork()
    if child == 0:
        work(kill)
    if kill == 0:  # how long the three take on this machine, from the start of a process
        while lines() < 6:
            time.sleep(0.01)
        usual = (time.monotonic() - began) / 3
    time.sleep(chance.uniform(0.005, 1.6 * usual))
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, 'the child must not end by itself'
    os.link(path, path.with_name(f'after-{kill}'))
    if kill % 10:  # one in ten is looked at: a version that is in place is never written again
        os.unlink(path.with_name(f'after-{kill}'))
"""
)
FULL = (
    START
    + """
import resource
LEVELS = 9
for do in DO:
    largest = int(path.stat().st_size * 1.6)
    for level in range(LEVELS):
        seen = path.read_bytes()
        archives = sorted(kept.glob('*.zip'))
        prepare(level)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest * level // (LEVELS - 1), resource.RLIM_INFINITY))
        try:
            do(level)
            said = 'done'
        except DataError as error:
            said = error.code
        except AssertionError:
            said = 'refused'
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        same = path.read_bytes() == seen and (said == 'done' or sorted(kept.glob('*.zip')) == archives)
        print('LEVEL', do.__name__, level, said, same, flush=True)
"""
)


@pytest.fixture
def path(tmp_path: Path, root: Path) -> Path:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return copy


def name(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("SELECT name FROM company WHERE company_id = 'que-001'").fetchone()[0]


def test_an_edit_is_a_new_version_and_the_old_one_is_kept(path: Path) -> None:
    seen, before = file_version(path), name(path)
    with Database(path) as reader:
        with edited_version(path, seen, ACT) as connection:
            connection.execute(RENAME)
        assert before in set(reader.query("company_names", {"programme_id": "quebec"})["name"]), (
            "a reader keeps its version"
        )
    assert name(path) == "Essai (fictif)"
    assert file_version(path) != seen
    assert [name(old) for old in generations(path)] == [before]


def test_derived_tables_follow(path: Path) -> None:
    with edited_version(path, file_version(path), ACT) as connection:
        connection.execute("DELETE FROM rejected_pair")
        connection.execute(
            "DELETE FROM flow WHERE flow_id NOT IN "
            "(SELECT offer_flow_id FROM synergy UNION ALL SELECT demand_flow_id FROM synergy)"
        )
    with Database(path) as database:
        pairs, flows = database.rows("candidate"), database.rows("flow")
    assert len(pairs) and set(pairs["offer_id"]) <= set(flows["flow_id"])


def test_only_the_newest_generations_are_kept(path: Path) -> None:
    for _ in range(4):
        with edited_version(path, file_version(path), Act("essai", "test"), kept=2) as connection:
            connection.execute(RENAME)
    assert len(generations(path)) == 2


def test_a_version_that_was_not_seen_is_not_overwritten(path: Path) -> None:
    seen = file_version(path)
    with edited_version(path, seen, ACT) as connection:
        connection.execute(RENAME)
    with pytest.raises(DataError, match="changed_meanwhile"), edited_version(path, seen, ACT):
        pytest.fail("the body must not run")


def test_two_writers_the_second_is_told(path: Path) -> None:
    with edited_version(path, file_version(path), ACT) as connection:
        connection.execute(RENAME)
        with pytest.raises(DataError, match="being_written"), edited_version(path, file_version(path), ACT):
            pytest.fail("the body must not run")
    assert name(path) == "Essai (fictif)"


@pytest.mark.parametrize(
    "statement", ["UPDATE company SET name = 'Vrai' WHERE company_id = 'que-001'", "SELECT no"]
)
def test_what_breaks_a_check_or_fails_leaves_the_file(path: Path, statement: str) -> None:
    seen = file_version(path)
    with pytest.raises((CheckFailed, duckdb.Error)), edited_version(path, seen, ACT) as connection:
        connection.execute(statement)
    assert file_version(path) == seen
    assert generations(path) == []
    assert [entry.name for entry in path.parent.iterdir() if entry.name.startswith(".eit-")] == []


def test_a_journal_of_another_tool_stops_the_edit(path: Path) -> None:
    path.with_name(path.name + ".wal").write_bytes(b"x")
    with pytest.raises(DataError, match="unfinished_write"), edited_version(path, file_version(path), ACT):
        pytest.fail("the body must not run")


def test_a_full_disk_leaves_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    seen = file_version(path)
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(DataError, match="cannot_write"), edited_version(path, seen, ACT):
        pytest.fail("the body must not run")
    assert file_version(path) == seen


def values(path: Path, question: str = QUERY) -> set[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return set(connection.execute(question).fetchall())


def run(code: str, path: Path, root: Path) -> str:
    asked = [sys.executable, "-c", code, str(path)]
    told = subprocess.run(asked, cwd=root, capture_output=True, text=True, timeout=400, check=False)
    assert told.returncode == 0, told.stderr[-2000:]
    return told.stdout + told.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_kill_9_leaves_one_version_or_the_other(path: Path, root: Path) -> None:
    """Kills at random moments of edits, imports and backups: nothing torn, nothing acknowledged is lost.

    As many as fit in 8 seconds, at most 200; MAILLAGE_KILL_SECONDS=600 gives all of them.
    """
    with edited_version(path, file_version(path), ACT) as connection:
        connection.execute("UPDATE meeting SET source = '-1'")
        connection.execute("UPDATE consortium_member SET kind = '-1'")
    run(KILLS, path, root)
    said = [line.split() for line in path.with_name("said").read_text().splitlines()]
    started = {int(n) for word, n in said if word == "start"}
    done = [int(n) for word, n in said if word == "done"]
    assert len(done) >= 3
    for copy in path.parent.glob("after-*"):
        kill = int(copy.name.removeprefix("after-"))
        acknowledged = [n for n in done if n < 1000 * (kill + 1)]
        ((edited,),) = values(copy)
        brought = values(copy, "SELECT employees FROM company WHERE company_id = 'zz-1'")
        last_edit = max((n for n in acknowledged if (n + n // 1000) % 3 == 0), default=-1)
        last_import = max((n for n in acknowledged if (n + n // 1000) % 3 == 1), default=None)
        assert int(edited) in {-1, *started} and int(edited) >= last_edit
        if last_import is not None:
            ((employees,),) = brought
            assert employees in started and employees >= last_import
        assert values(copy, "SELECT count(*) FROM journal") != {(0,)}
    archives = list((path.parent / "kept").glob("*.zip"))
    assert archives
    for number, archive in enumerate(archives):
        unpack(archive, path.parent / f"unpacked-{number}")
    with edited_version(path, file_version(path), ACT) as connection:
        connection.execute("UPDATE meta SET value = 'true' WHERE key = 'fictitious'")
    assert [entry.name for entry in path.parent.iterdir() if entry.name.startswith(".eit-")] == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_a_disk_that_is_full_at_any_moment_loses_nothing(path: Path, root: Path) -> None:
    """Files may grow to nine sizes, from nothing to enough: an edit, an import and a backup are done or refused."""
    told = [line.split()[1:] for line in run(FULL, path, root).splitlines() if line.startswith("LEVEL")]
    assert len(told) == 3 * 9
    for name, level, outcome, same in told:
        if outcome == "done":
            assert name == "save" or same == "False"
        else:
            assert outcome in {"cannot_write", "refused"} and same == "True", (name, level, outcome)
    for name in ("edit", "bring", "save"):
        outcomes = [outcome for one, _, outcome, _ in told if one == name]
        assert outcomes[0] != "done" and outcomes[-1] == "done"


def test_the_next_reader_knows_what_the_edit_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that was made here is not read again to tell what changed in it; what is told is the same."""
    memory, asked = Memory(), []
    with Database(path, memory):
        pass
    with edited_version(path, file_version(path), ACT) as connection:
        connection.execute("UPDATE flow SET note = 'x' WHERE flow_id = (SELECT min(flow_id) FROM flow)")
    told = reads.fingerprints
    monkeypatch.setattr(reads, "fingerprints", lambda *a: asked.extend(a[2]) or told(*a))
    with Database(path, memory) as known:
        assert "flow" not in asked and "company_territory" in asked
        made_here = known._fingerprints
    database_module._of_this_schema.clear()
    with Database(path, memory) as read:
        assert "flow" in asked and read._fingerprints == made_here
