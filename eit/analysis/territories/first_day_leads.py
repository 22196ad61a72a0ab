"""Leads of the first day: who here works in a sector that takes what is estimated, and whom to visit next.

Nobody publishes tonnes bought per employee: a need of matter is a sector that buys it, counted, without a quantity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from eit.domain.figures.first_day import MaterialIntensity
from eit.domain.figures.inferred_streams import employees_of
from eit.store.database import Database
from eit.store.sectors import input_buyers

LEADS = ["offer_material_id", "offer_fr", "offer_en", "demand_material_id", "demand_fr", "demand_en"]
LEADS += ["takers", "sectors", "low", "central", "high", "unit"]
CELL = ["sector_scheme", "sector_code", "sector_fr", "sector_en", "size_class", "unmet"]
VISITS = [*CELL, "value_per_visit", "unit", "material_fr", "material_en"]
MOST_LEADS, MOST_VISITS = 40, 10
Takers = dict[tuple[str, str], list[int]]
"""Offered and replaced material → the positions of the cells whose sector takes the first in place of the second."""


def takers_of(database: Database, cells: pd.DataFrame, offers: pd.DataFrame) -> Takers:
    """Which counted sectors take each estimated offer: the library's receivers, and who buys what it replaces."""
    table = database.memoise(
        ("receiver_sectors",), lambda: database.query("receiver_sectors", input_buyers())
    )
    parents = database.cached_query("materials").set_index("material_id")["parent_id"].to_dict()
    counted = [
        (position, row.sector_scheme, "".join(sign for sign in row.sector_code if sign.isdigit()))
        for position, row in enumerate(cells.itertuples())
        if "-" not in row.sector_code and employees_of(row.size_class).central > 0
    ]
    found: Takers = {}
    for material in offers["material_id"]:
        of_it = table[table["offer_material_id"].isin([material, parents.get(material)])]
        for demand, some in of_it.groupby("demand_material_id"):
            codes = list(zip(some["scheme"], some["code"], strict=True))
            here = [
                position
                for position, scheme, digits in counted
                if any(scheme == one and digits.startswith(code) for one, code in codes)
            ]
            if here:
                found[material, str(demand)] = here
    return found


def sector_leads(
    takers: Takers, cells: pd.DataFrame, offers: pd.DataFrame, names: pd.DataFrame
) -> pd.DataFrame:
    """One row per estimated offer and what it may replace here, the largest first; the quantity is the offer's."""
    known, rows = offers.set_index("material_id"), []
    for (material, demand), here in takers.items():
        if demand not in names.index:
            continue
        one, some = known.loc[material], cells.iloc[here]
        rows.append(
            (
                *(material, one["material_fr"], one["material_en"]),
                *(demand, names.loc[demand, "name_fr"], names.loc[demand, "name_en"]),
                *(int(some["unmet"].sum()), ", ".join(sorted(set(some["sector_code"])))),
                *(one["low"], one["central"], one["high"], one["unit"]),
            )
        )
    frame = pd.DataFrame(rows, columns=LEADS)
    order = ["central", "offer_material_id", "takers"]
    return frame.sort_values(order, ascending=[False, True, False], ignore_index=True).head(MOST_LEADS)


def visits(
    parts: list[tuple[dict, MaterialIntensity]],
    takers: Takers,
    cells: pd.DataFrame,
    offers: pd.DataFrame,
    names: pd.DataFrame,
) -> pd.DataFrame:
    """Sectors and sizes by what one answer is worth [t/yr].

    Of one that may offer: the width of what one business may leave, where somebody here takes it. Of one that may take:
    its even part of what is estimated here, which without it has no known outlet.
    """
    worth: dict[tuple, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    taken = {material for material, _ in takers}
    for row, one in parts:
        if one.side == "offer" and one.unit == "t" and one.material_id in taken:
            width = one.value.high - one.value.low
            worth[_cell(row)][one.material_id] += employees_of(row["size_class"]).central * width
    known, rows = offers.set_index("material_id")["central"], cells.to_dict("records")
    receiving: dict[str, set[int]] = defaultdict(set)
    for (material, _), here in takers.items():
        receiving[material] |= set(here)
    for material, positions in receiving.items():
        each = known[material] / sum(rows[position]["unmet"] for position in positions)
        for position in positions:
            worth[_cell(rows[position])][material] += each
    found = []
    for cell, of_material in worth.items():
        most = names.loc[max(of_material, key=lambda name: of_material[name])]
        found.append((*cell, sum(of_material.values()), "t", most["name_fr"], most["name_en"]))
    frame = pd.DataFrame(found, columns=VISITS)
    return frame.sort_values("value_per_visit", ascending=False, ignore_index=True).head(MOST_VISITS)


def _cell(row: Mapping) -> tuple:
    return tuple(row[name] for name in CELL)
