"""The words of a name among themselves: which say of what a thing is, and which are slips for one that is known."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from itertools import pairwise

from eit.domain.text_key import plain_words
from eit.store.material_names.kinds import kinds_of
from eit.store.material_names.parts import is_quiet, one_stem, ordered_words
from eit.store.material_names.words import SAYS_NOTHING, stem_of

OF_FRENCH = {"de", "du", "des", "d", "a", "au", "aux"}
OF = OF_FRENCH | {"of", "en", "to"}
SPELT_FROM, LIKE = 5, 0.85
"""From how many letters on, and from which likeness on (0 to 1), a word that nothing knows may be a slip."""


def complements(text: str, of: Collection[str] = OF) -> set[str]:
    """The words that say of what a thing is, or what for: what stands behind `de`, `à`, `en` or `of`."""
    words = plain_words(text).split()
    return {stem_of(word) for before, word in pairwise(words) if before in of}


def adjective(text: str) -> set[str]:
    """The word that stands directly behind the head of a French name: it may change the thing (`papier mâché`)."""
    words, french = ordered_words(text)
    return {one_stem(words[1])} if french and len(words) > 1 else set()


def respelt(plain: str, vocabulary: Collection[str]) -> str:
    """Plain words with each that nothing knows replaced by the known one most like it; empty: none is like.

    Only words of the same first letter and nearly the same length are tried: `feraille` for `ferraille`.
    """
    words = []
    for word in plain.split():
        stem = stem_of(word)
        known = stem in vocabulary or stem in SAYS_NOTHING or word in SAYS_NOTHING
        if known or is_quiet(stem) or kinds_of(stem) or len(stem) < SPELT_FROM or stem.isdecimal():
            words.append(word)
            continue
        like = sorted(one for one in vocabulary if one[0] == stem[0] and abs(len(one) - len(stem)) <= 2)
        words += get_close_matches(stem, like, n=1, cutoff=LIKE) or [word]
    spelt = " ".join(words)
    return "" if spelt == plain else spelt
