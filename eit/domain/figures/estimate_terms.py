"""A figure as a sum of terms, each a load times factors: added, drawn, called provisional or missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import mul

import numpy as np
from numpy.typing import NDArray

from eit.domain.figures.factors import Factor
from eit.domain.figures.ranges import Draws, Range, summarise

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
    needed = {name: load for name, load in loads.items() if _counts(load)}
    missing = tuple(name for name in needed if any(factor is None for factor in factors[name]))
    if missing:
        return Estimate(case_id, None, missing=missing)
    terms = tuple(Term(tuple(f for f in factors[name] if f), load) for name, load in needed.items())
    return Estimate(case_id, sum((term.central for term in terms), 0.0), terms)


def _counts(load: float | NDArray) -> bool:
    """Whether a load is not zero, in one draw at least."""
    return bool(load.any()) if isinstance(load, np.ndarray) else load != 0


def provisional_share(contributions: Iterable[tuple[float, bool]]) -> float | None:
    """Share [0..1] of a figure that rests on provisional factors, from (contribution, is provisional) pairs.

    Contributions count by their size whatever their sign, so that a loss does not hide a gain. None: nothing
    to share.
    """
    pairs = [(abs(value), provisional) for value, provisional in contributions]
    whole = sum(value for value, _ in pairs)
    return sum(value for value, provisional in pairs if provisional) / whole if whole else None


class Adder:
    """A sum under way. It is linear in its loads, so loads are added per factor first: the cost is one vector per
    factor used, not per case. Each factor is drawn once per run and shared by all the cases that use it.
    """

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._loads: dict[tuple[Factor, ...], float | NDArray] = {}
        self._contributions: list[tuple[float, bool]] = []
        self._centrals: list[float] = []
        self._estimated = 0
        self._missing: list[str] = []

    def add(self, item: Estimate, weight: float = 1.0) -> None:
        """One case, counted `weight` times; one that could not be estimated is counted as such."""
        if item.central is None:
            self._missing.append(item.case_id)
            return
        for term in item.terms:
            self.add_term(term.factors, weight * term.load, abs(weight * term.central), term.provisional)
        self.add_cases(1, item.central * weight)

    def add_term(
        self, factors: tuple[Factor, ...], load: float | NDArray, size: float, provisional: bool
    ) -> None:
        """A load of these factors; `size` is Σ |contribution| of the cases that it comes from."""
        self._loads[factors] = self._loads.get(factors, 0.0) + load
        self._contributions.append((size, provisional))

    def add_cases(self, estimated: int, central: float, missing: Iterable[str] = ()) -> None:
        """Cases whose terms were added: how many, their sum, and the ids of those that could not be estimated."""
        self._estimated += estimated
        self._centrals.append(central)
        self._missing += missing

    def total(self) -> Total:
        """The sum so far."""
        drawn = np.zeros(self._draws.n)
        for factors, load in self._loads.items():
            drawn += reduce(mul, (factor.drawn(self._draws) for factor in factors), load)
        nothing = not self._estimated and bool(self._missing)
        return Total(
            range=None if nothing else summarise(drawn, sum(self._centrals)),
            median=None if nothing else float(np.median(drawn)),
            estimated=self._estimated,
            not_estimated=tuple(self._missing),
            provisional_share=provisional_share(self._contributions),
            factor_ids=tuple(sorted({factor.factor_id for factors in self._loads for factor in factors})),
        )


def total(estimates: Iterable[Estimate], draws: Draws, attributed: bool = False) -> Total:
    """Sum of the estimates (see Adder); with `attributed`, each case counts for its share α."""
    adder = Adder(draws)
    for item in estimates:
        adder.add(item, item.weight if attributed else 1.0)
    return adder.total()
