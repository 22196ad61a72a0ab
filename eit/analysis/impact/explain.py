"""Why a figure is what it is: the rows it is the sum of, the factors it rests on, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.exchanges.ghg_plan import ghg_plan
from eit.analysis.exchanges.potential import named
from eit.analysis.impact.avoided import (
    FactorBook,
    case_of,
    estimates,
    factor_book,
    of_synergies,
)
from eit.analysis.impact.kpis import diverted_mass
from eit.analysis.programmes import programme
from eit.analysis.synergies.table import synergy_table
from eit.domain.errors import InvalidSelection
from eit.domain.figures.cases import ExchangeCase
from eit.domain.figures.estimate_terms import Estimate
from eit.domain.figures.switches import Switch, sensitivities
from eit.domain.selection import Selection
from eit.store.database import Database

EXPLAINED = ("avoided_ghg", "attributed_ghg", "diverted_mass", "potential_avoided_ghg", "potential_mass")
PLANS = {"potential_avoided_ghg": "ghg_quantity", "potential_mass": "allocated_quantity"}
"""Which quantities of the potential exchanges a figure adds up: those of the plan that it is about."""
COLUMNS = [
    "case_id",
    "name_fr",
    "name_en",
    "quantity",
    "unit",
    "value",
    "share",
    "factors",
    "missing",
    "assumptions",
]


@dataclass(frozen=True)
class Explanation:
    """`rows` (COLUMNS, one per synergy or pair; `value` NaN is "non estimé"), `factors` (rows of the factor table).

    `sensitivities`: t CO2e per year that each carbon switch would add (empty for a figure in tonnes of material).
    """

    key: str
    rows: pd.DataFrame
    factors: pd.DataFrame
    sensitivities: Mapping[str, float]


def explain(database: Database, selection: Selection, key: str, as_of: date) -> Explanation:
    """The rows and factors behind one figure of the headline. Raises InvalidSelection for another key."""
    row = programme(database, selection.programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=selection.programme_id)
    book = factor_book(database, str(row["jurisdiction"]))
    if key in PLANS:
        plan = ghg_plan(database, selection, book, as_of)
        behind = named(database, selection, plan[plan[PLANS[key]].fillna(0) > 0])
        behind = behind.rename(columns={PLANS[key]: "quantity"})
        rows = _pair_rows(behind.reset_index(drop=True), key, book)
    elif key in EXPLAINED:
        behind = of_synergies(synergy_table(database, selection.programme_id, book, as_of))
        behind = behind[behind["in_headline"]].rename(columns={"quantity_per_year": "quantity"})
        rows = _synergy_rows(behind.reset_index(drop=True), key, book)
    else:
        raise InvalidSelection("figure-unknown", value=key)
    used = {factor for cell in rows["factors"] for factor in cell}
    known = pd.concat([database.query("factors", {"factor_table": table}) for table in ("ghg", "transport")])
    factors = known[known["factor_id"].isin(used)].reset_index(drop=True)
    added = _sensitivities(database, behind, key, book) if key.endswith("ghg") else {}
    return Explanation(key, rows, factors, added)


def _sensitivities(
    database: Database, behind: pd.DataFrame, key: str, book: FactorBook
) -> Mapping[str, float]:
    columns = ("switch", "route_id", "applies_to", "kg_co2e_per_t")
    table = database.query("carbon_switches")
    switches = [Switch(*row) for row in table[list(columns)].itertuples(index=False, name=None)]
    cases = []
    for row in behind.dropna(subset=["quantity"]).to_dict("records"):
        case = case_of(row, float(row["quantity"]), book)
        if isinstance(case, ExchangeCase):
            cases.append((row["ghg_route"] if isinstance(row["ghg_route"], str) else None, case))
    return sensitivities(cases, switches, weighted=key == "attributed_ghg")


def _pair_rows(pairs: pd.DataFrame, key: str, book: FactorBook) -> pd.DataFrame:
    carried = pairs.copy()
    carried["name_fr"] = (
        carried["offer_company"] + " → " + carried["demand_company"] + " : " + carried["offer_material_fr"]
    )
    carried["name_en"] = (
        carried["offer_company"] + " → " + carried["demand_company"] + ": " + carried["offer_material_en"]
    )
    if key == "potential_mass":
        matter = carried[carried["unit"] == "t"]
        return _rows(matter, matter["quantity"].tolist(), [None] * len(matter))
    found = estimates(carried, "quantity", book)
    return _rows(carried, _centrals(found), found)


def _synergy_rows(done: pd.DataFrame, key: str, book: FactorBook) -> pd.DataFrame:
    done = done.rename(columns={"title_fr": "name_fr", "title_en": "name_en"})
    if key == "diverted_mass":
        return _rows(done, [diverted_mass(row) for row in done.to_dict("records")], [None] * len(done))
    found = estimates(done, "quantity", book)
    centrals = _centrals(found)
    if key == "attributed_ghg":
        centrals = [
            value * (item.weight if item else 1.0) for value, item in zip(centrals, found, strict=True)
        ]
    return _rows(done, centrals, found)


def _centrals(found: list[Estimate | None]) -> list[float]:
    return [np.nan if item is None or item.central is None else item.central for item in found]


def _rows(frame: pd.DataFrame, values: list[float], found: list[Estimate | None]) -> pd.DataFrame:
    rows = frame[["case_id", "name_fr", "name_en", "quantity", "unit"]].copy()
    rows["value"] = np.array(values, dtype=float)
    whole = float(np.nansum(np.abs(rows["value"]))) if len(rows) else 0.0
    rows["share"] = rows["value"].abs() / whole if whole else np.nan
    rows["factors"] = [item.factor_ids if item else () for item in found]
    rows["missing"] = [item.missing if item else () for item in found]
    rows["assumptions"] = [item.assumptions if item else () for item in found]
    return rows.sort_values("value", ascending=False, na_position="last", ignore_index=True)
