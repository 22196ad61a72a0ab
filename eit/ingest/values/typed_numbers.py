"""Numbers as people type them, in French or in English; what can be read in two ways is asked, not guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from eit.ingest.cells import Cell, CellRefused, Flawed, as_text, plain_number

SPACES = " \u00a0\u202f\u2009"
NOT_COMMUNICATED = frozenset(
    [
        *(
            "",
            "n/d",
            "nd",
            "n.d.",
            "n.d",
            "n/c",
            "nc",
            "n.c.",
            "n.c",
            "-",
            "–",
            "—",
            "?",
            "na",
            "n/a",
            "n.a.",
        ),
        *("s.o.", "so", "null", "none", "non communiqué", "non communiquée", "non disponible", "inconnu"),
        *("inconnue", "unknown", "not available"),
    ]
)
EXCEL_ERROR = re.compile(
    r"(?:#(REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|N/A|NUM!|NOMBRE!|NULL!|NUL!|#+)|Err:5[0-9][0-9])", re.I
)
SHAPE = re.compile(
    rf"(?P<sign>[+\-−]?)(?P<digits>[0-9](?:[0-9.,{SPACES}'’]*[0-9])?|[.,][0-9]+)(?:[{SPACES}]*(?P<unit>[^\W\d_].*))?$"
)
SCIENTIFIC = re.compile(r"[+\-]?[0-9]+(?:[.,][0-9]+)?e[+\-]?[0-9]+", re.I)
GROUPS = {
    "": r"[0-9]*",
    " ": rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+",
    "'": r"[0-9]{1,3}(?:['’][0-9]{3})+",
    ".": r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+",
    ",": r"[1-9][0-9]{0,2}(?:,[0-9]{3})+",
}
"""Whole numbers by the sign between their thousands."""
NOT_A_DIGIT = re.compile(r"[^0-9]")
WHOLE = {sign: re.compile(pattern) for sign, pattern in GROUPS.items()}
LONGEST = 15
"""Digits that a double keeps exactly."""


@dataclass(frozen=True)
class Number:
    """A finite number, and the unit that stood in its cell (`12 t`)."""

    value: float
    unit: str = ""


@dataclass(frozen=True)
class Signs:
    """What a column says of its own signs: which decimals and which thousands were seen beyond doubt."""

    decimals: frozenset[str] = frozenset()
    thousands: frozenset[str] = frozenset()

    @property
    def decimal(self) -> str | None:
        """The one decimal sign, when there is one."""
        return next(iter(self.decimals)) if len(self.decimals) == 1 else None


def is_not_communicated(cell: Cell) -> bool:
    """Whether the cell says that the value is not known; that is never zero."""
    return as_text(cell).strip(SPACES + "\t").casefold() in NOT_COMMUNICATED


def signs_of(cells: Iterable[Cell], decimal: str | None = None) -> Signs:
    """The evidence of a column; an answer given by a person (`decimal`) is the only evidence then."""
    if decimal:
        other = "," if decimal == "." else "."
        return Signs(frozenset(decimal), frozenset(other))
    decimals, thousands = set(), set()
    for cell in cells:
        match = SHAPE.match(cell.strip()) if isinstance(cell, str) else None
        found = _readings(match["digits"]) if match else {}
        if len(found) == 1:
            used = next(iter(found))
            decimals |= set(used[0])
            thousands |= set(used[1])
    return Signs(frozenset(decimals), frozenset(thousands))


def parse_number(
    cell: Cell, signs: Signs, low: float = -math.inf, high: float = math.inf, whole: bool = False
) -> Number | None:
    """The number of a cell, None when it is not communicated. Raises CellRefused; bounds settle a doubt."""
    if isinstance(cell, Flawed):
        raise CellRefused(cell.rule)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Number(_bounded(float(cell), low, high, whole))
    text = as_text(cell).strip(SPACES + "\t")
    if is_not_communicated(text):
        return None
    match = SHAPE.match(text)
    if not isinstance(cell, str) or not match or SCIENTIFIC.match(text):
        raise _not_a_number(text)
    if len(match["digits"]) > LONGEST and len(NOT_A_DIGIT.sub("", match["digits"]).lstrip("0")) > LONGEST:
        raise CellRefused("number-too-long")
    factor = -1.0 if match["sign"] in ("-", "−") and match["sign"] else 1.0
    found = {marks: factor * value for marks, value in _readings(match["digits"]).items()}
    if not found:
        raise CellRefused("not-a-number")
    return Number(
        _bounded(_settled(text, found, signs, (low, high, whole)), low, high, whole), match["unit"] or ""
    )


@lru_cache(maxsize=20_000)
def _readings(digits: str) -> Mapping[tuple[str, str], float]:
    """Every way to read `1,234`: (decimal sign, thousands sign) → value."""
    found: dict[tuple[str, str], float] = {}
    for decimal in ("", ".", ","):
        body, mark, fraction = digits.rpartition(decimal) if decimal else (digits, "", "0")
        if (decimal and not mark) or not (fraction.isascii() and fraction.isdigit()):
            continue
        for thousands, pattern in WHOLE.items():
            if (not thousands or thousands != decimal) and (body or mark) and pattern.fullmatch(body):
                found[(decimal, thousands)] = float(f"{NOT_A_DIGIT.sub('', body) or '0'}.{fraction}")
    return found


def _settled(
    text: str, found: dict[tuple[str, str], float], signs: Signs, bounds: tuple[float, float, bool]
) -> float:
    if len(found) == 1:
        return next(iter(found.values()))
    low, high, whole = bounds
    fitting = {m: v for m, v in found.items() if low <= v <= high and not (whole and v != int(v))}
    if len(fitting) == 1:
        return next(iter(fitting.values()))
    seen = [
        value
        for (decimal, thousands), value in found.items()
        if (decimal and decimal == signs.decimal) or (not decimal and thousands in signs.thousands)
    ]
    if len(seen) == 1 and len(signs.decimals) <= 1:
        return seen[0]
    raise CellRefused("number-ambiguous", " / ".join(plain_number(value) for value in sorted(found.values())))


def _not_a_number(text: str) -> CellRefused:
    if EXCEL_ERROR.match(text):
        return CellRefused("excel-error")
    if SCIENTIFIC.fullmatch(text):
        value = float(text.replace(",", "."))
        if not math.isfinite(value):
            return CellRefused("not-finite")
        return CellRefused("number-scientific", plain_number(value))
    if text.casefold().lstrip("+-") in ("nan", "inf", "infinity", "infini", "∞"):
        return CellRefused("not-finite")
    return CellRefused("not-a-number")


def _bounded(value: float, low: float, high: float, whole: bool) -> float:
    if not math.isfinite(value):
        raise CellRefused("not-finite")
    if not low <= value <= high:
        raise CellRefused("negative" if value < 0 == low else "out-of-range")
    if whole and value != int(value):
        raise CellRefused("not-whole")
    return value
