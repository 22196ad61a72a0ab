"""Changes one file: lock, copy beside, change, check, keep the old one, swap; a kill leaves one or the other."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.store.boundaries import workspace_folder
from eit.store.database import FileVersion, file_version
from eit.store.matching import refresh, touched_by
from eit.store.tables import SourceError
from eit.store.version.journal import Act, record, touched_tables
from eit.store.version.lock import locked
from eit.store.version.swap import (
    KEPT_GENERATIONS,
    generations,
    link_or_copy,
    put_in_place,
    remove_remains,
    settle_layers,
    temporary_prefix,
)
from eit.store.version.workspace import refuse_demonstration
from eit.store.version.write import CheckFailed, run_checks

__all__ = ["Connection", "alone", "edited_version", "generations"]

Connection = duckdb.DuckDBPyConnection
"""What an edit writes through; the rooms that edit do not import the database."""
DERIVED_FROM = {"company", "flow", "territory", "compatibility", "material", "programme"}
"""The tables that the derived ones are made of: a synergy that moves on leaves every candidate pair as it was."""
REFUSED_BY_THE_DISK = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException)


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
    DataError("changed_meanwhile") when the file is no longer the version `seen`, DataError("unfinished_write")
    when another tool left a journal beside it, DataError("cannot_write") when the disk refuses, CheckFailed, or
    whatever the body raised.
    """
    refuse_demonstration(path)
    with alone(path):
        if file_version(path) != seen:
            raise DataError("changed_meanwhile", path=str(path))
        with tempfile.TemporaryDirectory(prefix=temporary_prefix(path), dir=path.parent) as folder:
            fresh = Path(folder) / path.name
            shutil.copyfile(path, fresh)
            yield from _changed(fresh, path, act)
            put_in_place(fresh, path, kept, _changed_layers(path, Path(folder), layers))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock of a file that is whole: no remains of a killed process, no journal of another tool.

    A disk that refuses, in the body too, is DataError("cannot_write").
    """
    try:
        with locked(path):
            if path.with_name(path.name + ".wal").exists():
                raise DataError("unfinished_write", path=str(path))
            remove_remains(path)
            settle_layers(path)
            yield
    except OSError as error:
        raise DataError("cannot_write", path=str(path), reason=error.strerror or str(error)) from error


def _changed(fresh: Path, path: Path, act: Act) -> Iterator[Connection]:
    connection = duckdb.connect(str(fresh))
    try:
        yield connection
        entry = record(connection, path, act)
        if entry is not None and touched_tables(connection, entry) & DERIVED_FROM:
            refresh(connection, touched_by(connection, entry))
        failures = run_checks(connection)
        if failures:
            raise CheckFailed(failures)
        connection.execute("CHECKPOINT")
    except REFUSED_BY_THE_DISK as error:
        raise OSError(str(error)) from error
    except SourceError as error:
        if isinstance(error.__cause__, REFUSED_BY_THE_DISK):
            raise OSError(str(error.__cause__)) from error
        raise
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
