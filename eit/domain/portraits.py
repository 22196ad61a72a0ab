"""Words that the portraits share between what is computed and what is drawn."""

from __future__ import annotations

FEWEST, MOST, USUAL = 2, 4, 3
"""Territories side by side: two make a comparison, more than four do not fit a screen."""
ELSEWHERE, OTHERS = "elsewhere", "others"
"""Sides of a flow that are none of the chosen territories, or not large enough to be drawn apart."""
POTENTIAL, REALISED = "potential", "realised"
TERRITORY, SECTOR = "territory", "sector"
