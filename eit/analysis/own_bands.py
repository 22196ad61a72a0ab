"""The programme's own sums as a room may be told them: each by the middle of the band that holds the true figure.

What a copy for a room would sum is not the sum: its quantities are middles, its positions are shared places, its plan
is another. So what is told of a whole programme is read in the programme's own file, at the programme's own radius
whatever a control says (two selections set against each other would give a firm back), and leaves here in bands only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from eit.analysis import programmes
from eit.analysis.impact import indicators, kpis
from eit.analysis.synergies import years
from eit.domain.bands import middle, round_band
from eit.domain.errors import InvalidSelection
from eit.domain.figures.figure import Figure
from eit.domain.figures.indicator import Cell, Indicator
from eit.domain.figures.ranges import Range
from eit.domain.selection import Selection
from eit.store.database import Database

COUNTS = ("year", "realised", "not_estimated", "ghg_covered")
"""Columns of `years.yearly` that are no quantity."""
COUNTED_FORMULAS = (
    *("prefeasibility_count", "pilot_count", "pilot_sme_count", "partner_count", "match_count"),
    *("potential_exchange_count", "meeting_count", "priority_material_count", "company_with_flow_count"),
    *("synergy_count", "economic_relation_count", "represented_territory_count", "company_member_share"),
)
"""Formulas that count; every other one sums quantities or money."""
EXPECTED = "expected_"
FEWEST = 3
"""Organisations behind a sum that is told beside others: of two, each would read the other one in it."""


def banded(value: float | None) -> float | None:
    """The middle of the band that holds a value; None stays None."""
    return None if value is None or pd.isna(value) else middle(round_band(float(value)))


def usual_selection(database: Database, programme_id: str) -> Selection:
    """What a programme starts with: its own radius and first level, no filter. Raises InvalidSelection."""
    row = programmes.programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return Selection(programme_id, radius_km=float(row["default_radius_km"]), level=row["levels"][0])


def headline_in_bands(database: Database, programme_id: str, as_of: date) -> list[Figure]:
    """The headline of a programme: counts as they are, every other figure by its band, which is its interval."""
    found = database.ask(kpis.headline, usual_selection(database, programme_id), as_of)
    return [_in_band(figure) for figure in found]


def _in_band(figure: Figure) -> Figure:
    if figure.unit == "count" or figure.value is None:
        return figure
    band = round_band(figure.value)
    told = banded(figure.value)
    kept = {name: value for name, value in figure.detail.items() if not name.startswith(EXPECTED)}
    held = None if band is None or band.high is None else Range(band.low, float(told or 0.0), band.high)
    return replace(figure, value=told, interval=held, detail=kept)


def balance_in_bands(database: Database, programme_id: str) -> pd.DataFrame:
    """Offers and demands of matter by category [t/yr], each by its band; NaN of fewer than FEWEST organisations."""
    rows = database.ask(programmes.balance, programme_id).copy()
    flows, materials = database.rows("flow"), database.rows("material")
    categories = dict(zip(materials["material_id"], materials["category_id"], strict=True))
    flows = flows[(flows["programme_id"] == programme_id) & flows["mass_t_per_year"].notna()]
    behind = (
        flows.groupby([flows["material_id"].map(categories), "direction"])["company_id"].nunique().to_dict()
    )
    for side in ("offer", "demand"):
        column = f"{side}_mass_t_per_year"
        rows[column] = [
            banded(value) if not value or behind.get((category, side), 0) >= FEWEST else math.nan
            for category, value in zip(rows["category_id"], rows[column], strict=True)
        ]
    return rows


def years_in_bands(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """Annual results and their sum, each quantity by its band."""
    rows = database.ask(years.yearly, programme_id, as_of).copy()
    for column in rows.columns.difference(list(COUNTS)):
        rows[column] = pd.Series([banded(value) for value in rows[column]], index=rows.index, dtype=float)
    return rows


def formulas_in_bands(database: Database, programme_id: str, as_of: date) -> dict[str, Cell]:
    """What every formula of the sheet gives: counts as they are, every other one by its band."""
    radius = usual_selection(database, programme_id).radius_km
    found = database.ask(indicators.formula_values, programme_id, radius, as_of)
    return {key: cell if key in COUNTED_FORMULAS else _cell_in_band(cell) for key, cell in found.items()}


def _cell_in_band(cell: Cell) -> Cell:
    held = None if cell.value is None else round_band(cell.value)
    return replace(cell, value=banded(cell.value), band=held)


def sheet_in_bands(told: Sequence[Indicator], own: Mapping[str, Cell]) -> list[Indicator]:
    """The rows of a copy, whose words name nobody, with what is computed as `formulas_in_bands` gives it.

    What a programme declares or publishes of itself stays as it is. A row about one territory has no value: fewer
    than three may be behind it, and positions of a copy do not say who is there.
    """
    return [row if row.kind != "computed" else _computed(row, own) for row in told]


def _computed(row: Indicator, own: Mapping[str, Cell]) -> Indicator:
    cell = own.get(row.formula_key or "")
    if row.territory is not None or cell is None:
        return replace(row, values=())
    earlier = row.values[:-1] if row.formula_key in COUNTED_FORMULAS else ()
    return replace(row, values=(*earlier, cell))
