"""One road for every edit: wait for one's turn, tell who changed the same rows meanwhile, else merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from eit.domain.errors import DataError, NamesWithoutConsent
from eit.domain.identity import Identity
from eit.store.database import Database, file_version
from eit.store.organisation_names import names_without_consent, new_texts
from eit.store.sql_files import read_sql
from eit.store.version.edit import Connection, edited_version
from eit.store.version.journal import BEFORE, Act
from eit.store.version.lock import in_turn


@dataclass(frozen=True)
class EditContext:
    """What a person who edits has in hand: the file, their name, and the last journal entry they have seen.

    `seen_entry` None: no form was on a screen (a command), so there is nothing that could be out of date.
    `names_told`: the organisations without consent that the person was told they name; None: nobody asks.
    `identity`: who signed in; None: nobody does here.
    """

    path: Path
    author: str
    seen_entry: int | None = None
    names_told: frozenset[str] | None = None
    identity: Identity | None = None

    def __post_init__(self) -> None:
        """Who signed in signs by their verified identity, whatever was typed."""
        if self.identity is not None:
            object.__setattr__(self, "author", self.identity.signature)


Change = Callable[[Connection], None]


def apply(
    door: EditContext, action: str, programme_id: str, subject: str, about: Iterable[str], change: Change
) -> None:
    """Write what `change` does as one version; `about` are the ids that the person had on the screen.

    Edits of other rows are merged. Raises DataError("changed_by_others", who, what) when another person changed
    one of those rows since `seen_entry`; DataError("being_written") when the turn does not come;
    DataError("demonstration_read_only"); NamesWithoutConsent; whatever `change` or the checks raise. Nothing is
    written in all these cases.
    """
    write(door, Act(door.author.strip(), action, programme_id, subject), about, change)


def write(
    door: EditContext,
    act: Act,
    about: Iterable[str],
    change: Change,
    layers: Callable[[Path], None] | None = None,
) -> None:
    """`apply`, for an act that says more than what an edit of a programme does, or that changes boundaries too."""
    if not door.author.strip():
        raise DataError("author_missing")
    ids, act = set(about), replace(act, identity=door.identity)

    def attempt() -> None:
        version = file_version(door.path)
        with edited_version(door.path, version, act, layers=layers) as connection:
            refuse_conflict(door, ids, connection)
            change(connection)
            point_out_names(door, connection)

    in_turn(attempt)


def point_out_names(door: EditContext, connection: Connection) -> None:
    """Raise NamesWithoutConsent for a name that the change brings into a text, the first time; before it is stored."""
    if door.names_told is None:
        return
    texts = new_texts(connection, BEFORE)
    if not texts:
        return
    with Database(door.path) as database:
        names = names_without_consent(database, texts)
    if not door.names_told.issuperset(names):
        raise NamesWithoutConsent(tuple(names))


def refuse_conflict(door: EditContext, about: set[str], connection: Connection) -> None:
    """Raise DataError("changed_by_others") when a row about one of these ids changed after `seen_entry`."""
    if door.seen_entry is None:
        return
    asked = read_sql("queries", "journal_rows_since")
    rows = connection.execute(asked, {"entry": door.seen_entry}).fetchall()
    touched = [(author, subject) for _, author, subject, _, key in rows if set(key.split("|")) & about]
    if touched:
        what = ", ".join(sorted({subject or "" for _, subject in touched}))
        raise DataError("changed_by_others", who=str(touched[-1][0]), what=what)
