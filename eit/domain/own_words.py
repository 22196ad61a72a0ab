"""What a programme types has a French wording and, if wanted, an English one; without one the French is shown."""

from __future__ import annotations

from collections.abc import Iterable


class Worded(str):
    """A text that a refusal carries in French, with its English wording beside it."""

    english: str

    def __new__(cls, french: str, english: str) -> Worded:
        made = super().__new__(cls, french)
        made.english = english
        return made

    def said(self, lang: str) -> str:
        """The wording for a language."""
        return self.english if lang == "en" else str(self)


def wording(said: object, lang: str) -> object:
    """What is worded in two languages in that of the reader; anything else as it is."""
    return said.said(lang) if isinstance(said, Worded) else said


def listed(names: Iterable[Worded]) -> Worded:
    """Several texts as one, with commas."""
    held = list(names)
    return Worded(", ".join(held), ", ".join(one.english for one in held))


def own_wording(french: object, english: object, lang: str) -> str:
    """The wording for a language; empty when there is none at all."""
    first, other = (english, french) if lang == "en" else (french, None)
    return next((text for text in (first, other) if isinstance(text, str) and text.strip()), "")
