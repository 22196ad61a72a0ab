"""What the consortium's server reads: one copy per version and language, in which nobody is named without consent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from eit.analysis.anonymise import SHORTEST_NAME, shown_names
from eit.store.consortium_copy import write_consented
from eit.store.database import Database


class TextRedactor:
    """Says a text without any name that may not be said; fast, whatever the number of names."""

    def __init__(self, raw: Mapping[str, str]) -> None:
        self._labels = {way.lower(): label for way, label in raw.items()}
        self._by_start: dict[str, list[str]] = {}
        for way in self._labels:
            self._by_start.setdefault(way[:SHORTEST_NAME], []).append(way)

    def __call__(self, text: object) -> object:
        """The text with labels in place of names, the longest first; what is not text is given back."""
        if not isinstance(text, str):
            return text
        small = text.lower()
        starts = {small[place : place + SHORTEST_NAME] for place in range(len(small))}
        here = [way for start in starts for way in self._by_start.get(start, ()) if way in small]
        if not here:
            return text
        pattern = re.compile("|".join(map(re.escape, sorted(here, key=len, reverse=True))), re.IGNORECASE)
        return pattern.sub(lambda found: self._labels.get(found.group().lower(), "…"), text)


def write_copy(source: Path, target: Path, lang: str) -> None:
    """Write the consented copy of `source` in one language. Raises DataError when the source cannot be read."""
    with Database(source) as database:
        programmes = database.query("programmes")["programme_id"]
        known = [shown_names(database, str(programme), lang) for programme in programmes]
    labels: dict[str, str] = {}
    places: dict[str, tuple[float, float]] = {}
    raw: dict[str, str] = {}
    for shown in known:
        labels |= {company: shown.labels[company] for company in shown.places}
        places |= shown.places
        raw |= shown.raw
    write_consented(source, target, labels, places, TextRedactor(raw))
