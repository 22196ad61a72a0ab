"""What companies that nobody has met may leave behind: businesses × employees × intensity of the sector, never a fact.

Per territory, sector and size: t/yr = (businesses counted − companies met) × employees of the class × t per employee
and year; or × t per site where the sector only has that. A class without employees and a sector without intensity are
not estimated. Sources of the intensities: table `factor`, `waste-intensity`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.estimate_terms import Estimate, Term, Total, total
from eit.domain.figures.factors import PROVISIONAL, Factor
from eit.domain.figures.ranges import Draws, Range

NO_EMPLOYEE, OPEN_CLASS = "0", "500+"
SIZE_LIMITS: dict[str, tuple[int, int | None]] = {
    NO_EMPLOYEE: (0, 0),
    "1-4": (1, 4),
    "5-9": (5, 9),
    "10-19": (10, 19),
    "20-49": (20, 49),
    "50-99": (50, 99),
    "100-199": (100, 199),
    "200-499": (200, 499),
    OPEN_CLASS: (500, None),
    "1-2": (1, 2),
    "3-5": (3, 5),
    "6-9": (6, 9),
    "200-249": (200, 249),
    "250-499": (250, 499),
    "500-999": (500, 999),
    "1000-1999": (1000, 1999),
    "2000-4999": (2000, 4999),
    "5000-9999": (5000, 9999),
    "10000+": (10_000, None),
}
"""Employees of each class: those of the business registers of Québec and Canada, then those that SIRENE has besides."""
OPEN_CLASS_EMPLOYEES = Range(500, 750, 1000)
"""An assumption of this project: the top class has no upper limit, and a few large sites would decide everything."""
UNITS = {
    "t/employee/yr": ("employee", 1.0),
    "kg/employee/yr": ("employee", 0.001),
    "t/site/yr": ("site", 1.0),
    "kg/site/yr": ("site", 0.001),
    "t/farm/yr": ("site", 1.0),
}
"""Declared unit of an intensity → per what, and its factor to tonnes. Any other unit is not an intensity."""
MISSING_INTENSITY, MISSING_EMPLOYEES = "intensity", "no-employee"


@dataclass(frozen=True)
class Intensity:
    """What one sector leaves per employee or per site and year [t], and from where; material_id None: all materials."""

    factor: Factor
    codes: str
    per: str
    geography: str
    year: str
    source: str
    material_id: str | None = None


@dataclass(frozen=True)
class Cell:
    """Businesses counted in one sector and size class of a territory, and how many of them have been met."""

    sector_code: str
    size_class: str
    businesses: int
    met: int
    assumed: bool = False

    @property
    def unmet(self) -> int:
        """Never below zero: more met than counted is an error of the count, shown as such."""
        return max(0, self.businesses - self.met)


@lru_cache(maxsize=64)
def employees_of(size_class: str) -> Range:
    """Employees of one business of the class: its limits and their middle. Raises InvalidQuantity for another class."""
    if size_class not in SIZE_LIMITS:
        raise InvalidQuantity("size-class-unknown", value=size_class)
    low, high = SIZE_LIMITS[size_class]
    if high is None:
        return OPEN_CLASS_EMPLOYEES if size_class == OPEN_CLASS else Range(low, low * 1.5, low * 2)
    return Range(low, (low + high) / 2, high)


def size_class_of(employees: float | None, among: Collection[str] = ()) -> str | None:
    """The class of a company, of those that are counted where it is (`among`); None when it is not known."""
    if employees is None or employees != employees or employees < 0:
        return None
    for name, (low, high) in SIZE_LIMITS.items():
        if (not among or name in among) and employees >= low and (high is None or employees <= high):
            return name
    return None


@lru_cache(maxsize=4096)
def span_of(codes: str) -> tuple[str, ...]:
    """The codes of a range: `44-45` → 44, 45. A NAF section or a division is one code."""
    first, _, last = str(codes).strip().partition("-")
    if not (first.isdigit() and last.isdigit() and len(first) == len(last)):
        return (str(codes).strip(),)
    return tuple(str(code) for code in range(int(first), int(last) + 1))


def covers(codes: str, sector_code: str) -> bool:
    """True when every code of `sector_code` begins with one of `codes`: 325-326 covers 326, 112 does not cover 11."""
    return all(
        any(code.startswith(prefix) for prefix in span_of(codes)) and code for code in span_of(sector_code)
    )


def best_cover(sector_code: str, codes: Iterable[str]) -> str | None:
    """The most precise of `codes` that covers a sector, None when there is none."""
    fitting = [item for item in codes if covers(item, sector_code)]
    return max(fitting, key=lambda item: (len(span_of(item)[0]), item), default=None)


def best_intensity(sector_code: str, intensities: Sequence[Intensity]) -> Intensity | None:
    """The intensity of a sector: per employee before per site, then the most precise code, then the first id."""
    fitting = [item for item in intensities if covers(item.codes, sector_code)]

    def rank(item: Intensity) -> tuple[bool, int, str]:
        return item.per != "employee", -len(span_of(item.codes)[0]), item.factor.factor_id

    return min(fitting, key=rank, default=None)


def intensity_of(row: Mapping, words: Sequence[str], material_id: str | None = None) -> Intensity | None:
    """A row of the table as an intensity in tonnes; None when it is not one (other unit, no sector, no value).

    `words`: those of a geography that make it one of the jurisdiction; any other is borrowed (`proxy`).
    """
    known = UNITS.get(str(row["unit"]))
    value = Range.from_row(row["low"], row["central"], row["high"])
    codes = row["sector_codes"]
    if known is None or value is None or not isinstance(codes, str) or not codes:
        return None
    per, to_tonnes = known
    geography = str(row["geography"] or "")
    local = any(word in geography for word in words)
    confidence = str(row["confidence"])
    if not local and confidence not in PROVISIONAL:
        confidence = "proxy"
    factor = Factor(str(row["factor_id"]), value * to_tonnes, f"t/{per}/yr", confidence)
    return Intensity(factor, codes, per, geography, str(row["year"]), str(row["source"]), material_id)


def size_factor(size_class: str) -> Factor:
    """Employees per business of a class, one uncertainty shared by every sector and territory."""
    confidence = "assumption" if SIZE_LIMITS[size_class][1] is None else "derived"
    name = f"employees:{size_class}"
    return Factor(name, employees_of(size_class), "employees", confidence, name)


def estimate_cell(cell: Cell, intensity: Intensity | None, case_id: str) -> Estimate:
    """What the businesses of a cell that nobody has met may leave [t/yr], or what is missing to say it."""
    if intensity is None:
        return Estimate(case_id, None, missing=(MISSING_INTENSITY,))
    if intensity.per == "site":
        factors: tuple[Factor, ...] = (intensity.factor,)
    elif cell.size_class == NO_EMPLOYEE:
        return Estimate(case_id, None, missing=(MISSING_EMPLOYEES,))
    else:
        factors = (size_factor(cell.size_class), intensity.factor)
    term = Term(factors, float(cell.unmet), cell.assumed)
    return Estimate(case_id, term.central, (term,))


def sum_estimates(estimates: Sequence[Estimate], draws: Draws | None = None) -> Total:
    """The sum with its band: each intensity and each class of size is drawn once for all the cells that use it."""
    return total(estimates, draws or Draws())


Bands = dict[tuple[Factor, ...], Range]
"""The band of one business by the factors of its estimate: that of several is as many times as wide."""


def cell_band(found: Estimate, draws: Draws, bands: Bands) -> Range | None:
    """The band of one cell [t/yr]; the draws are made once for all the cells that share their factors."""
    if found.central is None or not found.terms:
        return None if found.central is None else Range.point(found.central)
    (term,) = found.terms
    if term.factors not in bands:
        one = replace(term, load=1.0)
        drawn = sum_estimates([Estimate(found.case_id, one.central, (one,))], draws).range
        bands[term.factors] = drawn or Range.point(one.central)
    one_band = bands[term.factors]
    many = found.central / one_band.central if one_band.central else 0.0
    low, high = one_band.low * many, one_band.high * many
    return Range(min(low, found.central), found.central, max(high, found.central))
