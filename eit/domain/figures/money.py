"""What an exchange saves in money: the same sum of terms as for gases, with prices for factors."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eit.domain.errors import InvalidQuantity, checked
from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.estimate_terms import Estimate, build_estimate
from eit.domain.figures.factors import Factor
from eit.domain.figures.impact import Number, break_even_distance_km, drawn_mass_and_refusal
from eit.domain.figures.ranges import Draws


@dataclass(frozen=True)
class Prices:
    """Prices of one exchange, all in one currency, per tonne or per tonne-kilometre.

    `gate_fee` is what elimination costs. Give `levy` only when the gate fee leaves it out (QC-GATE-REC and
    FR-GATE-DIB include it: adding it again would count it twice). `virgin` is the price of the input
    replaced, with `replaced_t_per_t` (s) beside it. The price that the partners pay each other cancels out:
    there is no place for it.
    """

    gate_fee: Factor | None = None
    levy: Factor | None = None
    virgin: Factor | None = None
    replaced_t_per_t: float | None = None
    preparation: Factor | None = None
    truck: Factor | None = None

    def __post_init__(self) -> None:
        if self.replaced_t_per_t is not None:
            checked(self.replaced_t_per_t, "t/t")
        given = [f for f in (self.gate_fee, self.levy, self.virgin, self.preparation, self.truck) if f]
        currencies = {factor.unit.partition("/")[0] for factor in given if factor.unit}
        if len(currencies) > 1:
            raise InvalidQuantity("currencies-mixed", value=sorted(currencies))


def money_per_year(
    diverted_t: Number,
    virgin_avoided_t: Number,
    gate_fee_and_levy_per_t: Number,
    virgin_price_per_t: Number,
    preparation_cost: Number,
    transport_change_cost: Number,
) -> Number:
    """M = T·(gate fee + levy) + V·virgin price - preparation - transport change, in the prices' currency."""
    saved = diverted_t * gate_fee_and_levy_per_t + virgin_avoided_t * virgin_price_per_t
    return saved - preparation_cost - transport_change_cost


def estimate_money(case: ExchangeCase, prices: Prices, draws: Draws | None = None) -> Estimate:
    """M of one exchange of matter, signed, in the currency of the prices.

    Needs the gate fee when something is diverted and the truck price when the trip changes: without them
    there is no figure. A missing virgin price or s only leaves a gain out (`virgin-price-not-counted`, M is
    then a lower bound); a missing preparation cost leaves a cost out (`preparation-not-counted`): the figure
    is then provisional.
    """
    factors: dict[str, tuple[Factor | None, ...]] = {
        "gate-fee": (prices.gate_fee,),
        "levy": (prices.levy,),
        "virgin-price": (prices.virgin,),
        "preparation": (prices.preparation,),
        "transport": (case.circuity, prices.truck),
    }
    loads = _loads(case, prices, case.mass_t_per_year, case.share_refused)
    built = build_estimate(case.case_id, factors, loads)
    if case.new_distance_km is None and case.mass_t_per_year:
        built = replace(built, central=None, missing=(*built.missing, "distance"))
    central = built.central
    if draws and central is not None and (case.mass_range or case.refused_range):
        built = build_estimate(
            case.case_id, factors, _loads(case, prices, *drawn_mass_and_refusal(case, draws))
        )
    terms = built.terms
    if prices.preparation is None:
        terms = tuple(replace(term, assumed=True) for term in terms)
    return replace(
        built, central=central, terms=terms, assumptions=_assumptions(prices), weight=case.attribution_share
    )


def money_break_even_distance_km(case: ExchangeCase, prices: Prices) -> float | None:
    """The distance where M becomes zero (0 never, inf always positive); None when M cannot be estimated."""
    old_km = case.old_distance_km or 0.0
    at_old_distance = estimate_money(replace(case, new_distance_km=old_km), prices).central
    if at_old_distance is None or prices.truck is None or case.circuity is None:
        return None
    per_t_km = case.circuity.value.central * prices.truck.value.central
    return break_even_distance_km(at_old_distance, per_t_km * case.mass_t_per_year, old_km)


def _loads(case: ExchangeCase, prices: Prices, mass: Number, refused: Number) -> dict[str, Number]:
    kept = mass * (1 - refused)
    eliminated = sum(case.former_destination.get(name, 0.0) for name in ("landfill", "incineration"))
    trip_km = (case.new_distance_km or 0.0) - (case.old_distance_km or 0.0)
    counted_virgin = prices.virgin is not None and prices.replaced_t_per_t is not None
    return {
        "gate-fee": kept * eliminated,
        "levy": kept * eliminated if prices.levy else 0.0,
        "virgin-price": kept * (prices.replaced_t_per_t or 0.0) if counted_virgin else 0.0,
        "preparation": -kept if prices.preparation else 0.0,
        "transport": -mass * trip_km,
    }


def _assumptions(prices: Prices) -> tuple[str, ...]:
    without_virgin = prices.virgin is None or prices.replaced_t_per_t is None
    return ("virgin-price-not-counted",) * without_virgin + ("preparation-not-counted",) * (
        prices.preparation is None
    )
