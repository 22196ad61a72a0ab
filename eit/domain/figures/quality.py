"""How far a quantity can be from the truth, by how it was obtained."""

from __future__ import annotations

import math
from collections.abc import Iterable

from eit.domain.figures.ranges import Range

QUALITY_BANDS = {"measured": 0.05, "declared": 0.20, "estimated": 0.50}
"""Half-width of the 5th to 95th percentile band, as a share of the quantity. Conventions of this project."""


def quantity_range(quantities: Iterable[tuple[float, str]], taken: float = 0.0) -> Range:
    """Sum of (quantity, quality) less `taken`, with its band, never below zero.

    The errors of different declarations are independent and symmetric, so half-widths add as squares; what is taken
    away (an allocation) has no error of its own.
    """
    pairs = list(quantities)
    central = max(0.0, math.fsum(quantity for quantity, _ in pairs) - taken)
    half = math.sqrt(math.fsum((quantity * QUALITY_BANDS[quality]) ** 2 for quantity, quality in pairs))
    return Range(max(0.0, central - half), central, central + half)
