"""What the page of imports calls things: our columns, the words for their values, and what may be named in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from eit.analysis import programmes
from eit.analysis.impact import method
from eit.analysis.places import place_names
from eit.analysis.programme_parts import choice_names
from eit.ingest.columns import COLUMNS
from eit.ingest.values.words import LABELS
from eit.ui.answers import ask
from eit.ui.page_context import PageContext
from eit.ui.question_card import Vocabulary

PLACES = ("municipality_id", "park_id", "territory_id")
ORGANISATIONS = ("company_id", "giver", "taker", "group_id")


def field_names(frame: PageContext, kind: str) -> dict[str, str]:
    """Our columns as people call them, in the order of a template."""
    return {
        name: column.titles.get(frame.lang) or frame.say(f"records.field.{name}")
        for name, column in COLUMNS[kind].items()
    }


def _words(frame: PageContext, kind: str) -> dict[str, dict[str, str]]:
    """Column → our value → its word, for the columns that have few values."""
    lists = {name: column.choices or name for name, column in COLUMNS[kind].items()}
    lists |= {"type": "type"} if "type" in lists else {}
    return {
        name: {value: said[frame.lang] for value, said in LABELS[words].items()}
        for name, words in lists.items()
        if words in LABELS
    }


def vocabulary(frame: PageContext, kind: str) -> Vocabulary:
    """What a card of a question of this kind of file may offer."""
    programme = frame.selection.programme_id
    fields = {
        name: title for name, title in field_names(frame, kind).items() if not COLUMNS[kind][name].map_only
    }
    lists = {
        "material": ask(choice_names, frame.version, programme, frame.lang)["material"],
        "organisation": ask(programmes.company_names, frame.version, programme),
    }
    return Vocabulary(fields, lists, _words(frame, kind))


def value_names(frame: PageContext, kind: str, cells: Iterable[Any]) -> dict[str, Mapping[str, str]]:
    """Column → value → what it is called, for the cells of a preview that hold ids or codes of ours."""
    materials = ask(method.reference, frame.version, "materials")
    companies = ask(programmes.company_names, frame.version, frame.selection.programme_id)
    found: dict[str, Mapping[str, str]] = dict(_words(frame, kind))
    found["material_id"] = dict(zip(materials["material_id"], materials[f"name_{frame.lang}"], strict=True))
    found |= dict.fromkeys(ORGANISATIONS, companies)
    ids = {text for cell in cells if cell.column in PLACES for text in (cell.understood, cell.before) if text}
    places = ask(place_names, frame.version, frame.selection.programme_id, tuple(sorted(ids)))
    return found | dict.fromkeys(PLACES, places)
