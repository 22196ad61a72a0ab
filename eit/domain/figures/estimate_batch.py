"""Many cases that share their factors and former destination, added as arrays: `estimate` of each, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import mul

import numpy as np
from numpy.typing import NDArray

from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.estimate_terms import Adder
from eit.domain.figures.factors import Factor
from eit.domain.figures.impact import factors_of, is_assumed, loads_of, mass_stream
from eit.domain.figures.quality import quantity_range
from eit.domain.figures.ranges import LONE, Draws


@dataclass(frozen=True)
class Alike:
    """n exchanges of matter like `like`, of which only factors and former destination are read.

    Arrays [n]: mass_t_per_year, share_refused, distances [km] (NaN: unknown) and weight, how often each counts.
    `quality` of the mass, when known, gives its band. Raises InvalidQuantity, naming the row, as a case would.
    """

    like: ExchangeCase
    case_ids: Sequence[str]
    mass_t_per_year: NDArray
    share_refused: NDArray
    new_distance_km: NDArray
    old_distance_km: NDArray
    weight: NDArray
    quality: str | None = None

    def __post_init__(self) -> None:
        sound = np.isfinite(self.mass_t_per_year) & (self.mass_t_per_year >= 0)
        sound &= (self.share_refused >= 0) & (self.share_refused <= 1)
        for distance in (self.new_distance_km, self.old_distance_km):
            sound &= np.isnan(distance) | (np.isfinite(distance) & (distance >= 0))
        for at in np.flatnonzero(~sound)[:1]:
            self.case(int(at))

    def case(self, at: int) -> ExchangeCase:
        """One of them on its own."""
        new_km, old_km = (
            None if np.isnan(distance[at]) else float(distance[at])
            for distance in (self.new_distance_km, self.old_distance_km)
        )
        mass = float(self.mass_t_per_year[at])
        return replace(
            self.like,
            case_id=self.case_ids[at],
            mass_t_per_year=mass,
            share_refused=float(self.share_refused[at]),
            new_distance_km=new_km,
            old_distance_km=old_km,
            mass_range=quantity_range([(mass, self.quality)]) if self.quality else None,
        )


def add_alike(adder: Adder, cases: Alike, draws: Draws) -> None:
    """Add what the cases avoid [t CO2e/yr]; each mass of a known quality is drawn, for its case alone."""
    cases = replace(cases, case_ids=list(cases.case_ids))  # a column of a table reads one at a time slowly
    factors, per_tonne, unknown = _of_one_tonne(cases)
    lacking = (cases.mass_t_per_year != 0) & unknown
    known = np.flatnonzero(~lacking)
    central, drawn = 0.0, _drawn_loads(cases, per_tonne, known, draws)
    for name, load in per_tonne.items():
        loads = (cases.weight * cases.mass_t_per_year * load)[known]
        if not np.any(loads):
            continue
        centre = reduce(mul, (factor.value.central for factor in factors[name]), 1.0)
        provisional = is_assumed(cases.like, factors[name])
        provisional |= any(factor.provisional for factor in factors[name])
        adder.add_term(factors[name], drawn[name], float(np.abs(loads).sum()) * abs(centre), provisional)
        central += float(loads.sum()) * centre
    adder.add_cases(len(known), central, [cases.case_ids[int(at)] for at in np.flatnonzero(lacking)])


def gains_per_tonne(cases: Alike) -> NDArray:
    """What one tonne of each case avoids [t CO2e/t], by central values; NaN where a factor or the distance lacks."""
    factors, per_tonne, unknown = _of_one_tonne(cases)
    gains = np.zeros(len(unknown))
    for name, load in per_tonne.items():
        if name in factors:
            gains += load * reduce(mul, (factor.value.central for factor in factors[name]), 1.0)
    return np.where(unknown, np.nan, gains)


def _of_one_tonne(cases: Alike) -> tuple[dict[str, tuple[Factor, ...]], dict[str, NDArray], NDArray]:
    """Factors and loads of each term for one tonne of each case, and which cases lack something that they need."""
    factors = {name: whole for name, found in factors_of(cases.like).items() if (whole := _complete(found))}
    further_km = np.nan_to_num(cases.new_distance_km) - np.nan_to_num(cases.old_distance_km)
    found = loads_of(cases.like, np.ones(len(further_km)), cases.share_refused, further_km)
    per_tonne = {name: np.asarray(load) for name, load in found.items()}
    unknown = np.isnan(cases.new_distance_km)
    for name, load in per_tonne.items():
        unknown |= (load != 0) & (name not in factors)
    return factors, per_tonne, unknown


def _complete(factors: tuple[Factor | None, ...]) -> tuple[Factor, ...]:
    """The factors of a term; nothing when one is missing."""
    found = tuple(factor for factor in factors if factor is not None)
    return found if len(found) == len(factors) else ()


def _drawn_loads(
    cases: Alike, per_tonne: dict[str, NDArray], known: NDArray, draws: Draws
) -> dict[str, float | NDArray]:
    """Per term, Σ weight · mass · load per tonne of the known cases, in each draw [n] when the mass has a band.

    A band is a share of its mass: the draws of one tonne serve all, each case turned round by its own stream.
    """
    weighted = {
        name: (cases.weight * cases.mass_t_per_year * load)[known] for name, load in per_tonne.items()
    }
    if cases.quality is None:
        return {name: float(loads.sum()) for name, loads in weighted.items()}
    one_tonne = np.clip(draws.of(LONE, quantity_range([(1.0, cases.quality)])), 0, None)
    streams = [mass_stream(cases.case_ids[int(at)]) for at in known]
    sums = draws.sum_alone(streams, np.array(list(weighted.values())), one_tonne)
    return dict(zip(weighted, sums, strict=True))
