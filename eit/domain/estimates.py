"""A figure as a sum of terms, each a load times factors: added, drawn, called provisional or missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import mul

import numpy as np
from numpy.typing import NDArray

from eit.domain.factors import Factor
from eit.domain.ranges import Draws, Range, summarise

PROVISIONAL_ABOVE = 0.10
"""A figure says so when more than a tenth of it rests on provisional factors."""


@dataclass(frozen=True)
class Term:
    """`load` × the product of `factors`; `load` is an array [n] when the quantity itself is drawn."""

    factors: tuple[Factor, ...]
    load: float | NDArray
    assumed: bool = False

    @property
    def central(self) -> float:
        """The term with everything at its central value."""
        load = self.load if isinstance(self.load, float | int) else np.median(self.load)
        return reduce(mul, (factor.value.central for factor in self.factors), float(load))

    @property
    def provisional(self) -> bool:
        """True when a factor is provisional, or when the load rests on an assumption about the case."""
        return self.assumed or any(factor.provisional for factor in self.factors)


@dataclass(frozen=True)
class Estimate:
    """The figure of one case, or what is missing to have one.

    `central` is None ("non estimé") exactly when `missing` names something. `weight` is the share α
    attributed to the programme. `assumptions` are keys of sentences: what was taken for granted.
    """

    case_id: str
    central: float | None
    terms: tuple[Term, ...] = ()
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def factor_ids(self) -> tuple[str, ...]:
        """The factors that the figure rests on, sorted."""
        return tuple(sorted({factor.factor_id for term in self.terms for factor in term.factors}))

    @property
    def provisional(self) -> bool:
        """True when more than a tenth of the figure rests on provisional factors."""
        return (provisional_share((t.central, t.provisional) for t in self.terms) or 0.0) > PROVISIONAL_ABOVE


@dataclass(frozen=True)
class Total:
    """A sum of estimates: `range` around the deterministic centre, `median` of the draws, what it rests on.

    `range` is None when there are cases and none could be estimated; without any case it is zero.
    """

    range: Range | None
    median: float | None
    estimated: int
    not_estimated: tuple[str, ...]
    provisional_share: float | None
    factor_ids: tuple[str, ...]

    @property
    def provisional(self) -> bool:
        """True when the screens must say so."""
        return (self.provisional_share or 0.0) > PROVISIONAL_ABOVE


def build_estimate(
    case_id: str, factors: Mapping[str, tuple[Factor | None, ...]], loads: Mapping[str, float | NDArray]
) -> Estimate:
    """Σ load × factors over the loads that are not zero; a factor needed and absent makes it missing."""
    needed = {name: load for name, load in loads.items() if np.any(load)}
    missing = tuple(name for name in needed if any(factor is None for factor in factors[name]))
    if missing:
        return Estimate(case_id, None, missing=missing)
    terms = tuple(Term(tuple(f for f in factors[name] if f), load) for name, load in needed.items())
    return Estimate(case_id, sum((term.central for term in terms), 0.0), terms)


def provisional_share(contributions: Iterable[tuple[float, bool]]) -> float | None:
    """Share [0..1] of a figure that rests on provisional factors, from (contribution, is provisional) pairs.

    Contributions count by their size whatever their sign, so that a loss does not hide a gain. None: nothing
    to share.
    """
    pairs = [(abs(value), provisional) for value, provisional in contributions]
    whole = sum(value for value, _ in pairs)
    return sum(value for value, provisional in pairs if provisional) / whole if whole else None


def total(estimates: Iterable[Estimate], draws: Draws, attributed: bool = False) -> Total:
    """Sum of the estimates, each factor drawn once per run and shared by all the cases that use it.

    The figure is linear in its loads, so loads are added per factor first: the cost is one vector per factor
    used, not per case. With `attributed`, each case counts for its share α.
    """
    estimates = list(estimates)
    known = [item for item in estimates if item.central is not None]
    loads: dict[tuple[Factor, ...], float | NDArray] = {}
    contributions = []
    for item in known:
        weight = item.weight if attributed else 1.0
        for term in item.terms:
            loads[term.factors] = loads.get(term.factors, 0.0) + weight * term.load
            contributions.append((weight * term.central, term.provisional))
    drawn = np.zeros(draws.n)
    for factors, load in loads.items():
        drawn += reduce(mul, (factor.drawn(draws) for factor in factors), load)
    central = sum(
        item.central * (item.weight if attributed else 1.0) for item in known if item.central is not None
    )
    nothing = bool(estimates) and not known
    return Total(
        range=None if nothing else summarise(drawn, central),
        median=None if nothing else float(np.median(drawn)),
        estimated=len(known),
        not_estimated=tuple(item.case_id for item in estimates if item.central is None),
        provisional_share=provisional_share(contributions),
        factor_ids=tuple(sorted({factor.factor_id for factors in loads for factor in factors})),
    )
