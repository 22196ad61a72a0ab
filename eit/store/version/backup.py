"""One archive that holds a whole file: what people entered, its official layers, and what proves that it is whole."""

from __future__ import annotations

import glob
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.store.boundaries import workspace_folder
from eit.store.database import Database, file_version
from eit.store.version.archive import (
    DATA,
    EDITIONS,
    LAYERS,
    Manifest,
    database_key,
    pack,
    read_manifest,
    unpack,
)
from eit.store.version.edit import alone
from eit.store.version.journal import Act, record
from eit.store.version.lock import in_turn, locked
from eit.store.version.swap import (
    KEPT_GENERATIONS,
    put_in_place,
    remove_remains,
    settle_layers,
    sync_folder,
    temporary_prefix,
)
from eit.store.version.workspace import refuse_demonstration

SUFFIX = ".zip"
ABANDONED = timedelta(hours=1)
"""A temporary folder of a backup that is older belongs to a process that was killed."""


def back_up(path: Path, out: Path, keep: int | None = None) -> tuple[Path, Manifest]:
    """Write one archive of the file `path` into the folder `out` (or as the file `out`); where it is, what it holds.

    It is verified by reading it again (SHA-256 of each part, rows of each table), then put in place in one step: an
    archive that exists is whole. `keep`: only the newest `keep` archives of this file stay in that folder.
    Raises DataError: "no_data_file", "being_written", "used_by_another_tool", "damaged_file", "backup_foreign" when
    `out` is a file that is no backup, "backup_damaged" when it does not read back, "cannot_write".
    """
    target = _target(path, out)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            read_manifest(target)
        prefix = f".eit-backup-{database_key(path)}-"
        _remove_abandoned(target.parent, prefix)
        with tempfile.TemporaryDirectory(prefix=prefix, dir=target.parent) as name:
            folder = Path(name)
            _copy(path, folder)
            fresh = folder / target.name
            manifest = pack(folder, fresh, path)
            unpack(fresh, folder / "again")
            fresh.replace(target)
        sync_folder(target.parent)
        _prune(target, manifest, keep)
    except OSError as error:
        raise DataError("cannot_write", path=str(target), reason=error.strerror or str(error)) from error
    return target, manifest


def restore(archive: Path, path: Path, author: str) -> Manifest:
    """Put what an archive holds in the place of `path`, as a new version with an entry in its journal; its manifest.

    The archive is verified whole before anything is touched; the version that is replaced stays among the
    generations with its layers. Raises DataError: "backup_missing", "backup_foreign", "backup_damaged",
    "backup_newer", "backup_older", "demonstration_read_only", "being_written", "unfinished_write", "cannot_write",
    "author_missing".
    """
    if not author.strip():
        raise DataError("author_missing")
    refuse_demonstration(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        alone(path),
        tempfile.TemporaryDirectory(prefix=temporary_prefix(path), dir=path.parent) as name,
    ):
        manifest = unpack(archive, Path(name))
        fresh = Path(name) / DATA
        act = Act(author.strip(), "restore", None, archive.name, manifest.data_sha256, always=True)
        _sign(fresh, path if _readable(path) else None, act)
        put_in_place(fresh, path, KEPT_GENERATIONS, Path(name) / LAYERS)
        _remember_editions(Path(name) / EDITIONS, path)
    return manifest


def editions_folder(path: Path) -> Path:
    """Where the public editions made from a file are remembered."""
    return path.with_name(path.name + ".editions")


def _remember_editions(archived: Path, path: Path) -> None:
    """Bring back what the editions told, unless something is remembered here: what was published is never forgotten."""
    folder = editions_folder(path)
    if any(archived.glob("*.json")) and not any(folder.glob("*.json")):
        folder.mkdir(exist_ok=True)
        for file in archived.glob("*.json"):
            shutil.copyfile(file, folder / file.name)


def _target(path: Path, out: Path) -> Path:
    if out.suffix == SUFFIX and not out.is_dir():
        return out
    now = datetime.now(UTC)
    return out / f"{path.stem}-{now:%Y%m%dT%H%M%S}-{now.microsecond:06d}{SUFFIX}"


def _copy(path: Path, folder: Path) -> None:
    """A consistent copy of the file and its layers into `folder`; what waits in a journal of another tool is in it."""
    file_version(path)
    (folder / LAYERS).mkdir()
    (folder / EDITIONS).mkdir()
    in_turn(partial(_copy_alone, path, folder))
    _take_in_journal(folder / DATA)


def _copy_alone(path: Path, folder: Path) -> None:
    with locked(path):
        remove_remains(path)
        settle_layers(path)
        seen, journal = file_version(path), path.with_name(path.name + ".wal")
        with _open_for_reading(path):  # while it is open, no other tool writes
            if journal.exists():
                shutil.copyfile(journal, folder / f"{DATA}.wal")
            shutil.copyfile(path, folder / DATA)
            for layer in workspace_folder(path).glob("*.parquet"):
                shutil.copyfile(layer, folder / LAYERS / layer.name)
            for ledger in editions_folder(path).glob("*.json"):
                shutil.copyfile(ledger, folder / EDITIONS / ledger.name)
        if file_version(path) != seen or journal.exists() != (folder / f"{DATA}.wal").exists():
            raise DataError("used_by_another_tool", path=str(path))


def _take_in_journal(copy: Path) -> None:
    """Let DuckDB write what waits in the journal of the copy into the copy."""
    if not copy.with_name(copy.name + ".wal").exists():
        return
    try:
        with duckdb.connect(str(copy)) as connection:
            connection.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise DataError("unfinished_write", path=str(copy)) from error
    if copy.with_name(copy.name + ".wal").exists():
        raise DataError("unfinished_write", path=str(copy))


@contextmanager
def _open_for_reading(path: Path) -> Iterator[None]:
    try:
        database = Database(path)
    except DataError as error:
        if isinstance(error.__cause__, duckdb.IOException) and "lock" in str(error.__cause__).lower():
            raise DataError("used_by_another_tool", path=str(path)) from error
        raise
    with database:
        yield


def _readable(path: Path) -> bool:
    """Whether the version that is replaced can be compared with; one that is damaged or absent cannot."""
    try:
        with Database(path):
            return True
    except DataError:
        return False


def _sign(fresh: Path, replaced: Path | None, act: Act) -> None:
    """Write the restoration into the journal of the restored file."""
    try:
        with duckdb.connect(str(fresh)) as connection:
            record(connection, replaced, act)
            connection.execute("CHECKPOINT")
    except duckdb.IOException as error:
        raise OSError(str(error)) from error


def _remove_abandoned(folder: Path, prefix: str) -> None:
    for left in folder.glob(f"{glob.escape(prefix)}*"):
        if time.time() - left.stat().st_mtime > ABANDONED.total_seconds():
            shutil.rmtree(left, ignore_errors=True)


def _prune(target: Path, manifest: Manifest, keep: int | None) -> None:
    """Remove the older archives of the same file; what is not surely one of them stays."""
    if keep is None:
        return
    own = []
    for file in target.parent.glob(f"*{SUFFIX}"):
        try:
            found = read_manifest(file)
        except DataError:
            continue
        if found.database_key == manifest.database_key and file != target:
            own.append((found.made_at, file.name, file))
    for _, _, file in sorted(own, reverse=True)[max(keep, 1) - 1 :]:
        file.unlink()
