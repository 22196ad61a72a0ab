"""Materials by kind of name: a thing (the head: peel, sludge, dust) of something (the kind: fruit, dairy, wood).

`avocado peels` and `pelures d'avocat` are one head and one kind, that no list of words needs to hold. The head is the
last word in English, the first in French. What neither the head, the kind nor the origin of a thing explains could
change what is meant: then the rule does not answer, and the material is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from eit.domain.text_key import plain_words
from eit.store.material_names.parts import is_quiet, masculine, name_data, one_stem, ordered_words, works
from eit.store.material_names.words import EMPTY, SMALL, stem_of

ANYTHING, NOTHING, ORIGIN = "*", "", "origin"


@dataclass(frozen=True)
class KindRule:
    """A head (`process-water`: two words) and the kinds with which it names a material."""

    heads: frozenset[str]
    kinds: frozenset[str]
    material_ids: tuple[str, ...]


@lru_cache(maxsize=1)
def kind_table() -> tuple[dict[str, set[str]], tuple[KindRule, ...]]:
    """Word in the singular → its kinds; the rules in their order."""
    data = name_data()
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
    """The materials that the head and the kinds of a name tell; none where something else is said, or nothing.

    Read from its first word on, a name without a small word may be English: what ends it could be the thing (a fork).
    """
    words = _words(text)
    _, rules = kind_table()
    for head, others in _heads(words):
        said = [
            kinds_of(word) | ({ORIGIN} if is_quiet(word) or word in works() else set())
            for word in others
            if word not in EMPTY
        ]
        told = [some - {ORIGIN} for some in said]
        of = set().union(*told)
        turned = not words[1] and others[-1:] == words[0][-1:]
        whatever = any(head in rule.heads and ANYTHING in rule.kinds for rule in rules)
        if any(not some for some in said) and (turned or not whatever):
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
    return frozenset(stem_of(plain_words(word)) for word in name_data()["asked_heads"].split())


def head_of(text: str) -> str:
    """The word that says what a thing is, in the singular; empty when no word does."""
    stems, french = _words(text)
    telling = [stem for stem in stems if stem not in EMPTY]
    return (telling[0] if french else telling[-1]) if telling else ""


def tells(words: Iterable[str]) -> bool:
    """Whether one of some words has a kind: it says something, though no material has it in its name."""
    return any(kinds_of(word) - {ORIGIN} for word in words)


def kinds_of(word: str) -> set[str]:
    """The kinds of a word in the singular, of either gender."""
    kinds, _ = kind_table()
    return kinds.get(word) or kinds.get(masculine(word), set())


def _explained(said: list[set[str]], rule: KindRule) -> bool:
    """Whether each word with a kind is an origin or of one of the rule: `wood and fish waste` is two things."""
    return ANYTHING in rule.kinds or all(not some or some & (rule.kinds | {ORIGIN}) for some in said)


def _words(text: str) -> tuple[list[str], bool]:
    """The telling words of a name in the singular and in their order, and whether the name is built as French is."""
    plain, french = ordered_words(text)
    return [stem for stem in map(one_stem, plain) if stem], french


def likely_of_head(text: str) -> list[str]:
    """What a thing is most often (a sludge, a dust), when nothing that is known says of what it is."""
    heads = {stem_of(name): ids.split() for name, ids in name_data()["likely"].items()}
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
