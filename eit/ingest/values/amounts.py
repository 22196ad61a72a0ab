"""What a person writes where a number is asked: one, about one, less than one, from one to another, with its unit.

Nothing after the number is dropped: it is handed on as `unit`, and whoever does not understand it asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from eit.domain.typed_number import SPACES
from eit.ingest.cells import Cell, CellRefused
from eit.ingest.values.typed_numbers import Signs, is_not_communicated, parse_number

DIGITS = rf"[+\-−]?(?:[0-9](?:[0-9.,{SPACES}'’]*[0-9])?|[.,][0-9]+)"
ABOUT = re.compile(
    r"(?:environ|env\.?|approximativement|approx\.?|à peu près|autour de|près de|presque|circa|ca\.?|about|around"
    r"|approximately|roughly|[~≈±])\s*(?=[\d.,~])",
    re.I,
)
UP_TO = re.compile(
    r"(?:moins de|au plus|jusqu['’]à|max(?:imum|\.)?|inférieur à|less than|up to|under|at most|[<≤])\s*(?=[\d.,])",
    re.I,
)
FROM = re.compile(
    r"(?:plus de|au moins|min(?:imum|\.)?|supérieur à|more than|at least|over|above|[>≥])\s*(?=[\d.,])", re.I
)
AND_MORE = re.compile(r"(?:et plus|ou plus|et \+|and (?:more|over)|or more|\+)(?!\w)", re.I)
RANGE = re.compile(
    rf"(?:(?:entre|between|de|from)\s+)?(?P<low>{DIGITS})(?P<between>[^\d]*?)\s*(?:à|a|au|to|et|and|ou|or|[-–—]|\.{{2,3}}|…)\s*"
    rf"(?P<high>(?:[0-9](?:[0-9.,{SPACES}'’]*[0-9])?|[.,][0-9]+))(?P<rest>.*)",
    re.I | re.S,
)
SCALES = {
    **dict.fromkeys(("k", "millier", "milliers", "mille", "thousand", "thousands"), 1e3),
    **dict.fromkeys(("million", "millions"), 1e6),
}
SCALED = re.compile(
    r"(?P<scale>millions?|milliers?|mille|thousands?|k)(?=[\s$€]|$)\s*(?:(?:de|d['’]|of)\s*)?(?P<unit>.*)",
    re.I | re.S,
)
NUMBER_HEAD = re.compile(rf"(?P<number>{DIGITS})\s*(?P<rest>.*)", re.S)


@dataclass(frozen=True)
class Amount:
    """A number and the range that it was said with; an end that nobody knows is None. `central` None: only one end.

    `unit` is all that was written after the number; `estimated` says that it was not said as exact.
    """

    central: float | None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    estimated: bool = False

    def times(self, factor: float) -> Amount:
        """The same amount in another unit."""
        central, low, high = (
            None if part is None else part * factor for part in (self.central, self.low, self.high)
        )
        return Amount(central, low, high, "", self.estimated)


def parse_amount(cell: Cell, signs: Signs, low: float, high: float, whole: bool = False) -> Amount | None:
    """The amount of a cell, None when it is not communicated. Raises CellRefused as `parse_number` does."""
    if not isinstance(cell, str) or is_not_communicated(cell):
        number = parse_number(cell, signs, low, high, whole)
        return None if number is None else Amount(number.value, unit=number.unit)
    return _of_text(cell, signs, low, high, whole)


@lru_cache(maxsize=20_000)
def _of_text(cell: str, signs: Signs, low: float, high: float, whole: bool) -> Amount | None:
    text = " ".join(cell.replace("\n", " ").split(" ")).strip(SPACES + "\t.")

    def read(digits: str) -> float:
        found = parse_number(digits, signs, low, high, whole)
        if found is None or found.unit:
            raise CellRefused("not-a-number")
        return found.value

    for pattern, reading in ((UP_TO, _up_to), (FROM, _from)):
        match = pattern.match(text)
        if match:
            value, unit = _headed(text[match.end() :], read)
            return reading(value, unit)
    about = ABOUT.match(text)
    text = text[about.end() :].strip() if about else text
    spread = RANGE.fullmatch(text)
    if spread and _is_range(spread):
        return _range(spread, read)
    if not NUMBER_HEAD.match(text):
        number = parse_number(cell, signs, low, high, whole)
        return None if number is None else Amount(number.value, unit=number.unit)
    value, unit = _headed(text, read, cell)
    more = AND_MORE.match(unit)
    if more:
        return _from(value, unit[more.end() :].strip())
    return Amount(value, unit=unit, estimated=bool(about))


def _up_to(value: float, unit: str) -> Amount:
    return Amount(value / 2, 0.0, value, unit, estimated=True)


def _from(value: float, unit: str) -> Amount:
    return Amount(None, value, None, unit, estimated=True)


def _headed(text: str, read, cell: str | None = None) -> tuple[float, str]:  # type: ignore[no-untyped-def]
    """The number that a text begins with, multiplied by the word of scale behind it, and the rest."""
    match = NUMBER_HEAD.match(text.strip())
    if match is None:
        raise CellRefused("not-a-number")
    if re.match(r"e[+\-]?[0-9]", match["rest"], re.I):
        read(text)
    value, rest = read(match["number"]), match["rest"].strip()
    if rest and (rest[0].isdigit() or rest[0] in ".,;:" or re.match(r"/\s*\d+(?!\s*\w)", rest)):
        raise CellRefused("not-a-number")
    scale = SCALED.match(rest)
    if scale:
        return value * SCALES[scale["scale"].lower()], scale["unit"].strip()
    return value, rest


def _is_range(match: re.Match[str]) -> bool:
    """`10 t à 20 t` and `10-20` are; a text with a word between that is no unit of the end is not."""
    between = match["between"].strip().casefold()
    return not between or match["rest"].strip().casefold().startswith(between)


def _range(match: re.Match[str], read) -> Amount:  # type: ignore[no-untyped-def]
    low = read(match["low"])
    high, unit = _headed(match["high"] + match["rest"], read)
    scale = high / read(match["high"]) if read(match["high"]) else 1.0
    low *= scale
    if not low <= high:
        raise CellRefused("range-backwards")
    return Amount((low + high) / 2, low, high, unit, estimated=True)
