"""Tags of a programme: which are in use, and on how many things."""

from __future__ import annotations

from collections import Counter

from eit.domain.forms.tags import tags_of
from eit.domain.text_key import plain_words
from eit.store.database import Database

TAGGED = ("company", "synergy", "item")
"""Tables whose rows carry tags."""


def tags_in_use(database: Database, programme_id: str) -> dict[str, int]:
    """Tag, as it was first written → how many organisations, synergies and items carry it; in alphabetical order."""
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for table in TAGGED:
        rows = database.rows(table)
        for text in rows.loc[rows["programme_id"] == programme_id, "tags"].dropna():
            for tag in tags_of(text):
                counts[written.setdefault(plain_words(tag), tag)] += 1
    return {tag: counts[tag] for tag in sorted(counts, key=plain_words)}
