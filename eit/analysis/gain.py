"""What one potential exchange would avoid, with its range and the distance beyond which it avoids nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from eit.analysis.impact import FactorBook, case_of
from eit.domain.cases import ExchangeCase
from eit.domain.estimates import total
from eit.domain.impact import estimate, ghg_break_even_distance_km
from eit.domain.ranges import Draws, Range


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


def exchange_gain(row: dict, book: FactorBook) -> Gain:
    """The gain of one row of the exchange table."""
    quantity = None if pd.isna(row["pair_quantity"]) else float(row["pair_quantity"])
    nothing = Gain(quantity, str(row["unit"]), None, False, (), (), (), None)
    if quantity is None:
        return nothing
    case = case_of({**row, "case_id": f"{row['offer_id']} → {row['demand_id']}"}, quantity, book)
    if case is None:
        return nothing
    found = estimate(case)
    return Gain(
        quantity,
        str(row["unit"]),
        total([found], Draws()).range,
        found.provisional,
        found.missing,
        found.assumptions,
        found.factor_ids,
        ghg_break_even_distance_km(case) if isinstance(case, ExchangeCase) else None,
    )
