"""What a programme types has a French wording and, if wanted, an English one; without one the French is shown."""

from __future__ import annotations


def own_wording(french: object, english: object, lang: str) -> str:
    """The wording for a language; empty when there is none at all."""
    first, other = (english, french) if lang == "en" else (french, None)
    return next((text for text in (first, other) if isinstance(text, str) and text.strip()), "")
