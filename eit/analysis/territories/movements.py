"""What moves between territories or sectors, and in which months there is too much or too little of each material."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from eit.analysis.exchanges.flows import flow_table
from eit.analysis.impact.avoided import FactorBook
from eit.domain.exchange.storage import spread_by_month, storage_need
from eit.domain.portraits import ELSEWHERE, POTENTIAL
from eit.domain.selection import Selection
from eit.domain.stage import HEADLINE_STAGES
from eit.store.database import Database


@dataclass(frozen=True)
class PortraitInputs:
    """What every portrait of one programme rests on, read once: the pairs that the plan of tonnes uses, the plan of
    greenhouse gases, synergies, factors."""

    selection: Selection
    pairs: pd.DataFrame
    plan: pd.DataFrame
    synergies: pd.DataFrame
    book: FactorBook


def movements(pairs: pd.DataFrame, inside: set[str], giver: str, taker: str, mass: str) -> pd.DataFrame:
    """Tonnes per year by category that leave, enter and stay in a territory; each tonne once."""
    gives, takes = (pairs[f"{side}_company_id"].isin(inside) for side in (giver, taker))
    chosen = {"out": gives & ~takes, "into": takes & ~gives, "within": gives & takes}
    sums = {name: pairs[rows].groupby("category_id")[mass].sum(min_count=1) for name, rows in chosen.items()}
    frame = pd.DataFrame(sums).fillna(0.0)
    moved = frame[frame.sum(axis=1) > 0]
    return moved.rename_axis("category_id").reset_index()


def links(
    database: Database, ground: PortraitInputs, territory_ids: list[str], what: str = POTENTIAL
) -> pd.DataFrame:
    """Tonnes per year from giver territory to taker territory by category; companies outside all are ELSEWHERE.

    A company of two of the territories counts in the one with the fewest companies. Links that touch none of the
    territories are left out. Columns: giver, taker, category_id, t_per_year, count.
    """
    held = database.query(
        "territory_companies", {"programme_id": ground.selection.programme_id, "territory_id": None}
    )
    chosen = held[held["territory_id"].isin(territory_ids)]
    sizes = chosen["territory_id"].map(chosen["territory_id"].value_counts())
    order = chosen.assign(size=sizes).sort_values(["size", "territory_id"], ascending=[False, False])
    place = dict(zip(order["company_id"], order["territory_id"], strict=True))
    frame = _linked(ground, what, lambda company: place.get(company, ELSEWHERE))
    return frame[(frame["giver"] != ELSEWHERE) | (frame["taker"] != ELSEWHERE)].reset_index(drop=True)


def overlap(database: Database, programme_id: str, territory_ids: list[str]) -> bool:
    """True when a company lies in two of the territories."""
    held = database.query("territory_companies", {"programme_id": programme_id, "territory_id": None})
    return bool(held.loc[held["territory_id"].isin(territory_ids), "company_id"].duplicated().any())


def sector_links(
    database: Database, ground: PortraitInputs, territory_ids: list[str], lang: str, what: str = POTENTIAL
) -> pd.DataFrame:
    """The same from sector to sector, for the exchanges with a side in one of the territories."""
    held = database.query(
        "territory_companies", {"programme_id": ground.selection.programme_id, "territory_id": None}
    )
    inside = set(held.loc[held["territory_id"].isin(territory_ids), "company_id"])
    named = held.drop_duplicates("company_id").set_index("company_id")[f"sector_{lang}"].to_dict()
    return _linked(ground, what, named.__getitem__, inside)


def _linked(
    ground: PortraitInputs, what: str, place: Callable[[str], str], inside: set[str] | None = None
) -> pd.DataFrame:
    if what == POTENTIAL:
        rows, giver, taker, mass = ground.pairs, "offer", "demand", "allocated_t_per_year"
    else:
        rows = ground.synergies[ground.synergies["stage"].isin(HEADLINE_STAGES)]
        giver, taker, mass = "giver", "taker", "mass_t_per_year"
    sides = [f"{giver}_company_id", f"{taker}_company_id"]
    kept = rows[rows[mass].gt(0) & rows[sides].notna().all(axis=1)]
    if inside is not None:
        kept = kept[kept[sides[0]].isin(inside) | kept[sides[1]].isin(inside)]
    frame = pd.DataFrame(
        {
            "giver": [place(company) for company in kept[sides[0]]],
            "taker": [place(company) for company in kept[sides[1]]],
            "category_id": kept["category_id"].tolist(),
            "t_per_year": kept[mass].astype(float).tolist(),
        }
    )
    keys = ["giver", "taker", "category_id"]
    summed = frame.groupby(keys, as_index=False)["t_per_year"].agg(["sum", "count"])
    return summed.rename(columns={"sum": "t_per_year"}).sort_values(
        ["t_per_year", *keys], ascending=[False, True, True, True], ignore_index=True
    )


SEASON_COLUMNS = [
    "material_id",
    "material_fr",
    "material_en",
    "category_id",
    "net_by_month",
    "offer_t_per_year",
]
SEASON_COLUMNS += [
    "demand_t_per_year",
    "storage_t",
    "first_month",
    "last_month",
    "structural_t",
    "not_communicated",
]


def seasons(
    database: Database, programme_id: str, territory_id: str | None, by: str = "material"
) -> pd.DataFrame:
    """One row per material (or family) of a territory: offers minus demands of each month [t], and the storage need.

    What is not communicated counts in no month: `not_communicated` says how many flows that is.
    `seasonal_t` is the need beyond the surplus of the year, which only a taker can absorb: the largest first.
    """
    flows = flow_table(database, Selection(programme_id, territory_id=territory_id))
    matter = flows[flows["kind"] == "matter"]
    keys = [f"{by}_id", f"{by}_fr", f"{by}_en", "category_id" if by == "material" else "family_category_id"]
    rows = []
    for values, group in matter.groupby(keys, sort=True):
        known = group.dropna(subset=["mass_t_per_year"])
        sides = []
        for side in ("offer", "demand"):
            here = known[known["direction"] == side]
            sides.append(spread_by_month(zip(here["mass_t_per_year"], here["months"], strict=True)))
        need = storage_need(*sides)
        net = tuple(offer - demand for offer, demand in zip(*sides, strict=True)) if len(known) else None
        rows.append(
            (
                *(*values, net, sum(sides[0]), sum(sides[1])),
                *(need.tonnes, need.first_month, need.last_month, need.structural, len(group) - len(known)),
            )
        )
    frame = pd.DataFrame(rows, columns=SEASON_COLUMNS)
    frame["seasonal_t"] = frame["storage_t"] - frame["structural_t"]
    order = ["seasonal_t", "storage_t", "material_id"]
    return frame.sort_values(order, ascending=[False, False, True], ignore_index=True)
