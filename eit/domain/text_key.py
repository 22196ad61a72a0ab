"""When two names are the same to a person: whatever the accents, the case, the spaces and the signs."""

from __future__ import annotations

import re
import unicodedata


def plain_words(text: str) -> str:
    """`Scierie d’Élan  (fictive)` → `scierie d elan fictive`: letters and digits only."""
    apart = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", letters))
