"""What the value of an indicator may be: its unit decides, and "n.c." is a state of its own, never 0."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eit.domain.bands import Band
from eit.domain.consortium import is_partial_date, last_day
from eit.domain.errors import InvalidQuantity, InvalidSelection, Refusal
from eit.domain.figures.figure import KNOWN
from eit.domain.text_key import plain_words
from eit.domain.typed_number import NumberField, own_units, read_number

BOUNDS = ("value", "min", "max", "threshold", "target")
NOT_COMMUNICATED = "n.c."
FIRST_YEAR, LAST_YEAR = 1990, 2100
COUNT_UNITS = ("nombre", "count")
SHARE_UNITS = ("part", "share")
PERCENT = "%"
CHOICES = re.compile(r"\{(.+)\}")
COMPARED = ("offer_demand_count",)
"""Names what a declared value is laid beside in the funnel; nothing is computed for the sheet."""
FORMULAS = (
    *("prefeasibility_count", "pilot_count", "pilot_sme_count", "partner_count", "match_count"),
    *("diverted_mass", "avoided_ghg", "potential_exchange_count"),
    *("meeting_count", "priority_material_count", "company_with_flow_count"),
    *("synergy_count", "economic_relation_count", "energy_exchanged", "water_exchanged"),
    *("represented_territory_count", "company_member_share"),
    *("investment", "net_saving", "avoided_disposal", "jobs"),
)
"""Every formula that a computed indicator may name; `analysis.impact.indicators` computes it, the texts say it."""


@dataclass(frozen=True)
class Cell:
    """One value of an indicator: `state` is a state of `domain.figures`; `year` None: the programme gave none.

    `coverage` of a computed sum: the least share [0..1] of what it is about that could be estimated. `band`: between
    which two values it is told where it may not be told exactly; `value` is then the middle of them.
    """

    year: str | None
    value: float | None
    state: str
    coverage: float | None = None
    band: Band | None = None


@dataclass(frozen=True)
class Indicator:
    """One row of a programme's sheet. A computed one has its own `values`; `published` is what the programme said.

    `territory` is the name of what it is about, None for the whole programme; `aim` the target that counts now.
    """

    indicator_id: str
    label_fr: str
    label_en: str
    unit_fr: str
    unit_en: str
    kind: str
    formula_key: str | None
    author: str | None
    note_fr: str | None
    note_en: str | None
    source: str | None
    values: tuple[Cell, ...]
    bounds: Mapping[str, tuple[Cell, ...]]
    published: tuple[Cell, ...] = ()
    territory: str | None = None
    aim: Cell | None = None

    def text(self, name: str, lang: str) -> str:
        """`label` (with its territory, where it is not the whole programme), `unit` or `note` in one language."""
        said = getattr(self, f"{name}_{lang}") or ""
        return f"{said} ({self.territory})" if name == "label" and self.territory else said

    def at(self, year: str | None) -> Cell | None:
        """The value of a year, None when nothing is said about it."""
        return next((cell for cell in self.values if cell.year == year), None)

    def bound(self, name: str, year: str | None = None) -> Cell | None:
        """A bound for a year, else the one that counts now (of targets, `aim`), else the latest; None without one."""
        if name == "target" and year is None and self.aim is not None:
            return self.aim
        cells = self.bounds.get(name, ())
        return next((cell for cell in cells if cell.year == year), cells[-1] if cells else None)

    @property
    def latest(self) -> Cell | None:
        """The last value that is known, else the last one."""
        known = [cell for cell in self.values if cell.state == KNOWN]
        cells = known or self.values
        return cells[-1] if cells else None

    @property
    def progress(self) -> float | None:
        """Share of the target that the latest value reaches."""
        target = self.bound("target")
        return progress(self.latest.value if self.latest else None, target.value if target else None)


def years_of(indicators: list[Indicator]) -> list[str | None]:
    """The years that the values of a sheet are about, in order; None (no year given) first."""
    found = {cell.year for indicator in indicators for cell in indicator.values}
    return [*([None] if None in found else []), *sorted(year for year in found if year is not None)]


def choices(unit: str) -> dict[float, str]:
    """The words of a unit such as `{0=non;1=oui}` by their number; empty for any other unit."""
    found = CHOICES.fullmatch(unit.strip())
    if not found:
        return {}
    pairs = [part.partition("=") for part in found[1].split(";")]
    try:
        said = {
            read_number(number, "fr"): word.strip() for number, sign, word in pairs if sign and word.strip()
        }
    except Refusal:
        return {}
    return {number: word for number, word in said.items() if number is not None}


def read_value(text: str, unit: str, row_id: str, lang: str) -> float | None:
    """A value typed on a screen in `lang`: `n.c.` (or nothing) is None, a word of the unit is its number.

    Raises InvalidQuantity or TwoReadings, as `read_number` does.
    """
    words = {plain_words(word): number for number, word in choices(unit).items()}
    if plain_words(text) in words:
        return words[plain_words(text)]
    return read_number(text, lang, NumberField(units=() if words else own_units(unit)), row_id)


def checked_value(value: float | None, unit: str, row_id: str) -> float | None:
    """The value when its unit allows it; None (n.c.) always is.

    Raises InvalidQuantity: `indicator-choice` (not one of the words), `indicator-share` (a share above 1, a
    percentage above 100), `indicator-count` (not a whole number from 0), `value-not-finite`.
    """
    if value is None:
        return None
    if not math.isfinite(value):
        raise InvalidQuantity("value-not-finite", value=value, unit=unit, row_id=row_id)
    words, wanted = choices(unit), unit.strip().lower()
    if words and value not in words:
        raise InvalidQuantity("indicator-choice", value=f"{value:g}", unit=unit, row_id=row_id)
    largest = 100.0 if wanted == PERCENT else 1.0 if wanted in SHARE_UNITS else math.inf
    if largest < math.inf and not 0 <= value <= largest:
        raise InvalidQuantity("indicator-share", value=f"{value:g}", unit=unit, row_id=row_id)
    if wanted in COUNT_UNITS and (value < 0 or not float(value).is_integer()):
        raise InvalidQuantity("indicator-count", value=f"{value:g}", unit=unit, row_id=row_id)
    return float(value)


def checked_year(year: int | str | None, bound: str, this_year: int, row_id: str) -> str | None:
    """The year as it is kept, or of a target its date (`2027`, `2027-06`, `2027-06-30`); only a target may lie ahead.

    None: the year is n.c.; a target has a date. Raises InvalidSelection("bound-unknown", "year-out-of-range",
    "year-in-future", "date-unreadable" or "target-without-date").
    """
    if bound not in BOUNDS:
        raise InvalidSelection("bound-unknown", value=bound, row_id=row_id)
    text = "" if year is None else str(year).strip()
    if not text:
        if bound == "target":
            raise InvalidSelection("target-without-date", row_id=row_id)
        return None
    started = re.match(r"-?\d+", text)
    if started and not FIRST_YEAR <= int(started[0]) <= LAST_YEAR:
        raise InvalidSelection("year-out-of-range", value=text, row_id=row_id)
    if not is_partial_date(text) or (bound != "target" and len(text) != len("2026")):
        raise InvalidSelection("date-unreadable", value=text, row_id=row_id)
    if bound == "value" and int(text) > this_year:
        raise InvalidSelection("year-in-future", value=text, row_id=row_id)
    return text


def current_target(cells: Sequence[Cell], as_of: date) -> Cell | None:
    """The target that counts on a day: the next one due, else the last; one without a date counts as the last."""
    dated = sorted((last_day(cell.year) or date.max, place) for place, cell in enumerate(cells))
    ahead = [place for day, place in dated if day >= as_of]
    return cells[ahead[0] if ahead else dated[-1][1]] if dated else None


def ensure_ordered(bounds: Mapping[str, float | None], unit: str, row_id: str) -> None:
    """Raise InvalidQuantity("bounds-not-ordered") when the minimum is above the maximum."""
    low, high = bounds.get("min"), bounds.get("max")
    if low is not None and high is not None and low > high:
        raise InvalidQuantity("bounds-not-ordered", value=f"{low:g} > {high:g}", unit=unit, row_id=row_id)


def progress(value: float | None, target: float | None) -> float | None:
    """Share of the target that is reached; None without a value or a positive target."""
    return None if value is None or target is None or target <= 0 else value / target
