"""Names of organisations inside typed text: whole words, whatever the accents, case, spaces, hyphens, legal form.

What is compared is the run of letters and digits of the words that matter, so that `BOIS  NORD`, `bois-nord`,
`BoisNord` and `Bois du Nord inc.` are one name. A word is never cut: `Bois` is not in `Boisbriand`.

Three ways to be meant, because some names are also words of the language:
- WHOLE: two words or more, or one word that means nothing else: always.
- SHORT: what people say for short, a name without its trade (`Plimsoule` for `Fonderie Plimsoule & Fils`). When it is
  made of ordinary words only (`Lac-Perdrix`), each must be written as a name is: with a capital, or hyphenated.
- WORD: the whole name is one ordinary word (`Bois inc.`). In a sentence it is the material until something says
  otherwise: quotation marks, a legal form behind it, or a capital inside the sentence. The first word of a sentence
  has a capital anyway and proves nothing; whoever reads « Bois pour panneaux », or « Bois » alone, reads a material,
  so nobody is named, and replacing it would make « Fibre de bois » unreadable to hide what is not said.
  A field that holds a name (who does it, who wrote it) needs no such proof.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from eit.domain.names.ordinary import COMMON, JOINING, LEGAL_FORMS, MARKS, TRADES

WHOLE, SHORT, WORD = "whole", "short", "word"
SHORTEST = 3
"""Letters and digits of the shortest name that is looked for: two letters are in every sentence."""
LONGEST_TAIL = 6
"""Points apart, `S.E.N.C.R.L.` is six words."""
UNSEEN = {0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
"""Soft hyphen and the signs of no width: they stand inside a word that people read as one."""
LIGATURES = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
BOUNDARY = re.compile(r"[.!?:;…]\s*$|\n\s*$|^[\s\"'«“”‘(\[•*–—-]*$")
OPENING, CLOSING = '"«“„‘', '"»”’'


@dataclass(frozen=True)
class Word:
    """A run of letters, or of digits, of a text: as compared, where it stands, and as it is written."""

    key: str
    start: int
    end: int
    written: str

    @property
    def capital(self) -> bool:
        """Written as a name is; a number is neither."""
        return not self.written[0].islower()


@dataclass(frozen=True)
class Name:
    """One way to say an organisation. `label` None: it may be named, so the words stay as they are."""

    said: str
    label: str | None
    kind: str


@dataclass(frozen=True)
class Found:
    """A name in a text, from `start` to `end`."""

    start: int
    end: int
    name: Name


@lru_cache(maxsize=4096)
def folded(letter: str) -> str:
    """One sign as it is compared: `É` → `e`, `ß` → `ss`, `ſ` → `s`, `Ⅳ` → `iv`; a sign of no width → nothing."""
    if ord(letter) in UNSEEN or unicodedata.combining(letter):
        return ""
    apart = unicodedata.normalize("NFKD", letter.casefold())
    return "".join(LIGATURES.get(sign, sign) for sign in apart.casefold() if not unicodedata.combining(sign))


def words_of(text: str) -> list[Word]:
    """The words of a text in order; letters and digits part, and so does a capital after a small letter."""
    found: list[Word] = []
    start, key, before = None, "", ""
    for place, letter in enumerate(f"{text} "):
        plain = folded(letter)
        if not plain and start is not None and place < len(text):
            continue
        inside = bool(plain) and all(sign.isalnum() for sign in plain)
        if start is not None and not (inside and _together(before, letter)):
            found.append(Word(key, start, place, text[start:place]))
            start, key = None, ""
        if inside:
            start = place if start is None else start
            key, before = key + plain, letter
    return found


def _together(before: str, letter: str) -> bool:
    return before.isdigit() == letter.isdigit() and not (before.islower() and letter.isupper())


def telling(words: list[Word]) -> list[Word]:
    """The words that make a name: without marks, legal forms at either end and joining words; all, if none is left."""
    kept = [word for word in words if word.key not in MARKS]
    core = _without_legal_forms(kept)
    chosen = [word for word in core if word.key not in JOINING]
    return chosen or core or kept


def _without_legal_forms(words: list[Word]) -> list[Word]:
    changed = True
    while changed:
        changed = False
        for size in range(min(LONGEST_TAIL, len(words) - 1), 0, -1):
            if "".join(word.key for word in words[-size:]) in LEGAL_FORMS:
                words, changed = words[:-size], True
                break
            if "".join(word.key for word in words[:size]) in LEGAL_FORMS:
                words, changed = words[size:], True
                break
    return words


def name_key(name: str) -> str:
    """What two ways to write one name have in common; empty when there is nothing to compare."""
    return "".join(word.key for word in telling(words_of(name)))


class NameFinder:
    """Finds every way to say the organisations of `labels` (name → what stands for it); `spoken` may be said.

    `ordinary`: names of materials, sectors and places, which name no organisation: an organisation called like one of
    them is only found where it is written as a name.
    """

    def __init__(
        self, labels: Mapping[str, str], spoken: Iterable[str] = (), ordinary: Collection[str] = ()
    ) -> None:
        phrases = [words_of(phrase) for phrase in ordinary]
        self._ordinary = (
            TRADES | COMMON | JOINING | LEGAL_FORMS | {word.key for words in phrases for word in words}
        )
        self._phrases = {"".join(word.key for word in telling(words)) for words in phrases}
        self._names: dict[str, Name] = {}
        for name in spoken:
            if len(key := name_key(name)) >= SHORTEST:
                self._names[key] = Name(name, None, WHOLE)
        shorter: dict[str, Name] = {}
        for name, label in labels.items():
            words = telling(words_of(name))
            key = "".join(word.key for word in words)
            if len(key) < SHORTEST:
                continue
            plain = len(words) == 1 and self._plain(words[0])
            kind = WORD if plain or key in self._phrases else WHOLE
            self._names[key] = Name(name, label, kind)
            for short in self._shorter(words):
                shorter.setdefault(short, Name(name, label, SHORT))
        self._names = shorter | self._names
        self._starts = {key[:size] for key in self._names for size in range(1, SHORTEST + 1)}
        self._longest = max(map(len, self._names), default=0)

    def _plain(self, word: Word) -> bool:
        return word.key in self._ordinary or word.key.isdigit()

    def _shorter(self, words: list[Word]) -> Iterator[str]:
        """The distinctive words, each alone; and what is left of a name without its first word, the trade."""
        if len(words) < 2:
            return
        for word in words:
            if len(word.key) > SHORTEST and not self._plain(word):
                yield word.key
        rest = "".join(word.key for word in words[1:])
        if len(words) > 2 and rest not in self._phrases:
            yield rest

    def find(self, text: str, a_name: bool = False) -> list[Found]:
        """Every name in a text, the longest first where two overlap. `a_name`: the field holds names, not sentences."""
        if not self._names:
            return []
        words, found, at = words_of(text), [], 0
        while at < len(words):
            size, name = self._longest_at(text, words, at, a_name)
            if name is None:
                at += 1
                continue
            if name.label is not None:
                found.append(Found(*_span(text, words, at, size, name), name))
            at += size
        return found

    def _longest_at(self, text: str, words: list[Word], at: int, a_name: bool) -> tuple[int, Name | None]:
        best: tuple[int, Name | None] = (0, None)
        key = ""
        chosen: list[Word] = []
        for place in range(at, len(words)):
            word = words[place]
            if place > at and word.key in JOINING and key + word.key not in self._names:
                continue
            key += word.key
            chosen.append(word)
            if len(key) > self._longest or key[:SHORTEST] not in self._starts:
                break
            name = self._names.get(key)
            if name is not None and (a_name or self._meant(text, words, at, place, chosen, name)):
                best = (place - at + 1, name)
        return best

    def _meant(
        self, text: str, words: list[Word], at: int, last: int, chosen: list[Word], name: Name
    ) -> bool:
        if name.label is None or name.kind == WHOLE:
            return True
        if name.kind == SHORT and not all(map(self._plain, chosen)):
            return True
        hyphenated = len(chosen) > 1 and not any(
            sign.isspace() for sign in text[chosen[0].start : chosen[-1].end]
        )
        if name.kind == SHORT:
            return hyphenated or all(word.capital for word in chosen)
        return _word_is_name(text, words, at, last)

    def redact(self, text: str, a_name: bool = False) -> str:
        """The text with a label in place of every name that may not be said."""
        for found in reversed(self.find(text, a_name)):
            text = f"{text[: found.start]}{found.name.label}{text[found.end :]}"
        return text


def _word_is_name(text: str, words: list[Word], at: int, last: int) -> bool:
    """Whether one ordinary word is written as a name: see the module."""
    before, after = text[: words[at].start].rstrip(), text[words[last].end :].lstrip()
    if before[-1:] in OPENING and after[:1] in CLOSING and before and after:
        return True
    if _tail(text, words, last + 1) > words[last].end:
        return True
    return words[at].capital and not text.isupper() and not BOUNDARY.search(text[: words[at].start])


def _span(text: str, words: list[Word], at: int, size: int, name: Name) -> tuple[int, int]:
    """From the article that belongs to the name to its legal form and mark."""
    start, own = words[at].start, words_of(name.said)
    lead = 0
    while lead < len(own) and own[lead].key in JOINING:
        lead += 1
    if lead and at >= lead and [w.key for w in words[at - lead : at]] == [w.key for w in own[:lead]]:
        start = words[at - lead].start
    return start, max(words[at + size - 1].end, _tail(text, words, at + size))


def _tail(text: str, words: list[Word], at: int) -> int:
    """Where the legal form and the mark that follow a name end; 0 when none does."""
    end, known, place = 0, LEGAL_FORMS | MARKS, at
    while place < len(words):
        size = next(
            (
                size
                for size in range(min(LONGEST_TAIL, len(words) - place), 0, -1)
                if "".join(word.key for word in words[place : place + size]) in known
            ),
            0,
        )
        if not size or not re.fullmatch(r"[\s,.(_-]*", text[words[place - 1].end : words[place].start]):
            return end
        place += size
        end = words[place - 1].end
        end += len(re.match(r"[.)]*", text[end:]).group())  # type: ignore[union-attr]
    return end
