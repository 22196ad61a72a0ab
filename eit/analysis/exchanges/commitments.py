"""What the synergies under way already take of each flow: a tonne that people work on is no longer a potential one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eit.store.database import Database

Held = TypeVar("Held")
SIDES = ("offer_id", "demand_id")


@dataclass(frozen=True)
class Commitments:
    """by_flow: quantity per year that live synergies take of a flow [unit of the flow].

    by_pair: (offer, demand) -> (synergy, its stage) of the pairs that are a synergy already. unknown: pairs whose
    synergy has no quantity yet.
    """

    by_flow: Mapping[str, float]
    by_pair: Mapping[tuple[str, str], tuple[str, str]]
    unknown: frozenset[tuple[str, str]]


def commitments(database: Database, programme_id: str, as_of: date) -> Commitments:
    """The commitments of a programme at a date; a synergy that was set aside takes nothing."""
    return database.memoise(
        ("commitments", programme_id, as_of), lambda: _commitments(database, programme_id, as_of)
    )


def _commitments(database: Database, programme_id: str, as_of: date) -> Commitments:
    rows = database.query("commitments", {"programme_id": programme_id, "as_of": as_of})
    pairs = rows.dropna(subset=["offer_flow_id", "demand_flow_id"])
    keys = list(zip(pairs["offer_flow_id"], pairs["demand_flow_id"], strict=True))
    return Commitments(
        rows.groupby("flow_id")["quantity"].sum().to_dict(),
        dict(zip(keys, zip(pairs["synergy_id"], pairs["stage"], strict=True), strict=True)),
        frozenset(key for key, quantity in zip(keys, pairs["quantity"], strict=True) if pd.isna(quantity)),
    )


def mark_pairs(pairs: pd.DataFrame, taken: Commitments) -> pd.DataFrame:
    """The pairs with offer_committed, demand_committed [unit per year], synergy_id, synergy_stage (None: not one)."""
    synergy, stage = (np.full(len(pairs), None, dtype=object) for _ in range(2))
    opened = np.zeros(len(pairs), dtype=bool)
    for at, found in pairs_among(pairs, taken.by_pair):
        synergy[at], stage[at] = found
    for at, _ in pairs_among(pairs, dict.fromkeys(taken.unknown)):
        opened[at] = True
    return pairs.assign(
        offer_committed=_committed(pairs["offer_id"], taken.by_flow),
        demand_committed=_committed(pairs["demand_id"], taken.by_flow),
        synergy_id=pd.Series(synergy, index=pairs.index, dtype=object),
        synergy_stage=pd.Series(stage, index=pairs.index, dtype=object),
        synergy_open=opened,
    )


def _committed(flow_ids: pd.Series, by_flow: Mapping[str, float]) -> NDArray:
    at, flows = _coded(flow_ids)
    return np.array([by_flow.get(flow, 0.0) for flow in flows], dtype=float)[at]


def pairs_among(pairs: pd.DataFrame, wanted: Mapping[tuple[str, str], Held]) -> list[tuple[int, Held]]:
    """The position of each pair whose (offer, demand) is in `wanted`, few of many, with what is held there."""
    near = np.ones(len(pairs), dtype=bool)
    for side, asked in zip(SIDES, map(set, zip(*wanted, strict=True)), strict=False):
        at, flows = _coded(pairs[side])
        near &= np.array([flow in asked for flow in flows], dtype=bool)[at]
    found = np.flatnonzero(near & bool(wanted))
    keys = zip(*(pairs[side].iloc[found].to_numpy(object) for side in SIDES), strict=True)
    return [(int(at), wanted[key]) for at, key in zip(found, keys, strict=True) if key in wanted]


def _coded(flow_ids: pd.Series) -> tuple[NDArray, list[str]]:
    """Each distinct flow once, and which of them each row names."""
    at, flows = pd.factorize(flow_ids)
    return at, flows.tolist()
