"""Words compared as people mean them: whatever the accents, the case, the spaces, the signs and the ligatures."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

KEPT = 50_000
"""Texts remembered with what they come to: a column repeats its words."""
WORD = re.compile(r"[^\W_]+")
LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)
"""Unicode takes the signs of a letter apart, but not these letters."""


@lru_cache(maxsize=KEPT)
def plain_words(text: str) -> str:
    """Letters and digits only, of any script: `Scierie d’Élan  (fictive)` → `scierie d elan fictive`."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(LIGATURES)).casefold()
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(WORD.findall(text.lower()))


def slug(text: str, longest: int = 48) -> str:
    """The part of an id that a name gives, a-z, 0-9 and hyphens: `Scierie d'Élan` → `scierie-d-elan`; or empty."""
    words = (re.sub(r"[^a-z0-9]", "", word) for word in plain_words(text).split())
    return "-".join(word for word in words if word)[:longest].strip("-")
