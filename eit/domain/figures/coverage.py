"""Coverage: which share of the tonnes, kilowatt-hours or cubic metres behind a total could be estimated.

A sum over a part of what is there is no figure of the whole: under `ENOUGH` of a unit, that unit leaves the total, and
a total of nothing else is not estimated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

ENOUGH = 0.6
"""Share [0..1] of the quantity of a unit from which its sum stands for it: a decision of this project."""
MEASURED = ("t", "kWh", "m3")
"""Units that a figure of greenhouse gases is about; services have none."""


def coverage(moved: Iterable[tuple[str, float, bool]]) -> dict[str, float]:
    """Share [0..1] estimated of each unit that moves something, from (unit, quantity, could be estimated)."""
    whole: dict[str, float] = {}
    known: dict[str, float] = {}
    for unit, quantity, estimated in moved:
        if unit in MEASURED and quantity > 0:
            whole[unit] = whole.get(unit, 0.0) + quantity
            known[unit] = known.get(unit, 0.0) + quantity * estimated
    return {unit: known[unit] / whole[unit] for unit in MEASURED if unit in whole}


def well_covered(shares: Mapping[str, float]) -> Collection[str]:
    """The units whose sum stands for the whole."""
    return [unit for unit, share in shares.items() if share >= ENOUGH]
