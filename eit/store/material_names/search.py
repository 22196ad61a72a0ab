"""Search for a material: by id, name, List of Waste code in any spelling, or trade word; a doubt is a short list.

Words and codes are keys read from two tables of the reference data, whose ids may not all be in the data file: those
that it does not have are left aside. A wrong proposal is worse than none: nothing is taken by likeness alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from eit.domain.text_key import plain_words
from eit.store.material_names.forms import barer, holds, made_of, solid_families
from eit.store.material_names.kinds import asked_heads, by_kind, head_of, likely_of_head, tells
from eit.store.material_names.parts import is_general
from eit.store.material_names.spelling import OF_FRENCH, adjective, complements, respelt
from eit.store.material_names.words import (
    BRACKETS,
    HEAD_ENDS,
    PARTS,
    SMALL,
    core_words,
    cores_of,
    stem_of,
    stems_of,
    telling_stems,
    waste_codes,
    words_elsewhere,
    words_of,
)

CODE = re.compile(
    r"(?:(?:ced|ewc|cer|low|code|dechet|déchet|rubrique|n°|no)\b[\s:]*)*"
    r"(?P<code>\d{2}[\s.\-_/]?\d{2}[\s.\-_/]?\d{2}|\d{5})(?:[.,]0)?\s*(?P<star>\*?)(?P<rest>(?:[\s:;,\-–(].*)?)",
    re.I | re.S,
)
INPUTS = "-inputs"
"""How the families of what replaces nothing, but is replaced, end."""
SEVERAL = 17
"""From which score on a name shares more with a text than one word."""
LISTED = 5
"""Candidates that are proposed at most."""


@dataclass(frozen=True)
class MaterialMatch:
    """What a text means. `status`: exact (one), candidates (to ask), none (a code of no material), unknown.

    `reason`: name, code, zero-lost, hazard, word, phrase, near, no-material, no-code.
    """

    status: str
    ids: tuple[str, ...] = ()
    reason: str = ""

    @property
    def material_id(self) -> str | None:
        """The one material, when there is one."""
        return self.ids[0] if self.status == "exact" else None


@dataclass
class MaterialSearch:
    """The materials of a data file by everything that people call them. `names`: id → its names."""

    names: Mapping[str, Iterable[str]]
    country: str
    parents: Mapping[str, str | None] = field(default_factory=dict)
    """Material → its family: a word for a whole family means the family."""
    found: dict[tuple[str, str | None], MaterialMatch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name: dict[str, list[str]] = {}
        for material, names in self.names.items():
            for name in (material, *names):
                ids = self.by_name.setdefault(plain_words(str(name)), [])
                ids += [] if material in ids else [material]
        self.by_stem: dict[str, list[str]] = {}
        for spelling, ids in self.by_name.items():
            stems = self.by_stem.setdefault(stem_of(spelling), [])
            stems += [one for one in ids if one not in stems]
        self.words = words_of(self.country)
        self.stems = stems_of(self.country)
        self.elsewhere = words_elsewhere(self.country)
        here = (*self.by_name.items(), *self.words.items())
        self.cores = cores_of(self.elsewhere.items()) | cores_of(here)
        self.vocabulary = frozenset().union(*self.cores)
        self.firsts: dict[frozenset[str], set[str]] = {}
        for spelling in (*self.by_name, *self.words, *self.elsewhere):
            self.firsts.setdefault(core_words(spelling), set()).update(telling_stems(spelling)[:1])

    def find(self, text: str, direction: str | None = None) -> MaterialMatch:
        """What a text means; the same text is searched once.

        Of a word that is both a residue and the input that it replaces (CO2, heat), `offer` means the first and
        `demand` the second.
        """
        if (text, direction) not in self.found:
            match = self._of_side(text, self._find(text), direction)
            self.found[text, direction] = replace(match, ids=match.ids[:LISTED])
        return self.found[text, direction]

    def _of_side(self, text: str, match: MaterialMatch, direction: str | None) -> MaterialMatch:
        if direction == "offer" and match.status == "exact" and self._is_input(match.ids[0]):
            said = self._known(self.words.get(plain_words(text)))
            if residues := [one for one in said if not self._is_input(one)]:
                return self._settled(residues, "word")
            return match if match.reason in ("name", "word") else self._near(text)
        if match.status != "candidates" or match.reason == "near" or direction is None:
            return match
        inputs = [one for one in match.ids if self._is_input(one)]
        kept = inputs if direction == "demand" else [one for one in match.ids if one not in inputs]
        return self._settled(kept, match.reason) if kept and match.reason in ("word", "phrase") else match

    def _is_input(self, material_id: str) -> bool:
        return self._family(material_id).endswith(INPUTS)

    def _family(self, material_id: str) -> str:
        return self.parents.get(material_id) or material_id

    def _find(self, text: str) -> MaterialMatch:
        return self._said(text) or self._bare(text) or self._near(text)

    def _said(self, text: str) -> MaterialMatch | None:
        """What a text means as it is written: a name, a code, a word of the trade, or a phrase of them."""
        plain = plain_words(text)
        named = self.by_name.get(plain) or self.by_stem.get(stem_of(plain), [])
        if named:
            return self._settled(named, "name")
        match = CODE.fullmatch(text.strip())
        if match:
            return self._by_code(match)
        stem = stem_of(plain)
        words = self._known(self.words.get(plain) or self.stems.get(stem) or self.elsewhere.get(stem, ()))
        if words:
            return self._settled(words, "word")
        if holds(text) or is_general(plain):
            return None
        phrase = self._bracketed(text) or self._whole(text) or self._known(by_kind(text))
        phrase = phrase or self._agreeing(text) or self._formed(text) or self._phrase(text)
        return self._settled(phrase, "phrase") if phrase else None

    def _formed(self, text: str) -> list[str]:
        """What a piece or an object is made of, when that is a solid and leaves no doubt but of the side."""
        if len(PARTS.split(text)) > 1:
            return []
        for told in made_of(text, self.vocabulary):
            found = self._find(told)
            one = self._of_side(told, found, "offer").material_id
            if one and self._family(one) in solid_families():
                return list(dict.fromkeys((one, *filter(self._is_input, found.ids))))
        return []

    def _bare(self, text: str) -> MaterialMatch | None:
        """What a name means without what never says what a thing is, when that leaves no doubt but of the side.

        Beside its head such a word may say something after all: `papier de bureau` is no paper of any user.
        """
        for told in () if holds(text) else barer(text):
            found = self._said(told)
            if found and (one := self._of_side(told, found, "offer").material_id):
                left = core_words(plain_words(text)) - core_words(told)
                beside = [self._known(self.cores.get(frozenset((head_of(told), word)))) for word in left]
                if all(one in self._with_parts(other) for other in beside if other):
                    return MaterialMatch(found.status, found.ids, "phrase")
        return None

    def _phrase(self, text: str) -> list[str]:
        """The materials of a phrase: its own words once those that say nothing are left aside, or those of its head.

        `waste steel` is what `steel scrap` is; of `sludge from paper mills` the head is searched last. Of several
        things (`A and B`) each must be known: all that they may be. A word that no material has (a place, a brand) says
        nothing either; one that some material has could change what is meant, and is never passed over.
        """
        if whole := self._whole(text):
            return whole
        told = BRACKETS.sub(" ", text)
        for said in (told, HEAD_ENDS.split(told)[0]):
            core = core_words(plain_words(said))
            known = core & self.vocabulary
            head, left = head_of(said), core - known
            said_of = (complements(said) | adjective(said)) & left
            quiet = left and not tells(left) and not said_of
            if quiet and known in self.cores and head in known - asked_heads():
                return self._known(self.cores[known])
        cores = {part: core_words(plain_words(part)) for part in PARTS.split(told)}
        parts = [part for part, core in cores.items() if core & self.vocabulary or tells(core)]
        if not parts or parts == [told]:
            return []
        each = [self._known(by_kind(part)) or self._formed(part) or self._phrase(part) for part in parts]
        return list(dict.fromkeys(one for found in each for one in found)) if all(each) else []

    def _agreeing(self, text: str) -> list[str]:
        """What the telling words of a text may be, when they agree: `plastique PEHD`, `big bags usagés PP`."""
        if len(PARTS.split(text)) > 1:
            return []
        core, head = core_words(plain_words(text)), head_of(text)
        if len(core) > 2 and head in core:
            paired = [self._known(self.cores.get(frozenset((head, word)))) for word in core - {head}]
            if all(paired) and (found := self._common([set(ids) for ids in paired])):
                return found
        each = [self._alone(word) for word in core]
        if len(each) > 1 and all(each):
            return self._common(each)
        for word, own in zip(core, each, strict=True):
            rest = self._known(self.cores.get(core - {word}, ()))
            if own and rest and (found := self._common([own, self._with_parts(rest)])):
                return found
        return []

    def _bracketed(self, text: str) -> list[str]:
        """What a text and what stands in its brackets both may be: `Plastique #2 (PEHD)`."""
        inside = [self._core(found[1:-1]) for found in BRACKETS.findall(text)]
        outside = self._core(BRACKETS.sub(" ", text))
        if len(inside) != 1 or not inside[0] or not outside:
            return []
        return self._common([self._with_parts(outside), self._with_parts(inside[0])])

    def _core(self, text: str) -> list[str]:
        """The materials that the telling words of a text are, when they stand as they do in a known name.

        Glue for wood (`colle à bois`) is no `bois collé`. Turned round, what ends the name must not be another thing:
        an oil palm is no palm oil.
        """
        plain = plain_words(text)
        core, said = core_words(plain), telling_stems(plain)
        found, first = self._known(self.cores.get(core, ())), self.firsts.get(core, set())
        if found and first.isdisjoint(said[:1]):
            last = self._alone(said[-1])
            if first <= complements(text, OF_FRENCH) or (last and last.isdisjoint(self._with_parts(found))):
                return []
        return found

    def _alone(self, word: str) -> set[str]:
        """What one word may be, and all that lies under it."""
        return self._with_parts(self._known(self.stems.get(word) or self.by_stem.get(word)))

    def _with_parts(self, ids: list[str]) -> set[str]:
        return {*ids, *(one for one, above in self.parents.items() if above in ids)}

    def _common(self, each: list[set[str]]) -> list[str]:
        return [one for one in self.names if all(one in found for found in each)]

    def _whole(self, text: str) -> list[str]:
        """The materials that the telling words of a text are, all of them, or those before its origin."""
        told = BRACKETS.sub(" ", text)
        for said in (text, told, HEAD_ENDS.split(told)[0]):
            if found := self._core(said):
                return found
        return []

    def _known(self, ids: Iterable[str] | None) -> list[str]:
        return [one for one in dict.fromkeys(ids or ()) if one in self.names]

    def _settled(self, ids: list[str], reason: str) -> MaterialMatch:
        whole = [one for one in ids if all(one in (other, self.parents.get(other)) for other in ids)]
        ids = whole or ids
        return MaterialMatch("exact" if len(ids) == 1 else "candidates", tuple(ids), reason)

    def _by_code(self, match: re.Match[str]) -> MaterialMatch:
        """The materials of a code; a lost zero or a star that the list does not have is asked."""
        digits = re.sub(r"\D", "", match["code"])
        codes = waste_codes()
        code = codes.get(digits.zfill(6))
        if code is None:
            return MaterialMatch("unknown", (), "no-code")
        ids = self._known(code.material_ids)
        if not ids:
            return MaterialMatch("none", (), "no-material")
        if len(digits) < 6:
            return MaterialMatch("candidates", tuple(ids[:LISTED]), "zero-lost")
        if match["star"] and not code.hazardous:
            return MaterialMatch("candidates", tuple(ids[:LISTED]), "hazard")
        told = [one for one in self._find(match["rest"]).ids if one in ids] if match["rest"] else []
        if code.unspecific and not told:
            return MaterialMatch("candidates", tuple(ids[:LISTED]), "code")
        return self._settled(told or ([code.usual] if code.usual in ids else ids), "code")

    def _near(self, text: str) -> MaterialMatch:
        """Candidates that share the words of a text, or are what its head most often is: never taken, only proposed."""
        plain = plain_words(text)
        telling = core_words(plain)
        asked = telling or {stem_of(word) for word in plain.split() if word not in SMALL}
        head = head_of(text)
        scores: Counter[str] = Counter()
        for said, ids in self.cores.items():
            shared = said & asked
            if shared and len(shared) >= len(said) - 1 and any(len(word) > 2 for word in shared):
                score = 10 * len(shared) + 5 * (head in shared) - 3 * len(said - shared) - len(said)
                for one in self._known(ids):
                    scores[one] = max(scores[one], score)
        wholes = [one for one, score in scores.most_common() if score > SEVERAL]
        usual = self._known(likely_of_head(text))
        spelt = respelt(plain, self.vocabulary)
        first = self._find(spelt).ids if spelt else ()
        ranked = (*first, *wholes, *usual, *(one for one, _ in scores.most_common()))
        best = () if is_general(plain) else tuple(dict.fromkeys(ranked))[:LISTED]
        return MaterialMatch("candidates" if best else "unknown", best, "near")
