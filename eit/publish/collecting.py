"""What an edition is made of: quantities per group, territory and family of each programme, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from eit.domain.disclosure import FAMILY_OF
from eit.store.database import Database

LEVELS = ("mrc", "epci", "park", "region")
"""Levels that may be published; municipalities and communes are too small."""
REST = "rest"
"""What lies in none of the territories of the level, so that the territories and it make the total."""
TOTAL = "total"
KINDS = {"matter": ("mass", "t/yr"), "energy": ("energy", "kWh/yr"), "water": ("water", "m3/yr")}
INDICATORS = {
    f"{direction}_{name}": unit for direction in ("offer", "demand") for name, unit in KINDS.values()
}
"""Indicator → unit. Units are never added to one another."""


@dataclass(frozen=True)
class Collected:
    """One programme: its row, its level and territories, and the quantities of its groups.

    flows: indicator, territory_id, family, group_id, company_id, quantity (0 when it is not known). territories:
    territory_id, name, kind. synergies: see `synergy_sides`. public: organisations whose quantities a register tells.
    presence: who has what, one row per flow: direction, material_id, category_id, their names, group_id, mass [t/yr].
    """

    row: pd.Series
    level: str
    territories: pd.DataFrame
    flows: pd.DataFrame
    sides: pd.DataFrame
    public: frozenset[str]
    presence: pd.DataFrame


def collect(database: Database, row: pd.Series, as_of: date) -> Collected:
    """The quantities of one programme at the level that it publishes, and its synergies at `as_of`."""
    programme_id = str(row["programme_id"])
    level, territories = _level(database, row)
    place = database.query("company_territories", {"programme_id": programme_id, "level": level})
    where = dict(zip(place["company_id"], place["territory_id"], strict=True))
    companies = database.query("all_companies")
    own = companies[companies["programme_id"] == programme_id]
    groups = dict(zip(own["company_id"], own["group_id"], strict=True))
    held = _held(database, programme_id)
    flows = _flows(held, where, groups)
    if (flows["territory_id"] == REST).any():
        territories.loc[len(territories)] = [REST, REST, REST]
    sides = _sides(database, programme_id, as_of, where, groups)
    public = database.query("public_figures", {"programme_id": programme_id})["company_id"]
    presence = _presence(database, held, groups)
    return Collected(row, level, territories, flows, sides, frozenset(public.astype(str)), presence)


def quantities(item: Collected, indicator: str) -> dict[tuple[str, ...], float]:
    """(territory_id, family, group_id, company_id) → quantity of one indicator."""
    rows = item.flows[item.flows["indicator"] == indicator]
    names = ("territory_id", "family", "group_id", "company_id")
    keys = zip(*(rows[name] for name in names), strict=True)
    return dict(zip(keys, rows["quantity"].astype(float), strict=True))


def _level(database: Database, row: pd.Series) -> tuple[str, pd.DataFrame]:
    """The first level of the programme that may be published and divides it."""
    named = [level for level in str(row["levels"]).split("|") if level in LEVELS]
    for level in [*named, *LEVELS]:
        filters = {"programme_id": row["programme_id"], "level": level, "category_ids": []}
        found = database.query("territories", filters)[["territory_id", "name"]].assign(kind=level)
        if len(found) > 1:
            return level, found.sort_values("territory_id").reset_index(drop=True)
    return "programme", pd.DataFrame(columns=["territory_id", "name", "kind"])


def _held(database: Database, programme_id: str) -> pd.DataFrame:
    """Every flow of matter, energy or water of a programme."""
    filters = {"programme_id": programme_id, "category_ids": []}
    frame = database.query(
        "flows", {**filters, "material_id": None, "company_id": None, "territory_id": None}
    )
    return frame[frame["kind"].isin(KINDS)]


def _presence(database: Database, held: pd.DataFrame, groups: dict[str, str]) -> pd.DataFrame:
    categories = database.rows("category").set_index("category_id")
    columns = ["direction", "material_id", "material_fr", "material_en", "category_id"]
    names = {f"category_{lang}": held["category_id"].map(categories[f"name_{lang}"]) for lang in ("fr", "en")}
    mass = held["mass_t_per_year"].where(held["kind"] == "matter").astype(float).fillna(0.0)
    return held[columns].assign(**names, group_id=held["company_id"].map(groups), mass=mass)


def _flows(frame: pd.DataFrame, where: dict[str, str], groups: dict[str, str]) -> pd.DataFrame:
    kinds = frame["kind"].map(lambda kind: KINDS[kind][0])
    quantity = frame["quantity_per_year"].where(frame["kind"] != "matter", frame["mass_t_per_year"])
    flows = pd.DataFrame({
        "indicator": frame["direction"] + "_" + kinds,
        "territory_id": [where.get(company, REST) for company in frame["company_id"]],
        "family": frame["category_id"].map(FAMILY_OF).where(frame["kind"] == "matter", kinds),
        "group_id": frame["company_id"].map(groups),
        "company_id": frame["company_id"],
        "quantity": quantity.astype(float).fillna(0.0),
    })  # fmt: skip
    keys = ["indicator", "territory_id", "family", "group_id", "company_id"]
    return flows.groupby(keys, as_index=False)["quantity"].sum().sort_values(keys, ignore_index=True)


def _sides(
    database: Database, programme_id: str, as_of: date, where: dict[str, str], groups: dict[str, str]
) -> pd.DataFrame:
    """Who takes part in which synergy, and where: synergy_id, stage, group_id, territory_id."""
    synergies = database.query("synergies", {"programme_id": programme_id, "as_of": as_of})[
        ["synergy_id", "stage"]
    ]
    parties = database.query("synergy_parties", {"programme_id": programme_id})
    sides = synergies.merge(parties[["synergy_id", "company_id"]], on="synergy_id")
    return sides.assign(
        group_id=sides["company_id"].map(groups),
        territory_id=[where.get(company, REST) for company in sides["company_id"]],
    ).drop(columns="company_id")
