"""Typed numbers: the one reader of a number that a person writes; two possible readings are a question, not a guess."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel.numbers import NumberFormatError, parse_decimal

from eit.domain.errors import InvalidQuantity, Refusal
from eit.domain.text_key import KEPT

SPACES = " \u00a0\u202f\u2009"
APOSTROPHES = "'’"
# fmt: off
NOT_COMMUNICATED = frozenset((
    "", "..", "n/d", "nd", "n.d.", "n.d", "n/c", "nc", "n.c.", "n.c", "n. c.", "n. d.", "-", "–", "—", "?",
    "na", "n/a", "n.a.", "s.o.", "so", "null", "none", "non communiqué", "non communiquée", "non disponible",
    "inconnu", "inconnue", "unknown", "not available", "[nd]", "#n/d",
))
# fmt: on
SHAPE = re.compile(
    rf"(?P<sign>[+\-−]?)(?P<digits>[0-9](?:[0-9.,{SPACES}{APOSTROPHES}]*[0-9])?|[.,][0-9]+)"
    rf"(?:[{SPACES}]*(?P<unit>[^\W\d_].*))?$",
    re.S,
)
SCIENTIFIC = re.compile(r"[+\-−]?[0-9]+(?:[.,][0-9]+)?e[+\-]?[0-9]+", re.I)
NOT_FINITE = frozenset(("nan", "inf", "infinity", "infini", "∞"))
HABITS = {".": "en", ",": "de"}
"""The decimal sign, and a language that writes it with the other sign between thousands; spaces are brought to it."""
DECIMAL = {"fr": ",", "en": "."}
"""The decimal sign of each language of the screen: its reading is proposed first."""
NOT_A_DIGIT = re.compile(r"[^0-9]")
LONGEST = 15
"""Digits that a double keeps exactly."""
ECHOED = 60
"""Characters of what was typed that are repeated in a refusal."""

Marks = tuple[str, str]
"""The decimal sign and the sign between thousands that a reading supposes; empty where it needs none."""


class Unread(ValueError):
    """A text that is no number; `rule` says why, `proposal` what could be written instead."""

    def __init__(self, rule: str, proposal: float | None = None) -> None:
        self.rule, self.proposal = rule, proposal
        super().__init__(rule)


class TwoReadings(Refusal):
    """A question: what was typed (`value`) has several readings, the language's own first. Nothing is stored until
    a person has chosen one.
    """

    def __init__(self, key: str, typed: str, readings: Iterable[object], row_id: str | None = None) -> None:
        self.readings = tuple(readings)
        super().__init__(key, value=echoed(typed), row_id=row_id)

    def at(self, row_id: str) -> TwoReadings:
        """The same question, naming its row."""
        return TwoReadings(self.key, str(self.value), self.readings, row_id)


@dataclass(frozen=True)
class NumberField:
    """What one field takes: its unit in every way it may be written beside the number, its bounds (both included)."""

    units: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False

    def holds(self, value: float) -> bool:
        """Whether the field takes a value."""
        return self.low <= value <= self.high and not (self.whole and not value.is_integer())


ANY = NumberField()


def own_units(*units: str) -> tuple[str, ...]:
    """The ways a field's unit may stand behind its number: `t/year` as it is, and `t` alone."""
    return tuple(
        dict.fromkeys(part for unit in units for part in (unit.strip(), unit.partition("/")[0].strip()))
    )


@lru_cache(maxsize=KEPT)
@lru_cache(maxsize=20_000)
def is_not_communicated(text: str) -> bool:
    """Whether a text says that the value is not known; that is never zero."""
    return re.sub(f"[{SPACES}]", " ", text).strip(" \t").casefold() in NOT_COMMUNICATED


def echoed(typed: str) -> str:
    """What was typed, as it was typed, on one line and not too long."""
    text = " ".join(typed.split("\n")).strip(" \t\r")
    return text if len(text) <= ECHOED else text[: ECHOED - 1] + "…"


def take_apart(text: str) -> tuple[Mapping[Marks, float], str]:
    """Every finite number that a text can mean by the signs that it supposes, and the unit behind it.

    Raises Unread: `not-a-number`, `not-finite`, `number-scientific`, `number-too-long`.
    """
    text = text.strip(SPACES + "\t")
    match = SHAPE.match(text)
    if not match or SCIENTIFIC.match(text):
        raise _not_a_number(text)
    digits = match["digits"]
    if len(digits) > LONGEST and len(NOT_A_DIGIT.sub("", digits).lstrip("0")) > LONGEST:
        raise Unread("number-too-long")
    factor = -1.0 if match["sign"] in ("-", "−") else 1.0
    found = {marks: factor * value for marks, value in _readings(digits).items()}
    if not found:
        raise Unread("not-a-number")
    return found, match["unit"] or ""


@lru_cache(maxsize=20_000)
def _readings(digits: str) -> Mapping[Marks, float]:
    if digits.isdigit():
        return {("", ""): float(digits)}
    blanks = {" " if sign in SPACES else "'" for sign in digits if sign in SPACES + APOSTROPHES}
    found: dict[Marks, float] = {}
    for decimal, locale in HABITS.items():
        group = "," if decimal == "." else "."
        if blanks and (group in digits or len(blanks) > 1):
            continue
        text = re.sub(f"[{SPACES}{APOSTROPHES}]", group, digits)
        try:
            value = float(parse_decimal(text, locale=locale, strict=True))
        except NumberFormatError:
            continue
        between = next(iter(blanks), group if group in digits else "")
        found[(decimal if decimal in digits else "", between)] = value
    return found


def _not_a_number(text: str) -> Unread:
    if SCIENTIFIC.fullmatch(text):
        value = float(text.replace(",", ".").replace("−", "-"))
        return Unread("number-scientific", value) if math.isfinite(value) else Unread("not-finite")
    return Unread("not-finite" if text.casefold().lstrip("+-−") in NOT_FINITE else "not-a-number")


def read_number(
    typed: object, lang: str, field: NumberField = ANY, row_id: str | None = None
) -> float | None:
    """The number that a person typed, on a screen in `lang`; None when nothing is said or it is "n.c.".

    What the screens write is read (`1 234,5` with any space, `1'234`, U+2212, the field's own unit behind it), in
    either language. Raises TwoReadings when nothing tells `1,234` from `1.234`; InvalidQuantity (`typed-…`, with what
    was typed) when it is no finite number, is of another unit, or is out of the field's bounds.
    """
    if typed is None:
        return None
    text, unit = str(typed), field.units[0] if field.units else ""
    if is_not_communicated(text):
        return None
    try:
        found, behind = _number(typed) if isinstance(typed, int | float) else _text(text, field)
    except Unread as error:
        raise InvalidQuantity(f"typed-{error.rule}", value=echoed(text), unit=unit, row_id=row_id) from None
    if behind:
        key = "typed-other-unit" if unit else "typed-unit"
        raise InvalidQuantity(key, value=echoed(text), unit=unit, row_id=row_id)
    held = {marks: value for marks, value in found.items() if field.holds(value)}
    values = sorted(set(held.values()), key=lambda value: _is_foreign(held, value, lang))
    if len(values) > 1:
        raise TwoReadings("typed-two-numbers", text, values, row_id)
    if not values:
        raise _outside(text, next(iter(found.values())), field, row_id)
    return values[0] + 0.0


def read_whole(
    typed: object, lang: str, low: int, high: int | None = None, row_id: str | None = None
) -> int | None:
    """The whole number that a person typed, between two bounds. Raises as `read_number`."""
    field = NumberField(low=low, high=math.inf if high is None else high, whole=True)
    found = read_number(typed, lang, field, row_id)
    return None if found is None else int(found)


def _number(value: float) -> tuple[Mapping[Marks, float], str]:
    if isinstance(value, bool) or not math.isfinite(value):
        raise Unread("not-a-number" if isinstance(value, bool) else "not-finite")
    return {("", ""): float(value)}, ""


def _text(text: str, field: NumberField) -> tuple[Mapping[Marks, float], str]:
    return take_apart(_without_own_unit(text, field.units))


def _is_foreign(found: Mapping[Marks, float], value: float, lang: str) -> bool:
    """Whether a reading supposes the signs of another language than the screen's."""
    own = DECIMAL.get(lang, ".")
    decimal, between = next(marks for marks, one in found.items() if one == value)
    return decimal not in ("", own) or between == own


def _without_own_unit(text: str, units: Iterable[str]) -> str:
    """`12,5 t` → `12,5` in a field whose unit is t; compatibility signs alike (`m³`, `m3`)."""
    stripped = text.strip(SPACES + "\t")
    for unit in sorted(filter(None, units), key=len, reverse=True):
        number = stripped[: len(stripped) - len(unit)].rstrip(SPACES)
        behind = stripped[len(stripped) - len(unit) :]
        if number[-1:].isdigit() and _unit_key(behind) == _unit_key(unit):
            return number
    return stripped


def _unit_key(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).casefold()


def _outside(text: str, value: float, field: NumberField, row_id: str | None) -> InvalidQuantity:
    unit = field.units[0] if field.units else ""
    if value < 0 == field.low:
        return InvalidQuantity("typed-negative", value=echoed(text), unit=unit, row_id=row_id)
    if field.low <= value <= field.high:
        return InvalidQuantity("typed-not-whole", value=echoed(text), unit=unit, row_id=row_id)
    low, high = (f"{end:g}" if math.isfinite(end) else "…" for end in (field.low, field.high))
    return InvalidQuantity("typed-out-of-range", value=echoed(text), unit=f"{low}–{high}", row_id=row_id)


def plain_digits(value: float) -> str:
    """All the digits of a number, without exponent."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return f"{value:.20f}".rstrip("0") if "e" in text else text
