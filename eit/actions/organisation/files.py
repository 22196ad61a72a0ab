"""What people do with the files of an organisation: attach one, take it away, destroy what it held."""

from __future__ import annotations

import secrets
from pathlib import Path

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.actions.lookup import today_in
from eit.actions.organisation.flows import programme_of_company
from eit.domain.errors import DataError
from eit.domain.organisation.attached_file import (
    LARGEST,
    InvalidFile,
    check_content,
    check_size,
    inert_name,
)
from eit.store.attached_files import destroy, digest_of, put, received
from eit.store.database import Database
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection

LONGEST_NOTE = 300


def attach_file(
    door: EditContext,
    company_id: str,
    name: str,
    content: bytes | Path,
    note: str | None = None,
    synergy_id: str | None = None,
) -> str:
    """Attach a file to an organisation, perhaps as proof of a synergy; its id. `content`: the bytes, or where they are.

    Raises InvalidFile (empty, too large, not of a kind that is taken, a program, attached already), DataError
    ("file_unreadable"), or what `edit.apply` raises; nothing is kept then.
    """
    programme_id = programme_of_company(door, company_id)
    said = (note or "").strip() or None
    if said and len(said) > LONGEST_NOTE:
        raise InvalidFile("privacy-too-long", value=LONGEST_NOTE)
    shown = inert_name(name)
    check_size(_size(content), shown)
    with received(door.path, content, LARGEST) as copy:
        size = copy.stat().st_size
        check_size(size, shown)
        check_content(copy, name)
        sha256, attachment_id = digest_of(copy), f"file-{secrets.token_hex(6)}"

        def change(connection: Connection) -> None:
            held = "SELECT name FROM attachment WHERE company_id = ? AND sha256 = ?"
            if twice := connection.execute(held, [company_id, sha256]).fetchall():
                raise InvalidFile("file-attached-already", value=twice[0][0])
            row = {
                **{"attachment_id": attachment_id, "programme_id": programme_id, "company_id": company_id},
                **{"synergy_id": synergy_id, "name": shown, "sha256": sha256, "size_bytes": size},
                **{"added_on": today_in(connection, programme_id), "note": said},
            }
            insert_rows(connection, "attachment", pd.DataFrame([row], dtype=object))
            put(door.path, copy, sha256)

        apply(door, "attach-file", programme_id, shown, (attachment_id, company_id), change)
    return attachment_id


def _size(content: bytes | Path) -> int:
    """Bytes. Raises DataError("file_unreadable") for what is no file: a folder, a device, nothing."""
    if isinstance(content, bytes):
        return len(content)
    if not content.is_file():
        raise DataError("file_unreadable", path=str(content))
    return content.stat().st_size


def remove_file(door: EditContext, attachment_id: str, for_good: bool = False) -> None:
    """Take a file away from its organisation; an undo brings it back, unless what it held is destroyed `for_good`.

    Raises InvalidFile("file-unknown"), or what `edit.apply` raises.
    """
    with Database(door.path) as database:
        rows = database.rows("attachment")
    rows = rows[rows["attachment_id"] == attachment_id]
    if rows.empty:
        raise InvalidFile("file-unknown", value=attachment_id)
    row = rows.iloc[0]

    def change(connection: Connection) -> None:
        connection.execute("DELETE FROM attachment WHERE attachment_id = ?", [attachment_id])

    about = (attachment_id, str(row["company_id"]))
    apply(door, "remove-file", str(row["programme_id"]), str(row["name"]), about, change)
    if for_good:
        destroy(door.path, str(row["sha256"]))
