"""Quantities that are hard to believe: 200 t were once printed as 200 000 t. A flag, never a correction."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eit.domain.figures.impact import PLAUSIBLE_TIMES_SECTOR

FEWEST_PEERS = 3
"""Fewer flows of the same material say nothing about what is usual."""


ONE_SIDED_SHARE = 0.10
FEWEST_KNOWN = 10
"""A pair of which one side declares no quantity waits when the other is above this share of all that is declared in its
unit, once as many flows declare one: an unknown quantity is not as much as somebody could take."""
TIMES_ALL_OTHERS = 4.0
"""An offer above so many times all the others of a programme together waits, once `FEWEST_KNOWN` are known: whatever it
is, the headline would be this one row."""
CONFIRMED = "measured"
"""The quality of a quantity that was weighed or metered: it is believed however large."""


@dataclass(frozen=True)
class SectorUsual:
    """What one sector discards per employee and year [t], for SCIAN codes (prefixes, or a range `331-332`)."""

    factor_id: str
    codes: str
    t_per_employee: float

    def covers(self, sector_code: str) -> bool:
        """True when a code begins with one of the prefixes."""
        first, _, last = self.codes.partition("-")
        return any(sector_code.startswith(str(code)) for code in range(int(first), int(last or first) + 1))


def usual_mass_t(sector_code: str, employees: float | None, sectors: Iterable[SectorUsual]) -> float | None:
    """What a company of this sector and size usually discards [t/yr], by its most precise row; None: not known."""
    if not employees:
        return None
    fitting = [sector for sector in sectors if sector.covers(sector_code)]
    best = max(
        fitting, key=lambda sector: (len(sector.codes.partition("-")[0]), sector.factor_id), default=None
    )
    return None if best is None else best.t_per_employee * employees


def usual_of_material_t(mass_t: float, masses_t: Sequence[float]) -> float | None:
    """The median of the other flows of the material [t/yr]; None when there are fewer than three.

    `masses_t`: the masses of all of them, this one among them, in rising order.
    """
    others, own = len(masses_t) - 1, bisect_left(masses_t, mass_t)
    if others < FEWEST_PEERS:
        return None
    low, high = (masses_t[place + (place >= own)] for place in ((others - 1) // 2, others // 2))
    return (low + high) / 2


def rests_on_one_side(
    one: NDArray, other: NDArray, units: Sequence[str], declared: Mapping[str, Sequence[float]]
) -> NDArray:
    """Which pairs wait for a quantity: see ONE_SIDED_SHARE. `declared`: the known quantities of all flows, by unit."""
    most = {
        unit: ONE_SIDED_SHARE * sum(known) if len(known) >= FEWEST_KNOWN else math.inf
        for unit, known in declared.items()
    }
    waiting = np.isnan(one) != np.isnan(other)
    at = np.flatnonzero(waiting)  # few pairs have one side without a quantity: the others need no limit
    limits = np.array([most.get(units[place], math.inf) for place in at.tolist()], dtype=float)
    waiting[at] = np.fmax(one[at], other[at]) > limits
    return waiting


def beyond_all_others(mass_t: float, total_t: float, known: int) -> float | None:
    """What all the other offers make together, times the limit [t/yr], when an offer is above it; else None."""
    limit = TIMES_ALL_OTHERS * (total_t - mass_t)
    return limit if known >= FEWEST_KNOWN and mass_t > limit else None


def implausible(mass_t: float, usual_t: float | None) -> bool:
    """True above 100 times what is usual."""
    return bool(usual_t) and mass_t > PLAUSIBLE_TIMES_SECTOR * float(usual_t or 0.0)
