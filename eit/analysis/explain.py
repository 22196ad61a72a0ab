"""Why a figure is what it is: the rows it is the sum of, the factors it rests on, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.exchanges import potential_exchanges
from eit.analysis.impact import FactorBook, estimates, factor_book, of_exchanges, of_synergies
from eit.analysis.kpis import diverted_mass
from eit.analysis.programmes import programme
from eit.analysis.synergies import synergy_table
from eit.domain.errors import InvalidSelection
from eit.domain.estimates import Estimate
from eit.domain.selection import Selection
from eit.domain.stage import HEADLINE_STAGES
from eit.store.connection import Database

EXPLAINED = ("avoided_ghg", "attributed_ghg", "diverted_mass", "potential_avoided_ghg", "potential_mass")
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
    """`rows` (COLUMNS, one per synergy or pair; `value` NaN is "non estimé"), `factors` (rows of the factor table)."""

    key: str
    rows: pd.DataFrame
    factors: pd.DataFrame


def explain(database: Database, selection: Selection, key: str, as_of: date) -> Explanation:
    """The rows and factors behind one figure of the headline. Raises InvalidSelection for another key."""
    row = programme(database, selection.programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=selection.programme_id)
    book = factor_book(database, str(row["country"]))
    if key in ("potential_avoided_ghg", "potential_mass"):
        rows = _pair_rows(potential_exchanges(database, selection, as_of), key, book)
    elif key in EXPLAINED:
        rows = _synergy_rows(synergy_table(database, selection.programme_id, book), key, book)
    else:
        raise InvalidSelection("figure-unknown", value=key)
    used = {factor for cell in rows["factors"] for factor in cell}
    known = pd.concat([database.query("factors", {"factor_table": table}) for table in ("ghg", "transport")])
    return Explanation(key, rows, known[known["factor_id"].isin(used)].reset_index(drop=True))


def _pair_rows(pairs: pd.DataFrame, key: str, book: FactorBook) -> pd.DataFrame:
    carried = of_exchanges(pairs[pairs["allocated_quantity"].fillna(0) > 0]).reset_index(drop=True)
    carried["name_fr"] = (
        carried["offer_company"] + " → " + carried["demand_company"] + " : " + carried["offer_material_fr"]
    )
    carried["name_en"] = (
        carried["offer_company"] + " → " + carried["demand_company"] + ": " + carried["offer_material_en"]
    )
    carried = carried.rename(columns={"allocated_quantity": "quantity"})
    if key == "potential_mass":
        matter = carried[carried["unit"] == "t"]
        return _rows(matter, matter["quantity"].tolist(), [None] * len(matter))
    found = estimates(carried, "quantity", book)
    return _rows(carried, _centrals(found), found)


def _synergy_rows(synergies: pd.DataFrame, key: str, book: FactorBook) -> pd.DataFrame:
    done = of_synergies(synergies[synergies["stage"].isin(HEADLINE_STAGES)]).reset_index(drop=True)
    done = done.rename(
        columns={"title_fr": "name_fr", "title_en": "name_en", "quantity_per_year": "quantity"}
    )
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
