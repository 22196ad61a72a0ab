"""Avoidable GHG and money: told tonnes times a public factor of their family, so that they tell nothing more.

A figure that was computed from the flows themselves would be one more equation for whoever knows the factors.
A tonne without a factor is not estimated by that of its family. Who has what is taken as known; how much of a family a
few organisations make is not: their part is told in no share, nor by a figure that depends on it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from eit.analysis.impact.money import price_book
from eit.domain.disclosure import FAMILIES, FAMILY_OF, is_sensitive, rounded
from eit.domain.figures.coverage import ENOUGH
from eit.domain.figures.ranges import Range
from eit.publish.collecting import TOTAL
from eit.publish.table import NOT_ESTIMATED
from eit.store.database import Database

SOURCE = "offer_mass"
KG_PER_T = 1000
GHG, MONEY = "avoidable_ghg", "avoidable_money"
STEP = 0.1
"""A share is told in these steps, downwards: to the tonne it would be one more equation."""


@dataclass(frozen=True)
class FamilyCoverage:
    """`told`: share [0..1] in steps, None where it would tell on a few; `enough`: the figure stands for the family."""

    told: float | None
    enough: bool


def family_coverage(offered: pd.DataFrame, known: Collection[str]) -> FamilyCoverage:
    """Coverage of the flows of one family (material_id, group_id, mass [t/yr]), `known` being what has a factor.

    With a part that few make, covered or not, there is no figure: whether the share is over ENOUGH is theirs to tell.
    """
    rows = offered[offered["mass"] > 0]
    has = rows["material_id"].isin(list(known))
    covered, left = (rows[one].groupby("group_id")["mass"].sum() for one in (has, ~has))
    if left.empty:
        return FamilyCoverage(1.0, enough=True)
    if covered.empty:
        return FamilyCoverage(0.0, enough=False)
    if is_sensitive(covered) or is_sensitive(left):
        return FamilyCoverage(None, enough=False)
    share = math.fsum(covered) / (math.fsum(covered) + math.fsum(left))
    told = math.floor(round(share / STEP, 6)) * STEP
    return FamilyCoverage(round(told, 6), share >= ENOUGH)


def family_factors(database: Database, row: pd.Series, presence: pd.DataFrame) -> pd.DataFrame:
    """One row per family and indicator: low, central, high in the unit per tonne, the factors that it comes from, and
    which share of the tonnes on offer of the family (`presence`, a row per flow) has a factor: `covered`, `estimated`.

    GHG [t CO2e/t]: over the routes of the materials of a family, the median of the central values, the lowest low and
    the highest high. Money: the cost of elimination there [currency/t].
    """
    programme_id, jurisdiction_id = str(row["programme_id"]), str(row["jurisdiction"])
    fee = price_book(database, jurisdiction_id).gate_fee
    offered = presence[presence["direction"] == "offer"]
    offered = offered.assign(family=offered["category_id"].map(FAMILY_OF))
    routes, found = _routes(database), []
    for family, (span, names) in _ghg(database, routes).items():
        held = family_coverage(offered[offered["family"] == family], set(routes["material_id"]))
        values = (span.low, span.central, span.high, names, held.told, held.enough)
        found.append((programme_id, family, GHG, "t CO2e/t", *values))
    every = FamilyCoverage(1.0, enough=True)  # one fee for whatever is eliminated
    for family in FAMILIES if fee else ():
        unit, value = f"{row['currency']}/t", fee.value  # type: ignore[union-attr]
        values = (value.low, value.central, value.high, fee.factor_id, every.told, every.enough)  # type: ignore[union-attr]
        found.append((programme_id, family, MONEY, unit, *values))
    columns = ["programme_id", "family", "indicator", "unit", "low", "central", "high", "factor_ids"]
    return pd.DataFrame(found, columns=[*columns, "covered", "estimated"])


def _routes(database: Database) -> pd.DataFrame:
    """material_id, family and factor_id of every material of matter whose route has a central value."""
    table = database.query("factors", {"factor_table": "ghg"}).dropna(subset=["central"])
    materials = database.query("materials")
    matter = materials[(materials["kind"] == "matter") & materials["ghg_route"].notna()]
    found = matter.assign(family=matter["category_id"].map(FAMILY_OF), factor_id=matter["ghg_route"] + "-net")
    return found.loc[found["factor_id"].isin(table["factor_id"]), ["material_id", "family", "factor_id"]]


def _ghg(database: Database, routes: pd.DataFrame) -> dict[str, tuple[Range, str]]:
    table = database.query("factors", {"factor_table": "ghg"}).set_index("factor_id")
    found = {}
    for family in FAMILIES:
        known = table.loc[sorted(set(routes.loc[routes["family"] == family, "factor_id"]))]
        if len(known):
            low, high = (
                known["low"].fillna(known["central"]).min(),
                known["high"].fillna(known["central"]).max(),
            )
            span = Range(low / KG_PER_T, known["central"].median() / KG_PER_T, high / KG_PER_T)
            found[family] = (span, "|".join(known.index))
    return found


def derived_cells(cells: Iterable[dict], factors: pd.DataFrame) -> list[dict]:
    """One row per told or hidden cell of the tonnes on offer (totals of families left out) and factor, in its state;
    told tonnes of a family that is not covered enough are not estimated.
    """
    found = []
    of_family = {(row["family"], row["indicator"]): row for row in factors.to_dict("records")}
    for cell in cells:
        for indicator in (GHG, MONEY):
            factor = of_family.get((cell["family"], indicator))
            if cell["indicator"] != SOURCE or cell["family"] == TOTAL or factor is None:
                continue
            told = {"indicator": indicator, "unit": factor["unit"].removesuffix("/t") + "/yr"}
            if cell["value"] is not None and not factor["estimated"]:
                told |= dict.fromkeys(("value", "count_band", "computed_in")) | {"state": NOT_ESTIMATED}
            elif cell["value"] is not None:
                ends = {"low": factor["low"], "value": factor["central"], "high": factor["high"]}
                told |= {name: rounded(cell["value"] * per_tonne) for name, per_tonne in ends.items()}
            if cell["value"] is not None and pd.notna(factor["covered"]):
                told["covered"] = factor["covered"]
            found.append({**cell, **told})
    return found
