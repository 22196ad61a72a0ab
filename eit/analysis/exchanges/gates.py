"""Gates of pairs, and how well their facts are known: read from the flows and the library, for many pairs at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eit.analysis.exchanges.pair_columns import Read, cited_by_pairs, flows_of_pairs
from eit.domain.exchange.gates import FLOW_CONDITIONS, LIBRARY_CONDITIONS, failed, gate_states
from eit.domain.exchange.score import POSITION_DOUBT_KM
from eit.domain.selection import Selection
from eit.store.database import Database

AS_READ = {"hazardous": "declared_hazardous"}
"""A column of the flow beside one of the material under the same name."""


def conditional(offers: Read, demands: Read, cited: Read) -> NDArray:
    """Which pairs have a failed gate. Most flows say nothing of their conditions: only the others are looked at."""
    columns = [AS_READ.get(name, name) for name in FLOW_CONDITIONS]
    told = offers.table[columns].notna().any(axis=1).to_numpy(bool)
    strict = np.append(cited.table["hazard"].notna().to_numpy(bool), False)
    looked_at = np.flatnonzero(told[offers.at] | told[demands.at] | strict[cited.at])
    found = np.zeros(len(offers.at), bool)
    if len(looked_at):
        some = (Read(read.table, read.at[looked_at]) for read in (offers, demands, cited))
        found[looked_at] = failed(gate_states(_conditions(*some)))
    return found


def with_gates(database: Database, selection: Selection, pairs: pd.DataFrame) -> pd.DataFrame:
    """The state of each gate of named pairs (`domain/exchange/gates.py`), with the limits and what the flows say."""
    reads = (*flows_of_pairs(database, selection, pairs), cited_by_pairs(database, pairs))
    conditions = _conditions(*reads)
    conditions.index = pairs.index
    return pd.concat([conditions, gate_states(conditions).add_prefix("gate_")], axis=1)


def _conditions(offers: Read, demands: Read, cited: Read) -> pd.DataFrame:
    columns = {name: cited(name) for name in LIBRARY_CONDITIONS}
    for side, flow in (("offer", offers), ("demand", demands)):
        columns |= {f"{side}_{name}": flow(AS_READ.get(name, name)) for name in FLOW_CONDITIONS}
    columns["material_hazardous"] = offers("material_hazardous")
    columns["demand_material_id"] = demands("material_id")
    return pd.DataFrame(columns)


def doubts(offers: Read, demands: Read) -> dict[str, object]:
    """How far off [km] the distance of each pair may be, and the ends of quantities that were said as ranges."""
    doubt = offers.table["position_quality"].map(POSITION_DOUBT_KM).to_numpy(float)
    ends = {
        f"{side}_quantity_{end}": read(f"quantity_{end}")
        for side, read in (("offer", offers), ("demand", demands))
        for end in ("low", "high")
    }
    return {"distance_doubt_km": doubt[offers.at] + doubt[demands.at], **ends}
