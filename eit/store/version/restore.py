"""Puts a backup, or a kept version, in the place of a data file: nothing that is newer, or cannot be read, is lost."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from eit.domain.errors import DataError
from eit.store.attached_files import bring_in, named
from eit.store.connections import open_to_write
from eit.store.database import is_current, read_whole, schema_version
from eit.store.editions import editions_folder
from eit.store.forget.clearing import cleared_again, known_again
from eit.store.forget.memory import read_forgotten
from eit.store.layers.folder import workspace_folder
from eit.store.mailbox.backup import bring_mailbox_back
from eit.store.mailbox.box import Mailbox
from eit.store.mailbox.forgetting import clear_mailbox
from eit.store.version.archive import (
    DATA,
    EDITIONS,
    FILES,
    FOLDERS,
    LAYERS,
    Manifest,
    describe,
    entries,
    unpack,
)
from eit.store.version.journal import BEFORE, Act, record, record_difference
from eit.store.version.locked_archive import is_locked, unlock_archive
from eit.store.version.rebuild import rebuilt
from eit.store.version.swap import KEPT_GENERATIONS, alone, prepared, put_in_place
from eit.store.version.workspace import refuse_demonstration


@dataclass(frozen=True)
class Restored:
    """What came back, what newer work it replaced (entries of the journal), and where that is kept; None: nothing."""

    manifest: Manifest
    replaced: list[tuple]
    kept: Path | None


def restore(archive: Path, path: Path, author: str, password: str | None = None) -> Restored:
    """Put what an archive (or a kept generation) holds in the place of `path`, as a new version with an entry.

    The archive is verified whole before anything is touched, and rebuilt under the schema of this version when it has
    another, or views that are not ours. The version that is replaced stays among the generations with its layers: for
    ever when it holds entries that the archive does not, or cannot be read. Raises DataError: "backup_missing",
    "backup_foreign", "backup_damaged", "backup_newer", "demonstration_read_only", "being_written",
    "unfinished_write", "cannot_write", "author_missing", and for the file that would be replaced "used_by_program",
    "newer_format", "newer_schema", "not_a_data_file": what cannot be read for now is not replaced. An archive that a
    password locks: "backup_locked" without one, "backup_password_wrong".
    """
    if not author.strip():
        raise DataError("author_missing")
    refuse_demonstration(path)
    with alone(path), prepared(path) as folder:
        manifest = _taken(archive, folder, password)
        fresh = cleared_again(folder / DATA, folder, read_forgotten(path))
        replaced = _newer_entries(path, fresh)
        act = Act(author.strip(), "restore", None, archive.name, manifest.data_sha256, always=True)
        fresh = _signed(fresh, path, folder, act, replaced)
        bring_in(folder / FILES, named(fresh, True), path)
        mark = "damaged" if replaced is None else "replaced" if replaced else ""
        kept = put_in_place(fresh, path, KEPT_GENERATIONS, folder / LAYERS, mark)
        _remember_editions(folder / EDITIONS, path)
        _bring_answers_back(folder, path)
    return Restored(manifest, replaced or [], kept)


def _taken(archive: Path, folder: Path, password: str | None) -> Manifest:
    """The verified parts of an archive, or of a generation with its layers, in `folder`."""
    if is_locked(archive):
        unlock_archive(archive, folder / "unlocked.zip", password)
        return _unlocked(archive, folder)
    if not is_data_file(archive):
        return unpack(archive, folder)
    for name in FOLDERS:
        (folder / name).mkdir()
    shutil.copyfile(archive, folder / DATA)
    for layer in workspace_folder(archive).glob("*.parquet"):
        shutil.copyfile(layer, folder / LAYERS / layer.name)
    return describe(folder, archive)


def _unlocked(archive: Path, folder: Path) -> Manifest:
    """The parts of an archive that was unlocked; what is wrong with them is said of the archive that people know."""
    try:
        return unpack(folder / "unlocked.zip", folder)
    except DataError as error:
        raise DataError(error.code, **{**error.values, "path": str(archive)}) from error
    finally:
        (folder / "unlocked.zip").unlink(missing_ok=True)


def is_data_file(path: Path) -> bool:
    """Whether a file begins as those of DuckDB do. Raises DataError("backup_missing")."""
    try:
        with path.open("rb") as file:
            return file.read(12)[8:] == b"DUCK"
    except OSError as error:
        raise DataError("backup_missing", path=str(path)) from error


def _newer_entries(path: Path, restored: Path) -> list[tuple] | None:
    """The entries of the file in place that the restored one has not; None when the file in place is damaged."""
    if not path.exists():
        return []
    try:
        schema_version(path)
        read_whole(path)
        known = set(entries(restored))
        return [entry for entry in entries(path) if entry not in known]
    except DataError as error:
        if error.code != "damaged_file":
            raise
        return None


def _signed(fresh: Path, path: Path, folder: Path, act: Act, replaced: list[tuple] | None) -> Path:
    """The restored file, of this schema, with the restoration in its journal."""
    after = max((int(entry[0]) for entry in replaced or []), default=0)
    if not is_current(fresh):
        return rebuilt(fresh, folder, act, after)
    compared = replaced is not None and path.exists() and is_current(path)
    connection = open_to_write(fresh, {BEFORE: path} if compared else None)
    try:
        if compared:
            record_difference(connection, act, after=after)
        else:
            record(connection, act, after)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    return fresh


def _bring_answers_back(folder: Path, path: Path) -> None:
    """Bring back the mailbox of the archive where there is none, cleared of all who were forgotten since."""
    archived = Mailbox(folder / DATA)
    if not archived.exists() or Mailbox(path).exists():
        return
    forgotten = read_forgotten(path)
    for erasure in forgotten.erasures:
        traces = known_again(folder / DATA, erasure, forgotten)
        if traces is not None:
            clear_mailbox(archived, traces)
    bring_mailbox_back(archived.folder, path)


def _remember_editions(archived: Path, path: Path) -> None:
    """Bring back what the editions told, unless something is remembered here: what was published is never forgotten."""
    folder = editions_folder(path)
    if any(archived.glob("*.json")) and not any(folder.glob("*.json")):
        folder.mkdir(exist_ok=True)
        for file in archived.glob("*.json"):
            shutil.copyfile(file, folder / file.name)
