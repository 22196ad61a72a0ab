"""Potential exchanges added up between territories: what a map can still show when single lines are a tangle."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def between_territories(pairs: pd.DataFrame, place: Mapping[str, str]) -> pd.DataFrame:
    """One row per territory of the offer, territory of the demand and category of the offer.

    Columns: from_id, to_id, category_id, exchanges (count), allocated_t_per_year [t/yr], unknown (pairs without such
    a figure: no quantity, or no tonnes). Only allocated tonnes are added up, so that each tonne counts once; NaN when
    no pair of the row has any. A pair with a side outside the territories of the level is left out.
    """
    rows = pairs.assign(
        from_id=pairs["offer_company_id"].map(place),
        to_id=pairs["demand_company_id"].map(place),
        unknown=pairs["allocated_t_per_year"].isna(),
    ).dropna(subset=["from_id", "to_id"])
    grouped = rows.groupby(["from_id", "to_id", "category_id"], dropna=False, sort=True)
    totals = grouped.agg(exchanges=("offer_id", "size"), unknown=("unknown", "sum")).astype(int)
    totals["allocated_t_per_year"] = grouped["allocated_t_per_year"].sum(min_count=1).astype(float)
    columns = ["from_id", "to_id", "category_id", "exchanges", "allocated_t_per_year", "unknown"]
    return totals.reset_index()[columns]
