"""What the field knows beside the library: the legal doors of an exchange, the usual temperatures of heat."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from functools import lru_cache

from eit.domain.errors import InvalidQuantity, checked
from eit.locations import DATA

Row = Mapping[str, str]


@lru_cache(maxsize=4)
def _rows(name: str) -> tuple[Row, ...]:
    with (DATA / "reference" / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def legal_doors(
    jurisdiction_id: str,
    kind: str,
    hazardous: bool,
    offered: Collection[str],
    wanted: Collection[str],
    border: bool,
) -> list[Row]:
    """The rules that an exchange meets, in the order of the table; `offered`, `wanted`: a material and its family.

    A row without materials or uses is for all of them. Each says who signs, where it is written, and its `status`:
    `seen` (the text was read on `as_of`) or `to_check`.
    """
    return [
        row
        for row in _rows("legal_doors.csv")
        if row["jurisdiction_id"] == jurisdiction_id
        and row["kind"] == kind
        and (hazardous or not row["hazardous"])
        and (border or not row["border"])
        and _among(row["materials"], offered)
        and _among(row["uses"], wanted)
    ]


def _among(listed: str, names: Collection[str]) -> bool:
    return not listed or bool(set(listed.split(";")) & set(names))


def usual_temperature(side: str, material_id: str) -> tuple[float, float] | None:
    """Least and greatest temperature [°C] that such heat usually has: a default to show, never a fact of a firm."""
    found = [
        ends
        for row, ends in zip(_rows("usual_temperatures.csv"), _usual(), strict=True)
        if (row["side"], row["material_id"]) == (side, material_id)
    ]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


@lru_cache(maxsize=1)
def _usual() -> tuple[tuple[float, float], ...]:
    return tuple(map(temperature_band, _rows("usual_temperatures.csv")))


def temperature_band(row: Row) -> tuple[float, float]:
    """Low and high [°C] of one row of the table. Raises InvalidQuantity, naming the row: no source, or no order."""
    name = f"{row['material_id']} ({row['process']})"
    if not row["source"].strip():
        raise InvalidQuantity("factor-without-source", value=row["central_c"], row_id=name)
    low, central, high = (
        checked(row[end], "°C", name, low=-273.15) for end in ("low_c", "central_c", "high_c")
    )
    if not low <= central <= high:
        raise InvalidQuantity(
            "temperature-not-ordered", value=f"{low:g} / {central:g} / {high:g}", row_id=name
        )
    return low, high


def indicator_presets(preset: str | None = None) -> list[Row]:
    """The indicators that funders and frameworks ask, in their order; of one of them, or all."""
    return [row for row in _rows("indicator_presets.csv") if preset in (None, row["preset"])]
