"""Waste by activity and category (Eurostat, env_wasgen) over employment (nama_10_a64_e): tonnes per employee and year.

A category of the statistics is one material, or several whose parts nobody publishes: then each is between none of it
and all of it, around an equal part. What the map leaves out (households, mixed waste, PCB) is not estimated.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from eit.domain.errors import InvalidQuantity
from eit.locations import DATA

WASTE, EMPLOYMENT = "env_wasgen", "nama_10_a64_e"
TONNES, THOUSANDS = "T", "THS_PER"
EMPLOYED = {
    **{one: (one,) for one in ("A", "B", "C10-C12", "C13-C15", "C16", "C19", "C23", "D", "F")},
    "C17_C18": ("C17", "C18"),
    "C20-C22": ("C20", "C21", "C22"),
    "C24_C25": ("C24", "C25"),
    "C26-C30": ("C26", "C27", "C28", "C29", "C30"),
    "C31-C33": ("C31_C32", "C33"),
    "G-U_X_G4677": tuple("GHIJKLMNOPQRS"),
}
"""Group of activities of env_wasgen → those of the employment that make it. E is not there: its parts do not match."""
DIVISIONS = {
    **{"A": ("01-03",), "B": ("05-09",), "C10-C12": ("10-12",), "C13-C15": ("13-15",), "C16": ("16",)},
    **{"C17_C18": ("17-18",), "C19": ("19",), "C20-C22": ("20-22",), "C23": ("23",), "C24_C25": ("24-25",)},
    **{"C26-C30": ("26-30",), "C31-C33": ("31-33",), "D": ("35",), "F": ("41-43",)},
    "G-U_X_G4677": ("45-47", "49-53", "55-56", "58-63", "64-66", "68-75", "77-82", "84-88", "90-96"),
}
BAND = (0.5, 2.0)
"""Low and high of a national mean for one territory, times the mean: assumed."""


def eurostat_intensities(waste: Iterable[Mapping], employment: Iterable[Mapping]) -> list[dict[str, str]]:
    """Rows of the table of intensities from both answers, as JSON-stat rows of one country and year.

    Raises InvalidQuantity: "intensity-without-unit" (not tonnes, not thousands of people), "intensity-nothing".
    """
    employed = {row["nace_r2"]: 1000 * row["value"] for row in _of_unit(employment, THOUSANDS, EMPLOYMENT)}
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    year = country = ""
    for row in _of_unit(waste, TONNES, WASTE):
        group, year, country = row["nace_r2"], str(row["time"]), str(row["geo"])
        people = sum(employed.get(part, 0.0) for part in EMPLOYED.get(group, ()))
        materials = ewc_materials(str(row["waste"]), group)
        if people <= 0 or not materials or row["value"] <= 0:
            continue
        whole = row["value"] / people
        for material in materials:
            ends = sums[group, material]
            ends[0] += whole * BAND[0] if len(materials) == 1 else 0.0
            ends[1] += whole / len(materials)
            ends[2] += whole * BAND[1]
    if not sums:
        raise InvalidQuantity("intensity-nothing", row_id=WASTE)
    source = f"Eurostat {WASTE} / {EMPLOYMENT}"
    return [
        {
            "intensity_id": f"EU-{country}-{group}-{material}",
            "side": "offer",
            "material_id": material,
            "nace": ";".join(code for span in DIVISIONS[group] for code in _each(span)),
            "naics": "",
            "unit": "t/employee/yr",
            **{name: f"{value:.6g}" for name, value in zip(("low", "central", "high"), ends, strict=True)},
            "geography": country,
            "year": year,
            "source": source,
            "confidence": "derived" if ends[0] else "assumption",
        }
        for (group, material), ends in sorted(sums.items())
    ]


def _of_unit(rows: Iterable[Mapping], unit: str, table: str) -> Iterable[Mapping]:
    for row in rows:
        if row.get("unit") != unit:
            raise InvalidQuantity("intensity-without-unit", value=row.get("unit", ""), row_id=table)
        yield row


def ewc_materials(category: str, group: str) -> tuple[str, ...]:
    """The materials of a category of EWC-Stat in a group of activities: of its own, else of any activity."""
    known = _ewc_map()
    return known.get((category, group), known.get((category, ""), ()))


@lru_cache(maxsize=1)
def _ewc_map() -> dict[tuple[str, str], tuple[str, ...]]:
    found = {}
    with (DATA / "reference" / "ewc_stat_materials.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for group in row["nace_groups"].split("|"):
                found[row["ewc_stat"], group] = tuple(row["material_ids"].split(";"))
    return found


def _each(span: str) -> list[str]:
    first, _, last = span.partition("-")
    return [f"{number:02d}" for number in range(int(first), int(last or first) + 1)]
