"""The missing fact of a pair: of all that nobody said, the one that would change its rank the most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from eit.domain.exchange.gates import GATES, UNKNOWN
from eit.domain.exchange.score import POSITION_DOUBT_KM, WEIGHTS, distance_ends, distance_score
from eit.domain.question import ORGANISATION, Question

OF_GATES = {
    "temperature": ("offer", "temperature_c", "number"),
    "pressure": ("offer", "pressure_bar", "number"),
    "moisture": ("offer", "moisture_share", "number"),
    "purity": ("offer", "purity_share", "number"),
    "contamination": ("offer", "contaminated", "word"),
    "hazard": ("offer", "hazardous", "word"),
    "permit": ("demand", "permit_held", "word"),
}
"""Gate → whose fact it is, its column, and what is typed."""
ASKED_FIRST = ("temperature", "hazard", "contamination", "permit", "purity", "moisture", "pressure")
"""Of two gates that are not known, the one that more often closes a lead: an order of this project."""


def missing_facts(row: Mapping[str, Any]) -> list[Question]:
    """What to ask about one pair, what changes its rank the most first; `values["points"]` [0..100] says by how much.

    `row` is a scored pair with its `gate_*` states and the `*_position_quality` of both sides. A gate that is not
    known could put the pair after all the others: it is worth the whole score. A sub-score without data is worth its
    weight; a doubtful distance, its two ends. `demand_fuel`, if given: what is to be asked of the heat that is taken.
    """
    found = [
        _question(row, *OF_GATES[gate], f"gate-{gate}", float(row["score"]))
        for gate in sorted(GATES, key=ASKED_FIRST.index)
        if row[f"gate_{gate}"] == UNKNOWN
    ]
    found += sorted(_of_scores(row), key=lambda one: -float(one.values["points"]))
    if row.get("demand_fuel"):  # it moves no rank: what the pair avoids is assumed, or not known, without it
        found.append(_question(row, "demand", "material_id", "material", str(row["demand_fuel"]), 0.0))
    return found


def _of_scores(row: Mapping[str, Any]) -> list[Question]:
    """The sub-scores that nothing is known of, and the positions that are only those of a place."""
    found = []
    known = sum(weight for name, weight in WEIGHTS.items() if not pd.isna(row[f"score_{name}"]))
    for name, column, entry in (("quantity", "quantity", "number"), ("freshness", "observed_on", "date")):
        if pd.isna(row[f"score_{name}"]):
            points = 100 * WEIGHTS[name] / (known + WEIGHTS[name])
            sides = [side for side in ("offer", "demand") if pd.isna(row[f"{side}_{column}"])]
            found += [_question(row, side, column, entry, f"missing-{column}", points) for side in sides]
    if row["distance_doubt_km"] > 0:
        near, far = (distance_score(end) for end in distance_ends(pd.DataFrame([dict(row)])))
        points = 100 * WEIGHTS["distance"] / known * float(near[0] - far[0])
        vaguest = max(
            ("offer", "demand"), key=lambda side: POSITION_DOUBT_KM[row[f"{side}_position_quality"]]
        )
        found.append(_question(row, vaguest, "position", "place", "missing-position", points))
    return found


def _question(
    row: Mapping[str, Any], side: str, column: str, entry: str, rule: str, points: float
) -> Question:
    """The question about one side of the pair, which its organisation can answer."""
    values = {
        "company": str(row[f"{side}_company"]),
        "points": f"{points:.0f}",
        "flow_id": str(row[f"{side}_id"]),
    }
    return Question(
        "value",
        column,
        str(row[f"{side}_id"]),
        rule,
        1,
        entry=entry,
        who=ORGANISATION,
        blocks=False,
        values=values,
    )
