"""Backups from the screen: made beside the file, listed, and put back; for whoever administers all that they hold."""

from __future__ import annotations

from pathlib import Path

from eit.actions.access import ADMINISTER
from eit.actions.edit import EditContext
from eit.store.database import Database
from eit.store.version.access import require_role
from eit.store.version.backup import back_up
from eit.store.version.backup_register import known_backups
from eit.store.version.restore import Restored, restore

__all__ = ["Restored", "bring_back", "kept_backups", "make_backup"]
FOLDER = "sauvegardes"


def make_backup(door: EditContext, password: str | None) -> Path:
    """Write one archive into the folder of backups beside the file, under a password when one is given; where it is.

    Raises DataError("role_missing"), or what `back_up` raises.
    """
    _require_all(door)
    archive, _ = back_up(door.path, door.path.parent / FOLDER, password=password)
    return archive


def kept_backups(path: Path) -> list[Path]:
    """The backups of a file that are still where they were written, the last first."""
    return [one for one in reversed(known_backups(path)) if one.is_file()]


def bring_back(door: EditContext, archive: Path, password: str | None) -> Restored:
    """Put a backup in the place of the file, which is kept. Raises DataError("role_missing"), what `restore` raises."""
    _require_all(door)
    return restore(archive, door.path, door.author, password)


def _require_all(door: EditContext) -> None:
    """A backup holds every programme of a file. A damaged file has no roles to ask: it is mended by the command."""
    with Database(door.path) as database:
        for programme_id in database.rows("programme")["programme_id"]:
            require_role(database, door.identity, str(programme_id), ADMINISTER)
