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


STREETS = {
    **{"ch": "chemin", "che": "chemin", "chem": "chemin", "rte": "route", "rg": "rang", "mtee": "montee"},
    **dict.fromkeys(("boul", "bd", "bvd", "blvd", "bld"), "boulevard"),
    **dict.fromkeys(("av", "ave"), "avenue"),
    **{"imp": "impasse", "all": "allee", "pl": "place", "sq": "square", "fg": "faubourg", "crs": "cours"},
    **{"st": "saint", "ste": "sainte", "zi": "zone industrielle", "za": "zone artisanale"},
}
"""Words of an address that people shorten, in our plain words."""
SIDES = {"n": "nord", "s": "sud", "e": "est", "o": "ouest", "w": "ouest", "st": "street"}
"""What the last word of an address shortens."""
SAID_OR_NOT = {"rue", "no", "numero", "de", "du", "des", "la", "le", "les", "l", "d"}
"""Words of an address that are there or not: `428 Principale` is `428, rue Principale`."""


def address_key(text: str) -> str:
    """What two writings of one address share: `1200 ch. du Lac` and `1200, chemin du Lac`.

    A letter behind the number is another door: `12 D` is not `12`.
    """
    *words, last = plain_words(text).split() or [""]
    before = ["", *words]
    kept = [
        STREETS.get(word, word)
        for word, previous in zip(words, before, strict=False)
        if word not in SAID_OR_NOT or (len(word) == 1 and previous.isdigit())
    ]
    numbered = bool(words) and words[-1].isdigit()
    return " ".join([*kept, last if numbered else SIDES.get(last, STREETS.get(last, last))])
