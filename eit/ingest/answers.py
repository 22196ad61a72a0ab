"""What was answered to the questions of a file: looked up while it is read, written as TOML for the next file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from eit.domain.question import Answer, Question, folded
from eit.ingest.cells import FileRefused

FILE, VALUES = "file", "values"
SECTIONS = {FILE: "file", "headings": "heading", "constants": "constant", "identity": "identity"}
"""Sections of a file of answers that hold one table; `values` holds one per column of ours."""
PROPOSALS = "proposals"
"""Of a file: whether all its proposals are taken."""
OTHER = "other"
"""The answer that a row with the name or the number of one above is another one."""
REST = "rest_"
"""Before the name of a column: what was answered for all its texts that nobody knows."""
CHOSEN = ("encoding", "separator", "decimal", "dates", "sheet")
"""What of a file had an option before it was a question."""


class Given:
    """Answers arranged for reading; of two answers to one question the later holds."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self.by_key = {answer.key: answer for answer in answers}
        self.values: dict[str, dict[str, str]] = {}
        for topic, subject, asked in self.by_key:
            if topic == "value":
                self.values.setdefault(subject, {})[asked] = self.by_key[topic, subject, asked].value

    def value(self, column: str, text: str) -> str | None:
        """What a text of a column was said to mean; None when nobody was asked."""
        return self.values[column].get(folded(text)) if column in self.values else None

    def file(self, subject: str) -> str | None:
        """What was decided of the file: its encoding, its period…"""
        answer = self.by_key.get(("file", subject, ""))
        return answer.value if answer else None

    def identity(self, asked: str) -> str | None:
        """Which row on record a row of the file was said to be."""
        answer = self.by_key.get(("identity", "", folded(asked)))
        return answer.value if answer else None

    def keeps_both(self, asked: str) -> bool:
        """Whether the rows that say the same thing twice were said to be of two organisations, or two lots."""
        return (self.identity(asked) or self.file("twice")) == OTHER

    @property
    def constants(self) -> dict[str, str]:
        """Column → its one value for the whole file."""
        return {subject: one.value for (topic, subject, _), one in self.by_key.items() if topic == "constant"}

    @property
    def headings(self) -> dict[str, str | None]:
        """Heading → our column, None for one to leave aside."""
        found = {one.asked: one.value or None for one in self.by_key.values() if one.topic == "heading"}
        return found | {one.value: one.subject for one in self.by_key.values() if one.topic == "column"}

    def kept(self) -> list[Answer]:
        """The answers to remember; a column found under a heading is what that heading stands for.

        That all proposals were confirmed is not: each of them is an answer of its own, the next ones are asked.
        """
        return [
            Answer("heading", "", one.value, one.subject) if one.topic == "column" else one
            for one in self.by_key.values()
            if (one.topic, one.subject) != ("file", PROPOSALS)
        ]


def read_answers(path: Path) -> tuple[Answer, ...]:
    """The answers of a file. Raises FileRefused: unreadable, not TOML, or a section that does not exist."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused("import-map-unreadable", value=str(path)) from error
    return answers_of_bytes(data, path.name)


def answers_of_bytes(data: bytes, name: str) -> tuple[Answer, ...]:
    """The answers of the content of a file called `name`. Raises FileRefused as `read_answers` does."""
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeError as error:
        raise FileRefused("import-map-unreadable", value=name) from error
    except tomllib.TOMLDecodeError as error:
        raise FileRefused("import-map-toml", value=f"{name}: {error}") from error
    return parse_answers(said)


def parse_answers(said: Mapping[str, object]) -> tuple[Answer, ...]:
    """The answers that a document says. Raises FileRefused for a section that does not exist."""
    unknown = sorted(set(said) - {*SECTIONS, VALUES, "kind"})
    if unknown:
        raise FileRefused("import-map-section", value=", ".join(unknown))
    found = []
    for section, topic in SECTIONS.items():
        for name, value in _plain(said.get(section, {}), section).items():
            named = topic in ("file", "constant")
            found.append(Answer(topic, name if named else "", "" if named else name, value))
    for column, table in _table(said.get(VALUES, {}), VALUES).items():
        for asked, value in _plain(table, f"{VALUES}.{column}").items():
            found.append(Answer("value", column, asked, value))
    return tuple(found)


def answer_place(question: Question) -> tuple[str, str]:
    """Section and name under which a file of answers answers a question; a column's heading is the name to write."""
    if question.topic == "value":
        return f"{VALUES}.{question.subject}", question.asked
    if question.topic == "column":
        return "constants", question.subject
    section = next(name for name, topic in SECTIONS.items() if topic == question.topic)
    return section, question.subject or question.asked


def write_answers(path: Path, kind: str, answers: Iterable[Answer]) -> None:
    """Write the answers as a document that `read_answers` reads. Raises FileRefused when it cannot be written."""
    try:
        path.write_text(answers_document(kind, answers), encoding="utf-8")
    except OSError as error:
        raise FileRefused("import-rejects-unwritable", value=str(path)) from error


def answers_document(kind: str, answers: Iterable[Answer]) -> str:
    """The answers as a document (TOML) that `read_answers` reads; of two to one question the later holds."""
    lines = [f"kind = {_quoted(kind)}"]
    kept = Given(answers).kept()
    for section, topic in SECTIONS.items():
        rows = [(one.subject or one.asked, one.value) for one in kept if one.topic == topic]
        lines += _section(section, rows)
    for column in sorted({one.subject for one in kept if one.topic == "value"}):
        rows = [(one.asked, one.value) for one in kept if (one.topic, one.subject) == ("value", column)]
        lines += _section(f"{VALUES}.{column}", rows)
    return "\n".join(lines) + "\n"


def _section(name: str, rows: list[tuple[str, str]]) -> list[str]:
    return ["", f"[{name}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in rows)] if rows else []


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(said: object, section: str) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise FileRefused("import-map-section", value=section)
    return said


def _plain(said: object, section: str) -> dict[str, str]:
    table = _table(said, section)
    wrong = [name for name, value in table.items() if not isinstance(value, str | int | float)]
    if wrong:
        raise FileRefused("import-map-section", value=f"{section}.{wrong[0]}")
    return {name: value if isinstance(value, str) else str(value).lower() for name, value in table.items()}
