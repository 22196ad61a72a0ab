"""A name without the user, the works or the form of a thing: `truck tyres`, `barquettes en PET`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from eit.domain.text_key import plain_words
from eit.store.material_names.kinds import ORIGIN, head_of, kinds_of
from eit.store.material_names.parts import (
    compounded,
    ends_english,
    is_quiet,
    name_data,
    one_stem,
    ordered_words,
)
from eit.store.material_names.words import BRACKETS, EMPTY, HEAD_ENDS, SMALL, core_words, stem_of

CONTENT = re.compile(
    r"\b(?:with|avec|containing|contained|contenant|contenu|filled|full|plein\w*|rempli\w*)\b"
)
"""What begins what an object holds: it is no longer only what it is made of."""
MEASURE = re.compile(
    r"\b\d+ (?:c|l|kg|g|t|m|m2|m3|mm|cm|kw|kwh|mwh|bar|po|pi|lb|gal|vg3|litres?|tonnes?|microns?)\b"
)
"""What says how much or how hot, and never what."""


def barer(text: str) -> Iterable[str]:
    """A name without what never says what a thing is, the fullest first.

    That is its state, size, user and vehicle (`truck tyres`), then the works it comes from (`vapeur de raffinerie`). A
    thing that is another at another works (a sludge, an ash) is left as it is, and never told by its head alone.
    """
    behind, last, before = _origins()
    plain = MEASURE.sub(" ", compounded(plain_words(HEAD_ENDS.split(BRACKETS.sub(" ", text))[0]))).strip()
    worked = (last if ordered_words(text)[1] else before).sub("", behind.sub("", plain)) or plain
    quieter = _without_quiet(plain)
    tried = {"", plain_words(text)}
    for told in (plain, quieter, worked, _without_quiet(worked)):
        bound = told != plain and not {head_of(plain), head_of(told)}.isdisjoint(name_data()["likely"])
        bound = bound and (told != quieter or len(core_words(told)) == 1)
        if told not in tried and not bound:
            tried.add(told)
            yield told


def _without_quiet(plain: str) -> str:
    """Plain words less those that never say what a thing is; a small word before one goes with it.

    An English user or vehicle that ends a name is the thing itself: a pallet truck is no pallet.
    """
    kept: list[str] = []
    words = plain.split()
    for at, word in enumerate(words, 1):
        if is_quiet(stem_of(word)) and not (at == len(words) > 1 and ends_english(stem_of(word))):
            while kept and kept[-1] in SMALL:
                kept.pop()
        else:
            kept.append(word)
    return " ".join(kept)


@lru_cache(maxsize=1)
def _shapes() -> dict[str, frozenset[str]]:
    """Words of a piece of something (`pieces en`: offcut), of an object (`objects fr`: barquette), of a `substance`."""
    data = name_data()
    lists = {
        f"{name} {language}": data[name][language]
        for name in ("pieces", "objects")
        for language in data[name]
    }
    lists["substances"] = data["substances"]
    return {
        name: frozenset(one_stem(plain_words(word)) for word in words.split())
        for name, words in lists.items()
    }


def holds(text: str) -> bool:
    """Whether a name is of an object and of what it holds: `glass bottles with chemicals`."""
    shapes = _shapes()
    return (
        bool(CONTENT.search(plain_words(text)))
        and head_of(text) in shapes["objects en"] | shapes["objects fr"]
    )


def made_of(text: str, known: frozenset[str]) -> Iterable[str]:
    """What a piece or an object is made of: `copper cable offcuts` → `copper cable`, `barquettes en PET` → `pet`.

    A piece is of what is named beside it. An object is made of a substance; the other words may be food that it held.
    Any other word with a kind, or among those `known`, could change what it is, and nothing is told.
    """
    said, french = ordered_words(text)
    shapes, eaten = _shapes(), set(name_data()["eaten"].split())
    words = [word for word in said if stem_of(word) not in EMPTY and not is_quiet(stem_of(word))]
    if len(words) < 2:
        return
    for language in ("fr",) if french else ("en", "fr"):
        pieces, objects = shapes[f"pieces {language}"], shapes[f"objects {language}"]
        head, rest = (words[0], words[1:]) if language == "fr" else (words[-1], words[:-1])
        if one_stem(head) in pieces:
            yield " ".join(rest)
        stuff = [word for word in words if one_stem(word) in shapes["substances"]]
        others = {one_stem(word) for word in words if word not in stuff}
        made = one_stem(head) in pieces | objects or (
            one_stem(head) in shapes["substances"] and others <= objects
        )
        if not stuff or not others or not (made or (french and _said_in(text) == set(map(one_stem, stuff)))):
            continue
        told = {word: kinds_of(word) for word in others - pieces - objects}
        if all(some <= eaten | {ORIGIN} if some else word not in known for word, some in told.items()):
            if head not in stuff and len(words) > len(stuff) + 1:
                yield " ".join([*stuff, head])
            yield " ".join(stuff)


def _said_in(text: str) -> set[str]:
    """What stands behind the last `en` of a French name: of what any thing is made (`radiateurs en fonte`)."""
    behind = compounded(plain_words(text)).rpartition(" en ")[2].split()
    return {one_stem(word) for word in behind if stem_of(word) not in EMPTY and not is_quiet(stem_of(word))}


@lru_cache(maxsize=1)
def solid_families() -> frozenset[str]:
    """Families of what objects are made of: a drum of oil is no oil."""
    return frozenset(name_data()["solids"].split())


@lru_cache(maxsize=1)
def _origins() -> tuple[re.Pattern[str], ...]:
    """What stands behind a French head, at the end of a French name, and before an English head when it is a works."""
    works = "|".join(
        f"{re.escape(word)}s?" for word in sorted(name_data()["works"].split(), key=len, reverse=True)
    )
    return (
        re.compile(rf"(?<=\w) (?:de|du|des|d|en|a) (?:la |l |les |une? )?(?:{works})\b.*$"),
        re.compile(rf"(?<=\w) (?:{works})$"),
        re.compile(rf"^.*\b(?:{works}) (?!(?:de|du|des|d|of)\b)(?=\w)"),
    )
