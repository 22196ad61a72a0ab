"""The words of a name in their order, and which of them never say what a thing is."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import Any

from eit.domain.text_key import plain_words
from eit.store.material_names.words import (
    BRACKETS,
    HEAD_ENDS,
    REFERENCE,
    SMALL,
    SPELT,
    core_words,
    denied,
    stem_of,
)

FRENCH = {"de", "du", "des", "d", "au", "aux", "en", "a", "la", "le", "les"}
"""Small words that only French puts between a thing and what it is made of."""
FRENCH_SIGNS = re.compile("[àâçéèêëîïôùûœ]", re.I)


@lru_cache(maxsize=1)
def name_data() -> dict[str, Any]:
    """The words, kinds and rules of names, as they are written in the reference data."""
    return tomllib.loads((REFERENCE / "name_kinds.toml").read_text(encoding="utf-8"))


def one_stem(word: str) -> str:
    """A word in the singular and in one spelling."""
    stem = stem_of(word)
    return SPELT.get(stem, stem)


def ordered_words(text: str) -> tuple[list[str], bool]:
    """The telling words of a name as written, `chips of wood` as `wood chips`, and whether it is built as French is."""
    said = HEAD_ENDS.split(BRACKETS.sub(" ", text))[0]
    plain = compounded(plain_words(said)).split()
    french = any(word in FRENCH for word in plain[1:]) or bool(FRENCH_SIGNS.search(said))
    if not french and "of" in plain[1:]:
        plain = [*plain[plain.index("of") + 1 :], *plain[: plain.index("of")]]
    return [word for word in plain if word not in SMALL and not word.isdecimal()], french


@lru_cache(maxsize=1)
def _quiet() -> frozenset[str]:
    """Words of a state, a size, a user or a vehicle, in the singular."""
    return frozenset(stem_of(plain_words(word)) for word in name_data()["quiet"].split())


def masculine(stem: str) -> str:
    """`saturée` as `saturé`; any other word in the singular as it is."""
    return stem[:-1] if stem.endswith("ee") else stem


def is_quiet(stem: str) -> bool:
    """Whether a word in the singular never says what a thing is."""
    return not _quiet().isdisjoint((stem, masculine(stem)))


@lru_cache(maxsize=1)
def _bearers() -> frozenset[str]:
    return frozenset(stem_of(plain_words(word)) for word in name_data()["bearers"].split())


def ends_english(stem: str) -> bool:
    """Whether a word in the singular is an English user or vehicle: at the end of a name it is the thing."""
    return stem in _bearers()


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    return frozenset(stem_of(plain_words(word)) for word in name_data()["general"].split())


def is_general(plain: str) -> bool:
    """Whether plain words say no thing at all, all of them together: `matériaux recyclables`, `produits divers`."""
    words = core_words(plain)
    return bool(words) and all(word in _general() or is_quiet(word) for word in words)


@lru_cache(maxsize=1)
def works() -> frozenset[str]:
    """Words of a works or a process that a thing may come from, in the singular."""
    return frozenset(stem_of(plain_words(word)) for word in name_data()["works"].split())


@lru_cache(maxsize=1)
def _compounds() -> tuple[tuple[str, str], ...]:
    return tuple(name_data()["compounds"].items())


def compounded(plain: str) -> str:
    """Words that only together say a thing, as one word: `pomme de terre`."""
    plain = denied(plain)
    for several, one in _compounds():
        plain = re.sub(rf"\b{several}s?\b", one, plain)
    return plain
