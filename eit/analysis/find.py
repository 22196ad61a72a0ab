"""Find anything of a programme by some letters: organisations, materials, places, synergies, decisions, people, pages.

Whoever asks gets what the version that they read holds: on the shared screen that is the anonymous copy.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from eit.analysis.territories.figures import choices
from eit.domain.text_key import plain_words
from eit.store.database import Database

MOST = 8
"""Results that are shown: more are not read, they are narrowed by a letter more."""
KINDS = ("page", "organisation", "material", "territory", "synergy", "decision", "person")
"""In the order in which equally good results are shown."""


@dataclass(frozen=True)
class Found:
    """One thing: its kind, its id, and its name as it is shown."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True)
class FindIndex:
    """Everything that can be found in one language, with the words that find it."""

    entries: tuple[tuple[str, Found], ...]

    def find(self, text: str, most: int = MOST) -> list[Found]:
        """The things of which each typed word begins a word: names that begin so first, then by kind."""
        words = plain_words(text).split()
        if not words:
            return []
        first, starts = words[0], tuple(f" {word}" for word in words)
        hits = [
            (not key.startswith(f" {first}"), KINDS.index(one.kind), len(one.name), one.name, one)
            for key, one in self.entries
            if all(start in key for start in starts)
        ]
        return [one for *_, one in sorted(hits, key=lambda hit: hit[:4])[:most]]


def find_index(
    database: Database,
    programme_id: str,
    lang: str,
    levels: tuple[str, ...],
    pages: tuple[tuple[str, str], ...],
) -> FindIndex:
    """The index of a programme; `levels` are those of its territories, `pages` are (key, name)."""
    found = [Found("page", key, name) for key, name in pages]
    own = {"programme_id": programme_id}

    def add(kind: str, rows: pd.DataFrame, id_column: str, *name_columns: str) -> None:
        for row in rows.to_dict("records"):
            name = next((row[column] for column in name_columns if isinstance(row[column], str)), None)
            if name:
                found.append(Found(kind, str(row[id_column]), name))

    companies = database.query("company_names", own)
    add("organisation", companies, "company_id", "name")
    add("material", database.query("materials"), "material_id", f"name_{lang}", "name_fr")
    add("territory", choices(database, programme_id, levels), "territory_id", "name")
    add("synergy", database.query("programme_synergies", own), "synergy_id", f"title_{lang}", "title_fr")
    decisions = database.rows("decision")
    decisions = decisions[decisions["programme_id"] == programme_id]
    add("decision", decisions, "decision_id", *(("wording_en", "wording") if lang == "en" else ("wording",)))
    for table, key in (("consortium_member", "member_id"), ("programme_partner", "partner_id")):
        rows = database.rows(table)
        add("person", rows[rows["programme_id"] == programme_id], key, "name")
    return FindIndex(tuple((f" {plain_words(f'{one.name} {one.id}')}", one) for one in found))
