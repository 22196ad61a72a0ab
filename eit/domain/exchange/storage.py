"""How much must wait somewhere when what is offered and what is wanted do not come in the same months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eit.domain.months import months_of

MONTHS = 12


@dataclass(frozen=True)
class StorageNeed:
    """Tonnes that pile up at most over a year, the months between which they do (1..12), and the surplus of the year.

    first_month and last_month are None when nothing ever waits. structural: what is left of the whole year when offers
    exceed demands: storing it does not help, it needs a taker.
    """

    tonnes: float
    first_month: int | None
    last_month: int | None
    structural: float


def spread_by_month(flows: Iterable[tuple[float, int]]) -> tuple[float, ...]:
    """Quantities per year with their month masks, as twelve monthly sums: each even over its active months."""
    months = [0.0] * MONTHS
    for per_year, mask in flows:
        active = months_of(mask)
        for month in active:
            months[month - 1] += per_year / len(active)
    return tuple(months)


def storage_need(offers: Sequence[float], demands: Sequence[float]) -> StorageNeed:
    """The largest cumulative surplus over a year, whatever month it begins in.

    With n(m) = offers(m) − demands(m) [t/month] repeated year after year, S = max(0, max over a first month i and a
    length L of 1 to 12 of n(i) + … + n(i+L−1)). A store that starts empty at i and serves demands as they come holds at
    most S within twelve months.
    """
    net = [offer - demand for offer, demand in zip(offers, demands, strict=True)]
    best, first, last = 0.0, None, None
    for start in range(MONTHS):
        held = 0.0
        for length in range(MONTHS):
            held += net[(start + length) % MONTHS]
            if held > best + 1e-9:
                best, first, last = held, start + 1, (start + length) % MONTHS + 1
    return StorageNeed(best, first, last, max(0.0, sum(net)))
