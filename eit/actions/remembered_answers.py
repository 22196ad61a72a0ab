"""Answers that imports remember: said otherwise, or forgotten, so that the next file is asked again."""

from __future__ import annotations

from eit.actions.edit import EditContext, apply
from eit.actions.lookup import rows
from eit.domain.errors import InvalidSelection
from eit.domain.jurisdiction import today
from eit.domain.question import Answer
from eit.store.jurisdictions import connected_jurisdiction
from eit.store.records import delete_where, set_where
from eit.store.version.edit import Connection


def forget_answer(door: EditContext, programme_id: str, answer: Answer) -> None:
    """Forget what was answered. Raises InvalidSelection("answer-unknown") when it is not there any more."""

    def change(connection: Connection) -> None:
        delete_where(connection, "answer", _held(connection, programme_id, answer))

    apply(door, "forget-answer", programme_id, answer.asked or answer.subject, set(), change)


def change_answer(door: EditContext, programme_id: str, answer: Answer, value: str) -> None:
    """Say otherwise what was answered. Raises InvalidSelection("answer-unknown")."""

    def change(connection: Connection) -> None:
        held = _held(connection, programme_id, answer)
        now = today(connected_jurisdiction(connection, programme_id))
        said = {"value": value, "author": door.author.strip(), "answered_on": now}
        set_where(connection, "answer", said, held)

    apply(door, "change-answer", programme_id, answer.asked or answer.subject, set(), change)


def _held(connection: Connection, programme_id: str, answer: Answer) -> dict[str, str]:
    """What an answer is found by; it may be remembered for several kinds of files."""
    named = {"topic": answer.topic, "subject": answer.subject, "asked": answer.asked}
    key = {"programme_id": programme_id, "source_key": answer.source, **named}
    if not rows(connection, "answer_kinds", **key):
        raise InvalidSelection("answer-unknown", value=answer.asked or answer.subject)
    return key
