"""Rows that are sums of the rows above them: they count nothing, and are said."""

from __future__ import annotations

from eit.domain.text_key import plain_words
from eit.ingest.cells import Row, as_text

TOTALS = {
    "total",
    "totaux",
    "sous total",
    "grand total",
    "total general",
    "somme",
    "sum",
    "subtotal",
    "totals",
}


def is_total(row: Row) -> bool:
    """Whether a row is a sum: it says so alone, or of a name (`Sous-total Amos`) with nothing but numbers behind."""
    filled = [text for cell in row.cells if (text := as_text(cell).strip())]
    start = plain_words(filled[0][:40]) if filled else ""
    if start in TOTALS:
        return True
    if not any(start.startswith(f"{word} ") for word in TOTALS):
        return False
    return all(text[0].isdigit() or not any(sign.isalpha() for sign in text) for text in filled[1:])
