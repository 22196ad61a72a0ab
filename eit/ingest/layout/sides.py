"""What goes out beside what comes in (`Ce qui sort`, `Quantité`, `Ce qui entre`, `Quantité`): two groups of columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eit.domain.text_key import plain_words
from eit.ingest.columns import column_of
from eit.ingest.values.words import LOOKUPS

SIDES = {
    **dict.fromkeys(
        ("ce qui sort", "sortants", "sortant", "matieres sortantes", "extrants", "outputs"), "offre"
    ),
    **dict.fromkeys(("dechets produits", "matieres residuelles produites", "rejets", "residus"), "offre"),
    **dict.fromkeys(
        ("ce qui entre", "entrants", "entrant", "matieres entrantes", "intrants", "inputs"), "demande"
    ),
    **dict.fromkeys(("besoins", "matieres recherchees", "matieres achetees"), "demande"),
}
"""Headings that say a direction and hold materials, in plain words → the direction."""
MATERIAL = "Matière"


def by_side(titles: Sequence[str]) -> dict[str, dict[str, int]]:
    """Direction → its columns by their title: the materials, and what is said of them until the other side begins."""
    starts = {place: side for place, title in enumerate(titles) if (side := _side(title))}
    surely = any(plain_words(titles[place]) in SIDES for place in starts)
    if len(set(starts.values())) != len(starts) or not (surely or len(starts) == 2):
        return {}
    counted = Counter(plain_words(title) for title in titles)
    found: dict[str, dict[str, int]] = {}
    for place, side in starts.items():
        found[side] = {MATERIAL: place}
        for after in range(place + 1, len(titles)):
            twin = counted[plain_words(titles[after])] > 1 or len(starts) == 1
            if after in starts or not twin or column_of(titles[after], "flows") is None:
                break
            found[side][titles[after]] = after
    return found


def _side(title: str) -> str:
    plain = plain_words(title)
    return SIDES.get(plain) or (plain if plain in LOOKUPS["direction"] and plain.isalpha() else "")
