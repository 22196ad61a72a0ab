"""Which kind of rows a file has, by its headings: said when it was brought in as another kind, never decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eit.ingest.columns import KINDS, NEEDED, column_of


def likely_kind(rows: Iterable[Sequence[str]], kind: str) -> str | None:
    """Another kind of which a row names all needed columns, where no row does for `kind`; else None."""
    titles = [[cell for cell in row if cell] for row in rows]
    if any(_names_needed(row, kind) for row in titles):
        return None
    found = [other for other in KINDS if other != kind and any(_names_needed(row, other) for row in titles)]
    return found[0] if len(found) == 1 else None


def _names_needed(titles: Sequence[str], kind: str) -> bool:
    there = {column_of(title, kind) for title in titles}
    return all(there & set(names) for names in NEEDED[kind])
