"""Titles for a table that has none, so that a person can say what each column is and no row is lost."""

from __future__ import annotations

from eit.ingest.cells import Row, Sheet, as_text, column_letters

SHOWN_OF_CELL = 24


def made_titles(sheet: Sheet) -> Row:
    """Titles for a table that has none: the letter of each column and what stands first in it; no row is lost."""
    wide = max(len(row.cells) for row in sheet.rows)
    titles = []
    for place in range(wide):
        texts = (as_text(row.cells[place]).strip() for row in sheet.rows if place < len(row.cells))
        titles.append(
            f"{column_letters(place)} · {next((text for text in texts if text), '')[:SHOWN_OF_CELL]}"
        )
    made = Row(0, tuple(titles))
    sheet.rows = [made, *sheet.rows]
    sheet.notices.append(("no-titles", ""))
    return made
