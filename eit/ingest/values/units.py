"""Units as people write them (`tonnes par an`, `kg/mois`, `3 milliers de gallons US par quinzaine`), brought to ours.

Every word of the text is understood, or it is refused with what is not: nothing after a number is dropped.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.domain.units import CUBIC_METRES, KILOWATT_HOURS, SERVICES, TONNES
from eit.ingest.cells import CellRefused
from eit.ingest.values.amounts import SCALED, SCALES

WORDS = tomllib.loads(Path(__file__).with_name("units.toml").read_text(encoding="utf-8"))


def _spellings(section: str) -> dict[str, tuple[str, float]]:
    return {
        word.replace("~", " "): (row["is"], row.get("times", 1.0))
        for row in WORDS[section]
        for word in row["words"].split()
    }


OWN = (*TONNES, *KILOWATT_HOURS, *CUBIC_METRES, *SERVICES)
BASES = {**{plain_words(name): (name, 1.0) for name in OWN}, **_spellings("unit")}
"""What is written → our unit, and how many of ours one of it is. A gallon alone, a ton alone, a cord: asked."""
PERIODS = _spellings("period")
"""What is written → our period, and how many of these there are in one of it. A working day is another: asked."""
BEHIND = {row["is"]: {word.replace("~", " ") for word in row["words"].split()} for row in WORDS["behind"]}
"""Words that may stand behind a number of people, of degrees, of establishments, or that say nothing."""
CASED = {
    **{"Mg": None, "mt": None, "MT": None, "G": None, "M": None},
    **{"T": ("t", 1.0), "Kt": ("kt", 1.0), "KG": ("kg", 1.0), "Kg": ("kg", 1.0)},
}
"""What a change of case would make something else: a megagram is not a milligram, MT may be a million."""
SPLIT = re.compile(
    r"\s*(?:/|\bpar\b|\bper\b|\bà l['’]|\baux\b|\bchaque\b|\bevery\b|\ba\b(?= )|\bby\b|\btous les\b|\btoutes les\b)\s*",
    re.I,
)
TIMES = re.compile(
    r"(?P<n>\d{1,3})\s*(?:fois|x|times|collectes?|levées?|ramassages?|voyages?|pickups?)\b\s*(?P<rest>.*)",
    re.I,
)
EVERY = re.compile(r"(?P<n>\d{1,2})\s+(?P<rest>\D+)")
LEADING = re.compile(r"(?:en|exprimée? en|in|de|d['’]|of)\s+", re.I)
ANSWERED = re.compile(r"(?P<n>[0-9]+(?:\.[0-9]+)?)\s*(?P<rest>\D.*)", re.S)
NAMED_PERIODS = {"two-weeks": ("week", 0.5), "quarter": ("month", 1 / 3), "once": ("year", 1.0)}
PROPOSED = "t/year, kg/month, MWh/year, m3/year, h/year"


@dataclass(frozen=True)
class Unit:
    """Our unit and period (empty: not said), and how many of them one of what was written is."""

    base: str = ""
    period: str = ""
    factor: float = 1.0
    times: float = 1.0
    """Of our period in the one that was written: two weeks are half a `week`, twice a week is 2."""


@lru_cache(maxsize=5000)
def parse_unit(text: str) -> Unit:
    """The unit that a text says, whole. Raises CellRefused("unit-unknown"), `asked`: the text."""
    plain = LEADING.sub("", text.replace("³", "3").replace("²", "2").strip(" .()[]"), count=1)
    period = parse_period(plain)
    if period and plain_words(plain) not in BASES:
        return Unit(period=period[0], times=period[1])
    base, *rest = SPLIT.split(plain, maxsplit=1)
    if rest:
        return _with_period(_base(base, text), rest[0], text)
    words = plain.split()
    for cut in range(len(words) - 1, 0, -1):
        head, tail = " ".join(words[:cut]), LEADING.sub("", " ".join(words[cut:]), count=1)
        if parse_period(tail):
            return _with_period(_base(head, text), tail, text)
        if parse_period(head) and head[0].isalpha():
            return _with_period(_base(tail, text), head, text)
    return _base(plain, text)


def _with_period(unit: Unit, said: str, text: str) -> Unit:
    period = parse_period(said)
    if period is None:
        raise CellRefused("unit-unknown", PROPOSED, asked=text)
    return replace(unit, period=period[0], times=period[1])


def parse_period(text: str) -> tuple[str, float] | None:
    """(our period, how many of them one of it is): `2 fois par semaine` → week, 2; None when it says no period."""
    plain = " ".join(SPLIT.sub(" / ", text).split()).strip(" /.()[]")
    if plain in NAMED_PERIODS:
        return NAMED_PERIODS[plain]
    found = PERIODS.get(plain_words(plain))
    if found:
        return found
    times = TIMES.fullmatch(plain)
    if times:
        inner = parse_period(times["rest"])
        return (inner[0], inner[1] * int(times["n"])) if inner else None
    every = EVERY.fullmatch(plain)
    inner = PERIODS.get(plain_words(every["rest"])) if every else None
    return (inner[0], inner[1] / int(every["n"])) if every and inner and int(every["n"]) else None


def _base(written: str, text: str) -> Unit:
    written = written.strip(" .")
    scaled = SCALED.fullmatch(written)
    if scaled and scaled["unit"].strip():
        unit = _base(scaled["unit"], text)
        return replace(unit, factor=unit.factor * SCALES[scaled["scale"].lower()])
    found = CASED[written] if written in CASED else BASES.get(plain_words(written))
    if found is None:
        raise CellRefused("unit-unknown", PROPOSED, asked=text)
    return Unit(found[0], factor=found[1])


def answered_unit(text: str) -> Unit:
    """The unit of an answer: `25 kg` (what one of it holds), `t/year`. Raises CellRefused("unit-unknown")."""
    match = ANSWERED.fullmatch(text.strip())
    if not match:
        return parse_unit(text)
    unit = parse_unit(match["rest"])
    return replace(unit, factor=unit.factor * float(match["n"]))
