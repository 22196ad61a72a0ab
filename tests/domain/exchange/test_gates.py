"""Gates: failed, met or not known; what the library and the demand ask, of what the offer is."""

from __future__ import annotations

import pandas as pd
import pytest

from eit.domain.exchange.gates import (
    FAILED,
    FLOW_CONDITIONS,
    GATES,
    LIBRARY_CONDITIONS,
    MET,
    NO_GATE,
    UNKNOWN,
    failed,
    gate_states,
)

NUMBERS = [
    name
    for name in (*FLOW_CONDITIONS, *LIBRARY_CONDITIONS)
    if name.endswith(("_c", "_bar", "_year", "_share"))
]


def pair(**said: object) -> pd.DataFrame:
    names = [*LIBRARY_CONDITIONS, "material_hazardous", "demand_material_id"]
    names += [f"{side}_{name}" for side in ("offer", "demand") for name in FLOW_CONDITIONS]
    row = {
        name: float("nan") if name.removeprefix("offer_").removeprefix("demand_") in NUMBERS else None
        for name in names
    }
    return pd.DataFrame([{**row, **said}])


@pytest.mark.parametrize(
    ("gate", "asked", "good", "bad"),
    [
        (
            "temperature",
            {"temperature_min_c": 60.0},
            {"offer_temperature_c": 60.0},
            {"offer_temperature_c": 59.9},
        ),
        (
            "temperature",
            {"temperature_max_c": 90.0},
            {"offer_temperature_c": 90.0},
            {"offer_temperature_c": 90.1},
        ),
        (
            "temperature",
            {"demand_temperature_c": 4.0, "demand_material_id": "cooling-supply"},
            {"offer_temperature_c": -20.0},
            {"offer_temperature_c": 15.0},
        ),
        (
            "temperature",
            {"demand_temperature_c": 80.0},
            {"offer_temperature_c": 95.0},
            {"offer_temperature_c": 40.0},
        ),
        ("pressure", {"demand_pressure_bar": 8.0}, {"offer_pressure_bar": 10.0}, {"offer_pressure_bar": 6.0}),
        (
            "moisture",
            {"moisture_max_share": 0.55},
            {"offer_moisture_share": 0.5},
            {"offer_moisture_share": 0.6},
        ),
        (
            "moisture",
            {"moisture_max_share": 0.55, "demand_moisture_share": 0.2},
            {"offer_moisture_share": 0.2},
            {"offer_moisture_share": 0.5},
        ),
        ("purity", {"purity_min_share": 0.95}, {"offer_purity_share": 0.95}, {"offer_purity_share": 0.9}),
        (
            "contamination",
            {"contamination": "excluded"},
            {"offer_contaminated": "no"},
            {"offer_contaminated": "yes"},
        ),
        ("hazard", {"hazard": "excluded"}, {"offer_hazardous": "no"}, {"offer_hazardous": "yes"}),
        ("permit", {"permit": "needed"}, {"demand_permit_held": "yes"}, {"demand_permit_held": "no"}),
    ],
)
def test_a_gate_is_met_failed_or_asked(gate, asked, good, bad):
    """Only the gate that something asks for exists, and a fact that nobody said is a question, not a pass."""
    for said, state in ((good, MET), (bad, FAILED), ({}, UNKNOWN)):
        found = gate_states(pair(**asked, **said)).iloc[0]
        assert found[gate] == state and set(found.drop(gate)) == {NO_GATE}
        assert failed(gate_states(pair(**asked, **said))).tolist() == [state == FAILED]
    assert set(gate_states(pair(**good))[gate]) == {NO_GATE}


def test_the_hazard_of_a_material_counts_until_the_flow_says_otherwise():
    states = [
        gate_states(pair(hazard="excluded", material_hazardous=usual))["hazard"][0]
        for usual in ("yes", "mirror", "no")
    ]
    assert states == [FAILED, UNKNOWN, MET]
    assert (
        gate_states(pair(hazard="excluded", material_hazardous="yes", offer_hazardous="no"))["hazard"][0]
        == MET
    )
    assert list(gate_states(pair()).columns) == list(GATES)
