"""Estimated offers and needs of the businesses that nobody met, by material; leads between them; whom to visit next."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from eit.analysis.territories.inferred_streams import estimated_streams
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
LEADS = ["offer_material_id", "offer_fr", "offer_en", "demand_material_id", "demand_fr", "demand_en", "basis"]
LEADS += ["low", "central", "high", "unit"]
VISITS = [
    "sector_scheme",
    "sector_code",
    "sector_fr",
    "sector_en",
    "size_class",
    "unmet",
    "value_per_visit",
    "unit",
]
VISITS += ["material_fr", "material_en"]
MOST_LEADS, MOST_VISITS = 40, 10


@dataclass(frozen=True)
class FirstDay:
    """Always estimated, never in a headline. `low` and `high` are the 5th and 95th percentiles, per year in `unit`.

    visits: the sectors and sizes whose answers would move the plan the most; `value_per_visit` is the width of what one
    business may offer or need and that something here could meet.
    """

    streams: pd.DataFrame
    leads: pd.DataFrame
    visits: pd.DataFrame


@lru_cache(maxsize=1)
def material_intensities() -> tuple[MaterialIntensity, ...]:
    """The table of intensities by sector and material; see data/reference/SOURCES.md."""
    with (DATA / "reference" / "material_intensity.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            MaterialIntensity(
                row["intensity_id"],
                row["side"],
                row["material_id"],
                {"NAF": _codes(row["nace"]), "SCIAN": _codes(row["naics"])},
                row["unit"].partition("/")[0],
                Range(float(row["low"]), float(row["central"]), float(row["high"])),
                row["confidence"],
                f"{row['source']} ({row['geography']}, {row['year']})",
            )
            for row in csv.DictReader(file)
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
    meetings = _meetings(database, streams)
    return FirstDay(streams, _leads(meetings), _visits(parts, meetings, names))


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


def _meetings(database: Database, streams: pd.DataFrame) -> pd.DataFrame:
    """Which estimated offers could meet which estimated needs: the same material, or a known substitution."""
    links = database.cached_query("compatibilities")
    links = links[links["basis"] != "family"]
    offers, needs = (streams[streams["side"] == side] for side in ("offer", "demand"))
    both = offers.merge(links, left_on="material_id", right_on="offer_material_id")
    return both.merge(
        needs,
        left_on=["demand_material_id", "unit"],
        right_on=["material_id", "unit"],
        suffixes=("", "_need"),
    )


def _leads(meetings: pd.DataFrame) -> pd.DataFrame:
    """Leads between estimates, to check: what the smaller side may carry."""
    if meetings.empty:
        return pd.DataFrame(columns=LEADS)
    found = pd.DataFrame({
        **{"offer_material_id": meetings["material_id"], "offer_fr": meetings["material_fr"]},
        **{"offer_en": meetings["material_en"], "demand_material_id": meetings["demand_material_id"]},
        **{"demand_fr": meetings["material_fr_need"], "demand_en": meetings["material_en_need"]},
        **{end: np.minimum(meetings[end], meetings[f"{end}_need"]) for end in ("low", "central", "high")},
        **{"basis": meetings["basis"], "unit": meetings["unit"]},
    })  # fmt: skip
    return found[LEADS].sort_values("central", ascending=False, ignore_index=True).head(MOST_LEADS)


def _visits(
    parts: list[tuple[dict, MaterialIntensity]], meetings: pd.DataFrame, names: pd.DataFrame
) -> pd.DataFrame:
    """Sectors and sizes by the value of one answer: the width of what one business may carry, met by something here."""
    reach: dict[tuple[str, str], float] = defaultdict(float)
    for row in meetings.itertuples():
        reach["offer", row.material_id] += row.central_need
        reach["demand", row.demand_material_id] += row.central
    rows: list[tuple] = []
    for row, one in parts:
        met = reach.get((one.side, one.material_id), 0.0)
        if one.unit != "t" or not met:
            continue
        employees = employees_of(row["size_class"]).central
        low, high = (min(employees * end, met) for end in (one.value.low, one.value.high))
        rows.append(
            (
                *_cell(row),
                high - low,
                names.loc[one.material_id, "name_fr"],
                names.loc[one.material_id, "name_en"],
            )
        )
    columns = [*VISITS[:6], "value_per_visit", "material_fr", "material_en"]
    frame = pd.DataFrame(rows, columns=columns)
    if frame.empty:
        return pd.DataFrame(columns=VISITS)
    largest = frame.sort_values("value_per_visit", ascending=False).drop_duplicates(VISITS[:5])
    total = frame.groupby(VISITS[:5])["value_per_visit"].sum()
    largest["value_per_visit"] = [
        total[tuple(row[name] for name in VISITS[:5])] for row in largest.to_dict("records")
    ]
    best = largest.assign(unit="t").sort_values("value_per_visit", ascending=False, ignore_index=True)
    return best[VISITS].head(MOST_VISITS)


def _cell(row: Mapping) -> tuple:
    return tuple(row[name] for name in VISITS[:6])
