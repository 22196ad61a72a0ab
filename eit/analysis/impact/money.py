"""What exchanges save in money: rows and prices of the programme's country together, and what is missing by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from eit.analysis.impact.avoided import CIRCUITY, FactorBook, case_of
from eit.domain.errors import checked
from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.estimate_terms import Estimate, build_estimate
from eit.domain.figures.factors import Factor, FactorSet
from eit.domain.figures.money import Prices, estimate_money, money_break_even_distance_km
from eit.domain.figures.ranges import Range
from eit.store.database import Database

GATE_FEES = {"CA": "QC-GATE-REC", "FR": "FR-GATE-DIB"}
"""Both say that they include the levy (redevance, TGAP): it is shown beside them and never added."""
LEVIES = {"CA": "QC-RED", "FR": "FR-TGAP-L"}
TRUCK_PRICES = {"CA": "TC-QC", "FR": "TC-FR"}
CURRENCIES = {"CA": "CAD", "FR": "EUR"}
WATER_PRICES = {"CA": "WAT-QC"}
GAS_PRICES = {"CA": "NG-QC"}
NATURAL_GAS_HEAT = "natural-gas-heat"
GJ_PER_KWH = 0.0036
TABLES = ("transport", "cost")


@dataclass(frozen=True)
class PriceBook:
    """Every price that an estimate of one programme may use, in one currency."""

    book: FactorBook
    country: str
    currency: str

    @property
    def gate_fee(self) -> Factor | None:
        """What elimination costs where nobody declared it."""
        return self.book.factors.get(GATE_FEES[self.country])

    @property
    def truck(self) -> Factor | None:
        """Price of haulage per tonne-kilometre."""
        return self.book.factors.get(TRUCK_PRICES[self.country])

    def levy(self, as_of: date) -> Factor | None:
        """The levy of the last year on record that is not after `as_of`; it is part of the gate fee."""
        found = (
            self.book.factors.get(f"{LEVIES[self.country]}-{year}") for year in range(as_of.year, 2005, -1)
        )
        return next((factor for factor in found if factor), None)


def price_book(database: Database, country: str) -> PriceBook:
    """The prices for a programme of `country` (CA or FR)."""
    rows = [
        row
        for table in TABLES
        for row in database.query("factors", {"factor_table": table}).to_dict("records")
    ]
    return PriceBook(FactorBook(FactorSet.from_rows(rows), CIRCUITY[country]), country, CURRENCIES[country])


def money_estimate(row: dict, quantity: float, prices: PriceBook) -> Estimate:
    """M of one exchange moving `quantity` per year in the row's unit [currency/yr], or what is missing to have it.

    `row` has the columns of `impact.case_of`, `offer_id`, `disposal_cost_per_t` and `demand_material_id`. The cost of
    elimination that the company declared is used before the table's. Pipes, pumps and preparation are not counted.
    """
    case = case_of(row, quantity, prices.book)
    if isinstance(case, ExchangeCase):
        return estimate_money(case, _bill(row, prices))
    return _utility(row, quantity, prices)


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
    """Water, and heat that replaces natural gas; other energy and services have no price in the tables."""
    price, load = None, quantity
    if row["unit"] == "m3":
        price = prices.book.factors.get(WATER_PRICES.get(prices.country))
    elif row["unit"] == "kWh" and row.get("demand_material_id") == NATURAL_GAS_HEAT:
        price, load = prices.book.factors.get(GAS_PRICES.get(prices.country)), quantity * GJ_PER_KWH
    found = build_estimate(str(row["case_id"]), {"price": (price,)}, {"price": load})
    return replace(found, assumptions=("network-cost-not-counted",))
