"""One archive that holds a whole file: what people entered, its official layers, and what proves that it is whole."""

from __future__ import annotations

import glob
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.store.attached_files import copy_out, digest_of, named
from eit.store.connections import open_to_write
from eit.store.database import file_version, reading
from eit.store.editions import editions_folder
from eit.store.forget.memory import Erasure, read_forgotten
from eit.store.layers.folder import workspace_folder
from eit.store.mailbox.backup import copy_mailbox
from eit.store.version.archive import (
    DATA,
    DOOR,
    EDITIONS,
    FILES,
    FOLDERS,
    LAYERS,
    Manifest,
    backup_prefix,
    pack,
    read_manifest,
    unpack,
)
from eit.store.version.backup_register import register_backup
from eit.store.version.lock import in_turn, locked
from eit.store.version.locked_archive import check_password, is_locked, lock_archive, told_of, unlock_archive
from eit.store.version.swap import (
    link_or_copy,
    remove_remains,
    settle_layers,
    sync_folder,
)

SUFFIX = ".zip"
ABANDONED = timedelta(hours=1)
"""A temporary folder of a backup that is older belongs to a process that was killed."""


def back_up(
    path: Path, out: Path, keep: int | None = None, password: str | None = None
) -> tuple[Path, Manifest]:
    """Write one archive of the file `path` into the folder `out` (or as the file `out`); where it is, what it holds.

    `password` locks it: then nothing of it is written in the clear where it goes, only on the disk of `path`.
    It is verified by reading it again (SHA-256 of each part, rows of each table), then put in place in one step: an
    archive that exists is whole. `keep`: only the newest `keep` archives of this file stay in that folder.
    Raises DataError: "no_data_file", "being_written", "used_by_another_tool", "damaged_file", "backup_foreign" when
    `out` is a file that is no backup, "backup_damaged" when it does not read back, "cannot_write",
    "backup_password_short", "forgotten_meanwhile" (somebody was, while it was made).
    """
    if password is not None:
        check_password(password)
    target = _target(path, out)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        prefix = backup_prefix(path)
        room = target.parent if password is None else _own_disk(path)
        for place in (target.parent, room):
            _remove_abandoned(place, prefix)
        with _temporary(prefix, room) as folder, _temporary(prefix, target.parent) as place:
            erasures = read_forgotten(path).erasures
            _copy(path, folder)
            fresh = folder / target.name
            manifest = pack(folder, fresh, path)
            unpack(fresh, folder / "again")
            if password is not None:
                fresh = _locked(fresh, place / target.name, folder / "unlocked", password, manifest)
            _keep_former(target, folder / "former")
            in_turn(partial(_register, path, target, fresh, erasures))
        sync_folder(target.parent)
        for old in _prune(target, manifest, keep):
            register_backup(path, target, [old])
    except FileNotFoundError as error:
        raise DataError("changed_meanwhile", path=str(path)) from error
    except OSError as error:
        raise DataError("cannot_write", path=str(target), reason=error.strerror or str(error)) from error
    return target, manifest


def _own_disk(path: Path) -> Path:
    """Where the parts of a locked backup may lie in the clear a moment: beside the data file, where they lie anyway.

    On a disk that is only read, the temporary folder of this machine.
    """
    return path.parent if os.access(path.parent, os.W_OK) else Path(tempfile.gettempdir())


@contextmanager
def _temporary(prefix: str, place: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=prefix, dir=place) as folder:
        yield Path(folder)


def _locked(fresh: Path, locked: Path, again: Path, password: str, manifest: Manifest) -> Path:
    """The archive under a password, unlocked again to see that it can be."""
    lock_archive(fresh, locked, password, manifest)
    unlock_archive(locked, again, password)
    if digest_of(again) != digest_of(fresh):
        raise DataError("backup_damaged", path=str(locked))
    return locked


def _register(path: Path, target: Path, fresh: Path, erasures: tuple[Erasure, ...]) -> None:
    """Put an archive in place and remember it, unless somebody was forgotten while it was made: it would name them."""
    with locked(path, to_read=True):
        if read_forgotten(path).erasures != erasures:
            raise DataError("forgotten_meanwhile", path=str(path))
        fresh.replace(target)
        register_backup(path, target)


def _keep_former(target: Path, folder: Path) -> None:
    """An archive that is replaced stays beside under its own date; what does not read whole is not replaced."""
    if target.exists():
        made_at = str(told_of(target)["made_at"]) if is_locked(target) else unpack(target, folder).made_at
        made = re.sub(r"\D", "", made_at)[:20]
        link_or_copy(target, target.with_name(f"{target.stem}-{made}{SUFFIX}"))


def _target(path: Path, out: Path) -> Path:
    if out.suffix == SUFFIX and not out.is_dir():
        return out
    now = datetime.now(UTC)
    return out / f"{path.stem}-{now:%Y%m%dT%H%M%S}-{now.microsecond:06d}{SUFFIX}"


def _copy(path: Path, folder: Path) -> None:
    """A consistent copy of the file and its layers into `folder`; what waits in a journal of another tool is in it."""
    file_version(path)
    for name in FOLDERS:
        (folder / name).mkdir()
    in_turn(partial(_copy_alone, path, folder))
    _take_in_journal(folder / DATA)


def _copy_alone(path: Path, folder: Path) -> None:
    with locked(path, to_read=True) as held:
        if held:
            remove_remains(path)
            settle_layers(path)
        seen, journal = file_version(path), path.with_name(path.name + ".wal")
        with reading(path):  # while it is open, no other tool writes
            if journal.exists():
                shutil.copyfile(journal, folder / f"{DATA}.wal")
            shutil.copyfile(path, folder / DATA)
            for layer in workspace_folder(path).glob("*.parquet"):
                shutil.copyfile(layer, folder / LAYERS / layer.name)
            for ledger in editions_folder(path).glob("*.json"):
                shutil.copyfile(ledger, folder / EDITIONS / ledger.name)
            copy_out(path, named(path, True), folder / FILES)
            copy_mailbox(path, folder / DOOR)
        if file_version(path) != seen:
            raise DataError("changed_meanwhile", path=str(path))
        if journal.exists() != (folder / f"{DATA}.wal").exists():
            raise DataError("used_by_another_tool", path=str(path))


def _take_in_journal(copy: Path) -> None:
    """Let DuckDB write what waits in the journal of the copy into the copy."""
    if not copy.with_name(copy.name + ".wal").exists():
        return
    try:
        with open_to_write(copy) as connection:
            connection.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise DataError("unfinished_write", path=str(copy)) from error
    if copy.with_name(copy.name + ".wal").exists():
        raise DataError("unfinished_write", path=str(copy))


def _remove_abandoned(folder: Path, prefix: str) -> None:
    for left in folder.glob(f"{glob.escape(prefix)}*"):
        if time.time() - left.stat().st_mtime > ABANDONED.total_seconds():
            shutil.rmtree(left, ignore_errors=True)


def _prune(target: Path, manifest: Manifest, keep: int | None) -> list[Path]:
    """Remove the older archives of the same file, by their last entry, then by the clock; those that were removed."""
    if keep is None:
        return []
    own = []
    for file in target.parent.glob(f"*{SUFFIX}"):
        try:
            found = told_of(file) if is_locked(file) else asdict(read_manifest(file))
        except DataError:
            continue
        if found["database_key"] == manifest.database_key and file != target:
            own.append((found["last_entry"], found["made_at"], file))
    removed = [file for _, _, file in sorted(own, reverse=True)[max(keep, 1) - 1 :]]
    for file in removed:
        file.unlink()
    return removed
