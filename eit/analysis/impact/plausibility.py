"""Which flows and synergies are hard to believe, by sector, by material and by GHG per tonne."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from eit.analysis.impact.avoided import factor_book
from eit.analysis.programmes import programme
from eit.analysis.synergies.table import synergy_table
from eit.analysis.territories.intensities import material_intensities
from eit.domain.errors import InvalidSelection
from eit.domain.figures.first_day import best_for
from eit.domain.figures.impact import REUSE_ROUTES, plausibility_flags
from eit.domain.figures.plausibility import (
    CONFIRMED,
    SectorUsual,
    beyond_all_others,
    implausible,
    usual_mass_t,
    usual_of_material_t,
)
from eit.store.database import Database

COMPARED = ["mass_t_per_year", "sector_scheme", "sector_code", "employees", "material_id", "company_kind"]
COLUMNS = ["flag", "id", "name_fr", "name_en", "value", "unit", "usual"]
SECTOR, MATERIAL, GHG = "quantity-vs-sector", "quantity-vs-material", "ghg-per-tonne"
TOTAL = "quantity-vs-total"
ABOVE_FLOW = "above-flow"
SCIAN, COMPANY = "SCIAN", "company"


def doubts(database: Database, programme_id: str) -> pd.DataFrame:
    """One row per doubt: the flow or synergy, its yearly value, and what is usual (NaN for a fixed limit).

    Raises InvalidSelection for an unknown programme. Sectors are compared by code and employees: by the table of waste
    per employee, or by all that the table of intensities says that one employee leaves, high. Peers are of the same
    kind: a sorting centre gathers what many companies leave.
    """
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    found = [
        *_flow_doubts(database, programme_id),
        *_synergy_doubts(database, programme_id, str(row["jurisdiction"])),
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def held_flows(database: Database, programme_id: str) -> frozenset[str]:
    """The offers whose quantity is hard to believe and was not measured: no total counts them until it is."""

    def found() -> frozenset[str]:
        quality = database.cached_query("offered_masses", {"programme_id": programme_id}).set_index(
            "flow_id"
        )["quality"]
        doubted = {str(row[1]) for row in _flow_doubts(database, programme_id)}
        return frozenset(flow for flow in doubted if quality[flow] != CONFIRMED)

    return database.memoise(("held flows", programme_id), found)


def _sectors(database: Database) -> list[SectorUsual]:
    rows = database.query("factors", {"factor_table": "waste-intensity"})
    known = rows[(rows["unit"] == "t/employee/yr") & rows["sector_codes"].notna() & rows["central"].notna()]
    return [
        SectorUsual(*row)
        for row in known[["factor_id", "sector_codes", "central"]].itertuples(index=False, name=None)
    ]


@lru_cache(maxsize=4096)
def _left_per_employee(scheme: str, sector_code: str) -> float | None:
    """The most that one employee of a sector leaves of all materials together [t/yr]; None: the table has no row."""
    tonnes = tuple(one for one in material_intensities() if one.side == "offer" and one.unit == "t")
    return sum(one.value.high for one in best_for(scheme, sector_code, tonnes)) or None


def _flow_doubts(database: Database, programme_id: str) -> list[tuple]:
    offers = database.cached_query("offered_masses", {"programme_id": programme_id})
    sectors, whole = _sectors(database), float(offers["mass_t_per_year"].sum())
    alike = offers.groupby(["material_id", "company_kind"])["mass_t_per_year"].agg(sorted).to_dict()
    compared = zip(*(offers[name].tolist() for name in COMPARED), strict=True)
    found = []
    for at, (mass, scheme, sector, employees, material_id, kind) in enumerate(compared):
        size = None if pd.isna(employees) else float(employees)
        by_sector = usual_mass_t(str(sector), size, sectors) if scheme == SCIAN else None
        if by_sector is None and size and kind == COMPANY:
            left = _left_per_employee(str(scheme), str(sector))
            by_sector = left and left * size
        by_material = usual_of_material_t(mass, alike[material_id, kind])
        quality = offers.iloc[at]["quality"]
        others = None if quality == CONFIRMED else beyond_all_others(mass, whole, len(offers))
        for flag, usual in ((SECTOR, by_sector), (MATERIAL, by_material), (TOTAL, others)):
            if usual is not None and (flag == TOTAL or implausible(mass, usual)):
                flow = offers.iloc[at]
                names = [f"{flow['company']} · {flow[name]}" for name in ("material_fr", "material_en")]
                found.append((flag, flow["flow_id"], *names, mass, "t", usual))
    return found


def _synergy_doubts(database: Database, programme_id: str, jurisdiction_id: str) -> list[tuple]:
    found = []
    for row in synergy_table(database, programme_id, factor_book(database, jurisdiction_id)).itertuples():
        avoided = None if pd.isna(row.ghg_central) else row.ghg_central
        mass = None if pd.isna(row.mass_t_per_year) else row.mass_t_per_year
        flags = plausibility_flags(avoided, mass, textile_reuse=row.ghg_route in REUSE_ROUTES)
        if GHG in flags:
            found.append((GHG, row.synergy_id, row.title_fr, row.title_en, avoided, "t CO2e", float("nan")))
        most = np.nanmin([row.offer_quantity, row.demand_quantity, np.inf])
        if mass is not None and row.above_flow:
            found.append((ABOVE_FLOW, row.synergy_id, row.title_fr, row.title_en, mass, "t", float(most)))
    return found
