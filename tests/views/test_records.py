"""The history says in words what was done: no code of an action reaches a person."""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from eit.actions.history import UNDO
from eit.domain.address import LANGUAGES
from eit.ingest.columns import KINDS
from eit.views.records import change_table, field_word, journal_table
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_journal_speaks_of_tables_and_fields_in_words(lang: str) -> None:
    """Every table and field that the journal can hold, as `docs/donnees.toml` lists them."""
    root = Path(__file__).resolve().parents[2]
    tables = tomllib.loads((root / "docs" / "donnees.toml").read_text(encoding="utf-8"))["tables"]
    own = {
        "company",
        "flow",
        "synergy",
        "synergy_party",
        "synergy_event",
        "item",
        "meeting",
        "decision",
        "scene",
    }
    own |= {
        "scene",
        "programme",
        "programme_partner",
        "consortium_member",
        "actor",
        "indicator",
        "indicator_value",
    }
    assert own <= set(tables)
    raw = []
    for table in sorted(own):
        raw += [] if texts(lang).has(f"journal_table.{table}") else [table]
        raw += [field for field in tables[table]["colonnes"] if "_" in field_word(field, texts(lang))]
    assert raw == []


def test_the_journal_says_values_as_the_screens_do() -> None:
    rows = pd.DataFrame(
        {
            "table_name": ["flow"],
            "row_key": ["f-1"],
            "before": [json.dumps({"direction": "offer", "former_destination": "landfill", "note": "true"})],
            "after": [
                json.dumps(
                    {
                        "direction": "demand",
                        "former_destination": None,
                        "note": "landfill",
                        "by_density": True,
                    }
                )
            ],
        }
    )
    shown = change_table(rows, "fr").frame
    said = {tuple(map(str, row[2:])) for row in shown.itertuples(index=False)}
    t = texts("fr")
    assert (t("column.direction"), t("direction.offer"), t("direction.demand")) in said
    assert (t("column.former_destination"), t("destination.landfill"), "") in said
    assert (t("column.note"), "true", "landfill") in said
    assert ("tonnes par la densité", "", "oui") in said
