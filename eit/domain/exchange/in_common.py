"""What a pair can carry alone: the smaller side, and of energy only what both sides have at the same time.

Matter waits in a heap; heat, steam and power do not wait. Each side runs at its mean power during its hours, so that a
pair carries the smaller power during the hours in common: at most those of the shorter side, and those of the months
that both have.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eit.domain.months import ALL_YEAR, month_count

HOURS_PER_MONTH = 730.0
"""A twelfth of 8 760."""
ENERGY = "kWh"


def carried_alone(pairs: pd.DataFrame) -> NDArray:
    """Quantity per year of each pair made alone; NaN where neither side told its own.

    `pairs` has `offer_quantity`, `demand_quantity`, and for energy `unit`, `*_months` (masks), `*_hours_per_year`.
    """
    both = np.fmin(*(pairs[f"{side}_quantity"].to_numpy(float) for side in ("offer", "demand")))
    energy = np.flatnonzero((pairs["unit"] == ENERGY).to_numpy(bool))
    if len(energy):
        both[energy] = np.fmin(both[energy], _at_once(pairs.iloc[energy]))
    return both


def _at_once(pairs: pd.DataFrame) -> NDArray:
    """The smaller power during the hours in common [kWh/yr]."""
    masks = [pairs[f"{side}_months"].to_numpy(int) & ALL_YEAR for side in ("offer", "demand")]
    hours = [_hours(pairs, side, mask) for side, mask in zip(("offer", "demand"), masks, strict=True)]
    common = np.minimum(_of_months(masks[0] & masks[1]), np.minimum(*hours))
    shares = [common / np.maximum(own, 1e-9) for own in hours]  # exactly 1 where a side gives all its hours
    one, other = (
        pairs[f"{side}_quantity"].to_numpy(float) * share
        for side, share in zip(("offer", "demand"), shares, strict=True)
    )
    return np.fmin(one, other)


def _hours(pairs: pd.DataFrame, side: str, mask: NDArray) -> NDArray:
    """Hours a year of one side: those that it told, else all of its months."""
    all_of_them, column = _of_months(mask), f"{side}_hours_per_year"
    if column not in pairs:
        return all_of_them
    told = pairs[column].to_numpy(float)
    return np.where(np.isnan(told), all_of_them, np.minimum(told, all_of_them))


def _of_months(masks: NDArray) -> NDArray:
    return np.array([month_count(int(mask)) for mask in masks], float) * HOURS_PER_MONTH
