"""The words of a programme: those of another one are a start, to be corrected afterwards."""

from __future__ import annotations

from eit.actions.consortium import ensure_programme
from eit.actions.edit import EditContext, apply
from eit.domain.errors import InvalidSelection
from eit.store.sql_files import read_sql
from eit.store.version.edit import Connection


def copy_words(door: EditContext, programme_id: str, from_id: str) -> None:
    """Give a programme the categories, types, steps, impacts, indices and rules that another one words.

    What it has already stays as it is. Raises InvalidSelection("words-already") when nothing would be new.
    """

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        asked = {"programme_id": programme_id, "from_id": from_id}
        if not connection.execute(read_sql("actions", "copy_words"), asked).fetchall():
            raise InvalidSelection("words-already")

    apply(door, "copy-words", programme_id, from_id, set(), change)
