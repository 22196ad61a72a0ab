"""Declared quantities become yearly canonical ones here, once, by the unit that the row declares.

Canonical units per year: t for matter, kWh for energy, m3 for water; a service keeps its own unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from eit.domain.errors import InvalidQuantity
from eit.domain.months import month_count

TONNES = {"t": 1.0, "kg": 1e-3, "g": 1e-6, "kt": 1e3, "lb": 0.00045359237, "short-ton": 0.90718474}
KILOWATT_HOURS = {"kWh": 1.0, "MWh": 1e3, "GWh": 1e6, "MJ": 1 / 3.6, "GJ": 1e3 / 3.6, "TJ": 1e6 / 3.6}
CUBIC_METRES = {"m3": 1.0, "L": 1e-3, "hL": 0.1}
SERVICES = {"h": 1.0, "day": 1.0, "m2": 1.0, "place": 1.0}
KINDS = ("matter", "energy", "water", "service")
DAYS_PER_YEAR = 365.0


@dataclass(frozen=True)
class Quantity:
    """A yearly quantity in the canonical unit of its kind (`t`, `kWh`, `m3`, or the service's own unit)."""

    per_year: float
    unit: str
    by_density: bool = False


def periods_per_year(period: str, months: int) -> float:
    """How many `period`s a flow runs in a year, given its active months (12-bit mask)."""
    active = month_count(months)
    counts = {
        "year": 1.0,
        "month": float(active),
        "week": DAYS_PER_YEAR / 7 * active / 12,
        "day": DAYS_PER_YEAR * active / 12,
    }
    if period not in counts:
        raise InvalidQuantity("period-unknown", value=period)
    return counts[period]


def to_canonical(
    value: float, unit: str, kind: str, months: int, density_t_m3: float | None = None
) -> Quantity:
    """Convert `value` in `unit` (`kg/month`, `MWh/year`…) to the canonical yearly quantity of `kind`.

    Matter declared in m3 needs `density_t_m3` and says so (`by_density`). Raises InvalidQuantity when the value is
    not finite or negative, when the unit is unknown, or when it does not fit the kind: nothing is guessed.
    """
    if not math.isfinite(value) or value < 0:
        raise InvalidQuantity("quantity-not-finite-or-negative", value=value, unit=unit)
    base, _, period = unit.partition("/")
    yearly = value * periods_per_year(period or "year", months)
    if kind == "matter" and base in TONNES:
        return Quantity(yearly * TONNES[base], "t")
    if kind == "matter" and base in CUBIC_METRES:
        if density_t_m3 is None:
            raise InvalidQuantity("density-missing", value=value, unit=unit)
        return Quantity(yearly * CUBIC_METRES[base] * density_t_m3, "t", by_density=True)
    if kind == "energy" and base in KILOWATT_HOURS:
        return Quantity(yearly * KILOWATT_HOURS[base], "kWh")
    if kind == "water" and base in CUBIC_METRES:
        return Quantity(yearly * CUBIC_METRES[base], "m3")
    if kind == "service" and base in SERVICES:
        return Quantity(yearly * SERVICES[base], base)
    raise InvalidQuantity("unit-does-not-fit-kind", value=value, unit=unit)
