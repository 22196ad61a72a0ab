"""Bands: a figure told as the steps it lies between, so that it does not betray whose it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

DISTANCE_LIMITS_KM = (5.0, 20.0, 50.0, 100.0)
MONTH_LIMITS = (6.0, 12.0, 24.0)
EMPLOYEE_LIMITS = (5.0, 10.0, 20.0, 50.0, 100.0, 250.0, 500.0)
"""The steps of the two statistical offices; 250 parts the small and medium-sized from the large."""
BEYOND = 1.5
"""A band without an upper limit stands at one and a half times its lower one."""


@dataclass(frozen=True)
class Band:
    """`low` to `high`, in the unit of the figure; `high` None: no upper limit; `low` 0: below `high`."""

    low: float
    high: float | None


def round_band(value: float) -> Band | None:
    """The band 1–5 or 5–10 of its power of ten that holds a value; 0 is 0, a loss keeps its sign, NaN has none.

    104 → 100–500; 0.35 → 0.1–0.5; −7 → −10 to −5.
    """
    if not math.isfinite(value):
        return None
    if value == 0:
        return Band(0.0, 0.0)
    size = abs(value)
    power = 10.0 ** math.floor(math.log10(size))
    low, high = (power, 5 * power) if size < 5 * power else (5 * power, 10 * power)
    low, high = (float(f"{end:.1g}") for end in (low, high))
    return Band(low, high) if value > 0 else Band(-high, -low)


SPREAD = math.sqrt(5.0) * 1.05
"""How far the middle of a band may be from what it stands for: the root of 5, and its rounding to two figures."""


def sum_ends(low: float, high: float) -> tuple[float, float]:
    """Between which figures a sum lies when each of its terms was told by the middle of its band.

    Wide, and true: nothing is read in the exact figures, so it tells no more than the bands. It holds for whatever
    grows with its terms as they do (a sum, a best allocation, tonnes times a factor).
    """
    down, up = min(low / SPREAD, low * SPREAD), max(high / SPREAD, high * SPREAD)
    return down, up


def limit_band(value: float, limits: tuple[float, ...]) -> Band | None:
    """The band between two of `limits` that holds a value; None when it is not known."""
    if not math.isfinite(value):
        return None
    low = max((limit for limit in limits if limit <= value), default=0.0)
    return Band(low, next((limit for limit in limits if limit > value), None))


def middle(band: Band | None) -> float:
    """The figure that stands for a band, to two significant figures: its geometric middle; NaN for no band.

    It lies in the band, so a banded figure is banded again to the same band. From 0 on: half the upper limit.
    """
    if band is None:
        return math.nan
    if band.high is None:
        return band.low * BEYOND
    if band.low == band.high:
        return band.low
    size = math.sqrt(band.low * band.high) or band.high / 2
    return math.copysign(float(f"{size:.2g}"), band.low + band.high)
