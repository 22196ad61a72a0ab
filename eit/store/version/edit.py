"""Changes one file: lock, copy beside, change, check, keep the old one, swap; a kill leaves one or the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.domain.jurisdiction import now as now_utc
from eit.store.connections import open_to_write
from eit.store.consents import record_consents
from eit.store.database import Database, FileVersion, file_version, remember_schema
from eit.store.derived.company_territories import follow_territories
from eit.store.derived.matching import DERIVED, drop_former_pairs
from eit.store.layers.folder import workspace_folder
from eit.store.reads import Fingerprints
from eit.store.version.access import refuse_role_changes, require
from eit.store.version.journal import BEFORE, UNRECORDED, Act, record_difference, touched_tables
from eit.store.version.swap import (
    KEPT_GENERATIONS,
    alone,
    generations,
    link_or_copy,
    prepared,
    put_in_place,
)
from eit.store.version.workspace import refuse_demonstration
from eit.store.version.write import CheckFailed, new_failures

__all__ = ["Connection", "edited_version", "generations"]

Connection = duckdb.DuckDBPyConnection
"""What an edit writes through; the rooms that edit do not import the database."""
CHECKED = 64
_whole: dict[FileVersion, Fingerprints] = {}


@contextmanager
def edited_version(
    path: Path,
    seen: FileVersion,
    act: Act,
    kept: int = KEPT_GENERATIONS,
    layers: Callable[[Path], None] | None = None,
) -> Iterator[Connection]:
    """Give a connection on a copy of the version `seen`; record the difference as `act`, recompute, check, swap.

    The replaced version stays in `<name>.generations`, the newest `kept` of them. `layers` changes the official
    layers: it is given a folder that holds them, and what it leaves there comes with the new version.
    Raises DataError("demonstration_read_only"), DataError("being_written") while another process writes,
    DataError("changed_meanwhile") when the file is no longer the version `seen`, DataError("role_missing",
    "last_administrator"), DataError("unfinished_write") when another tool left a journal beside it, what `Database`
    raises, DataError("cannot_write") when the disk
    refuses, CheckFailed, or whatever the body raised.
    """
    refuse_demonstration(path)
    with alone(path):
        if file_version(path) != seen:
            raise DataError("changed_meanwhile", path=str(path))
        known = _read_once(seen)
        if act.identity is not None:
            require(path, act.identity, act.programme_id, act.needs)
        with prepared(path) as folder:
            fresh = folder / path.name
            shutil.copyfile(path, fresh)
            known = yield from _changed(fresh, path, act, known)
            put_in_place(fresh, path, kept, _changed_layers(path, folder, layers))
            _remember_whole(file_version(path), known)


def _read_once(version: FileVersion) -> Fingerprints:
    """Read a version whole, once: of this schema, nothing else in it that runs, every value there. Raises DataError."""
    if version not in _whole:
        with Database(Path(version.path)) as database:
            _remember_whole(version, database.read_tables(DERIVED))
    return _whole[version]


def _remember_whole(version: FileVersion, read: Fingerprints) -> None:
    """What was read whole, or made here from what was: a version never changes."""
    remember_schema(version, read)
    _whole[version] = read
    while len(_whole) > CHECKED:
        _whole.pop(next(iter(_whole)), None)


def _changed(
    fresh: Path, path: Path, act: Act, known: Fingerprints
) -> Generator[Connection, None, Fingerprints]:
    """Change, record, derive, check; `known`: what the version before holds. Returns what this one holds."""
    connection = open_to_write(fresh, {BEFORE: path})
    try:
        drop_former_pairs(connection)
        yield connection
        refuse_role_changes(connection, path, act)
        record_consents(connection, act, now_utc().date())
        held, entry = record_difference(connection, act, known)
        touched = touched_tables(connection, entry) if entry is not None else set()
        if entry is not None:
            follow_territories(connection, entry, touched)
        failures = new_failures(connection, BEFORE, {*touched, *UNRECORDED})
        if failures:
            raise CheckFailed(failures)
        connection.execute("CHECKPOINT")
        return held
    finally:
        connection.close()


def _changed_layers(path: Path, folder: Path, change: Callable[[Path], None] | None) -> Path | None:
    """The official layers as they will be, ready to be moved in; None: they stay as they are."""
    if change is None:
        return None
    prepared = folder / "layers"
    prepared.mkdir()
    for layer in workspace_folder(path).glob("*.parquet"):
        link_or_copy(layer, prepared / layer.name)
    change(prepared)
    return prepared
