"""Takes back what was done, and starts the file that a team works on."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pandas as pd

from eit.actions.edit import EditContext, write
from eit.domain.errors import DataError
from eit.locations import WORK, WORKSPACE
from eit.store.database import Database
from eit.store.version.journal import Act, undone_by
from eit.store.version.undo import take_back
from eit.store.version.workspace import (
    copy_demonstration,
    default_database,
    is_demonstration,
)
from eit.store.version.write import CheckFailed

UNDO = "undo"
IMPORT = "import-"
__all__ = ["UNDO", "database_in_use", "is_demonstration", "start_workspace", "undo", "undo_last_import"]


def undo(door: EditContext, entry: int) -> None:
    """Take back one entry of the journal, as a new entry; every value comes back exactly as it was.

    Raises DataError, and nothing is written: "entry_unknown", "already_undone", "nothing_to_undo" (no row was
    changed), "undo_conflict" (rows changed since: how many, which), "undo_breaks" (what was added since depends on
    it: which checks fail, for which rows), or what `edit.apply` raises.
    """
    with Database(door.path) as database:
        entries = database.query("journal")
    found = entries[entries["entry"] == entry]
    if found.empty:
        raise DataError("entry_unknown", entry=str(entry))
    programme_id, subject = (found.iloc[0][name] for name in ("programme_id", "subject"))
    act = Act(door.author.strip(), UNDO, _text(programme_id), _text(subject), undoes=entry)
    try:
        write(door, act, (), partial(take_back, entry=entry))
    except CheckFailed as error:
        raise DataError("undo_breaks", entry=str(entry), checks=error.values["checks"]) from error


def undo_last_import(door: EditContext, programme_id: str) -> int:
    """Take back the last import of a programme that still stands; its entry. Raises what `undo` raises, and
    DataError("no_import_to_undo")."""
    with Database(door.path) as database:
        entries = database.query("journal")
    undoes = [None if pd.isna(number) else int(number) for number in entries["undoes"]]
    taken_back = undone_by(zip(entries["entry"], undoes, strict=True))
    standing = entries[~entries["entry"].isin(list(taken_back))]
    imports = standing[standing["action"].str.startswith(IMPORT) & (standing["programme_id"] == programme_id)]
    if imports.empty:
        raise DataError("no_import_to_undo", programme=programme_id)
    entry = int(imports["entry"].max())
    undo(door, entry)
    return entry


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def database_in_use() -> Path:
    """The file that pages and commands read: `EIT_DATABASE`, the workspace file, or the demonstration."""
    return default_database()


def start_workspace(root: Path = WORK) -> Path:
    """Make the workspace file from the demonstration; where it is.

    Raises DataError("workspace_exists"), DataError("cannot_write"), DataError("workspace_by_environment") when
    `EIT_DATABASE` names a file, because that file would be read and not the workspace.
    """
    named = os.environ.get("EIT_DATABASE")
    if named:
        raise DataError("workspace_by_environment", path=named)
    target = root / WORKSPACE
    copy_demonstration(target)
    return target
