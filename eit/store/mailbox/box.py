"""The mailbox: links with their sheets, and answers that wait for the coordinator; SQLite, beside the data file.

The door writes here and nowhere else, and reads nothing else: it never opens the data file. SQLite because two
processes write at once: the door appends, the coordinator settles. Nothing here is a result of the programme until
the coordinator accepted it, by the road of every edit.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from eit.domain.door.answers import Answered
from eit.domain.door.sheet import FIRM, MEETING, Sheet, from_json, to_json
from eit.domain.errors import DataError, InvalidSelection
from eit.locations import OWNER
from eit.store.mailbox import links

SUFFIX, FILE = ".door", "mailbox.sqlite"
MOST_OF_FIRM, MOST_OF_OTHERS, MOST_WAITING = 200, 2000, 10_000
"""Answers of one firm that wait, of one meeting, and of all: a mailbox that is full says so, and loses nothing."""
MOST_PHONES = 500
"""Phones of one meeting: more is no room."""
BUSY_S = 5.0
WAITING, ACCEPTED, REFUSED = "waiting", "accepted", "refused"

SCHEMA = """
CREATE TABLE IF NOT EXISTS link (
    link_id TEXT PRIMARY KEY, kind TEXT NOT NULL, programme_id TEXT NOT NULL, about TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE, made_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER,
    sheet TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS answer (
    answer_id TEXT PRIMARY KEY, link_id TEXT NOT NULL, phone TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
    said TEXT NOT NULL, received_at INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', settled_at INTEGER
);
CREATE UNIQUE INDEX IF NOT EXISTS one_vote ON answer (link_id, phone, about) WHERE kind = 'vote';
CREATE INDEX IF NOT EXISTS by_state ON answer (state, link_id);
CREATE TABLE IF NOT EXISTS sending (link_id TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (link_id, word));
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
SCHEMA_NUMBER = 2


@dataclass(frozen=True)
class Link:
    """A link as it stands: whose form (`kind`, `about`: an organisation or a meeting), until when, its sheet."""

    link_id: str
    kind: str
    programme_id: str
    about: str
    code: str
    made_at: int
    expires_at: int
    revoked_at: int | None
    sheet: Sheet

    def stands(self, now: float) -> bool:
        """Whether the link opens its form."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True)
class Received:
    """An answer as it came in, of which link, when (seconds), and what the coordinator made of it."""

    answer_id: str
    link_id: str
    link_kind: str
    programme_id: str
    link_about: str
    kind: str
    about: str
    said: Mapping[str, str]
    received_at: int
    state: str


def door_folder(path: Path) -> Path:
    """Where the mailbox of a data file lies, with the key of its links."""
    return path.with_name(path.name + SUFFIX)


class Mailbox:
    """The mailbox of one data file. Raises DataError("mailbox_unusable") where it cannot be opened or written."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """`path`: the data file, which is never opened here."""
        self.folder, self.clock = door_folder(path), clock

    def exists(self) -> bool:
        """Whether anybody ever made a link here."""
        return (self.folder / FILE).is_file()

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The mailbox, made the first time."""
        try:
            self.folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
            file = self.folder / FILE
            if not file.exists():
                file.touch(OWNER)
            with closing(sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA secure_delete = ON")
                if connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_NUMBER:
                    connection.executescript(f"{SCHEMA}PRAGMA user_version = {SCHEMA_NUMBER};")
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise DataError("mailbox_unusable", path=str(self.folder), reason=str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, one writer at a time."""
        with self.opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def make_link(self, programme_id: str, about: str, sheet: Sheet, expires_at: int) -> Link:
        """A new link to a form; an organisation or a meeting has one at a time, the one before ends."""
        now, link_id, code = int(self.clock()), secrets.token_urlsafe(12), links.new_code()
        with self.writing() as connection:
            connection.execute(
                "UPDATE link SET revoked_at = ? WHERE kind = ? AND programme_id = ? AND about = ? "
                "AND revoked_at IS NULL",
                [now, sheet.kind, programme_id, about],
            )
            row = [link_id, sheet.kind, programme_id, about, code, now, expires_at, None, to_json(sheet)]
            connection.execute("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return Link(link_id, sheet.kind, programme_id, about, code, now, expires_at, None, sheet)

    def token(self, link: Link) -> str:
        """The signed word of a link, as it stands in its address."""
        return links.written(self.folder, link.link_id, link.expires_at)

    def of_token(self, token: str) -> Link:
        """The link that a signed word opens. Raises InvalidSelection: "door-forged", "door-expired", "door-revoked"."""
        if not self.exists():
            raise InvalidSelection("door-forged")
        return self._standing("link_id", links.read(self.folder, token))

    def of_code(self, typed: str) -> Link:
        """The link of a code on paper. Raises as `of_token`; "door-code-unknown"."""
        code = links.read_code(typed)
        if not code or not self.exists():
            raise InvalidSelection("door-code-unknown")
        return self._standing("code", code, "door-code-unknown")

    def _standing(self, column: str, value: str, unknown: str = "door-revoked") -> Link:
        found = self._links(f"{column} = ?", [value])
        if not found:
            raise InvalidSelection(unknown)
        if found[0].kind == MEETING and not found[0].stands(self.clock()):
            raise InvalidSelection("door-meeting-over")
        if found[0].revoked_at is not None:
            raise InvalidSelection("door-revoked")
        if not found[0].stands(self.clock()):
            raise InvalidSelection("door-expired")
        return found[0]

    def _links(self, condition: str, values: Sequence[object]) -> list[Link]:
        with self.opened() as connection:
            rows = connection.execute(
                f"SELECT * FROM link WHERE {condition} ORDER BY made_at, rowid", values
            ).fetchall()
        return [Link(**{**dict(row), "sheet": from_json(row["sheet"])}) for row in rows]

    def link(self, link_id: str) -> Link:
        """A link by its id, whether it still opens its form or not. Raises InvalidSelection("door-revoked")."""
        found = self._links("link_id = ?", [link_id])
        if not found:
            raise InvalidSelection("door-revoked")
        return found[0]

    def links_of(self, programme_id: str, about: str | None = None, kind: str = FIRM) -> list[Link]:
        """The links of a programme that still open their form; of one organisation or meeting with `about`."""
        if not self.exists():
            return []
        found = self._links("programme_id = ? AND kind = ?", [programme_id, kind])
        return [one for one in found if one.stands(self.clock()) and about in (None, one.about)]

    def renew(self, link: Link, sheet: Sheet) -> None:
        """What a link shows from now on."""
        with self.writing() as connection:
            connection.execute("UPDATE link SET sheet = ? WHERE link_id = ?", [to_json(sheet), link.link_id])

    def noted(self, name: str) -> str | None:
        """What was noted under a name by the coordination."""
        if not self.exists():
            return None
        with self.opened() as connection:
            found = connection.execute("SELECT value FROM note WHERE name = ?", [name]).fetchone()
        return None if found is None else str(found[0])

    def note(self, name: str, value: str) -> None:
        """Note something for the coordination."""
        with self.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", [name, value])

    def revoke(self, link_id: str) -> None:
        """A link opens nothing any more; what was answered by it stays."""
        with self.writing() as connection:
            connection.execute(
                "UPDATE link SET revoked_at = ? WHERE link_id = ? AND revoked_at IS NULL",
                [int(self.clock()), link_id],
            )

    def receive(self, link: Link, phone: str, sending: str, answers: Sequence[Answered]) -> None:
        """Keep what was sent, all of it or nothing.

        Raises InvalidSelection: "door-replayed" (the same sending again), "door-full", "door-voted" (twice from one
        phone), "door-phones" (more phones than a room holds).
        """
        now = int(self.clock())
        with self.writing() as connection:
            self._refuse_full(connection, link, phone, len(answers))
            try:
                connection.execute("INSERT INTO sending VALUES (?, ?)", [link.link_id, sending])
            except sqlite3.IntegrityError:
                raise InvalidSelection("door-replayed") from None
            rows = [
                [secrets.token_hex(8), link.link_id, phone, one.kind, one.about,
                 json.dumps(dict(one.said), ensure_ascii=False), now]
                for one in answers
            ]  # fmt: skip
            try:
                connection.executemany(
                    "INSERT INTO answer (answer_id, link_id, phone, kind, about, said, received_at) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    rows,
                )
            except sqlite3.IntegrityError:
                raise InvalidSelection("door-voted") from None

    def _refuse_full(self, connection: sqlite3.Connection, link: Link, phone: str, more: int) -> None:
        [(own, all_of_them, phones, known)] = connection.execute(
            "SELECT count(*) FILTER (WHERE link_id = $link AND state = 'waiting'), "
            "count(*) FILTER (WHERE state = 'waiting'), "
            "count(DISTINCT phone) FILTER (WHERE link_id = $link), "
            "count(*) FILTER (WHERE link_id = $link AND phone = $phone) FROM answer",
            {"link": link.link_id, "phone": phone},
        ).fetchall()
        most = MOST_OF_FIRM if link.kind == FIRM else MOST_OF_OTHERS
        if own + more > most or all_of_them + more > MOST_WAITING:
            raise InvalidSelection("door-full")
        if link.kind == MEETING and phones >= MOST_PHONES and not known:
            raise InvalidSelection("door-phones")

    def answers(self, programme_id: str, state: str = WAITING, link_id: str | None = None) -> list[Received]:
        """The answers of a programme in a state, the first that came in first."""
        if not self.exists():
            return []
        with self.opened() as connection:
            rows = connection.execute(
                "SELECT answer_id, link_id, link.kind AS link_kind, programme_id, link.about AS link_about, "
                "answer.kind, answer.about, said, received_at, state FROM answer JOIN link USING (link_id) "
                "WHERE programme_id = ? AND state = ? AND coalesce(?, link_id) = link_id "
                "ORDER BY received_at, answer.rowid",
                [programme_id, state, link_id],
            ).fetchall()
        return [Received(**{**dict(row), "said": json.loads(row["said"])}) for row in rows]

    def settle(self, programme_id: str, answer_id: str, state: str, before: str = WAITING) -> Received:
        """Give an answer that is in the state `before` another one; it stays, with the day. What it says.

        Of two people who settle one answer, the second is told. Raises InvalidSelection("door-settled").
        """
        found = [one for one in self.answers(programme_id, before) if one.answer_id == answer_id]
        if found:
            with self.writing() as connection:
                done = connection.execute(
                    "UPDATE answer SET state = ?, settled_at = ? WHERE answer_id = ? AND state = ?",
                    [state, None if state == WAITING else int(self.clock()), answer_id, before],
                ).rowcount
            if done:
                return found[0]
        raise InvalidSelection("door-settled")
