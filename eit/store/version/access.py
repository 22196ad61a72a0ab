"""Access rights: who may change what, decided where data is written, on the version that is about to be replaced."""

from __future__ import annotations

from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.domain.identity import ADMINISTER, Identity, allows
from eit.store.database import Database
from eit.store.version.journal import BEFORE, Act


def roles(database: Database, programme_id: str) -> dict[str, str]:
    """Address → role of those who were given one in a programme; empty: nobody was, and all who are let in may act."""
    rows = database.rows("programme_role")
    own = rows[rows["programme_id"] == programme_id]
    return dict(zip(own["email"], own["role"], strict=True))


def require_role(
    database: Database, identity: Identity | None, programme_id: str | None, needed: str
) -> None:
    """Raise DataError("role_missing") unless a person may do this in a programme; None: nobody signs in here.

    What belongs to no programme (boundaries of the whole file) is for whoever may do it in one of them.
    """
    if identity is None:
        return
    if programme_id is not None:
        programmes = [programme_id]
    else:
        programmes = [str(one) for one in database.rows("programme")["programme_id"]]
    if programmes and not any(allows(roles(database, one), identity.email, needed) for one in programmes):
        said = programme_id or ", ".join(programmes)
        raise DataError("role_missing", who=identity.email, needed=needed, programme=said)


def require(path: Path, identity: Identity | None, programme_id: str | None, needed: str) -> None:
    """`require_role`, of a file that is not open."""
    with Database(path) as database:
        require_role(database, identity, programme_id, needed)


def refuse_role_changes(connection: duckdb.DuckDBPyConnection, path: Path, act: Act) -> None:
    """Whoever changes a role, by whatever road, administers that programme; and one administrator is left.

    Raises DataError: "role_missing", "last_administrator".
    """
    changed = connection.execute(
        f"SELECT DISTINCT programme_id FROM (SELECT * FROM (FROM programme_role EXCEPT FROM {BEFORE}.programme_role) "
        f"UNION ALL SELECT * FROM (FROM {BEFORE}.programme_role EXCEPT FROM programme_role))"
    ).fetchall()
    for (programme_id,) in changed:
        require(path, act.identity, programme_id, ADMINISTER)
        [(people, chiefs)] = connection.execute(
            "SELECT count(*), count(*) FILTER (role = ?) FROM programme_role WHERE programme_id = ?",
            [ADMINISTER, programme_id],
        ).fetchall()
        if people and not chiefs:
            raise DataError("last_administrator", programme=programme_id)
