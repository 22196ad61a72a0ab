"""Materials by kind of name: a thing (the head: peel, sludge, dust) of something (the kind: fruit, dairy, wood).

`avocado peels` and `pelures d'avocat` are one head and one kind, that no list of words needs to hold. The head is the
last word in English, the first in French. What neither the head, the kind nor the origin of a thing explains could
change what is meant: then the rule does not answer, and the material is asked.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from eit.domain.text_key import plain_words
from eit.store.material_names.words import (
    BRACKETS,
    EMPTY,
    HEAD_ENDS,
    REFERENCE,
    SMALL,
    SPELT,
    core_words,
    stem_of,
)

ANYTHING, NOTHING, ORIGIN = "*", "", "origin"
FRENCH = {"de", "du", "des", "d", "au", "aux", "en", "a", "la", "le", "les"}
"""Small words that only French puts between a thing and what it is made of."""
EATEN = {
    "fruit",
    "vegetable",
    "cereal",
    "oilseed",
    "fish",
    "shellfish",
    "animal",
    "dairy",
    "brewing",
    "winery",
    "food",
}
"""Kinds that say what an object was for, not what it is: `HDPE milk bottles`."""


CONTENT = re.compile(
    r"\b(?:with|avec|containing|contained|contenant|contenu|filled|full|plein\w*|rempli\w*)\b"
)
"""What begins what an object holds: it is no longer only what it is made of."""


@dataclass(frozen=True)
class KindRule:
    """A head (`process-water`: two words) and the kinds with which it names a material."""

    heads: frozenset[str]
    kinds: frozenset[str]
    material_ids: tuple[str, ...]


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((REFERENCE / "name_kinds.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, set[str]], tuple[KindRule, ...]]:
    """Word in the singular → its kinds; the rules in their order."""
    data = _data()
    kinds: dict[str, set[str]] = {}
    for kind, words in data["kinds"].items():
        for word in words.split():
            kinds.setdefault(stem_of(plain_words(word)), set()).add(kind)
    rules = tuple(
        KindRule(
            frozenset(map(_head_key, rule["head"].split())),
            frozenset(rule["of"].split() or [NOTHING]),
            tuple(rule["is"].split()),
        )
        for rule in data["rules"]
    )
    return kinds, rules


def _head_key(head: str) -> str:
    """A head as names are read, without small words: `eau-de-lavage` → `eau lavage`."""
    return " ".join(stem_of(word) for word in plain_words(head).split() if word not in SMALL)


def by_kind(text: str) -> list[str]:
    """The materials that the head and the kinds of a name tell; none where something else is said, or nothing."""
    words = _words(text)
    kinds, rules = _table()
    for head, others in _heads(words):
        said = [
            kinds.get(word, set()) | ({ORIGIN} if _is_quiet(word) or word in _works() else set())
            for word in others
            if word not in EMPTY
        ]
        told = [some - {ORIGIN} for some in said]
        of = set().union(*told)
        if any(not some for some in said) and not any(
            head in rule.heads and ANYTHING in rule.kinds for rule in rules
        ):
            continue
        met = [
            rule
            for rule in rules
            if head in rule.heads
            and (ANYTHING in rule.kinds or rule.kinds & of or (NOTHING in rule.kinds and not of))
        ]
        if met:
            return next((list(rule.material_ids) for rule in met if _explained(said, rule)), [])
    return []


@lru_cache(maxsize=1)
def asked_heads() -> frozenset[str]:
    """Heads that name no thing without their kind (acid, salt): a kind that nobody knows is asked."""
    return frozenset(stem_of(plain_words(word)) for word in _data()["asked_heads"].split())


def head_of(text: str) -> str:
    """The word that says what a thing is, in the singular; empty when no word does."""
    stems, french = _words(text)
    telling = [stem for stem in stems if stem not in EMPTY]
    return (telling[0] if french else telling[-1]) if telling else ""


def tells(words: Iterable[str]) -> bool:
    """Whether one of some words has a kind: it says something, though no material has it in its name."""
    kinds, _ = _table()
    return any(kinds.get(word, set()) - {ORIGIN} for word in words)


def _explained(said: list[set[str]], rule: KindRule) -> bool:
    """Whether each word with a kind is an origin or of one of the rule: `wood and fish waste` is two things."""
    return ANYTHING in rule.kinds or all(not some or some & (rule.kinds | {ORIGIN}) for some in said)


def _words(text: str) -> tuple[list[str], bool]:
    """The telling words of a name in the singular and in their order, and whether the name is built as French is."""
    plain, french = _ordered(text)
    return [stem for stem in map(_stem, plain) if stem], french


def _stem(word: str) -> str:
    """A word in the singular and in one spelling."""
    stem = stem_of(word)
    return SPELT.get(stem, stem)


def _ordered(text: str) -> tuple[list[str], bool]:
    """The telling words of a name as written, `chips of wood` as `wood chips`, and whether it is built as French is."""
    said = HEAD_ENDS.split(BRACKETS.sub(" ", text))[0]
    plain = _compounded(plain_words(said)).split()
    french = any(word in FRENCH for word in plain[1:])
    if not french and "of" in plain[1:]:
        plain = [*plain[plain.index("of") + 1 :], *plain[: plain.index("of")]]
    return [word for word in plain if word not in SMALL and not word.isdecimal()], french


def barer(text: str) -> Iterable[str]:
    """A name without what never says what a thing is, the fullest first.

    That is its state, size, user and vehicle (`truck tyres`), then the works it comes from (`vapeur de raffinerie`). A
    thing that is another at another works (a sludge, an ash) is left as it is, and never told by its head alone.
    """
    behind, before = _origins()
    plain = _compounded(plain_words(HEAD_ENDS.split(BRACKETS.sub(" ", text))[0]))
    worked = before.sub("", behind.sub("", plain)) or plain
    quieter = _without_quiet(plain)
    tried = {"", plain}
    for told in (quieter, worked, _without_quiet(worked)):
        bound = not {head_of(plain), head_of(told)}.isdisjoint(_data()["likely"])
        bound = bound and (told != quieter or len(core_words(told)) == 1)
        if told not in tried and not bound:
            tried.add(told)
            yield told


def _without_quiet(plain: str) -> str:
    """Plain words less those that never say what a thing is; a small word before one goes with it."""
    kept: list[str] = []
    for word in plain.split():
        if _is_quiet(stem_of(word)):
            while kept and kept[-1] in SMALL:
                kept.pop()
        else:
            kept.append(word)
    return " ".join(kept)


@lru_cache(maxsize=1)
def _quiet() -> frozenset[str]:
    """Words of a state, a size, a user or a vehicle, in the singular."""
    return frozenset(stem_of(plain_words(word)) for word in _data()["quiet"].split())


def _is_quiet(stem: str) -> bool:
    """Whether a word in the singular never says what a thing is; of a feminine (`saturée`) the masculine may."""
    return stem in _quiet() or (stem.endswith("ee") and stem[:-1] in _quiet())


@lru_cache(maxsize=1)
def _works() -> frozenset[str]:
    return frozenset(stem_of(plain_words(word)) for word in _data()["works"].split())


@lru_cache(maxsize=1)
def _shapes() -> dict[str, frozenset[str]]:
    """Words of a piece of something (`pieces en`: offcut), of an object (`objects fr`: barquette), of a `substance`."""
    data = _data()
    lists = {
        f"{name} {language}": data[name][language]
        for name in ("pieces", "objects")
        for language in data[name]
    }
    lists["substances"] = data["substances"]
    return {
        name: frozenset(_stem(plain_words(word)) for word in words.split()) for name, words in lists.items()
    }


def made_of(text: str, known: frozenset[str]) -> Iterable[str]:
    """What a piece or an object is made of: `copper cable offcuts` → `copper cable`, `barquettes en PET` → `pet`.

    A piece is of what is named beside it. An object is made of a substance; the other words may be food that it held.
    Any other word with a kind, or among those `known`, could change what it is, and nothing is told.
    """
    if CONTENT.search(plain_words(text)):
        return
    said, french = _ordered(text)
    shapes, (kinds, _) = _shapes(), _table()
    words = [word for word in said if stem_of(word) not in EMPTY and not _is_quiet(stem_of(word))]
    if len(words) < 2:
        return
    for language in ("fr",) if french else ("en", "fr"):
        pieces, objects = shapes[f"pieces {language}"], shapes[f"objects {language}"]
        head, rest = (words[0], words[1:]) if language == "fr" else (words[-1], words[:-1])
        if _stem(head) in pieces:
            yield " ".join(rest)
        if _stem(head) in pieces | objects:
            of = [word for word in rest if _stem(word) in shapes["substances"]]
            others = {_stem(word) for word in rest if word not in of} - pieces - objects
            told = {word: kinds.get(word, set()) - {ORIGIN} for word in others}
            if of and all(some <= EATEN if some else word not in known for word, some in told.items()):
                if others:
                    yield " ".join([*of, head])
                yield " ".join(of)


@lru_cache(maxsize=1)
def solid_families() -> frozenset[str]:
    """Families of what objects are made of: a drum of oil is no oil."""
    return frozenset(_data()["solids"].split())


@lru_cache(maxsize=1)
def _origins() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands behind a French head and before an English one when it is a works."""
    works = "|".join(
        f"{re.escape(word)}s?" for word in sorted(_data()["works"].split(), key=len, reverse=True)
    )
    return (
        re.compile(rf"(?<=\w) (?:de|du|des|d|en|a) (?:la |l |les |une? )?(?:{works})\b.*$"),
        re.compile(rf"^.*\b(?:{works}) (?!(?:de|du|des|d|of)\b)(?=\w)"),
    )


@lru_cache(maxsize=1)
def _compounds() -> tuple[tuple[str, str], ...]:
    return tuple(_data()["compounds"].items())


def _compounded(plain: str) -> str:
    """Words that only together say a thing, as one word: `pomme de terre`."""
    for several, one in _compounds():
        plain = re.sub(rf"\b{several}s?\b", one, plain)
    return plain


def likely_of_head(text: str) -> list[str]:
    """What a thing is most often (a sludge, a dust), when nothing that is known says of what it is."""
    heads = {stem_of(name): ids.split() for name, ids in _data()["likely"].items()}
    return heads.get(head_of(text), [])


def _heads(words: tuple[list[str], bool]) -> Iterable[tuple[str, list[str]]]:
    """Each reading of a name: its head, then the other words; past an empty word (waste, chute), the next is one."""
    stems, french = words
    if not stems:
        return
    yield from _read_from(stems if french else stems[::-1], french)
    if not french and len(stems) > 1:
        yield from _read_from(stems, True)


def _read_from(order: list[str], french: bool) -> Iterable[tuple[str, list[str]]]:
    """The readings of a name from its head on; in French an adjective stands behind it, with no word between."""
    for length in (2, 1):
        if len(order) >= length:
            head = order[:length] if french else order[:length][::-1]
            yield " ".join(head), order[length:]
    while len(order) > 1 and order[0] in EMPTY:
        order = order[1:]
        yield order[0], order[1:]
