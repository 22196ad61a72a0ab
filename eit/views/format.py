"""Numbers, quantities and dates as the reader's language writes them; what is unknown is said in words."""

from __future__ import annotations

import math
import re
from datetime import date as Date
from typing import Protocol

import numpy as np
import pandas as pd

from eit.domain.figures.figure import NOT_AVAILABLE, NOT_COMMUNICATED, NOT_ESTIMATED
from eit.views.texts import is_singular, texts
from eit.views.typography import MINUS, NO_BREAK, digits

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:[T ].*)?$")


class Span(Protocol):
    """Anything with a low, a central and a high value, such as `eit.domain.figures.ranges.Range`."""

    @property
    def low(self) -> float: ...
    @property
    def central(self) -> float: ...
    @property
    def high(self) -> float: ...


def is_missing(value: object) -> bool:
    """Tell None, NaN, NaT, NA and infinities from a value that can be shown."""
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float | np.floating) and not math.isfinite(value)


def state_word(state: str, lang: str) -> str:
    """`n.c.`, `n. d.` or `non estimé`, in the language."""
    return texts(lang)(f"state.{state}")


def labelled(name: str, value: str, lang: str) -> str:
    """`name: value`; French puts a space that does not break before the colon."""
    return f"{name}{NO_BREAK if lang == 'fr' else ''}: {value}"


def number(
    value: float | None,
    lang: str,
    decimals: int | None = None,
    significant: int | None = None,
    missing: str = NOT_COMMUNICATED,
) -> str:
    """Write a number; with neither `decimals` nor `significant`, about three digits and no useless zero."""
    if is_missing(value) or value is None:
        return state_word(missing, lang)
    value = float(value)
    if significant is not None:
        value = round_significant(value, significant)
    if decimals is None:
        decimals = _fitting_decimals(value)
    return digits(value, lang, decimals)


def round_significant(value: float, significant: int) -> float:
    """Round to a number of significant digits: (1 234, 2) → 1 200."""
    if value == 0:
        return 0.0
    return round(value, significant - 1 - math.floor(math.log10(abs(value))))


def _fitting_decimals(value: float) -> int:
    size = abs(value)
    most = 0 if size >= 100 else 1 if size >= 10 else 2
    if 0 < size < 0.1:
        most = 1 - math.floor(math.log10(size))
    written = f"{value:.{most}f}"
    return len(written.rstrip("0").partition(".")[2]) if most else 0


def with_unit(
    value: float | None,
    unit: str,
    lang: str,
    decimals: int | None = None,
    significant: int | None = None,
    missing: str = NOT_COMMUNICATED,
) -> str:
    """Write a number and its unit, kept on one line; a missing value is a word without unit."""
    if is_missing(value) or value is None:
        return state_word(missing, lang)
    written = number(value, lang, decimals, significant)
    return f"{written}{NO_BREAK}{unit}" if unit else written


def _scaled(value: float | None, steps: tuple[tuple[float, str], ...], lang: str) -> str:
    if is_missing(value) or value is None:
        return state_word(NOT_COMMUNICATED, lang)
    factor, key = next((step for step in steps if abs(value) >= step[0]), steps[-1])
    return with_unit(value / factor, texts(lang)(f"unit.{key}"), lang)


def mass(tonnes: float | None, lang: str) -> str:
    """Write a mass given in tonnes: kilograms below one tonne, millions of tonnes above a million."""
    if tonnes == 0:
        return with_unit(0, texts(lang)("unit.t"), lang)
    return _scaled(tonnes, SCALES["t"], lang)


def energy(kilowatt_hours: float | None, lang: str) -> str:
    """Write an energy given in kWh: MWh from a thousand, GWh from a million."""
    return _scaled(kilowatt_hours, SCALES["kWh"], lang)


def volume(cubic_metres: float | None, lang: str) -> str:
    """Write a volume given in m³."""
    return _scaled(cubic_metres, SCALES["m3"], lang)


def distance(kilometres: float | None, lang: str) -> str:
    """Write a distance given in km: metres below one kilometre, one decimal below ten."""
    t = texts(lang)
    if is_missing(kilometres) or kilometres is None:
        return state_word(NOT_COMMUNICATED, lang)
    metres = round(kilometres * 1000, -1)
    if 0 < metres < 1000:
        return with_unit(metres, t("unit.m"), lang, decimals=0)
    whole = kilometres >= 9.95 or float(kilometres).is_integer()
    return with_unit(kilometres, t("unit.km"), lang, decimals=0 if whole else 1)


SCALES = {
    "t": ((1e6, "Mt"), (1.0, "t"), (1e-3, "kg")),
    "kWh": ((1e6, "GWh"), (1e3, "MWh"), (1.0, "kWh")),
    "m3": ((1.0, "m3"),),
}
"""Canonical unit → its steps: from which value on, and the unit it is written in."""


def ends(value: Span, unit: str, lang: str) -> dict[str, str]:
    """The ends of a range in the unit of its value and rounded alike: 22,7 GWh is `19` to `27 GWh`.

    Both to two significant digits of the larger one. A unit without steps is not written: it stands with the value.
    """
    steps = SCALES.get(unit.removesuffix("/yr"))
    factor, key = next((one for one in steps or () if abs(value.central) >= one[0]), (1.0, None))
    low, high = value.low / factor, value.high / factor
    size = max(abs(low), abs(high))
    decimals = 1 - math.floor(math.log10(size)) if size else 0
    said = [number(round(end, decimals), lang, decimals=max(0, decimals)) for end in (low, high)]
    return {
        "low": said[0],
        "high": said[1] if key is None else f"{said[1]}{NO_BREAK}{texts(lang)(f'unit.{key}')}",
    }


def quantity(value: float | None, unit: str | None, lang: str, per_year: bool = True) -> str:
    """Write a yearly quantity in its canonical unit (t, kWh, m3, h, m2, place, day)."""
    t = texts(lang)
    if is_missing(value) or value is None or not isinstance(unit, str):
        return state_word(NOT_COMMUNICATED, lang)
    scales = {"t": mass, "kWh": energy, "m3": volume}
    if unit in scales:
        written = scales[unit](value, lang)
    else:
        plural = f"unit.{unit}_plural"
        key = plural if t.has(plural) and not is_singular(value, lang) else f"unit.{unit}"
        written = with_unit(value, t(key) if t.has(key) else unit, lang)
    return t("unit.per_year", quantity=written) if per_year else written


def ghg(tonnes: float | None, lang: str) -> str:
    """Write avoided emissions in t CO₂e, signed; NaN is "non estimé", never zero."""
    unit = texts(lang)("unit.tCO2e")
    return with_unit(tonnes, unit, lang, missing=NOT_ESTIMATED, significant=3)


def span(value: Span | None, unit: str, lang: str, significant: int = 2) -> str:
    """Write `12 t [8–20]`; with a negative end `[−3 à 20]`, because a dash would hide the sign."""
    if value is None or is_missing(value.central):
        return state_word(NOT_ESTIMATED, lang)
    low, high = (number(end, lang, significant=significant) for end in (value.low, value.high))
    signed = MINUS in low or MINUS in high
    inside = texts(lang)("range.span", low=low, high=high) if signed else f"{low}–{high}"
    return f"{with_unit(value.central, unit, lang, significant=significant)} [{inside}]"


def percent(share: float | None, lang: str, decimals: int = 0) -> str:
    """Write a share [0–1] as a percentage; an undefined ratio is "n. d.", never 0 %."""
    if is_missing(share) or share is None:
        return state_word(NOT_AVAILABLE, lang)
    sign = f"{NO_BREAK}%" if lang == "fr" else "%"
    return digits(share * 100, lang, decimals) + sign


def count(n: int, noun: str, lang: str) -> str:
    """Write a counted noun in its right form: `count(2, "company", "fr")` → `2 organisations`."""
    return texts(lang)(f"count.{noun}", n=int(n))


def date(value: Date | str | None, lang: str) -> str:
    """Write a date, or the part of it that is known: `2022-09` → `septembre 2022`; empty → `n.c.`.

    Raises ValueError for a text that is not a date.
    """
    t = texts(lang)
    if is_missing(value) or not str(value).strip():
        return t("state.not_communicated")
    found = _PARTIAL_DATE.match(str(value).strip())
    if not found:
        raise ValueError(f"not a date: {value!r}; expected YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = found.groups()
    if month is None:
        return year
    name = t(f"date.m{int(month)}")
    if day is None:
        return t("date.month", month=name, year=year)
    key = "date.day_first" if int(day) == 1 else "date.day"
    return t(key, day=str(int(day)), month=name, year=year)


def months(mask: int, lang: str) -> str:
    """Write a 12-bit month mask (bit 0 = January) as spans: `mai à octobre`, `toute l'année`."""
    t = texts(lang)
    active = [m for m in range(12) if mask >> m & 1]
    if len(active) == 12:
        return t("date.year_round")
    starts = [m for m in active if not mask >> (m - 1) % 12 & 1]
    return ", ".join(_month_span(mask, start, lang) for start in starts)


def _month_span(mask: int, start: int, lang: str) -> str:
    t = texts(lang)
    end = start
    while mask >> (end + 1) % 12 & 1:
        end = (end + 1) % 12
    first, last = t(f"date.m{start + 1}"), t(f"date.m{end + 1}")
    return first if start == end else t("date.months_span", first=first, last=last)
