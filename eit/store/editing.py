"""Changes one file: lock, copy beside, change, check, keep the old one, swap; a kill leaves one or the other."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import duckdb

from eit.store.build import derive
from eit.store.connection import DataError, Stamp, stamp
from eit.store.journal import Act, record, touched_tables
from eit.store.writing import CheckFailed, run_checks

Connection = duckdb.DuckDBPyConnection
"""What an edit writes through; the rooms that edit do not import the database."""
KEPT_GENERATIONS = 10
DERIVED = ("company_territory", "candidate")
DERIVED_FROM = {"company", "flow", "territory", "compatibility", "material", "programme"}
"""The tables that the derived ones are made of: a synergy that moves on leaves every candidate pair as it was."""


@contextmanager
def edited_version(
    path: Path, seen: Stamp, act: Act, kept: int = KEPT_GENERATIONS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection on a copy of the version `seen`; record the difference as `act`, recompute, check, swap.

    The replaced version stays in `<name>.generations`, the newest `kept` of them. Raises
    DataError("being_written") while another process writes, DataError("changed_meanwhile") when the file is
    no longer the version `seen`, DataError("unfinished_write") when another tool left a journal beside it,
    DataError("cannot_write") when the disk refuses, CheckFailed, or whatever the body raised.
    """
    with _lock(path):
        if stamp(path) != seen:
            raise DataError("changed_meanwhile", path=str(path))
        if path.with_name(path.name + ".wal").exists():
            raise DataError("unfinished_write", path=str(path))
        _remove_remains(path)
        try:
            with tempfile.TemporaryDirectory(prefix=_prefix(path), dir=path.parent) as folder:
                fresh = Path(folder) / path.name
                shutil.copyfile(path, fresh)
                yield from _changed(fresh, path, act)
                _keep_generation(path, kept)
                _swap(fresh, path)
        except OSError as error:
            raise DataError("cannot_write", path=str(path), reason=error.strerror or str(error)) from error


def _changed(fresh: Path, path: Path, act: Act) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(fresh))
    try:
        yield connection
        entry = record(connection, path, act)
        if entry is not None and touched_tables(connection, entry) & DERIVED_FROM:
            for table in DERIVED:
                connection.execute(f"DELETE FROM {table}")
            derive(connection)
        failures = run_checks(connection)
        if failures:
            raise CheckFailed(failures)
        connection.execute("CHECKPOINT")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def _swap(fresh: Path, path: Path) -> None:
    """Write everything to the disk, then replace in one step."""
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    shutil.copymode(path, fresh)
    fresh.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def generations(path: Path) -> list[Path]:
    """Earlier versions of the file that were kept, oldest first."""
    return sorted(_generations_folder(path).glob("*.duckdb"))


def _generations_folder(path: Path) -> Path:
    return path.with_name(path.name + ".generations")


def _keep_generation(path: Path, kept: int) -> None:
    folder = _generations_folder(path)
    folder.mkdir(exist_ok=True)
    target = folder / f"{time.strftime('%Y%m%dT%H%M%S')}-{time.time_ns() % 10**9:09d}.duckdb"
    try:
        os.link(path, target)
    except OSError:  # a disk without hard links
        shutil.copyfile(path, target)
    for old in generations(path)[:-kept]:
        old.unlink()


def _prefix(path: Path) -> str:
    return f".eit-{path.name}-"


def _remove_remains(path: Path) -> None:
    """Copies that a killed process left: whoever holds the lock is alone, so nobody uses them."""
    for folder in path.parent.glob(f"{_prefix(path)}*"):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold `<name>.lock`; the system lets go of it when the process dies, however it dies."""
    try:
        file = path.with_name(path.name + ".lock").open("a+b")
    except OSError as error:
        raise DataError("cannot_write", path=str(path), reason=error.strerror or str(error)) from error
    with file:
        if not _take(file):
            raise DataError("being_written", path=str(path))
        yield


def _take(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
