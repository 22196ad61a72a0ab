"""Find anything of a programme by some letters: organisations, people, materials, places, synergies, decisions, items,
tags, saved views, pages, help.

Whoever asks gets what the version that they read holds: on the shared screen that is the anonymous copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from eit.analysis.saved_views import saved_views
from eit.analysis.tags import tags_in_use
from eit.analysis.territories.figures import choices
from eit.domain.forms.tags import SIGN, tags_of
from eit.domain.text_key import plain_words
from eit.store.database import Database

MOST = 8
"""Results that are shown: more are not read, they are narrowed by a letter more."""
KINDS = (
    *("page", "view", "tag", "organisation", "contact", "material", "territory"),
    *("synergy", "item", "decision", "person", "help"),
)
"""In the order in which equally good results are shown."""


@dataclass(frozen=True)
class Found:
    """One thing: its kind, its id, its name as it is shown; `of`: the organisation of a contact."""

    kind: str
    id: str
    name: str
    of: str = ""


@dataclass(frozen=True)
class FindIndex:
    """Everything that can be found in one language, with the words and the tags that find it."""

    entries: tuple[tuple[str, Found], ...]

    def find(self, text: str, most: int = MOST) -> list[Found]:
        """The things of which each typed word begins a word: names that begin so first, then by kind.

        A word after `#` is a tag, whole: all that carry it.
        """
        tagged = text.strip().startswith(SIGN)
        words = plain_words(text).split()
        if not words:
            return []
        if tagged:
            return [one for key, one in self.entries if _tag_key(text) in key][: 4 * most]
        first, starts = words[0], tuple(f" {word}" for word in words)
        hits = [
            (not key.startswith(f" {first}"), KINDS.index(one.kind), len(one.name), one.name, one)
            for key, one in self.entries
            if all(start in key for start in starts)
        ]
        return [one for *_, one in sorted(hits, key=lambda hit: hit[:4])[:most]]


def _tag_key(tag: str) -> str:
    """What a thing that carries a tag is found by: no word that people type holds such a sign."""
    return f" {SIGN}{plain_words(tag)}{SIGN}"


def find_index(
    database: Database,
    programme_id: str,
    lang: str,
    levels: tuple[str, ...],
    pages: tuple[tuple[str, str], ...],
    helps: tuple[tuple[str, str, str], ...] = (),
) -> FindIndex:
    """The index of a programme; `levels` are those of its territories, `pages` are (key, name), `helps` (key, title,
    other words).
    """
    found: list[tuple[Found, str, Sequence[str]]] = [
        (Found("page", key, name), "", ()) for key, name in pages
    ]
    found += [(Found("help", key, title), words, ()) for key, title, words in helps]
    found += [
        (Found("view", view.view_id, view.name), "", ()) for view in saved_views(database, programme_id)
    ]
    found += [(Found("tag", tag, f"{SIGN}{tag}"), "", ()) for tag in tags_in_use(database, programme_id)]
    own = {"programme_id": programme_id}

    def add(kind: str, rows: pd.DataFrame, id_column: str, *name_columns: str) -> None:
        for row in rows.to_dict("records"):
            name = next((row[column] for column in name_columns if isinstance(row[column], str)), None)
            if name:
                one = Found(kind, str(row[id_column]), name, str(row.get("of") or ""))
                found.append((one, "", tags_of(row.get("tags"))))

    def of_programme(table: str) -> pd.DataFrame:
        rows = database.rows(table)
        return rows[rows["programme_id"] == programme_id]

    companies = database.query("company_names", own).merge(
        of_programme("company")[["company_id", "tags"]], on="company_id"
    )
    names = dict(zip(companies["company_id"], companies["name"], strict=True))
    add("organisation", companies, "company_id", "name")
    contacts = of_programme("contact")
    whose = contacts["company_id"].map(names).fillna("")
    contacts = contacts.assign(name=contacts["name"] + " · " + whose, of=contacts["company_id"])
    add("contact", contacts, "contact_id", "name")
    add("material", database.query("materials"), "material_id", f"name_{lang}", "name_fr")
    add("territory", choices(database, programme_id, levels), "territory_id", "name")
    add("synergy", database.query("programme_synergies", own), "synergy_id", f"title_{lang}", "title_fr")
    add("item", of_programme("item"), "item_id", f"title_{lang}", "title_fr")
    spoken = ("wording_en", "wording") if lang == "en" else ("wording",)
    add("decision", of_programme("decision"), "decision_id", *spoken)
    for table, key in (("consortium_member", "member_id"), ("programme_partner", "partner_id")):
        add("person", of_programme(table), key, "name")
    return FindIndex(tuple((_key(one, words, tags), one) for one, words, tags in found))


def _key(one: Found, words: str, tags: Sequence[str]) -> str:
    """The plain words that find a thing, in one text: its name first, then its id, other words, its tags."""
    marks = "".join(_tag_key(tag) for tag in tags)
    return (
        f" {plain_words(f'{one.name} {one.id} {words}')}{marks and ' ' + plain_words(' '.join(tags))}{marks}"
    )
