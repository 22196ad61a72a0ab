"""Traces of one organisation or person in a text: its names however written, its ids, its addresses and numbers.

Stricter than `finder`, because nothing may be left: letters and digits alone are compared, so `Béton-Quorvax`,
`BETON  QUORVAX` and `ree-betonquorvax-itee` hold one name, inside a longer word too. What others are called stays.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from urllib.parse import unquote

from eit.domain.names.finder import NameFinder, folded, telling, words_of
from eit.domain.names.ordinary import COMMON, MARKS, TRADES

SHORTEST_INSIDE = 6
"""Letters of a name that is looked for inside words too: a shorter one is in many words that are not it."""
SHORTEST_ID = 6
"""Signs of an id or number that is looked for in sentences: `12` is an id somewhere, and a quantity elsewhere."""
PART = re.compile(r"[\W_]")
SEVERAL = 2
REMEMBERED = 1 << 16
"""Texts of which the quick look is remembered: generations and backups hold the same ones again."""


def squeezed(text: str) -> str:
    """The letters and digits of a text as they are compared, without what stands between them."""
    return "".join(sign for letter in text for sign in folded(letter) if sign.isalnum())


def digest_of(text: str, key: bytes) -> str:
    """A fingerprint of a name that tells it again and does not say it, with the key of one file."""
    return hmac.new(key, squeezed(text).encode(), hashlib.sha256).hexdigest()


class Traces:
    """What is looked for, and what takes its place: `label` in a sentence, `alias` in an id.

    `names`: every way it was called. `ids`: old id → new. `literals`: e-mails, telephones, numbers of registers.
    `spoken`: the names of the others, which stay whole even when they hold one of `names`. `ordinary`: see NameFinder.
    `public_word`: a name is also that of a place, a material or a sector, which stays.
    """

    def __init__(
        self,
        label: str,
        alias: str,
        names: Iterable[str],
        ids: Mapping[str, str] | None = None,
        literals: Iterable[str] = (),
        spoken: Iterable[str] = (),
        ordinary: Collection[str] = (),
    ) -> None:
        self.label, self.alias, self.names, self.ids = label, alias, tuple(names), dict(ids or {})
        self.literals, self.spoken, self.ordinary = tuple(literals), tuple(spoken), ordinary
        others = {squeezed(name) for name in self.spoken}
        keys = {squeezed(form) for name in self.names for form in forms_of(name)} - {""} - others
        long = {text for text in (*self.ids, *self.literals) if len(text) >= SHORTEST_ID}
        pattern = "|".join(re.escape(text) for text in sorted(long, key=len, reverse=True))
        words = {word.key for name in self.names for word in telling(words_of(name))}
        held = {other for other in others if any(key in other for key in keys)}
        self._keys = sorted(keys, key=len, reverse=True)
        self._held = sorted(held, key=len, reverse=True)
        self._ids = re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE) if pattern else None
        self._hints = words | {squeezed(text) for text in long} | keys
        self._folded_ids = {old.casefold(): new for old, new in self.ids.items()}
        self.public_word = bool(keys & {squeezed(word) for word in ordinary})
        self._hinted = lru_cache(REMEMBERED)(self._look)
        self._finder = NameFinder(dict.fromkeys(self.names, label), (*self.spoken, label), ordinary)

    def also(self, names: Iterable[str]) -> Traces:
        """The same with more names, except those of the others."""
        more = {*self.names, *names} - set(self.spoken)
        return Traces(self.label, self.alias, more, self.ids, self.literals, self.spoken, self.ordinary)

    def without(self, text: str, an_id: bool = False, typed: bool = True) -> str:
        """The text with nothing of them left. `an_id`: of a column of ids. `typed`: people wrote it, so short forms
        are looked for too; a public word (a place, a material) is only theirs when it is their whole name."""
        if an_id and text in self.ids:
            return self.ids[text]
        if "%" in text and (plain := unquote(text)) != text and self._hinted(plain):
            return self._cleared(plain, an_id, typed)
        return self._cleared(text, an_id, typed) if self._hinted(text) else text

    def found_in(self, text: str, an_id: bool = False) -> bool:
        """Whether a text holds one of their names, ids or numbers, whole."""
        return self.without(text, an_id, typed=False) != text

    def _look(self, text: str) -> bool:
        """A quick look that lets most texts pass: none of their words is in it."""
        if text.isascii():
            low = PART.sub("", text.lower())
        else:
            low = PART.sub("", unicodedata.normalize("NFKD", text.casefold()))
            low = "".join(sign for letter in low for sign in folded(letter))
        return any(hint in low for hint in self._hints)

    def _cleared(self, text: str, an_id: bool, typed: bool) -> str:
        put = self.alias if an_id else self.label
        if self._ids is not None:
            text = self._ids.sub(lambda hit: self._folded_ids.get(hit[0].casefold(), put), text)
        text = self._without_names(text, put)
        if typed and not an_id:
            for hit in reversed(self._finder.find(text)):
                text = f"{text[: hit.start]}{put}{text[hit.end :]}"
        return text

    def _without_names(self, text: str, put: str) -> str:
        letters, places = _letters(text)
        kept = _spans(letters, self._held, text, places)
        for start, end in reversed(_spans(letters, self._keys, text, places)):
            if not any(low <= start and end <= high for low, high in kept):
                text = f"{text[:start]}{put}{text[end:]}"
        return text


def forms_of(name: str) -> Iterable[str]:
    """A name whole, without the mark of a demonstration, and without its legal form and joining words.

    One ordinary word is not a form: it is in every sentence.
    """
    yield name
    words = words_of(name)
    bare = [word for word in words if word.key not in MARKS]
    core = telling(words)
    for some in (bare, core):
        if len(some) >= SEVERAL or (some and some[0].key not in COMMON | TRADES):
            yield "".join(word.key for word in some)


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits that are compared, and where each stands in the text."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for sign in folded(letter):
            if sign.isalnum():
                letters.append(sign)
                places.append(place)
    return "".join(letters), places


def _spans(letters: str, keys: Iterable[str], text: str, places: list[int]) -> list[tuple[int, int]]:
    """Where the keys stand in the text, the longest first where two overlap, in order."""
    found: list[tuple[int, int]] = []
    for key in keys:
        at = letters.find(key)
        while at >= 0:
            start, end = places[at], places[at + len(key) - 1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            if text[end : end + 1] == ")" and text[start:end].count("(") > text[start:end].count(")"):
                end += 1
            whole = len(key) >= SHORTEST_INSIDE or _apart(text, start, end)
            if whole and not any(start < high and low < end for low, high in found):
                found.append((start, end))
            at = letters.find(key, at + 1)
    return sorted(found)


def _apart(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
