"""Which potential exchanges a selection holds, how good each is, and what they can carry together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eit.analysis.exchanges.commitments import commitments, mark_pairs, pairs_among
from eit.analysis.exchanges.gates import conditional, doubts
from eit.analysis.exchanges.large_programmes import count_exchanges, is_large, most_valuable
from eit.analysis.exchanges.pair_columns import cited_by_pairs, either, flows_of_pairs
from eit.analysis.impact.plausibility import held_flows
from eit.domain.exchange.allocation import allocate_flows
from eit.domain.exchange.in_common import carried_alone
from eit.domain.exchange.score import score_exchanges
from eit.domain.figures.plausibility import rests_on_one_side
from eit.domain.selection import Selection
from eit.store.database import Database

MISFIT_SHARE = 0.005
"""Between optima as near, the material that fits better wins: a misfit weighs at most 0.5 % of the longest distance."""
LOT_SHARE = 0.0001
"""Between optima that nothing else tells apart, a lot drawn from the two ids decides, at most 0.01 % of the longest
distance: the same pairs always get the same tonnes, so that a what-if does not reshuffle what it does not touch."""


OF_ALLOCATION = [f"{side}_{name}" for side in ("offer", "demand") for name in ("id", "quantity")]
OF_ALLOCATION += ["pair_quantity", "distance_km", "compatibility_score"]
OF_BOTH = ("company_id", "material_id", "quantity", "months", "hours_per_year", "observed_on", "quality")
OF_OFFER = ("kind", "category_id", "unit", "hazardous", "former_destination", "disposal_cost_per_t")
NAMED = ("company", "municipality", "latitude", "longitude", "material_fr", "material_en")
OF_LIBRARY = ("condition_fr", "condition_en", "use_fr", "use_en", "status", "library_id")
CITED = {"source": "source", "source_year": "year", "confidence": "confidence"}


def candidate_pairs(database: Database, selection: Selection) -> pd.DataFrame:
    """The pairs of a selection with all that a score needs; distances in km, quantities per year in `unit`.

    Columns: ids, basis, distances, rejection; `offer_*` and `demand_*` of OF_BOTH; OF_OFFER, ghg_route and library_row;
    how well distance and quantities are known; `conditional`: a gate is failed.
    A pair is narrow in the database and takes what its flows say here: each is read once, not once per pair.
    """
    refused = _refused(database, selection.programme_id)
    pairs = mark_rejected(_asked_pairs(database, selection), refused)
    if not selection.with_rejected and pairs["rejection_stands"].any():
        pairs = pairs[~pairs["rejection_stands"]].reset_index(drop=True)
    offers, demands = flows_of_pairs(database, selection, pairs)
    cited = cited_by_pairs(database, pairs)
    own = np.append(cited.table["route_is_own"].to_numpy(bool), False)[cited.at]
    routed = (pairs["basis"] == "substitution").to_numpy(bool) & own
    columns = {name: pairs[name].array for name in pairs}
    for side, flow in (("offer", offers), ("demand", demands)):
        columns |= {f"{side}_{name}": flow(name) for name in OF_BOTH}
    columns |= {name: offers(name) for name in OF_OFFER}
    columns |= doubts(offers, demands)
    columns["conditional"] = conditional(offers, demands, cited)
    columns["ghg_route"] = either(routed, cited, offers, "ghg_route")
    return pd.DataFrame(columns)


def _asked_pairs(database: Database, selection: Selection) -> pd.DataFrame:
    if is_large(database, selection.programme_id):
        found = most_valuable(database, selection, question(selection)).drop(columns="every")
    else:
        found = database.query("exchanges", question(selection))
    return found.drop(columns="value")


def exchange_count(database: Database, selection: Selection, shown: int) -> int:
    """How many potential exchanges a selection holds: of a very large programme, more than the `shown` ones."""
    return count_exchanges(database, selection, shown, question(selection))


def named(database: Database, selection: Selection, pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with what people read of them: `offer_*` and `demand_*` of NAMED, OF_LIBRARY, and the source.

    source, source_year and confidence are those of the library's row, else of the material.
    """
    offers, demands = flows_of_pairs(database, selection, pairs)
    cited = cited_by_pairs(database, pairs)
    columns = {name: cited(name) for name in OF_LIBRARY}
    for side, flow in (("offer", offers), ("demand", demands)):
        columns |= {f"{side}_{name}": flow(name) for name in NAMED}
    columns |= {name: either(cited.at >= 0, cited, offers, own) for name, own in CITED.items()}
    read = pd.DataFrame(columns, index=pairs.index)
    return pd.concat([pairs, read], axis=1)


class Refused(NamedTuple):
    """Why and when a pair was rejected, and whether that still stands."""

    reason: str
    rejected_on: date
    stands: bool


def _refused(database: Database, programme_id: str) -> Mapping[tuple[str, str], Refused]:
    def read() -> dict[tuple[str, str], Refused]:
        rows = database.query("rejections", {"programme_id": programme_id})
        ids = zip(rows["offer_id"], rows["demand_id"], strict=True)
        told = zip(rows["reason"], rows["rejected_on"], rows["stands"].astype(bool), strict=True)
        return dict(zip(ids, map(Refused._make, told), strict=True))

    return database.memoise(("rejections", programme_id), read)


def mark_rejected(pairs: pd.DataFrame, refused: Mapping[tuple[str, str], Refused]) -> pd.DataFrame:
    """The pairs with rejected_reason and rejected_on (missing: never rejected), and rejection_stands.

    A rejection that no longer stands rests on facts that have changed since: the pair is proposed again.
    """
    reason, on = (np.full(len(pairs), None, dtype=object) for _ in range(2))
    stands = np.zeros(len(pairs), dtype=bool)
    for at, found in pairs_among(pairs, refused):
        reason[at], on[at], stands[at] = found
    return pairs.assign(rejected_reason=reason, rejected_on=on, rejection_stands=stands)


def question(selection: Selection) -> dict[str, object]:
    """The parameters that the exchange query takes from a selection."""
    return {
        "programme_id": selection.programme_id,
        "radius_km": selection.radius_km,
        "bases": list(selection.bases),
        "category_ids": list(selection.category_ids),
        "material_id": selection.material_id,
        "company_id": selection.company_id,
        "territory_id": selection.territory_id,
    }


def potential_exchanges(database: Database, selection: Selection, as_of: date) -> pd.DataFrame:
    """Scored potential exchanges, best first, with what each carries when all are allocated together.

    Rows: one per pair within the radius; of a very large programme the most valuable ones, see `bounded`.
    `mass_t_per_year` is what the pair alone could carry; only
    `allocated_quantity` (per year, in `unit`) and `allocated_t_per_year` (matter only) may be summed, because they
    count each tonne once: what synergies already take (offer_committed, demand_committed) is left out of them. A pair
    that is a synergy carries its `synergy_id` and `synergy_stage`.
    """
    return named(database, selection, score_exchanges(allocated_pairs(database, selection, as_of), as_of))


def open_leads(pairs: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The pairs that nobody works on, and how many of them are synergies already: these are no leads any more."""
    working = pairs["synergy_id"].notna().to_numpy(bool)
    return pairs[~working].reset_index(drop=True), int(working.sum())


def allocated_pairs(database: Database, selection: Selection, as_of: date) -> pd.DataFrame:
    """The rows of `potential_exchanges`, the nearest first, without scores and names: what figures rest on."""
    return database.memoise(
        ("exchanges", selection, as_of), lambda: allocate_pairs(database, selection, as_of)
    )


def allocate_pairs(database: Database, selection: Selection, as_of: date) -> pd.DataFrame:
    """What `allocated_pairs` remembers, computed anew."""
    pairs = candidate_pairs(database, selection)
    pairs = mark_pairs(pairs, commitments(database, selection.programme_id, as_of))
    pairs["held"] = _held(database, selection.programme_id, pairs)
    pairs["allocated_quantity"] = allocated_quantities(pairs)
    pairs["allocated_t_per_year"] = pairs["allocated_quantity"].where(pairs["unit"] == "t")
    return pairs


def _held(database: Database, programme_id: str, pairs: pd.DataFrame) -> NDArray:
    """Which pairs wait for a confirmation before a total counts them: a quantity hard to believe, or unknown."""
    sides = database.cached_query("sides", {"programme_id": programme_id})
    declared = sides.dropna(subset=["quantity"]).groupby("unit")["quantity"].agg(list).to_dict()
    one, other = (pairs[f"{side}_quantity"].to_numpy(float) for side in ("offer", "demand"))
    doubted = pairs["offer_id"].isin(held_flows(database, programme_id)).to_numpy(bool)
    return doubted | rests_on_one_side(one, other, pairs["unit"].tolist(), declared)


def allocated_quantities(pairs: pd.DataFrame, value_per_unit: NDArray | None = None) -> NDArray:
    """Yearly quantity [`unit`] of each pair in the best allocation of each unit; NaN when unknown.

    Best is the most quantity, or the most Σ quantity · value when `value_per_unit` gives one value per pair; a pair
    whose value is NaN is left out. A flow whose quantity was not communicated is bounded by what its partners
    declare; both unknown: NaN. What synergies already take of a flow is not there to give; a pair whose synergy has
    no quantity yet carries nothing more.
    """
    allocated = np.full(len(pairs), np.nan)
    pairs = _free(pairs)
    known = pairs["pair_quantity"].notna()
    if "conditional" in pairs:  # what cannot be taken as it is carries nothing
        known &= ~pairs["conditional"].astype(bool)
    if "held" in pairs:
        known &= ~pairs["held"]
    if value_per_unit is not None:
        known &= ~np.isnan(value_per_unit)
    for unit in pairs.loc[known, "unit"].unique():
        rows = np.flatnonzero((known & (pairs["unit"] == unit)).to_numpy())
        values = None if value_per_unit is None else value_per_unit[rows]
        allocated[rows] = _allocate(pairs[OF_ALLOCATION].iloc[rows], values)
    return allocated


def _free(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with what is left of both sides once the synergies have taken their part."""
    if "offer_committed" not in pairs:
        return pairs.assign(pair_quantity=carried_alone(pairs))
    offer = (pairs["offer_quantity"] - pairs["offer_committed"]).clip(lower=0.0)
    demand = (pairs["demand_quantity"] - pairs["demand_committed"]).clip(lower=0.0)
    left = pairs.assign(offer_quantity=offer, demand_quantity=demand)
    both = np.where(pairs["synergy_open"].to_numpy(bool), np.nan, carried_alone(left))
    return left.assign(pair_quantity=both)


def _allocate(pairs: pd.DataFrame, values: NDArray | None) -> NDArray:
    offer_index, supply = _capacities(pairs, "offer")
    demand_index, demand = _capacities(pairs, "demand")
    alone = pairs["pair_quantity"].to_numpy(float)
    return allocate_flows(offer_index, demand_index, supply, demand, values, _tie_break(pairs), alone)


def _tie_break(pairs: pd.DataFrame) -> NDArray:
    """Distance [km], lengthened a little by a misfit of the materials and by a lot drawn from the ids."""
    distances = pairs["distance_km"].to_numpy(float)
    misfit = 1 - pairs["compatibility_score"].to_numpy(float)
    lots = pair_lots(pairs["offer_id"], pairs["demand_id"]) / 2**32
    longest = max(float(distances.max(initial=0.0)), 1.0)
    return distances + longest * (MISFIT_SHARE * misfit + LOT_SHARE * lots)


def pair_lots(offer_ids: pd.Series, demand_ids: pd.Series) -> NDArray:
    """A lot drawn from the ids of each pair: crc32 of `offer|demand`, from one of each flow and not one of each pair.

    Read on from another beginning, a text changes the sum by what depends on its length alone (the sum is linear).
    """
    (offer_at, offers), (demand_at, demands) = pd.factorize(offer_ids), pd.factorize(demand_ids)
    begun, ends = [crc32(f"{offer}|".encode()) for offer in offers], [demand.encode() for demand in demands]
    length_at, lengths = pd.factorize(np.array([len(end) for end in ends], dtype=int))
    zeros = [bytes(int(length)) for length in lengths]
    carried = np.array([[crc32(zero, one) ^ crc32(zero) for one in begun] for zero in zeros], dtype=np.int64)
    own = np.array([crc32(end) for end in ends], dtype=np.int64)
    if not len(own):
        return np.array([], dtype=np.int64)
    return carried[length_at[demand_at], offer_at] ^ own[demand_at]


def _capacities(pairs: pd.DataFrame, side: str) -> tuple[NDArray, NDArray]:
    """Index of the flow of each pair on one side, and the yearly capacity of each flow."""
    index, flows = pd.factorize(pairs[f"{side}_id"], sort=True)
    declared = np.zeros(len(flows))
    declared[index] = pairs[f"{side}_quantity"].to_numpy(float)
    bound = np.bincount(index, weights=pairs["pair_quantity"].to_numpy(float), minlength=len(flows))
    return index, np.where(np.isnan(declared), bound, declared)
