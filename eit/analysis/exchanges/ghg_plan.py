"""The plan that avoids the most greenhouse gases, among the pairs whose gain is known, and what it leaves unsaid."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.exchanges.potential import allocated_pairs, allocated_quantities
from eit.analysis.impact.avoided import FactorBook, gains, of_exchanges
from eit.analysis.impact.covered import Covered, cover
from eit.domain.figures.coverage import MEASURED
from eit.domain.selection import Selection
from eit.store.database import Database


def ghg_plan(database: Database, selection: Selection, book: FactorBook, as_of: date) -> pd.DataFrame:
    """The potential exchanges of a selection as rows for an estimate, with what the plan gives each.

    `gain` [t CO2e per unit] is NaN where no factor tells it: an unknown gain is not a gain of zero, so such a pair
    carries nothing. `ghg_quantity`: what the plan carries (a pair that avoids nothing carries nothing);
    `known_quantity`: the most that the pairs of known gain can carry together, whatever they avoid;
    `allocated_quantity`: the most that all can (the plan of tonnes). Per year, in `unit`.
    """
    key = ("ghg plan", selection, book.jurisdiction.jurisdiction_id, as_of)
    return database.memoise(key, lambda: _ghg_plan(database, selection, book, as_of))


def _ghg_plan(database: Database, selection: Selection, book: FactorBook, as_of: date) -> pd.DataFrame:
    pairs = of_exchanges(allocated_pairs(database, selection, as_of))
    pairs["gain"] = gains(pairs, book)
    known = ~np.isnan(pairs["gain"].to_numpy(float))
    pairs["ghg_quantity"] = allocated_quantities(pairs, pairs["gain"].to_numpy(float))
    most = pairs["allocated_quantity"].to_numpy(float)
    partly = pairs["unit"].isin(pairs.loc[~known, "unit"].unique())
    if partly.any():
        alone = allocated_quantities(pairs, np.where(partly & known, 1.0, np.nan))
        most = np.where(known, np.where(partly, alone, most), np.nan)
    pairs["known_quantity"] = most
    return pairs


def plan_total(plan: pd.DataFrame, book: FactorBook) -> Covered:
    """What the plan avoids; its coverage is the part of what could move that pairs of known gain could carry."""
    measured = plan["unit"].isin(MEASURED)
    sums = plan.loc[measured, ["unit", "known_quantity", "allocated_quantity"]].groupby("unit").sum()
    moving = sums[sums["allocated_quantity"] > 0]
    shares = (moving["known_quantity"] / moving["allocated_quantity"]).clip(upper=1.0)
    could_move = np.fmin(plan["offer_quantity"], plan["demand_quantity"]) > 0
    unknown = measured & plan["gain"].isna() & could_move
    left_out = tuple(plan.loc[unknown, "case_id"].to_numpy(object))
    carried = plan[measured & (plan["ghg_quantity"] > 0)]
    return cover(carried, "ghg_quantity", book, shares.to_dict(), left_out)
