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
    counted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, row in enumerate(cells.itertuples()):
        if "-" not in row.sector_code and employees_of(row.size_class).central > 0:
            digits = "".join(sign for sign in row.sector_code if sign.isdigit())
            counted[row.sector_scheme, digits].append(position)
    found: Takers = {}
    for material in offers["material_id"]:
        of_it = table[table["offer_material_id"].isin([material, parents.get(material)])]
        for demand, some in of_it.groupby("demand_material_id"):
            codes = {scheme: tuple(own) for scheme, own in some.groupby("scheme")["code"]}
            here = [
                position
                for (scheme, digits), positions in counted.items()
                if digits.startswith(codes.get(scheme, ()))
                for position in positions
            ]
            if here:
                found[material, str(demand)] = sorted(here)
    return found


def sector_leads(
    takers: Takers, cells: pd.DataFrame, offers: pd.DataFrame, names: pd.DataFrame
) -> pd.DataFrame:
    """One row per estimated offer and what it may replace here, the largest first; the quantity is the offer's."""
    known, rows = offers.set_index("material_id").to_dict("index"), []
    said = names[["name_fr", "name_en"]].to_dict("index")
    unmet, codes = cells["unmet"].to_numpy(), cells["sector_code"].to_numpy(object)
    for (material, demand), here in takers.items():
        if demand not in said:
            continue
        one = known[material]
        rows.append(
            (
                *(material, one["material_fr"], one["material_en"]),
                *(demand, said[demand]["name_fr"], said[demand]["name_en"]),
                *(int(unmet[here].sum()), ", ".join(sorted(set(codes[here])))),
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
    last: tuple[int, dict[str, float], float] = (0, {}, 0.0)
    for row, one in parts:
        if one.side == "offer" and one.unit == "t" and one.material_id in taken:
            if last[0] != id(row):  # the parts of a cell follow each other
                last = (id(row), worth[_cell(row)], employees_of(row["size_class"]).central)
            last[1][one.material_id] += last[2] * (one.value.high - one.value.low)
    known, rows = offers.set_index("material_id")["central"], cells.to_dict("records")
    receiving: dict[str, set[int]] = defaultdict(set)
    for (material, _), here in takers.items():
        receiving[material] |= set(here)
    keys = [_cell(row) for row in rows]
    for material, positions in receiving.items():
        each = known[material] / sum(rows[position]["unmet"] for position in positions)
        for position in positions:
            worth[keys[position]][material] += each
    found = []
    for cell, of_material in worth.items():
        most = names.loc[max(of_material, key=lambda name: of_material[name])]
        found.append((*cell, sum(of_material.values()), "t", most["name_fr"], most["name_en"]))
    frame = pd.DataFrame(found, columns=VISITS)
    return frame.sort_values("value_per_visit", ascending=False, ignore_index=True).head(MOST_VISITS)


def _cell(row: Mapping) -> tuple:
    return tuple(row[name] for name in CELL)
