"""Small text tables, so that a test reads like the manual: `a | b` in the first line, rows below."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd
import pytest

NOT_KNOWN = "n.c."
SUM = re.compile(r"[-+*/(). 0-9e]*[0-9][-+*/(). 0-9e]*")
SHORT = {
    "offer": "offer_id",
    "demand": "demand_id",
    "giver": "offer_company_id",
    "taker": "demand_company_id",
    "km": "distance_km",
    "road_km": "road_km_estimate",
    "quantity": "pair_quantity",
    "allocated": "allocated_quantity",
    "t": "mass_t_per_year",
    "library": "library_id",
    "use": "use_fr",
    "condition": "condition_fr",
    "age": "age_months",
    "route": "ghg_route",
}


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a text table, cells as typed; an empty cell is an empty text."""
    lines = [line for line in text.splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def header_of(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip().splitlines()[0].split("|")]


def value_of(cell: str) -> float | str | None:
    """What a cell of an expected table says: nothing known, a number written as a sum (`12 / 24`), or a
    word.
    """
    if cell in ("", NOT_KNOWN):
        return None
    return float(eval(cell)) if SUM.fullmatch(cell) else cell


def agrees(found: object, expected: float | str | None) -> bool:
    if expected is None or found is None or pd.isna(found):
        return expected is None and (found is None or bool(pd.isna(found)))
    if isinstance(expected, float):
        return float(found) == pytest.approx(expected, rel=1e-6, abs=1e-9)
    return str(found) == expected


def show(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    return "\n".join(" | ".join(map(str, row)) for row in [list(columns), *rows])


def assert_same(frame: pd.DataFrame, expected: str, in_order: bool = False) -> None:
    """`frame` has exactly the expected rows; only the columns that the text names are looked at."""
    header, wanted = header_of(expected), [list(row.values()) for row in rows_of(expected)]
    found = frame[[SHORT.get(name, name) for name in header]].to_numpy(object).tolist()
    if not in_order:
        found.sort(key=lambda row: [str(cell) for cell in row[:2]])
        wanted.sort(key=lambda row: row[:2])
    message = f"\nfound:\n{show(header, found)}\n\nexpected:\n{show(header, wanted)}"
    assert len(found) == len(wanted), message
    for one, other in zip(found, wanted, strict=True):
        assert all(agrees(cell, value_of(text)) for cell, text in zip(one, other, strict=True)), message
