"""What one potential exchange would avoid, with its range and the distance beyond which it avoids nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from eit.analysis.impact.avoided import FactorBook, case_of, of_exchanges
from eit.analysis.impact.money import PriceBook, money_break_even_km, money_estimate
from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.estimate_terms import total
from eit.domain.figures.impact import estimate, ghg_break_even_distance_km
from eit.domain.figures.ranges import Draws, Range


@dataclass(frozen=True)
class Gain:
    """Avoided GHG [t CO2e/yr] of one exchange made alone at `quantity_per_year`; `avoided` None is "non estimé"."""

    quantity_per_year: float | None
    unit: str
    avoided: Range | None
    provisional: bool
    missing: tuple[str, ...]
    assumptions: tuple[str, ...]
    factor_ids: tuple[str, ...]
    break_even_km: float | None
    money: Range | None = None
    currency: str = ""
    money_missing: tuple[str, ...] = ()
    money_break_even_km: float | None = None
    money_assumptions: tuple[str, ...] = ()


def exchange_gain(row: dict, book: FactorBook, prices: PriceBook) -> Gain:
    """The gain of one row of the exchange table, in GHG and in money, each with its break-even distance."""
    quantity = None if pd.isna(row["pair_quantity"]) else float(row["pair_quantity"])
    nothing = Gain(quantity, str(row["unit"]), None, False, (), (), (), None)
    if quantity is None:
        return nothing
    named = next(iter(of_exchanges(pd.DataFrame([row])).to_dict("records")))
    case = case_of(named, quantity, book)
    if case is None:
        return nothing
    draws = Draws()
    found, worth = estimate(case, draws), money_estimate(named, quantity, prices)
    return Gain(
        quantity,
        str(row["unit"]),
        total([found], draws).range,
        found.provisional,
        found.missing,
        found.assumptions,
        found.factor_ids,
        ghg_break_even_distance_km(case) if isinstance(case, ExchangeCase) else None,
        total([worth], draws).range,
        prices.currency,
        worth.missing,
        money_break_even_km(named, quantity, prices),
        worth.assumptions,
    )
