"""The content of attached files: beside the data file, each under its SHA-256, whatever it is called by people.

`<file>.files/<sha256>` never changes once it is there, so versions, backups and undone entries share it. It is put in
place before the row that names it, and taken out only when no version and no journal names it any more.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.locations import OWNER
from eit.store.database import reading
from eit.store.version.swap import alone, generations, link_or_copy, sync_folder

SUFFIX = ".files"
TABLE = "attachment"
DIGEST = re.compile(r"[0-9a-f]{64}")
WAITING = ".eit-file-"
ABANDONED_S = 3600
CHUNK = 1 << 20


def files_folder(path: Path) -> Path:
    """Where the attached files of a data file lie."""
    return path.with_name(path.name + SUFFIX)


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@contextmanager
def received(path: Path, content: bytes | Path, largest: int) -> Iterator[Path]:
    """A private copy of what is to be attached, on the disk of the data file, at most `largest` + 1 bytes of it.

    Raises DataError("cannot_write") when the disk refuses, "file_unreadable" for what cannot be read.
    """
    folder = files_folder(path)
    try:
        folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=WAITING, dir=folder) as name:
            copy = Path(name) / "received"
            _take(content, copy, largest + 1)
            yield copy
    except OSError as error:
        raise DataError("cannot_write", path=str(folder), reason=error.strerror or str(error)) from error


def _take(content: bytes | Path, copy: Path, largest: int) -> None:
    with copy.open("xb") as target:
        copy.chmod(OWNER)
        if isinstance(content, bytes):
            target.write(content[:largest])
        else:
            try:
                with content.open("rb") as source:
                    left = largest
                    while left > 0 and (chunk := source.read(min(CHUNK, left))):
                        target.write(chunk)
                        left -= len(chunk)
            except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
                raise DataError("file_unreadable", path=str(content)) from error


def put(path: Path, copy: Path, sha256: str) -> None:
    """Put a file in its place among those of `path`, in one step; whoever calls holds the lock of `path`."""
    folder = files_folder(path)
    folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    if not (folder / sha256).exists():
        with copy.open("rb+") as handle:
            os.fsync(handle.fileno())
        copy.rename(folder / sha256)
        sync_folder(folder)


def content_of(path: Path, sha256: str) -> bytes:
    """What an attached file holds. Raises DataError: "file_gone", "file_damaged"."""
    try:
        content = (files_folder(path) / sha256).read_bytes() if DIGEST.fullmatch(sha256) else None
    except OSError:
        content = None
    if content is None:
        raise DataError("file_gone", path=str(files_folder(path)))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DataError("file_damaged", path=str(files_folder(path) / sha256))
    return content


def faulty(path: Path) -> list[str]:
    """The attached files that a data file names and that are not there whole."""
    folder = files_folder(path)
    return [
        one for one in sorted(named(path)) if not (folder / one).is_file() or digest_of(folder / one) != one
    ]


def named(path: Path, with_journal: bool = False) -> set[str]:
    """The files that the rows of a data file name, whatever its schema; `with_journal`: that they ever named."""
    asked = [f"SELECT sha256 FROM eit.{TABLE}"]
    if with_journal:
        asked.append(f"SELECT unnest([before, after]) FROM eit.journal_row WHERE table_name = '{TABLE}'")
    found: set[str] = set()
    with reading(path) as connection:
        for question in asked:
            with contextlib.suppress(duckdb.CatalogException, duckdb.BinderException):
                found |= {str(value) for (value,) in connection.execute(question).fetchall() if value}
    rows = [json.loads(one).get("sha256", "") for one in found if one.startswith("{")]
    return {one for one in (*found, *rows) if DIGEST.fullmatch(one)}


def sweep(path: Path) -> list[str]:
    """Take out what no version and no journal of a data file names; those that went. The caller holds the lock.

    A version that cannot be read may name anything: then nothing goes. What a killed process left goes after an hour.
    """
    folder = files_folder(path)
    if not folder.is_dir():
        return []
    try:
        kept = set().union(*(named(one, True) for one in (path, *generations(path))))
    except DataError:
        return []
    for left in folder.glob(f"{WAITING}*"):
        if time.time() - left.stat().st_mtime > ABANDONED_S:
            shutil.rmtree(left, ignore_errors=True)
    gone = [one for one in sorted(folder.iterdir()) if DIGEST.fullmatch(one.name) and one.name not in kept]
    for one in gone:
        one.unlink()
    return [one.name for one in gone]


def copy_out(path: Path, wanted: set[str], folder: Path) -> None:
    """Copy attached files into a folder; one that is not there is left out, as it was before."""
    for sha256 in sorted(wanted):
        source = files_folder(path) / sha256
        if source.is_file():
            link_or_copy(source, folder / sha256)


def bring_in(folder: Path, wanted: set[str], path: Path) -> None:
    """Put the files of a backup that are wanted beside a data file; the caller holds its lock."""
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.name in wanted:
            file.chmod(OWNER)
            put(path, file, file.name)


def destroy(path: Path, sha256: str) -> None:
    """Take out what a file held, unless another row still names it; a later undo brings a name back, without content.

    Raises DataError as `alone`.
    """
    with alone(path):
        sweep(path)
        if sha256 not in named(path):
            (files_folder(path) / sha256).unlink(missing_ok=True)
