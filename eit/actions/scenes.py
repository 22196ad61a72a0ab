"""Prepares the scenes of a meeting: a title, a sentence and an address that means something; their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eit.actions.consortium import ask, ensure_programme, insert, one_of
from eit.actions.edit import EditContext, apply
from eit.actions.numbering import next_id, stem_of
from eit.domain.address import Choices
from eit.domain.consortium import known_text
from eit.domain.errors import InvalidSelection
from eit.domain.scene import checked_address, joined, parted
from eit.store.sql_files import read_sql
from eit.store.version.edit import Connection

LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_NOTES = 60, 160, 1200
"""What stands on one line, and on two, in letters that are read from four metres; what is said in a few minutes."""


@dataclass(frozen=True)
class Written:
    """The texts of a scene as they are typed; a sentence holds its notes (`eit.domain.scene.joined`)."""

    title: str
    sentence: str = ""
    title_en: str = ""
    sentence_en: str = ""

    def columns(self) -> dict[str, object]:
        """The columns of the table. Raises InvalidSelection for an empty title or a text that is too long."""
        return {
            "title": known_text(self.title, "scene", LONGEST_TITLE),
            "sentence": _told(self.sentence),
            "title_en": _wanted(self.title_en, LONGEST_TITLE),
            "sentence_en": _told(self.sentence_en),
        }


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
    add_scenes(door, programme_id, [(Written(title, sentence, title_en, sentence_en), address)], choices)


def add_scenes(
    door: EditContext, programme_id: str, wanted: Sequence[tuple[Written, str]], choices: Choices
) -> None:
    """Put several scenes, with their addresses, after the others, in one entry. Raises InvalidSelection."""
    rows = [
        {**text.columns(), "address": checked_address(address, programme_id, choices)}
        for text, address in wanted
    ]

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        for row in rows:
            held = ask(connection, "scenes", programme_id=programme_id)
            key = next_id(connection, "scene", "scene_id", f"{stem_of(programme_id)}-v")
            rank = int(max(held["rank"], default=0)) + 1
            insert(connection, "scene", {"scene_id": key, "programme_id": programme_id, "rank": rank, **row})

    apply(door, "add-scene", programme_id, str(rows[0]["title"]), set(), change)


def rewrite_scene(
    door: EditContext, programme_id: str, scene_id: str, text: Written, address: str, choices: Choices
) -> None:
    """Say and show something else at the same place. Raises InvalidSelection as `add_scene`, or "scene-unknown"."""
    row = {**text.columns(), "address": checked_address(address, programme_id, choices)}

    def change(connection: Connection) -> None:
        held = ask(connection, "scenes", programme_id=programme_id)
        one_of(scene_id, set(held["scene_id"]), "scene-unknown")
        connection.execute(read_sql("actions", "rewrite_scene"), {"scene_id": scene_id, **row})

    apply(door, "rewrite-scene", programme_id, str(row["title"]), {scene_id}, change)


def order_scenes(door: EditContext, programme_id: str, scene_ids: Sequence[str]) -> None:
    """Put the scenes in this order. Raises InvalidSelection("scene-unknown") when they are not those that are kept."""

    def change(connection: Connection) -> None:
        held = ask(connection, "scenes", programme_id=programme_id)
        if sorted(held["scene_id"]) != sorted(scene_ids):
            raise InvalidSelection("scene-unknown", value=", ".join(scene_ids)[:60])
        for rank, scene_id in enumerate(scene_ids, start=1):
            connection.execute(read_sql("actions", "rank_scene"), {"scene_id": scene_id, "rank": rank})

    apply(door, "order-scenes", programme_id, programme_id, set(scene_ids), change)


def _told(text: str) -> str | None:
    """A sentence with its notes, each within its length."""
    sentence, notes = parted(text)
    kept = _wanted(sentence, LONGEST_SENTENCE) or "", _wanted(notes, LONGEST_NOTES) or ""
    return joined(*kept) or None


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
