"""Search for a material: by id, name, List of Waste code in any spelling, or trade word; a doubt is a short list.

Words and codes are keys read from two tables of the reference data, whose ids may not all be in the data file: those
that it does not have are left aside. A wrong proposal is worse than none: nothing is taken by likeness alone.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.locations import DATA

REFERENCE = DATA / "reference"
CODE = re.compile(
    r"(?:(?:ced|ewc|cer|low|code|dechet|déchet|rubrique|n°|no)\b[\s:]*)*"
    r"(?P<code>\d{2}[\s.\-_/]?\d{2}[\s.\-_/]?\d{2}|\d{5})(?:[.,]0)?\s*(?P<star>\*?)(?P<rest>(?:[\s:;,\-–(].*)?)",
    re.I | re.S,
)
LISTED = 5
"""Candidates that are proposed at most."""
SMALL = {
    *(
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "et",
        "en",
        "a",
        "au",
        "aux",
        "un",
        "une",
        "non",
        "pour",
    ),
    *("par", "sur", "of", "the", "and", "in", "or", "for", "with"),
}
REGIONS = {"CA": "qc", "FR": "fr"}


@dataclass(frozen=True)
class MaterialMatch:
    """What a text means. `status`: exact (one), candidates (to ask), none (a code of no material), unknown.

    `reason`: name, code, zero-lost, hazard, word, near, no-material, no-code.
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
    found: dict[str, MaterialMatch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name: dict[str, list[str]] = {}
        for material, names in self.names.items():
            for name in (material, *names):
                ids = self.by_name.setdefault(plain_words(str(name)), [])
                ids += [] if material in ids else [material]
        self.by_stem: dict[str, list[str]] = {}
        for spelling, ids in self.by_name.items():
            stems = self.by_stem.setdefault(_stem(spelling), [])
            stems += [one for one in ids if one not in stems]
        self.words = _words(self.country)
        self.stems = _stems(self.country)

    def find(self, text: str) -> MaterialMatch:
        """What a text means; the same text is searched once."""
        if text not in self.found:
            self.found[text] = self._find(text)
        return self.found[text]

    def _find(self, text: str) -> MaterialMatch:
        plain = plain_words(text)
        named = self.by_name.get(plain) or self.by_stem.get(_stem(plain), [])
        if named:
            return self._settled(named, "name")
        match = CODE.fullmatch(text.strip())
        if match:
            return self._by_code(match)
        words = self._known(self.words.get(plain) or self.stems.get(_stem(plain), ()))
        return self._settled(words, "word") if words else self._near(plain)

    def _known(self, ids: Iterable[str] | None) -> list[str]:
        return [one for one in dict.fromkeys(ids or ()) if one in self.names]

    def _settled(self, ids: list[str], reason: str) -> MaterialMatch:
        whole = [one for one in ids if all(one in (other, self.parents.get(other)) for other in ids)]
        ids = whole or ids
        return MaterialMatch("exact" if len(ids) == 1 else "candidates", tuple(ids[:LISTED]), reason)

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
        return self._settled([code.usual] if code.usual in ids else ids, "code")

    def _near(self, plain: str) -> MaterialMatch:
        """Candidates that share the words of a text: never taken, only proposed."""
        asked = [word for word in plain.split() if word not in SMALL and len(word) > 2]
        scores: Counter[str] = Counter()
        for spelling, ids in (*self.words.items(), *self.by_name.items()):
            said = {word for word in spelling.split() if word not in SMALL}
            shared = sum(1 for word in asked if word in said or _singular(word) in said)
            if shared and shared >= len(said) - 1:
                for one in self._known(ids):
                    scores[one] = max(scores[one], 10 * shared - len(said))
        best = [one for one, _ in scores.most_common(LISTED)]
        return MaterialMatch("candidates" if best else "unknown", tuple(best), "near")


def _stem(plain: str) -> str:
    """Words in the singular, as far as a final s or x says it."""
    return " ".join(word.rstrip("sx") for word in plain.split())


def _singular(word: str) -> str:
    return word[:-1] if word.endswith(("s", "x")) else word + "s"


@dataclass(frozen=True)
class WasteCode:
    """One code of the List of Waste, and the materials of the product that it may be (none: the product has none)."""

    hazardous: bool
    material_ids: tuple[str, ...]
    names: Mapping[str, str]
    usual: str = ""
    """The one that the materials themselves name for this code, when there is one."""


@lru_cache(maxsize=1)
def waste_codes() -> dict[str, WasteCode]:
    """The codes of the List of Waste, six digits."""
    return {
        row["code"]: WasteCode(
            row["hazardous"] == "true",
            _ids(row["material_ids"]),
            {"fr": row["name_fr"], "en": row["name_en"]},
            row["usual_material_id"],
        )
        for row in _rows("waste_codes.csv")
    }


@lru_cache(maxsize=4)
def _words(country: str) -> dict[str, list[str]]:
    """Trade words of everywhere and of a country, in both languages: one spelling, every material that it may be."""
    found: dict[str, list[str]] = {}
    for row in _rows("trade_words.csv"):
        if row["region"] in ("all", REGIONS.get(country, "all")):
            ids = found.setdefault(plain_words(row["word"]), [])
            ids += [one for one in _ids(row["material_ids"]) if one not in ids]
    return found


@lru_cache(maxsize=4)
def _stems(country: str) -> dict[str, list[str]]:
    """The trade words in the singular: what several of them may be is asked."""
    found: dict[str, list[str]] = {}
    for word, ids in _words(country).items():
        stems = found.setdefault(_stem(word), [])
        stems += [one for one in ids if one not in stems]
    return found


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _rows(name: str, folder: Path = REFERENCE) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
