"""Random programmes for the attack: who holds how much of which family where, and how that changes over the years."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from eit.domain.disclosure import FAMILIES

Quantities = dict[tuple[str, str, str], float]


def random_programme(seed: int, smallest: int = 20, largest: int = 300, territories: int = 5) -> Quantities:
    """(territory, family, group) → tonnes: 20 to 300 companies, some in one group, more or less unequal."""
    dice = np.random.default_rng(seed)
    companies = int(np.exp(dice.uniform(np.log(smallest), np.log(largest))))
    places, spread = int(dice.integers(2, territories + 1)), float(dice.choice([1.0, 1.5, 2.2]))
    groups: list[int] = []
    found: Quantities = {}
    for company in range(companies):
        groups.append(int(dice.choice(groups)) if groups and dice.random() < 0.08 else company)
        own = _flows(dice, f"t{dice.integers(places)}", f"g{groups[-1]:03d}", spread)
        for key, tonnes in own.items():
            found[key] = found.get(key, 0.0) + tonnes
    return found


def _flows(dice: np.random.Generator, territory: str, group: str, spread: float) -> Quantities:
    families = dice.choice(list(FAMILIES), size=int(dice.integers(1, 4)), replace=False)
    return {
        (territory, str(family), group): max(0.01, round(float(dice.lognormal(3.5, spread)), 2))
        for family in families
    }


def editions(seed: int, number: int = 5, **sizes: int) -> Iterator[Quantities]:
    """The same programme, year after year: newcomers, departures, moves, corrections, large and small changes."""
    dice = np.random.default_rng([seed, 5])
    now = random_programme(seed, **sizes)
    for year in range(number):
        yield dict(now)
        busy = float(dice.choice([0.01, 0.05, 0.15, 0.4]))
        for key in list(now):
            fate = dice.random()
            if fate < busy / 2:
                del now[key]
            elif fate < busy:
                now[key] = max(0.01, round(now[key] * float(dice.lognormal(0, 0.7)), 2))
            elif fate < 1.3 * busy:
                now[key] = max(0.01, round(now[key] * float(dice.uniform(0.97, 1.03)), 2))
        territories = sorted({key[0] for key in now})
        for newcomer in range(int(dice.poisson(1 + busy * 20))):
            now |= _flows(dice, str(dice.choice(territories)), f"n{year}-{newcomer:02d}", 1.5)
