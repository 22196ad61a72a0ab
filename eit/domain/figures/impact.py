"""What an exchange avoids: tonnes, greenhouse gases, and the distance beyond which it avoids nothing.

The formulas come twice. The plain functions take numbers or arrays (NaN in, NaN out) and serve tables of
potential exchanges; `estimate` builds the same sum term by term, knows its factors and what is missing, and
can be drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from eit.domain.figures.cases import DESTINATIONS, TREATED, UNKNOWN, Case, ExchangeCase, UtilityCase
from eit.domain.figures.estimate_terms import Estimate, build_estimate, total
from eit.domain.figures.factors import Factor
from eit.domain.figures.ranges import Draws, Range

Number = float | NDArray
KG_PER_T = 1000.0
PIPE_LOSS, PUMPING = "pipe-loss", "pumping"
PLAUSIBLE_T_CO2E_PER_T = 12.0
PLAUSIBLE_TIMES_SECTOR = 100.0
REUSE_ROUTES = ("R-TER",)
"""Reuse of textile avoids more than 12 t CO2e per tonne without being wrong."""


def _of_utility(
    case: UtilityCase,
) -> tuple[dict[str, tuple[Factor | None, ...]], dict[str, float]]:
    """E·(1 - λ·φ·D)·f/η - E·φ·D·p·f_power: what is replaced, what the pipe loses of it, what its pumps take."""
    factors: dict[str, tuple[Factor | None, ...]] = {case.term: case.factors}
    loads = {case.term: case.quantity_per_year / KG_PER_T}
    pipe = case.pipe
    if pipe is not None and None not in case.factors:
        factors |= {
            PIPE_LOSS: (*case.factors, pipe.loss, pipe.circuity),
            PUMPING: (pipe.pumping, pipe.power, pipe.circuity),
        }
        pumped = pipe.pumping is not None and pipe.power is not None
        loads |= {
            PIPE_LOSS: -loads[case.term] * pipe.lossy_km,
            PUMPING: -loads[case.term] * pipe.distance_km if pumped else 0.0,
        }
    return factors, loads


def diverted_t_per_year(mass_t: Number, share_refused: Number, share_eliminated: Number) -> Number:
    """T = q·(1-r)·(b_landfill + b_incineration) [t/yr]."""
    return mass_t * (1 - share_refused) * share_eliminated


def virgin_avoided_t_per_year(mass_t: Number, share_refused: Number, replaced_t_per_t: Number) -> Number:
    """V = q·(1-r)·s [t/yr], s the virgin tonnes replaced per usable tonne."""
    return mass_t * (1 - share_refused) * replaced_t_per_t


def baseline_kg_co2e_per_t(
    share_landfill: Number, share_recycling: Number, landfill_kg_per_t: Number, credit_kg_per_t: Number
) -> Number:
    """Σ b_k·e_k [kg CO2e/t] with what the tables hold: see ExchangeCase for the destinations."""
    return share_landfill * landfill_kg_per_t - share_recycling * credit_kg_per_t


def transport_change_t_co2e_per_year(
    mass_t: Number, new_km: Number, old_km: Number, circuity: Number, truck_kg_per_t_km: Number
) -> Number:
    """ΔTr = φ·τ·q·(D - Σ b_k·d_k)/1000 [t CO2e/yr], distances geodesic, `old_km` already weighted."""
    return circuity * truck_kg_per_t_km * mass_t * (new_km - old_km) / KG_PER_T


def avoided_ghg_t_co2e_per_year(
    mass_t: Number,
    share_refused: Number,
    baseline_kg_per_t: Number,
    landfill_kg_per_t: Number,
    credit_kg_per_t: Number,
    transport_change_t: Number,
) -> Number:
    """G = [q·Σ b_k·e_k - q·r·e_landfill + q·(1-r)·(s·v - p)]/1000 - ΔTr [t CO2e/yr]; a loss is negative."""
    saved_kg = baseline_kg_per_t - share_refused * landfill_kg_per_t + (1 - share_refused) * credit_kg_per_t
    return mass_t * saved_kg / KG_PER_T - transport_change_t


def estimate(case: Case, draws: Draws | None = None) -> Estimate:
    """Avoided GHG of one case [t CO2e/yr], signed; `central` None is "non estimé", and `missing` says why.

    With `draws`, the loads of a case that declares mass_range or refused_range are drawn too, for it alone.
    """
    if isinstance(case, UtilityCase):
        built = build_estimate(case.case_id, *_of_utility(case))
        terms = tuple(replace(term, assumed=case.assumed) for term in built.terms)
        return replace(built, terms=terms, assumptions=case.assumptions, weight=case.attribution_share)
    factors, further_km = factors_of(case), (case.new_distance_km or 0.0) - (case.old_distance_km or 0.0)
    loads = loads_of(case, case.mass_t_per_year, case.share_refused, further_km)
    built = build_estimate(case.case_id, factors, loads)
    if case.new_distance_km is None and case.mass_t_per_year:
        built = replace(built, central=None, missing=(*built.missing, "distance"))
    central = built.central
    if draws and central is not None and (case.mass_range or case.refused_range):
        drawn = loads_of(case, *drawn_mass_and_refusal(case, draws), further_km)
        built = build_estimate(case.case_id, factors, drawn)
    terms = tuple(replace(term, assumed=is_assumed(case, term.factors)) for term in built.terms)
    return replace(
        built, central=central, terms=terms, assumptions=_assumptions(case), weight=case.attribution_share
    )


def evaluate_draws(cases: Iterable[Case], draws: Draws, attributed: bool = False) -> Range | None:
    """Total avoided GHG [t CO2e/yr] of the cases that can be estimated; None when none can (see total)."""
    return total((estimate(case, draws) for case in cases), draws, attributed).range


def break_even_distance_km(gain_without_transport: float, loss_per_km: float, old_km: float = 0.0) -> float:
    """The geodesic distance [km] at which a gain that falls by `loss_per_km` becomes zero.

    `gain_without_transport` is the figure when the new trip equals the old one. Never positive, even next
    door: 0. Always positive, because distance costs nothing: inf.
    """
    if loss_per_km > 0:
        return max(0.0, old_km + gain_without_transport / loss_per_km)
    return math.inf if gain_without_transport > 0 else 0.0


def ghg_break_even_distance_km(case: ExchangeCase) -> float | None:
    """The distance where G becomes zero (0 never, inf always positive); None when G cannot be estimated."""
    old_km = case.old_distance_km or 0.0
    at_old_distance = estimate(replace(case, new_distance_km=old_km)).central
    if at_old_distance is None or case.truck is None or case.circuity is None:
        return None
    per_t_km = case.circuity.value.central * case.truck.value.central / KG_PER_T
    return break_even_distance_km(at_old_distance, per_t_km * case.mass_t_per_year, old_km)


def plausibility_flags(
    avoided_t_co2e: float | None,
    mass_t: float | None,
    usual_mass_t: float | None = None,
    textile_reuse: bool = False,
) -> tuple[str, ...]:
    """What looks like a slip: 200 t were once printed as 200 000 t.

    `ghg-per-tonne`: more than 12 t CO2e per tonne, gain or loss, except the reuse of textile.
    `quantity-vs-sector`: more than 100 times what the sector usually has.
    """
    flags = []
    if avoided_t_co2e is not None and mass_t and not textile_reuse:
        flags += ["ghg-per-tonne"] if abs(avoided_t_co2e) > PLAUSIBLE_T_CO2E_PER_T * mass_t else []
    if mass_t is not None and usual_mass_t and mass_t > PLAUSIBLE_TIMES_SECTOR * usual_mass_t:
        flags.append("quantity-vs-sector")
    return tuple(flags)


def drawn_mass_and_refusal(case: ExchangeCase, draws: Draws) -> tuple[Number, Number]:
    """q and r of one case in this run, cut to what is possible (mass >= 0, share within 0 and 1)."""
    mass: Number = case.mass_t_per_year
    refused: Number = case.share_refused
    if case.mass_range:
        mass = np.clip(draws.alone(mass_stream(case.case_id), case.mass_range), 0, None)
    if case.refused_range:
        refused = np.clip(draws.alone(f"{case.case_id}:refused", case.refused_range), 0, 1)
    return mass, refused


def mass_stream(case_id: str) -> str:
    """The name of the stream that the mass of a case is drawn from."""
    return f"{case_id}:mass"


def factors_of(case: ExchangeCase) -> dict[str, tuple[Factor | None, ...]]:
    """The factors of each term of G, by the name of the term; None where the tables hold nothing."""
    return {
        "net": (case.route.net,),
        "credit": (case.route.credit,),
        "landfill": (case.route.landfill,),
        "transport": (case.circuity, case.truck),
        **{name: (case.destination_factors.get(name),) for name in DESTINATIONS[1:]},
    }


def loads_of(case: ExchangeCase, mass: Number, refused: Number, further_km: Number) -> dict[str, Number]:
    """Loads of G per term [t, t-km], regrouped so that what was landfilled and is now used carries the row -net.

    Only factors and former destination are read of the case; the numbers may be arrays, of one case or of many.
    """
    landfilled, kept = case.share("landfill"), mass * (1 - refused)
    recycled = 0.0 if "recycling" in case.destination_factors else case.share("recycling")
    loads = {
        "net": kept * landfilled,
        "credit": kept * (1 - landfilled) - mass * recycled,
        "landfill": -mass * refused * (1 - landfilled),
    }
    if case.route.net is None:
        loads["landfill"], loads["credit"] = loads["landfill"] + loads["net"], loads["credit"] + loads["net"]
        loads["net"] = 0.0 * mass
    for name in DESTINATIONS[1:]:
        if name in TREATED or name in case.destination_factors:
            loads[name] = mass * case.share(name)
    loads["transport"] = -mass * further_km
    return {name: load / KG_PER_T for name, load in loads.items()}


def is_assumed(case: ExchangeCase, factors: tuple[Factor | None, ...]) -> bool:
    """True of a term that rests on what was assumed of an unknown destination; the trip does not."""
    return bool(case.former_destination.get(UNKNOWN)) and case.truck not in factors


def _assumptions(case: ExchangeCase) -> tuple[str, ...]:
    held = {
        f"unknown-destination-as-{case.unknown_as}": bool(case.former_destination.get(UNKNOWN)),
        "recycling-earned-the-same-credit": case.share("recycling") > 0
        and "recycling" not in case.destination_factors,
        "storage-emissions-not-counted": case.share("storage") > 0
        and "storage" not in case.destination_factors,
        "former-trip-not-counted": case.old_distance_km is None,
        "collection-trip-as-before": case.pooled and case.new_distance_km == case.old_distance_km,
    }
    return tuple(name for name, holds in held.items() if holds)
