"""The mailbox in a backup: copied whole while firms write, and brought back only where there is none."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from eit.locations import OWNER
from eit.store.mailbox.box import FILE, Mailbox
from eit.store.mailbox.links import KEY

BOX_FILES = (FILE, KEY)


def copy_mailbox(path: Path, folder: Path) -> None:
    """Copy the mailbox of a data file, as it is at one moment, and the key of its links; nothing where there is none.

    Raises DataError("mailbox_unusable").
    """
    box = Mailbox(path)
    if not box.exists():
        return
    with box.opened() as source, closing(sqlite3.connect(folder / FILE)) as target:
        source.backup(target)
    if (box.folder / KEY).is_file():
        shutil.copyfile(box.folder / KEY, folder / KEY)


def bring_mailbox_back(archived: Path, path: Path) -> None:
    """Put an archived mailbox beside a data file that has none: what firms answered since is never replaced."""
    box = Mailbox(path)
    if box.exists() or not (archived / FILE).is_file():
        return
    box.folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    for name in reversed(BOX_FILES):
        if (archived / name).is_file():
            shutil.copyfile(archived / name, box.folder / name)
            (box.folder / name).chmod(OWNER)
