"""Gives and takes roles in a programme; the rule is kept where data is written (`store.version.access`)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.domain.errors import Refusal
from eit.domain.identity import ADMINISTER, PUBLISH, ROLES, Identity
from eit.store.database import Database
from eit.store.records import replace_rows
from eit.store.version.access import require, require_role
from eit.store.version.edit import Connection

__all__ = ["ADMINISTER", "InvalidRole", "require", "require_publishing", "set_role", "take_role"]
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
KEY = ("programme_id", "email")


class InvalidRole(Refusal):
    """A role that cannot be given: no address, no such role."""


def set_role(door: EditContext, programme_id: str, email: str, role: str, today: date) -> None:
    """Give a person, known by their verified address, a role. Raises InvalidRole, DataError("role_missing",
    "last_administrator"), or what `edit.apply` raises."""
    address = email.strip().lower()
    if not ADDRESS.fullmatch(address):
        raise InvalidRole("role-without-email", value=email)
    if role not in ROLES:
        raise InvalidRole("access-role-unknown", value=role)
    row = {
        **{"programme_id": programme_id, "email": address, "role": role},
        **{"granted_by": door.author.strip(), "granted_on": today},
    }

    def change(connection: Connection) -> None:
        replace_rows(connection, "programme_role", pd.DataFrame([row], dtype=object), KEY)

    apply(door, "set-role", programme_id, address, (f"{programme_id}|{address}",), change)


def take_role(door: EditContext, programme_id: str, email: str) -> None:
    """Take a person's role away. Raises InvalidRole, DataError as `set_role`."""
    address = email.strip().lower()

    def change(connection: Connection) -> None:
        taken = "DELETE FROM programme_role WHERE programme_id = ? AND email = ? RETURNING email"
        if not connection.execute(taken, [programme_id, address]).fetchall():
            raise InvalidRole("role-none", value=address)

    apply(door, "take-role", programme_id, address, (f"{programme_id}|{address}",), change)


def require_publishing(path: Path, identity: Identity | None) -> None:
    """An edition tells of every programme of a file: whoever makes it may publish each. Raises DataError."""
    with Database(path) as database:
        for programme_id in database.rows("programme")["programme_id"]:
            require_role(database, identity, str(programme_id), PUBLISH)
