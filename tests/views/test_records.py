"""The history says in words what was done: no code of an action reaches a person."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

from eit.actions.history import UNDO
from eit.domain.address import LANGUAGES
from eit.ingest.columns import KINDS
from eit.views.records import journal_table
from eit.views.texts import texts

EIT = Path(__file__).resolve().parents[2] / "eit"
WRITERS = {"apply", "Act", "_add", "_write"}
"""What is called with the code of an action as its second word."""


def written_actions() -> set[str]:
    """Every code of an action that the project writes into a journal."""
    found = {UNDO, *(f"import-{kind}" for kind in KINDS)}
    for file in [*EIT.glob("actions/*.py"), *EIT.glob("store/**/*.py"), *EIT.glob("ingest/*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", None) in WRITERS
                and len(node.args) > 1
            ):
                said = node.args[1]
                found |= (
                    {said.value} if isinstance(said, ast.Constant) and isinstance(said.value, str) else set()
                )
    return found


def entries(*actions: str) -> pd.DataFrame:
    """A journal with one entry of each."""
    made = pd.DataFrame({"action": actions})
    for name in ("entry", "added", "changed", "removed", "undoes", "undone_by"):
        made[name] = range(1, len(actions) + 1)
    return made.assign(recorded_at=pd.Timestamp("2026-11-22"), author="Camille", subject="abi-s01")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_action_has_its_words(lang: str) -> None:
    say, actions = texts(lang), sorted(written_actions())
    assert len(actions) > 25 and {"promote", "restore", "upgrade", "reject", "reopen"} <= set(actions)
    assert [action for action in actions if not say.has(f"records.action.{action}")] == []
    shown = journal_table(entries(*actions), lang).frame[say("column.action")]
    assert shown.is_unique and list(shown) == [say(f"records.action.{action}") for action in actions]


def test_what_another_version_did_is_shown_as_it_was_written() -> None:
    shown = journal_table(entries("of-tomorrow"), "fr").frame[texts("fr")("column.action")]
    assert list(shown) == ["of-tomorrow"]
