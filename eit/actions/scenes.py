"""Prepares the scenes of a meeting: a title, a sentence and an address that means something."""

from __future__ import annotations

from eit.actions.consortium import ask, ensure_programme, insert, one_of
from eit.actions.edit import EditContext, apply
from eit.actions.numbering import next_id, stem_of
from eit.domain.address import Choices
from eit.domain.consortium import known_text
from eit.domain.scene import checked_address
from eit.store.sql_files import read_sql
from eit.store.version.edit import Connection

LONGEST_TITLE, LONGEST_SENTENCE = 60, 160
"""What stands on one line, and on two, in letters that are read from four metres."""


def add_scene(
    door: EditContext,
    programme_id: str,
    title: str,
    sentence: str,
    address: str,
    choices: Choices,
    title_en: str = "",
    sentence_en: str = "",
) -> None:
    """Put a scene after the others. Raises InvalidSelection for an empty or too long text, or an address that means
    nothing in the programme.
    """
    said = known_text(title, "scene", LONGEST_TITLE)
    told = _wanted(sentence, LONGEST_SENTENCE)
    english = {
        "title_en": _wanted(title_en, LONGEST_TITLE),
        "sentence_en": _wanted(sentence_en, LONGEST_SENTENCE),
    }
    kept = checked_address(address, programme_id, choices)

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        held = ask(connection, "scenes", programme_id=programme_id)
        row = {
            "scene_id": next_id(connection, "scene", "scene_id", f"{stem_of(programme_id)}-v"),
            "programme_id": programme_id,
            "rank": int(max(held["rank"], default=0)) + 1,
            "title": said,
            "sentence": told,
            "address": kept,
            **english,
        }
        insert(connection, "scene", row)

    apply(door, "add-scene", programme_id, said, set(), change)


def _wanted(text: str, longest: int) -> str | None:
    """A text that may be left out."""
    return known_text(text, "scene", longest) if text.strip() else None


def remove_scene(door: EditContext, programme_id: str, scene_id: str) -> None:
    """Take a scene away. Raises InvalidSelection("scene-unknown")."""

    def change(connection: Connection) -> None:
        held = ask(connection, "scenes", programme_id=programme_id)
        one_of(scene_id, set(held["scene_id"]), "scene-unknown")
        connection.execute(read_sql("actions", "forget_scene"), {"scene_id": scene_id})

    apply(door, "remove-scene", programme_id, scene_id, {scene_id}, change)
