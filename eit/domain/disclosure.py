"""The rule of the public edition: from how many, and how evenly, a total may be told without telling on anyone.

A contributor is a group of companies. A value is a secret of its group; it is kept when nobody, alone or two together,
with everything that was ever published, can bound it within 15 % on either side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eit.domain.errors import InvalidQuantity

MINIMUM_GROUPS = 3
"""Fewer are never shown together; COALITION asks for one more, because two of them may share what they know."""
PRECISION = 0.15
"""The p of the p % rule: how near nobody may come to the value of another."""
COALITION = 2
"""How many contributors may put their own figures together against a third."""
MINIMUM_CHANGED = 3
"""A cell is computed again only when at least this many contributors changed since it was last computed."""
SIGNIFICANT_FIGURES = 3
BANDS = ((3, 5), (6, 10), (11, 20), (21, 50), (51, None))
"""Numbers of contributors and of synergies are told in these steps only."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "organics": ("wood", "organics"),
    "fibres": ("paper", "textile"),
    "metals": ("metals",),
    "minerals": ("minerals", "glass"),
    "polymers": ("plastics", "chemicals"),
    "other": ("products", "energy", "human"),
}
"""Families of the edition → categories of matter. Few and large: a fine table is a hidden one."""
FAMILY_OF = {category: family for family, categories in FAMILIES.items() for category in categories}


def band(count: int) -> str | None:
    """`3-5`, `6-10`… `51+`; None below three, which is never told."""
    for low, high in BANDS:
        if count >= low and (high is None or count <= high):
            return f"{low}+" if high is None else f"{low}-{high}"
    return None


def rounded(value: float) -> float:
    """`value` to three significant figures. Raises InvalidQuantity when it is not finite."""
    if not math.isfinite(value):
        raise InvalidQuantity("quantity-not-finite-or-negative", value=value)
    return float(f"{value:.{SIGNIFICANT_FIGURES}g}")


def is_sensitive(contributions: Iterable[float]) -> bool:
    """Whether the total of a cell alone tells on a contributor; contributions [one unit] per group, zeros ignored.

    Sensitive when fewer than three contribute, or when what remains beside the largest and the two next, who may share
    what they know, is less than 15 % of the largest (the p % rule against a coalition of two).
    """
    shares = sorted((share for share in contributions if share > 0), reverse=True)
    if len(shares) < MINIMUM_GROUPS:
        return True
    return math.fsum(shares[1 + COALITION :]) < PRECISION * shares[0]


def checked_contributions(values: ArrayLike) -> NDArray:
    """Contributions [group, atom] as floats. Raises InvalidQuantity on NaN, infinity or a negative."""
    numbers = np.asarray(values, float)
    wrong = numbers[~(np.isfinite(numbers) & (numbers >= 0))]
    if wrong.size:
        raise InvalidQuantity("quantity-not-finite-or-negative", value=float(wrong[0]))
    return numbers
