"""Trade words and waste codes: the two tables of the reference data that say what people call a material."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.locations import DATA

REFERENCE = DATA / "reference"
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
EMPTY_WORDS = """
autre by byproduct chute dechet discarded divers diverse excedent excess humide industrial industriel
industrielle material matiere other perte product production produit rebut recovered recupere recuperee
recyclable recycle recycled recyclee residu residual residue residuel residuelle scrap secondary sou surplu
various waste wastes wet
old vieux vieille general dry dried sec seche dehydrated dessiccated desiccated fresh frais fraiche clean propre
shredded broye broyee crushed concasse concassee leftover unwanted postconsumer
use used usee usage usagee casse cassee brise brisee vide perime perimee declasse declassee reforme reformee
abime abimee defectueux defectueuse broken empty expired defective damaged
"""
SPELT = {
    **{"wooden": "wood", "aluminum": "aluminium", "sulfur": "sulphur", "fiber": "fibre", "tire": "tyre"},
    **{"alu": "aluminium", "alim": "alimentaire", "elec": "electrique", "fluo": "fluorescent"},
    **{"galva": "galvanise", "hydrau": "hydraulique", "ondu": "ondule", "ordi": "ordinateur"},
    **{"pal": "palette", "plast": "plastique", "pv": "photovoltaique"},
}
"""Two spellings of one word, in the singular, and what people write short in a form."""
BRACKETS = re.compile(r"[(\[].*?[)\]]|[\"«»“”]")
HEAD_ENDS = re.compile(
    r"\b(?:from|generated|arising|resulting|produced|coming|used|for|with|after|provenant|issue?s?|venant"
    r"|utilise\w*|pour|pr|avec|après|apres|autres? qu\w+|other than"
    r"|(?:containing|contenant)(?=\W+(?:des )?(?:substances? )?(?:hazardous|dangerous|dangereu)))\b",
    re.I,
)
"""What begins the origin, the purpose or the hazard of a thing. What else it contains may change what it is."""
PARTS = re.compile(r"\s*(?:[,;/+&]|\b(?:and|or|et|ou)\b)\s*", re.I)


def denied(plain: str) -> str:
    """Plain words with `non` before what it denies: `bois non traité` is not `bois traité`."""
    return re.sub(r"\bnon (?=\w)", "non", plain)


@lru_cache(maxsize=65_536)
def core_words(plain: str) -> frozenset[str]:
    """The words of a text that tell what it is, in the singular and in no order; empty: it says nothing."""
    return frozenset(telling_stems(plain))


@lru_cache(maxsize=65_536)
def telling_stems(plain: str) -> tuple[str, ...]:
    """The words of a text that tell what it is, in the singular and in their order.

    A number beside words (`98 % sulphuric acid`) says how much; what a thing is not is one word (`nonferreux`).
    """
    stems = (stem_of(word) for word in denied(plain).split() if not word.isdecimal())
    return tuple(one for one in (SPELT.get(stem, stem) for stem in stems) if one not in SAYS_NOTHING)


def cores_of(spellings: Iterable[tuple[str, Iterable[str]]]) -> dict[frozenset[str], list[str]]:
    """The materials of each set of telling words."""
    found: dict[frozenset[str], list[str]] = {}
    for spelling, ids in spellings:
        if core := core_words(spelling):
            known = found.setdefault(core, [])
            known += [one for one in ids if one not in known]
    return found


@lru_cache(maxsize=65_536)
def stem_of(plain: str) -> str:
    """Words in the singular, as far as their ends say it."""
    return " ".join(map(_singular, plain.split()))


def _singular(word: str) -> str:
    """`métaux` → `métal`, `ashes` → `ash`, `batteries` → `battery`: the same for both numbers, not always a word."""
    if word.endswith("aux") and not word.endswith(("eaux", "yaux", "iaux")):
        return word[:-2] + "l"
    stem = word.rstrip("sx") or word
    if stem.endswith(("che", "she", "sse", "xe")):
        return stem[:-1].rstrip("sx") or word
    return stem[:-2] + "y" if stem.endswith("ie") else stem


EMPTY = frozenset(map(_singular, EMPTY_WORDS.split()))
SAYS_NOTHING = SMALL | EMPTY
"""Words, in the singular, that every residue may have: `waste steel` and `steel scrap` are one thing."""


@dataclass(frozen=True)
class WasteCode:
    """One code of the List of Waste, and the materials of the product that it may be (none: the product has none)."""

    hazardous: bool
    material_ids: tuple[str, ...]
    names: Mapping[str, str]
    usual: str = ""
    """The one that a material names for this code and that its label says, when there is one."""
    unspecific: bool = False
    """Whether it is for wastes not otherwise specified: what they are is not in the code."""


@lru_cache(maxsize=1)
def waste_codes() -> dict[str, WasteCode]:
    """The codes of the List of Waste, six digits."""
    return {
        row["code"]: WasteCode(
            row["hazardous"] == "true",
            _ids(row["material_ids"]),
            {"fr": row["name_fr"], "en": row["name_en"]},
            row["usual_material_id"],
            row["code"].endswith("99"),
        )
        for row in _rows("waste_codes.csv")
    }


@lru_cache(maxsize=4)
def words_of(country: str) -> dict[str, list[str]]:
    """Trade words of everywhere and of a country, in both languages: one spelling, every material that it may be."""
    found: dict[str, list[str]] = {}
    for row in _rows("trade_words.csv"):
        if row["region"] in ("all", country):
            ids = found.setdefault(plain_words(row["word"]), [])
            ids += [one for one in _ids(row["material_ids"]) if one not in ids]
    return found


@lru_cache(maxsize=4)
def words_elsewhere(country: str) -> dict[str, list[str]]:
    """Trade words, in the singular, that are heard in another country only: a word travels with a person or a form."""
    own = stems_of(country)
    found: dict[str, list[str]] = {}
    for row in _rows("trade_words.csv"):
        stem = stem_of(plain_words(row["word"]))
        if row["region"] not in ("all", country) and stem not in own:
            ids = found.setdefault(stem, [])
            ids += [one for one in _ids(row["material_ids"]) if one not in ids]
    return found


@lru_cache(maxsize=4)
def stems_of(country: str) -> dict[str, list[str]]:
    """The trade words in the singular: what several of them may be is asked."""
    found: dict[str, list[str]] = {}
    for word, ids in words_of(country).items():
        stems = found.setdefault(stem_of(word), [])
        stems += [one for one in ids if one not in stems]
    return found


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _rows(name: str, folder: Path = REFERENCE) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
