"""What is known of one exchange before anything is computed, checked once so that no formula doubts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from eit.domain.errors import InvalidQuantity, checked
from eit.domain.figures.factors import Factor, Route, check_unit
from eit.domain.figures.ranges import Range

DESTINATIONS = (
    "landfill",
    "incineration",
    "incineration-recovery",
    "composting",
    "digestion",
    "recycling",
    "storage",
    "none",
)
TREATED = ("incineration", "incineration-recovery", "composting", "digestion")
"""Destinations whose emission must be known: without a factor there is no figure."""
UNKNOWN = "unknown"
SHARES_TOLERANCE = 1e-9
FUEL_ASSUMED, WATER_ASSUMED = "gas-boiler-assumed", "mains-water-assumed"
DISPLACED, FUEL = "displaced", "fuel"
"""What a utility stands for, in general or by a fuel that the taker names: the name of what is missing without it."""
ASSUMED = (FUEL_ASSUMED, WATER_ASSUMED)
"""What stands for a fuel or a water that the taker did not name."""


def parse_destination(text: str | None) -> dict[str, float]:
    """`landfill`, or shares `landfill:0.7;recycling:0.3`; empty is `unknown`. ExchangeCase checks the sum."""
    shares: dict[str, float] = {}
    for part in (text or UNKNOWN).split(";"):
        name, _, share = part.strip().partition(":")
        shares[name] = shares.get(name, 0.0) + checked(share or 1.0, "share", high=1.0)
    return shares


@dataclass(frozen=True)
class ExchangeCase:
    """One exchange of matter in one year: what moves, from where to where, and the factors that apply.

    former_destination: shares b_k over DESTINATIONS or `unknown`, required, Σ = 1 within 1e-9.
      landfill      e = row -bas (with the credit: row -net).
      incineration, incineration-recovery, composting, digestion  e = the row of the route (-inc, -rec, -com, -dig) or
                    what `destination_factors` brings; without one: not estimated.
      recycling     e = -(credit of this route): what was already recycled earns nothing new (the tables say
                    "avoided = 0" of R-STE, R-FWF), unless `destination_factors` brings another emission.
      storage, none e = 0: nothing is credited for leaving a pile, whose emissions the tables do not hold.
      unknown       counted as `unknown_as` (default none: landfill is not credited), named and provisional.
    Distances are geodesic [km]; `old_distance_km` is Σ b_k·d_k; None is unknown: the trip saved is then not
    counted. `new_distance_km` None: not estimated. mass_range and refused_range, if given, are drawn for this
    case alone. pooled: a collective collection, whose trip stays as it was when nobody says where it goes.
    """

    case_id: str
    mass_t_per_year: float
    former_destination: Mapping[str, float]
    share_refused: float = 0.0
    new_distance_km: float | None = None
    old_distance_km: float | None = None
    route: Route = field(default_factory=Route)
    truck: Factor | None = None
    circuity: Factor | None = None
    destination_factors: Mapping[str, Factor] = field(default_factory=dict)
    attribution_share: float = 1.0
    unknown_as: str = "none"
    pooled: bool = False
    mass_range: Range | None = None
    refused_range: Range | None = None

    def __post_init__(self) -> None:
        checked(self.mass_t_per_year, "t/yr", self.case_id)
        checked(self.share_refused, "share", self.case_id, high=1.0)
        checked(self.attribution_share, "share", self.case_id, high=1.0)
        for distance in (self.new_distance_km, self.old_distance_km):
            if distance is not None:
                checked(distance, "km", self.case_id)
        _check_destinations(self)
        _check_units(self)
        object.__setattr__(self, "former_destination", MappingProxyType(dict(self.former_destination)))
        object.__setattr__(self, "destination_factors", MappingProxyType(dict(self.destination_factors)))

    def share(self, destination: str) -> float:
        """b_k, with the unknown part counted as `unknown_as`."""
        unknown = self.former_destination.get(UNKNOWN, 0.0) if destination == self.unknown_as else 0.0
        return self.former_destination.get(destination, 0.0) + unknown

    @property
    def diverted_t_per_year(self) -> float:
        """T [t/yr]; what came from an unknown destination is not claimed as diverted."""
        known = sum(self.former_destination.get(name, 0.0) for name in ("landfill", "incineration"))
        return self.mass_t_per_year * (1 - self.share_refused) * known


@dataclass(frozen=True)
class Pipe:
    """What carries heat or water from one site to another: its length is `distance_km` by the roads (`circuity`).

    loss: share lost per km [1/km]; pumping: power per unit and km [kWh/kWh-km, kWh/m3-km], `power`: its factor.
    What is None is not counted: the case says so among its assumptions.
    """

    distance_km: float
    circuity: Factor
    loss: Factor | None = None
    pumping: Factor | None = None
    power: Factor | None = None

    @property
    def lossy_km(self) -> float:
        """The distance over which heat is lost: never more than all of it, at the central values."""
        if self.loss is None:
            return 0.0
        return min(self.distance_km, 1 / (self.loss.value.central * self.circuity.value.central))


@dataclass(frozen=True)
class UtilityCase:
    """Energy [kWh/yr] or water [m3/yr] in place of a supply whose factor is per that unit; it has no mass.

    boiler: efficiency of what makes the heat that is replaced [kWh heat/kWh fuel], where `displaced` is per kWh of
    fuel; `through_boiler` without it: not estimated. assumptions: keys of sentences; with one in ASSUMED the figure
    rests on an assumption about what is replaced.
    """

    case_id: str
    quantity_per_year: float
    unit: str
    displaced: Factor | None = None
    attribution_share: float = 1.0
    boiler: Factor | None = None
    through_boiler: bool = False
    term: str = DISPLACED
    assumptions: tuple[str, ...] = ()
    pipe: Pipe | None = None

    @property
    def factors(self) -> tuple[Factor | None, ...]:
        """f, and 1/η where the heat came from a boiler."""
        if not self.through_boiler:
            return (self.displaced,)
        return self.displaced, None if self.boiler is None else self.boiler.inverse()

    @property
    def assumed(self) -> bool:
        """True when nobody declared what is replaced."""
        return bool(set(self.assumptions) & set(ASSUMED))

    def __post_init__(self) -> None:
        checked(self.quantity_per_year, f"{self.unit}/yr", self.case_id)
        checked(self.attribution_share, "share", self.case_id, high=1.0)
        if self.unit not in ("kWh", "m3"):
            raise InvalidQuantity("unit-does-not-fit-kind", value=self.unit, row_id=self.case_id)
        check_unit(self.displaced, f"kg CO2e/{self.unit}", self.case_id)
        check_unit(self.boiler, "kWh heat/kWh fuel", self.case_id)


Case = ExchangeCase | UtilityCase


def _check_destinations(case: ExchangeCase) -> None:
    unknown_names = set(case.former_destination) - {*DESTINATIONS, UNKNOWN}
    unknown_names |= set(case.destination_factors) - set(DESTINATIONS[1:])
    unknown_names |= {case.unknown_as} - set(DESTINATIONS)
    if unknown_names:
        raise InvalidQuantity("destination-unknown", value=sorted(unknown_names)[0], row_id=case.case_id)
    shares = [checked(share, "share", case.case_id, high=1.0) for share in case.former_destination.values()]
    if abs(sum(shares) - 1) > SHARES_TOLERANCE:
        raise InvalidQuantity("destination-shares-not-one", value=sum(shares), row_id=case.case_id)


def _check_units(case: ExchangeCase) -> None:
    per_tonne = (case.route.landfill, case.route.credit, case.route.net, *case.destination_factors.values())
    for factor in per_tonne:
        check_unit(factor, "kg CO2e/t", case.case_id)
    check_unit(case.truck, "kg CO2e/t-km", case.case_id)
    for centre, spread in (
        (case.mass_t_per_year, case.mass_range),
        (case.share_refused, case.refused_range),
    ):
        if spread and spread.central != centre:
            raise InvalidQuantity("range-not-around-its-value", value=centre, row_id=case.case_id)
