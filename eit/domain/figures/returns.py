"""What a sum of money is worth over the years: how long until it is paid back, and what it is worth today."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eit.domain.figures.ranges import Draws, Range, summarise

DISCOUNT_RATE = 0.05
"""Per year, without inflation: a convention of this project, said beside each figure that uses it."""
HORIZON_YEARS = 10
"""Years that a gain is counted for: a convention too."""

PIPE_YEARS = 40
"""Years that a pipe is written off over: a convention (pre-insulated pipes are held to last as long)."""


def annuity(rate: float = DISCOUNT_RATE, years: int = HORIZON_YEARS) -> float:
    """What 1 per year for `years` is worth today."""
    return float(years) if rate == 0 else (1 - (1 + rate) ** -years) / rate


def payback_years(investment: Range, gain_per_year: Range, draws: Draws) -> Range | None:
    """Simple payback [years] of what is gained net each year; None when that may be nothing."""
    if gain_per_year.low <= 0:
        return None
    invested, gained = _drawn(investment, gain_per_year, draws)
    return summarise(invested / gained, investment.central / gain_per_year.central)


def net_present_value(investment: Range, gain_per_year: Range, draws: Draws) -> Range:
    """Net present value: the gain of HORIZON_YEARS at DISCOUNT_RATE less what is invested, in their currency."""
    invested, gained = _drawn(investment, gain_per_year, draws)
    central = gain_per_year.central * annuity() - investment.central
    return summarise(gained * annuity() - invested, central)


def _drawn(investment: Range, gain_per_year: Range, draws: Draws) -> tuple[NDArray, NDArray]:
    invested = np.clip(draws.of("investment", investment), 0, None)
    gained = draws.of("gain", gain_per_year)
    return invested, np.clip(gained, gain_per_year.low, None) if gain_per_year.low > 0 else gained
