"""Gates of a pair: what a flow must be for the other side to take it. Failed, met, or not known (a question).

A gate exists where the library or the demand states a limit. Unknown is neither a pass nor a penalty; a failed gate
makes the pair conditional: it stands after the others, and carries nothing, until something is done about it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FLOW_CONDITIONS = (
    *("temperature_c", "pressure_bar", "hours_per_year", "moisture_share", "purity_share"),
    *("contaminated", "hazardous", "permit_held"),
)
"""What a flow may carry. Of an offer: what it is; of a demand: what it needs, or (moisture) what it still takes."""
LIBRARY_CONDITIONS = (
    *("temperature_min_c", "temperature_max_c", "pressure_min_bar", "moisture_max_share", "purity_min_share"),
    *("contamination", "hazard", "permit"),
)
"""What a row of the library asks; `contamination` and `hazard` say `excluded`, `permit` says `needed`."""
GATES = ("temperature", "pressure", "moisture", "purity", "contamination", "hazard", "permit")
NO_GATE, MET, UNKNOWN, FAILED = 0, 1, 2, 3
YES, NO = "yes", "no"
COOLING = ("cooling-supply", "cooling-water-supply")
"""Demands that take heat away: the temperature that they ask for is the highest that serves them, not the lowest."""


def gate_states(pairs: pd.DataFrame) -> pd.DataFrame:
    """The state of each gate of each pair, one column per gate.

    `pairs` has `offer_*` and `demand_*` of FLOW_CONDITIONS, those of LIBRARY_CONDITIONS (empty: no row of the
    library), `demand_material_id`, and `material_hazardous` (yes, mirror, no, empty).
    """
    found = {
        "temperature": _between(_numbers(pairs, "offer_temperature_c"), *temperature_limits(pairs)),
        "pressure": _between(
            _numbers(pairs, "offer_pressure_bar"), _least(pairs, "pressure_min_bar", "pressure_bar")
        ),
        "moisture": _between(
            _numbers(pairs, "offer_moisture_share"),
            high=np.fmin(_numbers(pairs, "moisture_max_share"), _numbers(pairs, "demand_moisture_share")),
        ),
        "purity": _between(
            _numbers(pairs, "offer_purity_share"), _least(pairs, "purity_min_share", "purity_share")
        ),
        "contamination": _said(pairs, "contamination", "offer_contaminated", NO),
        "hazard": _hazard(pairs),
        "permit": _said(pairs, "permit", "demand_permit_held", YES),
    }
    return pd.DataFrame(found, index=pairs.index)


def temperature_limits(pairs: pd.DataFrame) -> tuple[NDArray, NDArray]:
    """The least and the greatest temperature [°C] that serves each pair; NaN: no limit on that side.

    A source of heat must be warm enough, a source of cold cold enough: above its sink it cools nothing.
    """
    cools, asked = (
        pairs["demand_material_id"].isin(COOLING).to_numpy(),
        _numbers(pairs, "demand_temperature_c"),
    )
    low = np.fmax(_numbers(pairs, "temperature_min_c"), np.where(cools, np.nan, asked))
    high = np.fmin(_numbers(pairs, "temperature_max_c"), np.where(cools, asked, np.nan))
    return low, high


def failed(states: pd.DataFrame) -> NDArray:
    """Which pairs are conditional: one of their gates is known to be failed."""
    return (states == FAILED).any(axis=1).to_numpy(bool)


def _numbers(pairs: pd.DataFrame, column: str) -> NDArray:
    return pairs[column].to_numpy(float)


def _least(pairs: pd.DataFrame, of_library: str, of_flow: str) -> NDArray:
    return np.fmax(_numbers(pairs, of_library), _numbers(pairs, f"demand_{of_flow}"))


def _between(value: NDArray, low: NDArray | None = None, high: NDArray | None = None) -> NDArray:
    """The state of a number between limits; a limit that is NaN is none."""
    ends = [end for end in (low, high) if end is not None]
    exists = ~np.logical_and.reduce([np.isnan(end) for end in ends])
    outside = np.zeros(len(value), bool)
    with np.errstate(invalid="ignore"):
        outside |= value < low if low is not None else False
        outside |= value > high if high is not None else False
    state = np.where(np.isnan(value), UNKNOWN, np.where(outside, FAILED, MET))
    return np.where(exists, state, NO_GATE)


def _said(pairs: pd.DataFrame, limit: str, fact: str, wanted: str) -> NDArray:
    """The state of a fact that is yes or no, where the library asks for it."""
    exists, told = pairs[limit].notna().to_numpy(bool), pairs[fact]
    state = np.where(told.isna(), UNKNOWN, np.where(told == wanted, MET, FAILED))
    return np.where(exists, state, NO_GATE)


def _hazard(pairs: pd.DataFrame) -> NDArray:
    """A hazardous residue where the library takes none: what the flow says, else what its material is."""
    exists, told, usual = (
        pairs["hazard"].notna().to_numpy(bool),
        pairs["offer_hazardous"],
        pairs["material_hazardous"],
    )
    by_material = np.where(usual == YES, FAILED, np.where(usual == NO, MET, UNKNOWN))
    state = np.where(told.isna(), by_material, np.where(told == NO, MET, FAILED))
    return np.where(exists, state, NO_GATE)
