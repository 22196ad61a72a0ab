"""The names that a file holds: whose may not be said, and the words that name no organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import duckdb

from eit.domain.names.finder import NameFinder
from eit.store.column_privacy import NAME, PROSE, REMOVED, TEXTS
from eit.store.consents import may_be_named
from eit.store.database import Database

ORDINARY = {
    "material": ("name_fr", "name_en"),
    "category": ("name_fr", "name_en"),
    "known_synergy": ("use_fr", "use_en"),
    "territory": ("name",),
    "business_count": ("sector_fr", "sector_en"),
}
"""Table → columns whose words are those of materials, uses, places and sectors."""
SIGNED = ("author",)
LISTS = ("consortium_member", "actor", "programme_partner")
"""Who signs an entry, and who is put on a list of organisations, is asked for a name: it is not pointed out."""


def name_finder(database: Database, labels: Mapping[str, str], spoken: Iterable[str]) -> NameFinder:
    """Finds the names of `labels` in what the people of this file typed; `spoken` may be said."""
    return NameFinder(labels, spoken, ordinary_words(database))


def ordinary_words(database: Database) -> set[str]:
    """The names of materials, uses, places and sectors, which are those of no organisation."""
    return {
        text
        for table, columns in ORDINARY.items()
        for column in columns
        for text in database.rows(table)[column].dropna().unique()
    }


def names_without_consent(database: Database, texts: Iterable[tuple[str, bool]]) -> list[str]:
    """The organisations without consent that texts name, as they are on record; True beside a text: it is a name."""
    companies = database.rows("company")
    consents = may_be_named(database)
    silent = {name: name for name in companies.loc[~consents, "name"]}
    if not silent:
        return []
    finder = name_finder(database, silent, companies.loc[consents, "name"])
    found = (one.name.said for text, a_name in texts for one in finder.find(text, a_name))
    return list(dict.fromkeys(found))


def new_texts(connection: duckdb.DuckDBPyConnection, before: str) -> list[tuple[str, bool]]:
    """The texts that `connection` holds and its catalog `before` does not; True beside a text: its column holds names.

    By table, prose before names, then by text. Raises duckdb.Error.
    """
    asked = _new_texts(before)
    rows = connection.execute(asked).fetchall()
    return [(text, a_name) for _, text, a_name in sorted(rows)]


@cache
def _new_texts(before: str) -> str:
    """One question for all columns that hold text; each table's are compared with its own of before."""
    parts: list[str] = []
    for table, kinds in TEXTS.items():
        for kind in (PROSE, NAME, REMOVED) if table not in LISTS else ():
            columns = [column for column in kinds.get(kind, ()) if column not in SIGNED]
            if columns:
                now, old = (
                    " UNION ALL ".join(
                        f"SELECT CAST({column} AS VARCHAR) AS text FROM {place}{table}" for column in columns
                    )
                    for place in ("main.", f"{before}.main.")
                )
                number = len(parts)
                parts.append(
                    f"SELECT {number}, text, {kind == NAME} FROM (({now}) EXCEPT ({old})) WHERE text IS NOT NULL"
                )
    return " UNION ALL ".join(parts)
