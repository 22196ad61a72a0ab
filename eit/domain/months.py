"""When a flow exists: months of the year as a 12-bit mask, and the age of a declaration."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

ALL_YEAR = 0b111111111111


def parse_months(text: str | None) -> int:
    """Read `1-12`, `5-10`, `11-3` (over the new year) or `4,5,9` as a mask (bit 0 = January). Empty = all year.

    Raises ValueError when a month is not in 1..12.
    """
    if not text or not text.strip():
        return ALL_YEAR
    mask = 0
    for part in text.replace(";", ",").split(","):
        first, _, last = part.strip().partition("-")
        start, end = int(first), int(last or first)
        if not (1 <= start <= 12 and 1 <= end <= 12):
            raise ValueError(f"month outside 1..12 in {text!r}")
        month = start
        mask |= 1 << (month - 1)
        while month != end:
            month = month % 12 + 1
            mask |= 1 << (month - 1)
    return mask


def month_count(mask: int) -> int:
    """Number of months in a mask (0..12)."""
    return (mask & ALL_YEAR).bit_count()


def months_of(mask: int) -> tuple[int, ...]:
    """The months (1..12) of a mask, in order."""
    return tuple(month for month in range(1, 13) if mask >> (month - 1) & 1)


def ages_in_months(observed: NDArray, as_of: date) -> NDArray:
    """Whole months from each day of `observed` [datetime64] to `as_of`; NaN for NaT, 0 for a day in the future."""
    days = observed.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    today = np.datetime64(as_of, "D")
    whole = (today.astype("datetime64[M]") - months).astype(float)
    too_soon = (today - today.astype("datetime64[M]")) < (days - months)
    return np.where(np.isnat(days), np.nan, np.maximum(0.0, whole - too_soon))
