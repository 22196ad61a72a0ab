"""What a programme published, held against what its own records give: a flag, never a correction."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.analysis.impact.indicators import sheet
from eit.analysis.impact.plausibility import COLUMNS, GHG
from eit.domain.figures.figure import KNOWN
from eit.domain.figures.impact import PLAUSIBLE_T_CO2E_PER_T
from eit.domain.figures.indicator import Cell, Indicator
from eit.store.database import Database

FAR_APART = 2.0
"""Times that a published figure may be above or below the computed one before it is a question."""
UNITS = {"diverted_mass": "t", "avoided_ghg": "t CO2e"}
DECLARED = "declared-vs-computed"


def declared_doubts(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """One row per doubt, as `plausibility.doubts`: published tonnes and GHG far from the computed ones of today, and
    published GHG above 12 t CO2e per tonne published for the same year. Raises InvalidSelection as the sheet does.
    """
    rows = sheet(database, programme_id, as_of, UNITS) if _tells(database, programme_id) else []
    found = [doubt for item in rows for doubt in _against_computed(item)]
    tonnes = {
        cell.year: cell.value for item in rows if item.formula_key == "diverted_mass" for cell in _told(item)
    }
    for item in rows:
        for cell in _told(item) if item.formula_key == "avoided_ghg" else ():
            mass = tonnes.get(cell.year)
            if mass and abs(cell.value or 0.0) > PLAUSIBLE_T_CO2E_PER_T * mass:
                found.append((GHG, *_names(item), cell.value, "t CO2e", float("nan")))
    return pd.DataFrame(found, columns=COLUMNS)


def _tells(database: Database, programme_id: str) -> bool:
    """Whether the programme said anything itself of what is held against its records."""
    rows = database.cached_query("indicators", {"programme_id": programme_id})
    own = rows["formula_key"].isin(list(UNITS)) & (rows["bound"] == "value") & (rows["state"] == KNOWN)
    return bool((own & rows["value"].notna()).any())


def _told(item: Indicator) -> list[Cell]:
    """What the programme itself said, year by year."""
    cells = item.published if item.kind == "computed" else item.values
    return [cell for cell in cells if cell.state == KNOWN and cell.value is not None]


def _against_computed(item: Indicator) -> list[tuple]:
    now = next((cell for cell in reversed(item.values) if cell.state == KNOWN), None)
    if item.kind != "computed" or now is None or not now.value:
        return []
    return [
        (DECLARED, *_names(item), cell.value, UNITS[str(item.formula_key)], now.value)
        for cell in _told(item)
        if cell.year in (None, now.year) and not 1 / FAR_APART <= (cell.value or 0.0) / now.value <= FAR_APART
    ]


def _names(item: Indicator) -> tuple[str, str, str]:
    return item.indicator_id, item.label_fr, item.label_en
