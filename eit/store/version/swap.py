"""Puts a new version in place: the old one is kept, the file swapped, then the official layers that go with it.

The swap of the file is the moment that counts. Layers wait in a folder whose name is the mark of the version that
they belong to: after a kill the next writer moves them in, or throws them away when that version never came.
"""

from __future__ import annotations

import glob
import os
import shutil
import time
from pathlib import Path

from eit.store.boundaries import LAYER_SUFFIX, workspace_folder

KEPT_GENERATIONS = 10
WAITING = ".next.geo"


def generations(path: Path) -> list[Path]:
    """Earlier versions of the file that were kept, oldest first; `<one>.geo` beside it has its layers."""
    return sorted(_generations_folder(path).glob("*.duckdb"))


def temporary_prefix(path: Path) -> str:
    """How the folders start in which a new version of `path` is prepared."""
    return f".eit-{path.name}-"


def put_in_place(fresh: Path, path: Path, kept: int = KEPT_GENERATIONS, layers: Path | None = None) -> None:
    """Replace `path` by `fresh` in one step; `layers`: a folder that replaces its official layers.

    Both are on the disk of `path`; whoever calls holds the lock. A reader sees the old version or the new one.
    """
    _write_through(fresh)
    if path.exists():
        _keep_generation(path, kept)
        shutil.copymode(path, fresh)
    if layers is not None:
        for file in layers.iterdir():
            _write_through(file)
        layers.rename(path.with_name(_waiting_name(path, fresh)))
    fresh.replace(path)
    sync_folder(path.parent)
    settle_layers(path)


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


def _keep_generation(path: Path, kept: int) -> None:
    folder = _generations_folder(path)
    folder.mkdir(exist_ok=True)
    target = folder / f"{time.strftime('%Y%m%dT%H%M%S')}-{time.time_ns() % 10**9:09d}.duckdb"
    link_or_copy(path, target)
    for old in generations(path)[:-kept]:
        old.unlink()
        shutil.rmtree(old.with_name(old.name + LAYER_SUFFIX), ignore_errors=True)
