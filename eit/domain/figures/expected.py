"""Expected part of a potential: how many leads become synergies elsewhere, moved by what a programme decided itself.

A base rate counts leads, whatever their size: said of tonnes it supposes that large and small leads fare alike.
"""

from __future__ import annotations

from eit.domain.figures.ranges import Range

USUAL_SHARE = Range(0.1, 138 / 450, 42 / 93)
"""Leads that are made [0..1]. Low: one in ten, what the field says (recalled, no page). Central: the national programme
of France 2015-2017, 138 of 450 ideas (BM-15). High: Synergie Estrie in five years, 42 of 93 proposed (BM-05)."""
USUAL_WEIGHT = 10.0
"""How many decisions of the programme the usual rate counts for: a choice of this project."""


def expected_share(realised: int, decided: int) -> Range:
    """Share of leads that become synergies [0..1]; `decided`: those that were realised or set aside."""
    low, central, high = (
        (realised + usual * USUAL_WEIGHT) / (decided + USUAL_WEIGHT)
        for usual in (USUAL_SHARE.low, USUAL_SHARE.central, USUAL_SHARE.high)
    )
    return Range(low, central, high)
