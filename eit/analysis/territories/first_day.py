"""Estimated offers and needs of the businesses that nobody met, by material; who takes them; whom to visit next."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from eit.analysis.territories.first_day_leads import sector_leads, takers_of, visits
from eit.analysis.territories.inferred_streams import estimated_streams
from eit.domain.errors import InvalidQuantity, checked
from eit.domain.figures.coverage import MEASURED
from eit.domain.figures.first_day import DRAWS, Drawing, MaterialIntensity, band, best_for
from eit.domain.figures.inferred_streams import employees_of
from eit.domain.figures.ranges import Range
from eit.locations import DATA
from eit.store.database import Database

STREAMS = [
    "side",
    "material_id",
    "material_fr",
    "material_en",
    "low",
    "central",
    "high",
    "unit",
    "businesses",
]
STREAMS += ["sectors", "confidence", "source"]
PER_EMPLOYEE = "/employee/yr"


@dataclass(frozen=True)
class FirstDay:
    """Always estimated, never in a headline. `low` and `high` are the 5th and 95th percentiles, per year in `unit`.

    leads: an estimated offer and the businesses counted here whose sector takes it, without a quantity of their own.
    visits: the sectors and sizes whose answers would move the plan the most (`first_day_leads.visits`).
    """

    streams: pd.DataFrame
    leads: pd.DataFrame
    visits: pd.DataFrame


@lru_cache(maxsize=1)
def material_intensities() -> tuple[MaterialIntensity, ...]:
    """The table of intensities by sector and material; see data/reference/SOURCES.md."""
    with (DATA / "reference" / "material_intensity.csv").open(encoding="utf-8", newline="") as file:
        return tuple(read_intensity(row) for row in csv.DictReader(file))


def read_intensity(row: dict[str, str]) -> MaterialIntensity:
    """One row of the table. Raises InvalidQuantity, naming the row: no such unit, no source, ends not in order."""
    name, unit = row["intensity_id"], row["unit"].removesuffix(PER_EMPLOYEE)
    if unit not in MEASURED or not row["unit"].endswith(PER_EMPLOYEE):
        raise InvalidQuantity("intensity-without-unit", value=row["unit"], row_id=name)
    if not row["source"].strip():
        raise InvalidQuantity("factor-without-source", row_id=name)
    try:
        value = Range(*(checked(row[end], unit, name) for end in ("low", "central", "high")))
    except InvalidQuantity as refusal:
        raise refusal.at(name) from None
    return MaterialIntensity(
        name,
        row["side"],
        row["material_id"],
        {"NAF": _codes(row["nace"]), "SCIAN": _codes(row["naics"])},
        unit,
        value,
        row["confidence"],
        f"{row['source']} ({row['geography']}, {row['year']})",
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.replace(".", "") for code in text.split(";") if code)


def first_day(database: Database, programme_id: str, territory_id: str) -> FirstDay:
    """The portrait of one territory from its counted businesses alone; empty frames where nobody counted them."""
    cells = estimated_streams(database, programme_id, territory_id).cells
    cells = cells[cells["unmet"] > 0]
    names = database.cached_query("materials").set_index("material_id")
    parts = [part for part in _parts(cells) if part[1].material_id in names.index]
    streams = _streams(parts, names)
    offers = streams[(streams["side"] == "offer") & (streams["unit"] == "t")]
    takers = takers_of(database, cells, offers)
    found = visits(parts, takers, cells, offers, names)
    return FirstDay(streams, sector_leads(takers, cells, offers, names), found)


def _parts(cells: pd.DataFrame) -> list[tuple[dict, MaterialIntensity]]:
    """Each counted sector and size with each material that it may leave or need."""
    known: dict[tuple[str, str], list[MaterialIntensity]] = {}
    found = []
    for row in cells.to_dict("records"):
        key = (row["sector_scheme"], row["sector_code"])
        if key not in known:
            known[key] = best_for(*key, material_intensities())
        found += [(row, one) for one in known[key] if employees_of(row["size_class"]).central > 0]
    return found


def _streams(parts: list[tuple[dict, MaterialIntensity]], names: pd.DataFrame) -> pd.DataFrame:
    drawing, groups = Drawing(), defaultdict(list)
    for row, one in parts:
        groups[one.side, one.material_id, one.unit].append((row, one))
    rows = []
    for (side, material_id, unit), members in groups.items():
        total, central = np.zeros(DRAWS), 0.0
        for row, one in members:
            total += (
                row["unmet"] * drawing.of_class(row["size_class"]) * drawing.of(one.intensity_id, one.value)
            )
            central += row["unmet"] * employees_of(row["size_class"]).central * one.value.central
        found = band(total, central)
        sectors = sorted({row["sector_code"] for row, _ in members})
        worst = "assumption" if any(one.confidence == "assumption" for _, one in members) else "derived"
        said = names.loc[material_id]
        rows.append(
            (
                *(side, material_id, said["name_fr"], said["name_en"], found.low, found.central, found.high),
                *(unit, sum(row["unmet"] for row, _ in members), ", ".join(sectors), worst),
                "; ".join(sorted({one.source for _, one in members})),
            )
        )
    frame = pd.DataFrame(rows, columns=STREAMS)
    return frame.sort_values(["side", "unit", "central"], ascending=[False, True, False], ignore_index=True)
