"""Estimated offers and needs of the businesses that nobody met, by material; who takes them; whom to visit next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eit.analysis.programmes import programme
from eit.analysis.territories.first_day_leads import sector_leads, takers_of, visits
from eit.analysis.territories.inferred_streams import estimated_streams
from eit.analysis.territories.intensities import intensities_of
from eit.domain.figures.first_day import (
    DRAWS,
    Drawing,
    MaterialIntensity,
    band,
    best_for,
    sector_digits,
)
from eit.domain.figures.inferred_streams import employees_of
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


@dataclass(frozen=True)
class FirstDay:
    """Always estimated, never in a headline. `low` and `high` are the 5th and 95th percentiles, per year in `unit`.

    leads: an estimated offer and the businesses counted here whose sector takes it, without a quantity of their own.
    visits: the sectors and sizes whose answers would move the plan the most (`first_day_leads.visits`).
    """

    streams: pd.DataFrame
    leads: pd.DataFrame
    visits: pd.DataFrame


def first_day(database: Database, programme_id: str, territory_id: str) -> FirstDay:
    """The portrait of one territory from its counted businesses alone; empty frames where nobody counted them."""
    row = programme(database, programme_id)
    place = "" if row is None else str(row["jurisdiction"])
    cells = estimated_streams(database, programme_id, territory_id).cells
    cells = cells[cells["unmet"] > 0]
    names = database.cached_query("materials").set_index("material_id")
    parts = [
        part for part in _parts(cells, intensities_of(database, place)) if part[1].material_id in names.index
    ]
    streams = _streams(parts, names)
    offers = streams[(streams["side"] == "offer") & (streams["unit"] == "t")]
    takers = takers_of(database, cells, offers)
    found = visits(parts, takers, cells, offers, names)
    return FirstDay(streams, sector_leads(takers, cells, offers, names), found)


def _parts(
    cells: pd.DataFrame, intensities: tuple[MaterialIntensity, ...]
) -> list[tuple[dict, MaterialIntensity]]:
    """Each counted sector and size with each material that it may leave or need."""
    known: dict[tuple[str, str], list[MaterialIntensity]] = {}
    near: dict[tuple[str, str], dict[str, MaterialIntensity]] = defaultdict(dict)
    for one in intensities:
        for scheme, codes in one.codes.items():
            for code in codes:
                near[scheme, code[:2]][one.intensity_id] = one
    found = []
    for row in cells.to_dict("records"):
        key = (row["sector_scheme"], row["sector_code"])
        if key not in known:
            some: dict[str, MaterialIntensity] = {}
            for digits in sector_digits(row["sector_code"]):
                some |= near.get((row["sector_scheme"], digits[:2]), {})
            known[key] = best_for(*key, list(some.values()))
        found += [(row, one) for one in known[key] if employees_of(row["size_class"]).central > 0]
    return found


def _streams(parts: list[tuple[dict, MaterialIntensity]], names: pd.DataFrame) -> pd.DataFrame:
    drawing, groups = Drawing(), defaultdict(list)
    for row, one in parts:
        groups[one.side, one.material_id, one.unit].append((row, one))
    names_of = names[["name_fr", "name_en"]].to_dict("index")
    rows = []
    for (side, material_id, unit), members in groups.items():
        total, central = np.zeros(DRAWS), 0.0
        alike: dict[tuple[str, str], float] = defaultdict(float)
        known = {one.intensity_id: one for _, one in members}
        for row, one in members:
            alike[row["size_class"], one.intensity_id] += row["unmet"]
        for (size, name), businesses in alike.items():
            value = known[name].value
            total += businesses * drawing.of_class(size) * drawing.of(name, value)
            central += businesses * employees_of(size).central * value.central
        found = band(total, central)
        sectors = sorted({row["sector_code"] for row, _ in members})
        worst = "assumption" if any(one.confidence == "assumption" for _, one in members) else "derived"
        said = names_of[material_id]
        rows.append(
            (
                *(side, material_id, said["name_fr"], said["name_en"], found.low, found.central, found.high),
                *(unit, sum(row["unmet"] for row, _ in members), ", ".join(sectors), worst),
                "; ".join(sorted({one.source for _, one in members})),
            )
        )
    frame = pd.DataFrame(rows, columns=STREAMS)
    return frame.sort_values(["side", "unit", "central"], ascending=[False, True, False], ignore_index=True)
