"""Which file is worked on: the demonstration that comes with the project is read, never edited."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eit.domain.errors import DataError
from eit.locations import DEMONSTRATION, WORK, WORKSPACE
from eit.store.database import Database
from eit.store.layers.folder import workspace_folder
from eit.store.version.build import load_reference
from eit.store.version.swap import alone, prepared, put_in_place
from eit.store.version.write import new_version


def default_database(root: Path = WORK) -> Path:
    """`EIT_DATABASE`, else the workspace file when there is one, else the committed demonstration."""
    named = os.environ.get("EIT_DATABASE")
    if named:
        return Path(named)
    return root / WORKSPACE if (root / WORKSPACE).exists() else DEMONSTRATION


def is_demonstration(path: Path) -> bool:
    """Whether a path leads to the demonstration, by whatever name."""
    try:
        return path.resolve() == DEMONSTRATION or path.samefile(DEMONSTRATION)
    except OSError:
        return False


def refuse_demonstration(path: Path) -> None:
    """Raise DataError("demonstration_read_only") for the demonstration."""
    if is_demonstration(path):
        raise DataError("demonstration_read_only", path=str(path))


def copy_demonstration(target: Path) -> None:
    """A workspace file with the demonstration in it. Raises DataError("workspace_exists" or "cannot_write")."""
    with Database(DEMONSTRATION):
        pass
    with _free(target), prepared(target) as folder:
        fresh = folder / target.name
        shutil.copyfile(DEMONSTRATION, fresh)
        if workspace_folder(DEMONSTRATION).is_dir():
            shutil.copytree(workspace_folder(DEMONSTRATION), workspace_folder(target), dirs_exist_ok=True)
        put_in_place(fresh, target)


def make_empty(target: Path, data: Path) -> None:
    """A workspace file with the reference tables of `data` and nothing else: a programme is added to it.

    Raises DataError("workspace_exists" or "cannot_write"), SourceError or CheckFailed for reference tables that cannot
    be used.
    """
    with _free(target), prepared(target) as folder:
        fresh = folder / target.name
        with new_version(fresh) as connection:
            load_reference(connection, data / "reference", data / "geo")
            connection.execute("INSERT INTO meta VALUES ('fictitious', 'false')")
        put_in_place(fresh, target)


@contextmanager
def _free(target: Path) -> Iterator[None]:
    """Hold the place of a file that must not exist yet, its folder made."""
    with alone(target):
        if target.exists():
            raise DataError("workspace_exists", path=str(target))
        yield
