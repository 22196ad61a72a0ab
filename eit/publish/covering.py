"""Coverage of what is derived: which share of the tonnes on offer of a family has a factor, and whether it may be told.

A tonne without a factor is not estimated by the factor of its family. Who has what is taken as known; how much of a
family a few organisations make is not, so that their part is told in no share, nor by a figure that depends on it.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from eit.domain.disclosure import is_sensitive
from eit.domain.figures.coverage import ENOUGH

STEP = 0.1
"""A share is told in these steps, downwards: to the tonne it would be one more equation."""


@dataclass(frozen=True)
class FamilyCoverage:
    """`told`: share [0..1] in steps, None where it would tell on a few; `enough`: the figure stands for the family."""

    told: float | None
    enough: bool


def family_coverage(offered: pd.DataFrame, known: Collection[str]) -> FamilyCoverage:
    """Coverage of the flows of one family (material_id, group_id, mass [t/yr]), `known` being what has a factor.

    With a part that few make, covered or not, there is no figure: whether the share is over ENOUGH is theirs to tell.
    """
    rows = offered[offered["mass"] > 0]
    has = rows["material_id"].isin(list(known))
    covered, left = (rows[one].groupby("group_id")["mass"].sum() for one in (has, ~has))
    if left.empty:
        return FamilyCoverage(1.0, enough=True)
    if covered.empty:
        return FamilyCoverage(0.0, enough=False)
    if is_sensitive(covered) or is_sensitive(left):
        return FamilyCoverage(None, enough=False)
    share = math.fsum(covered) / (math.fsum(covered) + math.fsum(left))
    told = math.floor(round(share / STEP, 6)) * STEP
    return FamilyCoverage(round(told, 6), share >= ENOUGH)
