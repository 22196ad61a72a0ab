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
from eit.store.material_names.words import BRACKETS, EMPTY, HEAD_ENDS, REFERENCE, SMALL, SPELT, stem_of

ANYTHING, NOTHING = "*", ""
FRENCH = {"de", "du", "des", "d", "au", "aux", "en", "a", "la", "le", "les"}
"""Small words that only French puts between a thing and what it is made of."""


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
            frozenset(stem_of(plain_words(head)) for head in rule["head"].split()),
            frozenset(rule["of"].split() or [NOTHING]),
            tuple(rule["is"].split()),
        )
        for rule in data["rules"]
    )
    return kinds, rules


def by_kind(text: str) -> list[str]:
    """The materials that the head and the kinds of a name tell; none where something else is said, or nothing."""
    words = _words(text)
    kinds, rules = _table()
    for head, others in _heads(words):
        said = [kinds.get(word, set()) for word in others if word not in EMPTY]
        told = [some - {"origin"} for some in said]
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
            return next((list(rule.material_ids) for rule in met if _explained(told, rule)), [])
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
    return any(kinds.get(word, set()) - {"origin"} for word in words)


def _explained(told: list[set[str]], rule: KindRule) -> bool:
    """Whether each word with a kind is of one that the rule is about: `wood and fish waste` is two things."""
    return ANYTHING in rule.kinds or all(not some or some & rule.kinds for some in told)


def _words(text: str) -> tuple[list[str], bool]:
    """The telling words of a name in the singular and in their order, and whether the name is built as French is."""
    said = HEAD_ENDS.split(BRACKETS.sub(" ", text))[0]
    plain = _compounded(plain_words(said)).split()
    french = any(word in FRENCH for word in plain[1:])
    if not french and "of" in plain[1:]:
        plain = [*plain[plain.index("of") + 1 :], *plain[: plain.index("of")]]
    stems = (stem_of(word) for word in plain if word not in SMALL)
    return [SPELT.get(stem, stem) for stem in stems if stem], french


def without_origin(text: str) -> str:
    """A name without the works that it comes from and without words of state: `vapeur de raffinerie` is steam.

    A thing that is another thing at another works (a sludge, a dust, an ash) is left as it is.
    """
    behind, before, states = _origins()
    plain = _compounded(plain_words(HEAD_ENDS.split(BRACKETS.sub(" ", text))[0]))
    told = before.sub("", behind.sub("", plain)) or plain
    told = " ".join(word for word in told.split() if stem_of(word) not in states)
    return told if told != plain and head_of(told) not in _data()["likely"] else ""


@lru_cache(maxsize=1)
def _origins() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What stands behind a French head and before an English one when it is a works; the words of a state."""
    works = "|".join(
        f"{re.escape(word)}s?" for word in sorted(_data()["works"].split(), key=len, reverse=True)
    )
    return (
        re.compile(rf"(?<=\w) (?:de|du|des|d|en|a) (?:la |l |les |une? )?(?:{works})\b.*$"),
        re.compile(rf"^.*\b(?:{works}) (?!(?:de|du|des|d|of)\b)(?=\w)"),
        frozenset(stem_of(word) for word in _data()["states"].split()),
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
