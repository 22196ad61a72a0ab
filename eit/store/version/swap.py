"""Puts a new version in place: the old one is kept, the file swapped, then the official layers that go with it.

The swap of the file is the moment that counts. Layers wait in a folder whose name is the mark of the version that
they belong to: after a kill the next writer moves them in, or throws them away when that version never came.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.locations import settle_mode
from eit.store.layers.folder import LAYER_SUFFIX, workspace_folder
from eit.store.unreadable import of_the_machine, reading_refusal
from eit.store.version.lock import locked

KEPT_GENERATIONS = 10
WAITING = ".next.geo"
NUMBERED = re.compile(r"(\d+)-\d{8}T\d{6}")
MARKED = re.compile(r"-(damaged|replaced)\.duckdb$")
"""Generations that nobody can make again: they stay whatever their age."""


def generations(path: Path) -> list[Path]:
    """Earlier versions of the file that were kept, oldest first; `<one>.geo` beside it has its layers.

    Their order is that of a counter in their name: a clock may be set back.
    """
    return sorted(_generations_folder(path).glob("*.duckdb"), key=lambda kept: (_number(kept), kept.name))


def temporary_prefix(path: Path) -> str:
    """How the folders start in which a new version of `path` is prepared."""
    return f".eit-{path.name}-"


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock of a file that is whole: no remains of a killed process, no journal of another tool.

    A disk that refuses, in the body too, is DataError("cannot_write").
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path):
            if path.with_name(path.name + ".wal").exists():
                raise DataError("unfinished_write", path=str(path))
            remove_remains(path)
            settle_layers(path)
            yield
    except OSError as error:
        raise DataError("cannot_write", path=str(path), reason=error.strerror or str(error)) from error
    except duckdb.Error as error:
        if not of_the_machine(error):
            raise
        raise _refused(error, path) from error


@contextmanager
def prepared(path: Path) -> Iterator[Path]:
    """A folder beside a file in which its next version is made, gone at the end: whoever calls is `alone`."""
    with tempfile.TemporaryDirectory(prefix=temporary_prefix(path), dir=path.parent) as folder:
        yield Path(folder)


def put_in_place(
    fresh: Path,
    path: Path,
    kept: int = KEPT_GENERATIONS,
    layers: Path | None = None,
    mark: str = "",
) -> Path | None:
    """Replace `path` by `fresh` in one step; where the version that it replaces is kept, None when there was none.

    `layers`: a folder that replaces its official layers. Both are on the disk of `path`; whoever calls is `alone` with
    it. A reader sees the old version or the new one. `mark`: why the replaced version is kept for ever ("damaged",
    "replaced"); without one only the newest `kept` stay.
    """
    _write_through(fresh)
    generation = None
    if path.exists():
        generation = _keep_generation(path, kept, mark)
    settle_mode(fresh, path)
    if layers is not None:
        for file in layers.iterdir():
            _write_through(file)
        layers.rename(path.with_name(_waiting_name(path, fresh)))
    fresh.replace(path)
    sync_folder(path.parent)
    settle_layers(path)
    return generation


def replace_without_trace(fresh: Path, path: Path) -> None:
    """Replace a file in one step and keep nothing of the one before: it held what is to be forgotten."""
    _write_through(fresh)
    settle_mode(fresh, path)
    fresh.replace(path)
    sync_folder(path.parent)


def settle_layers(path: Path) -> None:
    """Move in the layers that wait for the version in place; those of a version that never came are thrown away."""
    for waiting in path.parent.glob(f"{glob.escape(path.name)}.*{WAITING}"):
        if not path.exists() or waiting.name != _waiting_name(path, path):
            shutil.rmtree(waiting, ignore_errors=True)
            continue
        current = workspace_folder(path)
        if current.exists():
            _retire(current, path)
        waiting.rename(current)


def remove_remains(path: Path) -> None:
    """Copies that a killed process left: whoever holds the lock is alone, so nobody uses them."""
    for folder in path.parent.glob(f"{glob.escape(temporary_prefix(path))}*"):
        shutil.rmtree(folder, ignore_errors=True)


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under a second name; a copy on a disk without hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        _write_through(target)


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_through(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _waiting_name(path: Path, version: Path) -> str:
    """The mark survives the swap: a rename keeps inode, size and time of change."""
    status = version.stat()
    return f"{path.name}.{status.st_ino}-{status.st_mtime_ns}-{status.st_size}{WAITING}"


def _retire(layers: Path, path: Path) -> None:
    """Layers of the version that was just replaced: they go with its file, the newest generation."""
    kept = generations(path)
    target = kept[-1].with_name(kept[-1].name + LAYER_SUFFIX) if kept else None
    if target is None or target.exists():
        shutil.rmtree(layers)
    else:
        layers.rename(target)


def _generations_folder(path: Path) -> Path:
    return path.with_name(path.name + ".generations")


def _keep_generation(path: Path, kept: int, mark: str) -> Path:
    folder = _generations_folder(path)
    folder.mkdir(exist_ok=True)
    folder.chmod(stat.S_IRWXU)
    number = 1 + max((_number(one) for one in folder.glob("*.duckdb")), default=0)
    now = datetime.now(UTC)
    target = folder / f"{number:06d}-{now:%Y%m%dT%H%M%S}{'-' * bool(mark)}{mark}.duckdb"
    link_or_copy(path, target)
    sync_folder(folder)
    for old in [one for one in generations(path) if not MARKED.search(one.name)][:-kept]:
        old.unlink()
        shutil.rmtree(old.with_name(old.name + LAYER_SUFFIX), ignore_errors=True)
    return target


def _number(generation: Path) -> int:
    """Its place in the order; 0 for those of before, which were named by the clock only."""
    found = NUMBERED.match(generation.name)
    return int(found[1]) if found else 0


def _refused(error: duckdb.Error, path: Path) -> DataError:
    """A fault of the disk, told as damage only when it is damage."""
    found = reading_refusal(error, path)
    if found.code == "cannot_read":
        return DataError("cannot_write", path=str(path), reason=found.values["reason"])
    return found
