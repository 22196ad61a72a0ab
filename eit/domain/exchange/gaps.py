"""What is left after the best allocation: how much a new activity could count on, from how many, in which months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eit.domain.figures.quality import quantity_range
from eit.domain.figures.ranges import Range
from eit.domain.months import months_of

SMALLEST_LEFT = 1e-3
"""One kilogram (the step of the allocation): less than that is nothing left."""


@dataclass(frozen=True)
class Leftover:
    """What remains of one flow per year, beside what it declared; None = n.c."""

    flow_id: str
    company_id: str
    declared: float | None
    allocated: float
    months: int
    quality: str
    nearest_km: float | None = None

    @property
    def left(self) -> float:
        """What remains; zero when the quantity is not known."""
        return max(0.0, (self.declared or 0.0) - self.allocated)


@dataclass(frozen=True)
class Gap:
    """What remains of several flows: the quantity with its band, who it comes from, when, and how far a partner is.

    largest_share: share of the largest company, 1 when everything hangs on one. nearest_km: the nearest compatible
    partner of any of the flows, also beyond the radius; None when there is none up to the largest radius.
    """

    quantity: Range
    flows: int
    companies: int
    not_communicated: int
    by_month: tuple[float, ...]
    largest_share: float
    nearest_km: float | None


def sum_gap(leftovers: Sequence[Leftover]) -> Gap | None:
    """The gap of one material in one territory; None when nothing is left and every quantity is known."""
    unknown = [item for item in leftovers if item.declared is None]
    open_flows = [item for item in leftovers if item.declared is not None and item.left > SMALLEST_LEFT]
    if not open_flows and not unknown:
        return None
    by_company: dict[str, float] = {}
    for item in open_flows:
        by_company[item.company_id] = by_company.get(item.company_id, 0.0) + item.left
    whole = sum(by_company.values())
    near = [item.nearest_km for item in (*open_flows, *unknown) if item.nearest_km is not None]
    return Gap(
        quantity_range(
            ((item.declared or 0.0, item.quality) for item in open_flows),
            taken=sum(item.allocated for item in open_flows),
        ),
        len(open_flows),
        len(by_company),
        len(unknown),
        _by_month(open_flows),
        max(by_company.values()) / whole if whole else 0.0,
        min(near) if near else None,
    )


def _by_month(leftovers: Sequence[Leftover]) -> tuple[float, ...]:
    """What is left in each month, January first, spread evenly over the active months of each flow."""
    months = [0.0] * 12
    for item in leftovers:
        active = months_of(item.months)
        for month in active:
            months[month - 1] += item.left / len(active)
    return tuple(months)
