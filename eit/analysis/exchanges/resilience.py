"""What rests on whom: what an organisation that closes would break, who stands in, where a material goes on to."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.exchanges.potential import allocated_quantities, potential_exchanges
from eit.analysis.synergies.progress import left_before
from eit.domain.selection import Selection
from eit.domain.stage import HEADLINE_STAGES
from eit.store.database import Database

KEYSTONES = 12
"""Organisations for which the best plan without them is searched: those that carry the most."""
LONGEST_CASCADE = 4
CLOSURES = [
    "company_id",
    "company",
    "unit",
    "carried",
    "lost",
    "lost_share",
    "partners",
    "stand_in",
    "orphan_fr",
]
CLOSURES += ["orphan_en"]
STOPPED = [
    *("company_id", "company", "synergy_id", "title_fr", "title_en", "stage", "role", "quantity", "unit"),
    *("others", "second_best"),
]
RUNNING = ("pilot", *HEADLINE_STAGES)
"""Stages in which something flows."""
SECOND_BEST = 3
STEPS = [
    "step",
    "offer_company",
    "offer_fr",
    "offer_en",
    "demand_company",
    "demand_fr",
    "demand_en",
    "quantity",
    "unit",
    "back",
]


def closures(database: Database, selection: Selection, as_of: date) -> pd.DataFrame:
    """Per organisation and unit: what the plan carries through it, and what no other partner could take over.

    carried, lost: per year in `unit` (t, kWh of heat and power, m3, each apart); lost: the plan less the best plan
    without the organisation. stand_in: who takes over most of the largest flow that would be orphaned, in that other
    plan and with what it has left (None: nobody).
    """
    pairs = potential_exchanges(database, selection.without_company(), as_of)
    pairs = pairs[pairs["allocated_quantity"].notna()].reset_index(drop=True)
    rows = []
    for unit, of_unit in pairs.groupby("unit", sort=True):
        whole = float(of_unit["allocated_quantity"].sum())
        for company_id, carried in _carried(of_unit).head(KEYSTONES).items():
            if carried > 0:
                rows.append(
                    _closure(of_unit.reset_index(drop=True), str(company_id), str(unit), carried, whole)
                )
    found = pd.DataFrame(rows, columns=CLOSURES).astype({"stand_in": object})
    found["stand_in"] = found["stand_in"].where(found["stand_in"].notna(), None)
    order = ["unit", "lost", "carried", "company_id"]
    return found.sort_values(order, ascending=[True, False, False, True], ignore_index=True)


def _carried(pairs: pd.DataFrame) -> pd.Series:
    """What each organisation gives and takes in the plan, the most first."""
    sides = [pairs.groupby(f"{side}_company_id")["allocated_quantity"].sum() for side in ("offer", "demand")]
    return sides[0].add(sides[1], fill_value=0.0).sort_values(ascending=False, kind="stable")


def _closure(pairs: pd.DataFrame, company_id: str, unit: str, carried: float, whole: float) -> tuple:
    gives, takes = (pairs[f"{side}_company_id"] == company_id for side in ("offer", "demand"))
    left = pairs[~(gives | takes)].reset_index(drop=True)
    again = np.nan_to_num(allocated_quantities(left)) if len(left) else np.zeros(0)
    lost = max(0.0, whole - float(again.sum()))
    held = pairs[(gives | takes) & (pairs["allocated_quantity"] > 0)]
    largest = held.loc[held["allocated_quantity"].idxmax()]
    side, other = ("offer", "demand") if largest["demand_company_id"] == company_id else ("demand", "offer")
    of_largest = (left[f"{side}_id"] == largest[f"{side}_id"]).to_numpy(bool)
    more = (again - left["allocated_quantity"].to_numpy(float)) * of_largest
    taken_over = lost < carried * (1 - 1e-9) and bool((more > 0).any())
    stand_in = str(left[f"{other}_company"].iloc[int(more.argmax())]) if taken_over else None
    name = str(
        held.iloc[0]["offer_company" if held.iloc[0]["offer_company_id"] == company_id else "demand_company"]
    )
    return (
        *(company_id, name, unit, carried, lost, lost / whole if whole else 0.0, len(held), stand_in),
        *(largest[f"offer_material_{lang}"] for lang in ("fr", "en")),
    )


def stopped(database: Database, selection: Selection, as_of: date) -> pd.DataFrame:
    """Per organisation, the synergies under way that would stop if it closed: the most of them first.

    Columns STOPPED: stage (one of RUNNING), role, quantity per year in `unit`, others (the parties that would be left),
    second_best: who else, in the radius, could stand on its side, the best lead first (at most SECOND_BEST).
    """
    programme = {"programme_id": selection.programme_id}
    synergies = database.query("synergies", {**programme, "as_of": as_of})
    running = synergies[synergies["stage"].isin(RUNNING)].set_index("synergy_id")
    parties = database.cached_query("synergy_parties", programme)
    parties = parties[~left_before(parties, as_of) & parties["synergy_id"].isin(running.index)]
    pairs = potential_exchanges(database, selection.without_company(), as_of)
    rows = []
    for synergy_id, members in parties.groupby("synergy_id", sort=True):
        item = running.loc[synergy_id]
        for own in members.drop_duplicates("company_id").itertuples():
            others = members[members["company_id"] != own.company_id]
            stand_ins = _second_best(pairs, item, str(own.company_id), set(members["company_id"]))
            rows.append((
                *(own.company_id, own.name, synergy_id, item["title_fr"], item["title_en"], item["stage"], own.role),
                *(item["quantity_per_year"], item["unit"]),
                *(tuple(dict.fromkeys(others["name"])), stand_ins),
            ))  # fmt: skip
    found = pd.DataFrame(rows, columns=STOPPED)
    found["number"] = found.groupby("company_id")["synergy_id"].transform("size")
    order = ["number", "company", "company_id", "synergy_id"]
    found = found.sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return found.drop(columns="number")


def _second_best(pairs: pd.DataFrame, item: pd.Series, company_id: str, inside: set[str]) -> tuple[str, ...]:
    """Who could take the place of a party: leads of the flow of the other side, or of its organisation and material."""
    if pairs.empty:
        return ()
    at = {"offer": item["giver_company_id"], "demand": item["taker_company_id"]}
    for left, gone in (("offer", "demand"), ("demand", "offer")):
        if at[gone] == company_id:
            leads = pairs[pairs[f"{left}_id"] == item[f"{left}_flow_id"]]
            if leads.empty:
                of_material = pairs["offer_material_id"] == item["material_id"]
                leads = pairs[(pairs[f"{left}_company_id"] == at[left]) & of_material]
            leads = leads[~leads[f"{gone}_company_id"].isin(inside) & ~leads["conditional"].astype(bool)]
            best = leads.sort_values("score", ascending=False, kind="stable")[f"{gone}_company"]
            return tuple(dict.fromkeys(best))[:SECOND_BEST]
    return ()


def cascade(database: Database, selection: Selection, material_id: str, as_of: date) -> pd.DataFrame:
    """Where a material goes in the plan, then what its takers give on, step by step; an organisation is met once.

    back: what the giver has comes from the taker itself, so that the cascade is a circle; it ends there. Nobody said
    that the second comes from the first: it is what the same organisation offers.
    """
    pairs = potential_exchanges(database, selection.without_company(), as_of)
    plan = pairs[pairs["allocated_quantity"] > 0]
    if plan.empty:  # without a pair the table has no names either
        return pd.DataFrame(columns=STEPS)
    family = database.cached_query("materials").set_index("material_id")["parent_id"].to_dict()
    of_material = plan["offer_material_id"].map(lambda one: material_id in (one, family.get(one)))
    step, met, rows = plan[of_material], set(plan.loc[of_material, "offer_company_id"]), []
    behind: dict[str, set[str]] = {one: {one} for one in met}
    for number in range(1, LONGEST_CASCADE + 1):
        for row in step.itertuples():
            from_it = row.demand_company_id in behind[row.offer_company_id]
            behind.setdefault(row.demand_company_id, {row.demand_company_id}).update(
                behind[row.offer_company_id]
            )
            rows.append(
                (
                    *(number, row.offer_company, row.offer_material_fr, row.offer_material_en),
                    *(row.demand_company, row.demand_material_fr, row.demand_material_en),
                    *(row.allocated_quantity, row.unit, from_it),
                )
            )
        takers = set(step["demand_company_id"]) - met
        met |= takers
        step = plan[plan["offer_company_id"].isin(takers)]
        if step.empty:
            break
    return pd.DataFrame(rows, columns=STEPS)
