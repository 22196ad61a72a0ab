"""Words compared as people mean them: without accents, case, punctuation or doubled spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

KEPT = 50_000
"""Texts remembered with what they come to: a column repeats its words."""
WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=KEPT)
def simplified(text: str) -> str:
    """Letters and digits only, without accents or case: `Coût d'élimination ` → `cout d elimination`."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(WORD.findall(text.lower()))
