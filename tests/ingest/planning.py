"""The plan of a table that a test writes down as text."""

from __future__ import annotations

from pathlib import Path

from eit.domain.question import Answer
from eit.ingest.plan import Plan, make_plan
from eit.ingest.reading import Answers


def planned(database: Path, text: str, *given: Answer, kind: str = "flows") -> Plan:
    """What an import of `text` into the programme of Abitibi would do, with what was answered."""
    file = database.with_name("source.csv")
    file.write_text(text, encoding="utf-8")
    return make_plan(file, database, kind, "abitibi", Answers(given=given))
