"""A backup that exists is whole, one that is not whole changes nothing, and what was saved comes back exactly."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from eit.domain.errors import DataError
from eit.locations import DEMONSTRATION
from eit.store.database import Database, file_version
from eit.store.editions import editions_folder
from eit.store.layers.folder import workspace_folder
from eit.store.schema import SCHEMA_VERSION
from eit.store.version import archive, backup
from eit.store.version.archive import DATA, MANIFEST, read_manifest
from eit.store.version.backup import back_up
from eit.store.version.edit import edited_version, generations
from eit.store.version.journal import Act
from eit.store.version.restore import restore

Change = Callable[[dict[str, bytes]], dict[str, bytes]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(DEMONSTRATION, tmp_path / "flows.duckdb"))


def ask(path: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def edit(path: Path, jobs: int, kept: int = 10) -> None:
    with edited_version(path, file_version(path), Act("Camille", "test"), kept) as connection:
        connection.execute(f"UPDATE synergy SET jobs = {jobs} WHERE synergy_id = 'abi-s01'")


def jobs(path: Path) -> float:
    return ask(path, "SELECT jobs FROM synergy WHERE synergy_id = 'abi-s01'")[0][0]


def layer(path: Path, content: bytes) -> Path:
    workspace_folder(path).mkdir(exist_ok=True)
    file = workspace_folder(path) / "commune.parquet"
    file.write_bytes(content)
    return file


def left(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.name.startswith(".eit-"))


def test_what_the_public_editions_told_is_saved_and_never_forgotten(path: Path, tmp_path: Path) -> None:
    ledger = editions_folder(path) / "ledger.json"
    ledger.parent.mkdir()
    ledger.write_text("[1]")
    saved, manifest = back_up(path, tmp_path / "kept")
    assert "editions/ledger.json" in manifest.files
    ledger.write_text("[1, 2]")
    restore(saved, path, "Dominique")
    assert ledger.read_text() == "[1, 2]", "what was published since is remembered"
    restore(saved, tmp_path / "elsewhere.duckdb", "Dominique")
    assert (editions_folder(tmp_path / "elsewhere.duckdb") / "ledger.json").read_text() == "[1]"


def test_what_was_saved_comes_back_with_its_layers(path: Path, tmp_path: Path) -> None:
    edit(path, 1)
    layer(path, b"first")
    saved, manifest = back_up(path, tmp_path / "kept")
    assert saved.parent == tmp_path / "kept" and manifest == read_manifest(saved)
    assert manifest.tables["company"] == ask(path, "SELECT count(*) FROM company")[0][0]
    edit(path, 2)
    layer(path, b"second")
    restore(saved, path, "Dominique")
    assert jobs(path) == 1
    assert (workspace_folder(path) / "commune.parquet").read_bytes() == b"first"
    kept = generations(path)[-1]
    assert jobs(kept) == 2, "the version that was replaced is kept, with its layers"
    assert (workspace_folder(kept) / "commune.parquet").read_bytes() == b"second"
    assert left(tmp_path) == left(saved.parent) == []


def test_a_restoration_is_an_entry_after_all_others_with_its_rows(path: Path, tmp_path: Path) -> None:
    edit(path, 1)
    saved, manifest = back_up(path, tmp_path)
    edit(path, 2)
    edit(path, 3)
    restore(saved, path, "Dominique")
    entries = ask(path, "SELECT entry, author, action, subject, digest, changed FROM journal ORDER BY entry")
    assert [row[:3] for row in entries] == [(1, "Camille", "test"), (4, "Dominique", "restore")]
    assert entries[-1][3:] == (saved.name, manifest.data_sha256, 1)
    assert ask(path, "SELECT row_key FROM journal_row WHERE entry = 4") == [("abi-s01",)]


def test_a_backup_restores_where_there_is_no_file_or_a_damaged_one(path: Path, tmp_path: Path) -> None:
    edit(path, 5)
    saved, _ = back_up(path, tmp_path / "kept")
    new = tmp_path / "elsewhere" / "new.duckdb"
    restore(saved, new, "Camille")
    assert jobs(new) == 5
    path.write_bytes(b"damaged")
    restore(saved, path, "Camille")
    assert jobs(path) == 5
    assert generations(path)[-1].read_bytes() == b"damaged"


def test_a_restored_file_without_layers_takes_the_others_away(path: Path, tmp_path: Path) -> None:
    saved, _ = back_up(path, tmp_path / "kept")
    layer(path, b"later")
    restore(saved, path, "Camille")
    assert list(workspace_folder(path).glob("*")) == []


def test_only_the_newest_backups_of_this_file_are_kept(path: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(path, tmp_path / "other.duckdb"))
    folder = tmp_path / "kept"
    foreign, _ = back_up(other, folder)
    (folder / "notes.zip").write_bytes(b"not ours")
    made = [back_up(path, folder, keep=2)[0] for _ in range(4)]
    assert sorted(folder.iterdir()) == sorted([*made[-2:], foreign, folder / "notes.zip"])


def test_a_named_file_is_replaced_only_when_it_is_a_backup(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "latest.zip"
    assert back_up(path, target)[0] == target
    edit(path, 7)
    assert back_up(path, target)[1].last_entry == 1
    with zipfile.ZipFile(tmp_path / "thesis.zip", "w") as file:
        file.writestr("thesis.txt", "years of work")
    before = (tmp_path / "thesis.zip").read_bytes()
    with pytest.raises(DataError, match="backup_foreign"):
        back_up(path, tmp_path / "thesis.zip")
    assert (tmp_path / "thesis.zip").read_bytes() == before


def test_what_waits_in_the_journal_of_another_tool_is_in_the_backup(path: Path, tmp_path: Path) -> None:
    """A process that is killed after a commit leaves its rows in a .wal file only."""
    code = (
        "import duckdb, os, sys\n"
        "c = duckdb.connect(sys.argv[1]); c.execute('PRAGMA disable_checkpoint_on_shutdown')\n"
        "c.execute(\"UPDATE synergy SET jobs = 42 WHERE synergy_id = 'abi-s01'\"); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    journal = path.with_name(path.name + ".wal")
    assert journal.stat().st_size > 0
    seen = (path.read_bytes(), journal.read_bytes())
    saved, _ = back_up(path, tmp_path / "kept")
    assert (path.read_bytes(), journal.read_bytes()) == seen, "the file itself is left as it was"
    restore(saved, tmp_path / "new.duckdb", "Camille")
    assert jobs(tmp_path / "new.duckdb") == 42
    with pytest.raises(DataError, match="unfinished_write"):
        restore(saved, path, "Camille")
    assert (path.read_bytes(), journal.read_bytes()) == seen


def test_a_file_that_another_tool_holds_is_not_copied(path: Path, tmp_path: Path) -> None:
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(path)], **pipes) as tool:  # type: ignore[call-overload]
        tool.stdout.readline()
        with pytest.raises(DataError, match="used_by_program"):
            back_up(path, tmp_path / "kept")
        tool.communicate(b"\n")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_backup_waits_for_an_edit_and_gives_up(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eit.store.version.lock.PATIENCE_S", 0.1)
    with edited_version(path, file_version(path), Act("Camille", "test")) as connection:
        connection.execute("UPDATE synergy SET jobs = 9 WHERE synergy_id = 'abi-s01'")
        with pytest.raises(DataError, match="being_written"):
            back_up(path, tmp_path / "kept")
    back_up(path, tmp_path / "kept")


# ---- archives that are not whole -------------------------------------------------------------------


def manifest_with(**changes: object) -> Change:
    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        said = json.loads(parts[MANIFEST]) | changes
        return parts | {MANIFEST: json.dumps(said).encode()}

    return change


def flipped(parts: dict[str, bytes]) -> dict[str, bytes]:
    data = bytearray(parts[DATA])
    data[len(data) // 2] ^= 1
    return parts | {DATA: bytes(data)}


REFUSED: dict[str, tuple[str, Change]] = {
    "another byte": ("backup_damaged", flipped),
    "shorter": ("backup_damaged", lambda parts: parts | {DATA: parts[DATA][:-1]}),
    "longer": ("backup_damaged", lambda parts: parts | {DATA: parts[DATA] + b"x"}),
    "no data": ("backup_damaged", lambda parts: {MANIFEST: parts[MANIFEST]}),
    "no manifest": ("backup_foreign", lambda parts: {DATA: parts[DATA]}),
    "another format": ("backup_foreign", manifest_with(format="holidays")),
    "manifest is no JSON": ("backup_damaged", lambda parts: parts | {MANIFEST: b"{"}),
    "manifest is a list": ("backup_foreign", lambda parts: parts | {MANIFEST: b"[]"}),
    "manifest is short": ("backup_damaged", lambda p: p | {MANIFEST: b'{"format": "maillage-backup"}'}),
    "files are no table": ("backup_damaged", manifest_with(files=[DATA])),
    "sizes are no numbers": ("backup_damaged", manifest_with(files={DATA: {"sha256": "x", "bytes": "y"}})),
    "other counts": ("backup_damaged", manifest_with(tables={"company": 3})),
    "one part more": ("backup_damaged", lambda parts: parts | {"layers/commune.parquet": b"x"}),
    "a way out": ("backup_damaged", lambda parts: parts | {"../out.txt": b"x"}),
    "newer": ("backup_newer", manifest_with(schema_version=str(int(SCHEMA_VERSION) + 1))),
    "another schema than its file": ("backup_damaged", manifest_with(schema_version="1")),
    "a schema of letters": ("backup_damaged", manifest_with(schema_version="next")),
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("parts")
    saved, _ = back_up(Path(shutil.copyfile(DEMONSTRATION, folder / "flows.duckdb")), folder)
    with zipfile.ZipFile(saved) as file:
        return {name: file.read(name) for name in file.namelist()}


def refused(saved: Path, path: Path, code: str) -> None:
    seen, content = file_version(path), path.read_bytes()
    with pytest.raises(DataError) as told:
        restore(saved, path, "Camille")
    assert told.value.code == code
    assert (file_version(path), path.read_bytes(), generations(path)) == (seen, content, [])
    assert left(path.parent) == [] and not (path.parent.parent / "out.txt").exists()


@pytest.mark.parametrize("case", REFUSED)
def test_an_archive_that_is_not_whole_changes_nothing(
    case: str, path: Path, parts: dict[str, bytes], tmp_path: Path
) -> None:
    code, change = REFUSED[case]
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as file:
        for name, content in change(dict(parts)).items():
            file.writestr(name, content)
    refused(tmp_path / "bad.zip", path, code)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04", b"hello", os.urandom(4000)])
def test_what_is_no_archive_changes_nothing(content: bytes, path: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    refused(tmp_path / "bad.zip", path, "backup_damaged" if content[:2] == b"PK" else "backup_foreign")


def test_an_archive_that_is_not_there(path: Path, tmp_path: Path) -> None:
    refused(tmp_path / "absent.zip", path, "backup_missing")


def test_a_cut_anywhere_is_told(path: Path, tmp_path: Path) -> None:
    saved, _ = back_up(path, tmp_path)
    whole = saved.read_bytes()
    for n in range(1, 40):
        (tmp_path / "bad.zip").write_bytes(whole[: len(whole) * n // 40])
        refused(tmp_path / "bad.zip", path, "backup_damaged")


def test_a_byte_changed_anywhere_is_told_or_changes_nothing(path: Path, tmp_path: Path) -> None:
    """Some bytes of a zip mean nothing here (dates, rights): then every part is still the one that was saved."""
    saved, manifest = back_up(path, tmp_path)
    whole = saved.read_bytes()
    told = 0
    for n in range(60):
        changed = bytearray(whole)
        changed[len(whole) * n // 60] ^= 0x55
        (tmp_path / "bad.zip").write_bytes(changed)
        folder = tmp_path / f"out{n}"
        try:
            assert archive.unpack(tmp_path / "bad.zip", folder).files == manifest.files
        except DataError as error:
            assert error.code in {"backup_damaged", "backup_foreign"}
            told += 1
        shutil.rmtree(folder, ignore_errors=True)
    assert told > 50


def test_a_backup_that_does_not_read_back_is_not_kept(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(folder: Path, target: Path, source: Path) -> archive.Manifest:
        manifest = archive.pack(folder, target, source)
        target.write_bytes(target.read_bytes()[:-9])
        return manifest

    monkeypatch.setattr(backup, "pack", cut)
    with pytest.raises(DataError, match="backup_damaged"):
        back_up(path, tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


def test_nobody_restores_without_a_name_or_over_the_demonstration(path: Path, tmp_path: Path) -> None:
    saved, _ = back_up(path, tmp_path)
    with pytest.raises(DataError, match="author_missing"):
        restore(saved, path, " ")
    with pytest.raises(DataError, match="demonstration_read_only"):
        restore(saved, DEMONSTRATION, "Camille")


def test_the_layers_of_a_version_that_never_came_are_thrown_away(path: Path) -> None:
    """A kill between the two swaps: the next writer finishes what was begun, or forgets it."""
    layer(path, b"here")
    lost = path.with_name(f"{path.name}.1-2-3.next.geo")
    lost.mkdir()
    edit(path, 1)
    assert not lost.exists() and layer(path, b"here").exists()
    status = path.stat()
    waiting = path.with_name(f"{path.name}.{status.st_ino}-{status.st_mtime_ns}-{status.st_size}.next.geo")
    waiting.mkdir()
    (waiting / "commune.parquet").write_bytes(b"came")
    edit(path, 2)
    assert (workspace_folder(path) / "commune.parquet").read_bytes() == b"came"
    assert not waiting.exists()


def test_the_copy_is_a_data_file_of_its_own(path: Path, tmp_path: Path) -> None:
    with Database(path):  # a page that reads
        saved, manifest = back_up(path, tmp_path)
    assert set(manifest.files) == {DATA}
    assert saved.stat().st_size < path.stat().st_size
