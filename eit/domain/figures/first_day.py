"""The portrait of the first day: what businesses that nobody met may offer and need, from their sector and size alone.

Each intensity is drawn once for all the businesses of its sectors, and the employees of each class once for all: a
log-normal whose 5th and 95th percentiles are the low and high of the table. Never a fact of a firm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    """One intensity per side and material for a sector: the most precise that holds it, else one of its parts."""
    digits = "".join(sign for sign in sector_code.partition("-")[0] if sign.isdigit())
    best: dict[tuple[str, str], tuple[tuple[int, int], MaterialIntensity]] = {}
    for one in known:
        for code in one.codes.get(scheme, ()):
            if not digits or not (digits.startswith(code) or code.startswith(digits)):
                continue
            rank = (int(digits.startswith(code)), len(code))
            key = (one.side, one.material_id)
            if key not in best or rank > best[key][0]:
                best[key] = (rank, one)
    return [one for _, one in best.values()]


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


def expected_share(realised: int, decided: int, usual: float = 0.1, weight: float = 10.0) -> float:
    """Share of leads that are made: one in ten usually (DOMAIN: published programmes), moved by the programme's own.

    `decided`: synergies that were realised or set aside. `weight`: how many decisions the usual rate counts for.
    """
    return (realised + usual * weight) / (decided + weight)
