"""Keeps a page as it is set under a name, and takes it away again."""

from __future__ import annotations

from collections.abc import Mapping

from eit.actions.consortium import ensure_programme, insert
from eit.actions.edit import EditContext, apply
from eit.actions.lookup import today_in
from eit.actions.numbering import next_id, stem_of
from eit.domain.errors import InvalidSelection
from eit.domain.programme.saved_view import view_row
from eit.domain.text_key import plain_words
from eit.store.version.edit import Connection

SAME = "SELECT view_id, name FROM saved_view WHERE programme_id = ?"


def keep_view(
    door: EditContext, programme_id: str, name: str, page: str, words: Mapping[str, str], again: bool = False
) -> None:
    """Keep a view. `again`: the one of that name shows this page from now on.

    Raises InvalidSelection: "view-name-taken" unless `again`, or what `view_row` refuses.
    """
    row = view_row(name, page, words)

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        held = connection.execute(SAME, [programme_id]).fetchall()
        twin = [view_id for view_id, known in held if plain_words(known) == plain_words(row["name"])]
        if twin and not again:
            raise InvalidSelection("view-name-taken", value=row["name"])
        connection.execute("DELETE FROM saved_view WHERE list_contains(?, view_id)", [twin])
        key = twin[0] if twin else next_id(connection, "saved_view", "view_id", f"{stem_of(programme_id)}-p")
        who = {"view_id": key, "programme_id": programme_id, "author": door.author}
        insert(connection, "saved_view", {**who, **row, "saved_on": today_in(connection, programme_id)})

    apply(door, "keep-view", programme_id, row["name"], set(), change)


def remove_view(door: EditContext, programme_id: str, view_id: str) -> None:
    """Take a view away. Raises InvalidSelection("view-unknown")."""

    def change(connection: Connection) -> None:
        gone = connection.execute(
            "DELETE FROM saved_view WHERE programme_id = ? AND view_id = ? RETURNING name",
            [programme_id, view_id],
        ).fetchall()
        if not gone:
            raise InvalidSelection("view-unknown", value=view_id)

    apply(door, "remove-view", programme_id, view_id, {view_id}, change)
