"""What exchanges save in money: rows and prices of the programme's place together, and what is missing by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from eit.analysis.impact.avoided import case_of
from eit.analysis.impact.factor_book import FactorBook, factor_book
from eit.analysis.impact.utilities import GAS, HEAT, WATER, pipe_kind, pipe_of
from eit.domain.errors import checked
from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.estimate_terms import Estimate, build_estimate
from eit.domain.figures.factors import Factor, FactorSet
from eit.domain.figures.fuels import NATURAL_GAS_HEAT
from eit.domain.figures.impact import drawn_mass_and_refusal
from eit.domain.figures.money import Prices, estimate_money, money_break_even_distance_km
from eit.domain.figures.ranges import Draws, Range
from eit.domain.figures.returns import PIPE_YEARS, annuity
from eit.store.database import Database
from eit.store.jurisdictions import jurisdiction

GJ_PER_KWH = 0.0036
FIRST_LEVY = 2006
"""The oldest levy in the table of costs."""
TABLES = ("transport", "cost")


@dataclass(frozen=True)
class PriceBook:
    """Every price that an estimate of one programme may use, in one currency."""

    book: FactorBook
    efficiency: Factor | None = None
    """Of the gas boiler that heat replaces."""

    @property
    def currency(self) -> str:
        """ISO 4217 code of the currency of the place."""
        return self.book.jurisdiction.currency

    @property
    def gate_fee(self) -> Factor | None:
        """What elimination costs where nobody declared it, levy included: the levy is shown beside, never added."""
        return self.book.of_place("gate_fee_factor")

    @property
    def truck(self) -> Factor | None:
        """Price of haulage per tonne-kilometre."""
        return self.book.of_place("truck_price_factor")

    def levy(self, as_of: date) -> Factor | None:
        """The levy of the last year on record that is not after `as_of`; it is part of the gate fee."""
        prefix = self.book.jurisdiction.levy_prefix
        years = range(as_of.year, FIRST_LEVY - 1, -1) if prefix else ()
        found = (self.book.factors.get(f"{prefix}-{year}") for year in years)
        return next((factor for factor in found if factor), None)


def price_book(database: Database, jurisdiction_id: str) -> PriceBook:
    """The prices for a programme of a jurisdiction. Raises InvalidSelection("jurisdiction-unknown")."""
    rows = [
        row
        for table in TABLES
        for row in database.query("factors", {"factor_table": table}).to_dict("records")
    ]
    place = jurisdiction(database, jurisdiction_id)
    boiler = factor_book(database, jurisdiction_id).of_place("boiler_efficiency_factor")
    return PriceBook(FactorBook(FactorSet.from_rows(rows), place), boiler)


def money_estimate(row: dict, quantity: float, prices: PriceBook) -> Estimate:
    """M of one exchange moving `quantity` per year in the row's unit [currency/yr], or what is missing to have it.

    `row` has the columns of `impact.case_of`, `offer_id`, `disposal_cost_per_t` and `demand_material_id`. The cost of
    elimination that the company declared is used before the table's. Pipes, pumps and preparation are not counted.
    """
    case = case_of(row, quantity, prices.book)
    if isinstance(case, ExchangeCase):
        return estimate_money(case, _bill(row, prices))
    return _utility(row, quantity, prices)


def avoided_disposal(row: dict, prices: PriceBook, draws: Draws) -> Estimate:
    """T · gate fee of one synergy of matter [currency/yr]: what nobody pays for elimination any more."""
    case = case_of(row, float(row["quantity_per_year"]), prices.book)
    if not isinstance(case, ExchangeCase):
        return Estimate(str(row["case_id"]), None, missing=("service",))
    fees = {"gate-fee": (_gate_fee({**row, "offer_id": row["offer_flow_id"]}, prices),)}
    central = build_estimate(case.case_id, fees, {"gate-fee": case.diverted_t_per_year})
    if central.central is None or not case.mass_range or not case.mass_t_per_year:
        return central
    mass, refused = drawn_mass_and_refusal(case, draws)
    eliminated = case.diverted_t_per_year / case.mass_t_per_year / max(1 - case.share_refused, 1e-12)
    drawn = build_estimate(case.case_id, fees, {"gate-fee": mass * (1 - refused) * eliminated})
    return replace(drawn, central=central.central)


def money_break_even_km(row: dict, quantity: float, prices: PriceBook) -> float | None:
    """The distance beyond which one exchange of matter costs more than it saves; None when that is not known."""
    case = case_of(row, quantity, prices.book)
    return money_break_even_distance_km(case, _bill(row, prices)) if isinstance(case, ExchangeCase) else None


def _bill(row: dict, prices: PriceBook) -> Prices:
    return Prices(gate_fee=_gate_fee(row, prices), truck=prices.truck)


def _gate_fee(row: dict, prices: PriceBook) -> Factor | None:
    declared = row.get("disposal_cost_per_t")
    if declared is None or pd.isna(declared):
        return prices.gate_fee
    cost = checked(declared, f"{prices.currency}/t", str(row["offer_id"]))
    return Factor(f"{row['offer_id']}:disposal-cost", Range.point(cost), f"{prices.currency}/t")


def _utility(row: dict, quantity: float, prices: PriceBook) -> Estimate:
    """Water, and heat that replaces natural gas (the gas that the boiler burned for it); the rest has no price.

    Less what the pipe loses, and the pipe itself, written off over its years and kept up. Pumps are not counted. A gas
    is burned as natural gas is, kWh for kWh, and its pipe is none of those that the tables tell.
    """
    route = row.get("ghg_route")
    price: tuple[Factor | None, ...] = (None,)
    load = quantity
    if row["unit"] == "m3":
        price = (prices.book.of_place("water_price_factor"),)
    elif row["unit"] == "kWh" and row.get("demand_material_id") == NATURAL_GAS_HEAT:
        boiler, gas = prices.efficiency, prices.book.of_place("natural_gas_price_factor")
        price = (gas,) if route == GAS else (gas, boiler.inverse() if boiler else None)
        load = quantity * GJ_PER_KWH
    factors: dict[str, tuple[Factor | None, ...]] = {"price": price}
    loads = {"price": load}
    pipe = pipe_of(row, prices.book) if route in (HEAT, WATER) else None
    laid = prices.book.factors.get(f"PIPE-{pipe_kind(row)}-{prices.currency}")
    if pipe is None or laid is None or None in price:
        found = build_estimate(str(row["case_id"]), factors, loads)
        return replace(found, assumptions=("network-cost-not-counted",))
    upkeep = prices.book.factors.get("PIPE-UPKEEP")
    factors |= {"pipe-loss": (*price, pipe.loss, pipe.circuity), "pipe": (laid, pipe.circuity)}
    factors |= {"pipe-upkeep": (laid, upkeep, pipe.circuity)}
    loads |= {"pipe-loss": -load * pipe.lossy_km, "pipe": -pipe.distance_km / annuity(years=PIPE_YEARS)}
    loads |= {"pipe-upkeep": -pipe.distance_km if upkeep else 0.0}
    found = build_estimate(str(row["case_id"]), factors, loads)
    return replace(found, assumptions=("pumps-cost-not-counted",))
