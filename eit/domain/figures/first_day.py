"""The portrait of the first day: what businesses that nobody met may offer and need, from their sector and size alone.

Each intensity is drawn once for all the businesses of its sectors, and the employees of each class once for all: a
log-normal whose 5th and 95th percentiles are the low and high of the table. Never a fact of a firm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from eit.domain.figures.inferred_streams import NO_EMPLOYEE, employees_of
from eit.domain.figures.ranges import Range

DRAWS, SEED = 1_000, 20_260_101
Z_95 = 1.6449
"""Standard deviations of a normal from its median to its 95th percentile."""


@dataclass(frozen=True)
class MaterialIntensity:
    """What one employee of some sectors leaves (`offer`) or takes in (`demand`) of a material in a year."""

    intensity_id: str
    side: str
    material_id: str
    codes: Mapping[str, tuple[str, ...]]
    unit: str
    value: Range
    confidence: str
    source: str


def best_for(scheme: str, sector_code: str, known: Sequence[MaterialIntensity]) -> list[MaterialIntensity]:
    """One intensity per side and material for a sector: the most precise that holds it, else the span of its parts.

    A sector that was counted less finely than the table (31-33, all manufacturing) may be any of its parts: from the
    least to the greatest, around the middle one.
    """
    sectors = tuple(sector_digits(sector_code))
    holding: dict[tuple[str, str], tuple[int, MaterialIntensity]] = {}
    parts: dict[tuple[str, str], list[MaterialIntensity]] = {}
    for one in known:
        key, codes = (one.side, one.material_id), one.codes.get(scheme, ())
        if codes and len(sectors) == 1 and sectors[0].startswith(codes):
            held = max(len(code) for code in codes if sectors[0].startswith(code))
            if held > holding.get(key, (0, one))[0]:
                holding[key] = (held, one)
        elif any(code.startswith(sectors) for code in codes):
            parts.setdefault(key, []).append(one)
    found = [one for _, one in holding.values()]
    return [*found, *(_span(some) for key, some in parts.items() if key not in holding)]


def sector_digits(sector_code: str) -> list[str]:
    """The digits of a code; of a range of divisions (31-33), those of each."""
    first, _, last = (re.sub(r"[^0-9]", "", part) for part in sector_code.partition("-"))
    if last and len(first) == len(last) == 2 and first < last:
        return [f"{number:02d}" for number in range(int(first), int(last) + 1)]
    return [first] if first else []


def _span(parts: list[MaterialIntensity]) -> MaterialIntensity:
    """What a sector has of which only parts are known: all that these are, drawn as one."""
    if len(parts) == 1:
        return parts[0]
    value = Range(
        min(one.value.low for one in parts),
        median(one.value.central for one in parts),
        max(one.value.high for one in parts),
    )
    worst = "assumption" if any(one.confidence == "assumption" for one in parts) else parts[0].confidence
    sources = "; ".join(sorted({one.source for one in parts}))
    name = "+".join(sorted(one.intensity_id for one in parts))
    return replace(parts[0], intensity_id=name, value=value, confidence=worst, source=sources)


def drawn(value: Range, generator: np.random.Generator) -> NDArray:
    """Draws [DRAWS] of a positive value whose median is its central and whose 90 % lie between low and high."""
    spread = np.log(max(value.high, value.central) / max(value.low, value.central / 100)) / (2 * Z_95)
    return value.central * np.exp(generator.standard_normal(DRAWS) * spread)


class Drawing:
    """The draws of intensities and of the employees of each class, each made once."""

    def __init__(self) -> None:
        self.known: dict[str, NDArray] = {}

    def of(self, name: str, value: Range) -> NDArray:
        """The draws of a value, the same whatever was drawn before: seeded by its name."""
        if name not in self.known:
            seed = [SEED, *name.encode()]
            self.known[name] = drawn(value, np.random.default_rng(seed))
        return self.known[name]

    def of_class(self, size_class: str) -> NDArray:
        """Employees of one business of a class; none where the class has none."""
        if size_class == NO_EMPLOYEE:
            return np.zeros(DRAWS)
        return self.of(f"employees {size_class}", employees_of(size_class))


def band(draws: NDArray, central: float) -> Range:
    """Low and high at the 5th and 95th percentiles, around the central value."""
    low, high = np.percentile(draws, [5, 95])
    return Range(float(min(low, central)), float(central), float(max(high, central)))
