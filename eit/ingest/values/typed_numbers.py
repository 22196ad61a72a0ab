"""Columns of typed numbers: one text is read by `domain.typed_number`, what the whole column shows settles a doubt."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eit.domain import typed_number
from eit.ingest.cells import Cell, CellRefused, Flawed, as_text, plain_number

EXCEL_ERROR = re.compile(
    r"(?:#(REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|N/A|NUM!|NOMBRE!|NULL!|NUL!|#+)|Err:5[0-9][0-9])", re.I
)


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

    @property
    def agree(self) -> bool:
        """Whether the column does not contradict itself: one decimal sign, and one thing by each sign."""
        told = self.thousands & {".", ","}
        return len(self.decimals) <= 1 and len(told) <= 1 and not self.decimals & told


def is_not_communicated(cell: Cell) -> bool:
    """Whether the cell says that the value is not known; that is never zero."""
    return typed_number.is_not_communicated(as_text(cell))


def signs_of(cells: Iterable[Cell], decimal: str | None = None) -> Signs:
    """The evidence of a column; an answer given by a person (`decimal`) is the only evidence then."""
    if decimal:
        other = "," if decimal == "." else "."
        return Signs(frozenset(decimal), frozenset(other))
    decimals, thousands = set(), set()
    for cell in cells:
        try:
            found, _ = typed_number.take_apart(cell) if isinstance(cell, str) else ({}, "")
        except typed_number.Unread:
            continue
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
        return Number(_bounded(float(cell), low, high, whole), getattr(cell, "unit", ""))
    text = as_text(cell)
    if is_not_communicated(text):
        return None
    if EXCEL_ERROR.match(text.strip()):
        raise CellRefused("excel-error")
    try:
        found, unit = typed_number.take_apart(text)
    except typed_number.Unread as unread:
        proposal = "" if unread.proposal is None else plain_number(unread.proposal)
        raise CellRefused(unread.rule, proposal) from None
    return Number(_bounded(_settled(found, signs, (low, high, whole)), low, high, whole), unit)


def _settled(
    found: Mapping[typed_number.Marks, float], signs: Signs, bounds: tuple[float, float, bool]
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
    if len(seen) == 1 and signs.agree:
        return seen[0]
    raise CellRefused("number-ambiguous", " / ".join(plain_number(value) for value in sorted(found.values())))


def _bounded(value: float, low: float, high: float, whole: bool) -> float:
    if not math.isfinite(value):
        raise CellRefused("not-finite")
    if not low <= value <= high:
        raise CellRefused("negative" if value < 0 == low else "out-of-range")
    if whole and value != int(value):
        raise CellRefused("not-whole")
    return value
