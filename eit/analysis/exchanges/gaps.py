"""Surplus without a taker and need without a source, by material and territory: what a new activity could live on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.exchanges.allocation import remaining
from eit.analysis.exchanges.commitments import commitments
from eit.analysis.exchanges.flows import flow_table
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.programmes import programme
from eit.analysis.territories.figures import choices
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.gaps import Gap, Leftover, sum_gap
from eit.domain.selection import Selection
from eit.store.database import Database

BY = ("material", "family")
SURPLUS, NEED = "surplus", "need"
DIRECTIONS = {"offer": SURPLUS, "demand": NEED}


def gaps(
    database: Database, selection: Selection, as_of: date, by: str = "material", whole: bool = False
) -> pd.DataFrame:
    """What the allocation of the most tonnes leaves, one row per direction, material (or family), unit and territory.

    The allocation covers the whole programme within the selection's radius and bases; the other filters only choose
    which flows are reported. Territories are those of the selection's level (NaN: a company outside all of them);
    `whole` gives one row for the whole programme instead. Columns: direction (surplus, need), territory_id,
    territory, material_id, material_fr, material_en, category_id, kind, unit, quantity_low, quantity, quantity_high
    [per year], flows, companies, not_communicated (flows whose quantity is n.c.), by_month (12), largest_share,
    nearest_km, flow_ids. Most first, each unit apart. Raises InvalidSelection for an unknown programme or grouping.
    """
    if by not in BY:
        raise InvalidSelection("grouping-unknown", value=by)
    if programme(database, selection.programme_id) is None:
        raise InvalidSelection("programme-unknown", value=selection.programme_id)
    flows = _leftovers(database, selection, as_of)
    flows = _placed(database, selection, flows, whole)
    material = "material" if by == "material" else "family"
    keys = ["direction", "territory_id", "territory", f"{material}_id", f"{material}_fr", f"{material}_en"]
    keys += ["category_id" if by == "material" else "family_category_id", "kind", "unit"]
    rows = []
    for values, group in flows.groupby(keys, dropna=False, sort=True):
        gap = sum_gap(group["leftover"].tolist())
        if gap is not None:
            named = dict(zip(keys, values, strict=True))
            rows.append({**_named(named, material), **_columns(gap), "flow_ids": tuple(group["flow_id"])})
    return _ordered(rows)


def _leftovers(database: Database, selection: Selection, as_of: date) -> pd.DataFrame:
    """The flows that the selection asks for, each with its `leftover` after the allocation of the whole programme."""
    everything = Selection(
        selection.programme_id,
        radius_km=selection.radius_km,
        level=selection.level,
        bases=selection.bases,
        with_rejected=selection.with_rejected,
    )
    pairs = potential_exchanges(database, everything, as_of)
    taken = commitments(database, selection.programme_id, as_of).by_flow
    frame = remaining(flow_table(database, selection), pairs, taken)
    near = database.query("nearest_partners", {"programme_id": selection.programme_id})
    nearest = dict(zip(near["flow_id"], near["nearest_km"], strict=True))
    frame["leftover"] = [
        Leftover(
            row.flow_id,
            row.company_id,
            None if pd.isna(row.quantity_per_year) else float(row.quantity_per_year),
            float(row.allocated_per_year + row.committed_per_year),
            int(row.months),
            row.quality,
            nearest.get(row.flow_id),
        )
        for row in frame.itertuples(index=False)
    ]
    frame["direction"] = frame["direction"].map(DIRECTIONS)
    return frame


def _placed(database: Database, selection: Selection, flows: pd.DataFrame, whole: bool) -> pd.DataFrame:
    """Each flow with the territory of its company, or with none at all."""
    if whole:
        return flows.assign(territory_id=None, territory=None)
    filters = {"programme_id": selection.programme_id, "level": selection.level}
    held = database.query("company_territories", filters)
    named = choices(database, selection.programme_id, [selection.level])[["territory_id", "name"]]
    place = held.merge(named.rename(columns={"name": "territory"}), on="territory_id", how="left")
    return flows.merge(place, on="company_id", how="left")


def _named(keys: dict, material: str) -> dict[str, object]:
    names = {f"{material}_{end}": f"material_{end}" for end in ("id", "fr", "en")}
    names["family_category_id"] = "category_id"
    return {names.get(name, name): value for name, value in keys.items()}


def _columns(gap: Gap) -> dict[str, object]:
    return {
        "quantity_low": gap.quantity.low,
        "quantity": gap.quantity.central,
        "quantity_high": gap.quantity.high,
        "flows": gap.flows,
        "companies": gap.companies,
        "not_communicated": gap.not_communicated,
        "by_month": gap.by_month,
        "largest_share": gap.largest_share,
        "nearest_km": np.nan if gap.nearest_km is None else gap.nearest_km,
    }


COLUMNS = [
    "direction",
    "territory_id",
    "territory",
    "material_id",
    "material_fr",
    "material_en",
    "category_id",
]
COLUMNS += [
    "kind",
    "unit",
    "quantity_low",
    "quantity",
    "quantity_high",
    "flows",
    "companies",
    "not_communicated",
]
COLUMNS += ["by_month", "largest_share", "nearest_km", "flow_ids"]


def _ordered(rows: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["_other_unit"] = frame["unit"] != "t"
    order = ["direction", "_other_unit", "unit", "quantity", "material_id", "territory_id"]
    ascending = [False, True, True, False, True, True]
    return frame.sort_values(order, ascending=ascending, ignore_index=True).drop(columns="_other_unit")
