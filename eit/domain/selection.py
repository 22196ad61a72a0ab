"""The question that a page asks, as one frozen value: argument, cache key and address bar at once."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from eit.domain.errors import InvalidSelection
from eit.domain.exchange.compatibility import BASES

LARGEST_RADIUS_KM = 300.0
"""Candidates are kept up to here: beyond, residual materials are a market and no longer a territory."""


@dataclass(frozen=True)
class Selection:
    """What is looked at: a programme, a radius, and optional filters; empty tuples and None mean "all"."""

    programme_id: str
    radius_km: float = 50.0
    level: str = "mrc"
    territory_id: str | None = None
    category_ids: tuple[str, ...] = ()
    material_id: str | None = None
    bases: tuple[str, ...] = BASES
    company_id: str | None = None
    with_rejected: bool = False

    def __post_init__(self) -> None:
        if not math.isfinite(self.radius_km) or not 0 < self.radius_km <= LARGEST_RADIUS_KM:
            raise InvalidSelection("radius-out-of-range", value=self.radius_km)
        unknown = set(self.bases) - set(BASES)
        if unknown:
            raise InvalidSelection("basis-unknown", value=sorted(unknown)[0])

    def without_company(self) -> Selection:
        """The same question for every company: choosing one on the map must not empty the map."""
        return replace(self, company_id=None)
