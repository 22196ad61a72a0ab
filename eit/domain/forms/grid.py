"""Tables whose cells are corrected where they are seen: their fields, and how many rows at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from eit.domain.forms.row_fields import Field, Part
from eit.domain.pipeline import CONFIDENCES
from eit.domain.programme.parts import PARTS

MOST_ROWS = 500
"""Rows shown and corrected at once: more are not read, they are narrowed by a word."""
ITEM = PARTS["item"]
LARGEST_MONEY = 1e12
SYNERGY = Part(
    "synergy",
    "synergy",
    "synergy_id",
    (
        Field("title_fr", required=True),
        Field("title_en", required=True),
        Field("lead"),
        Field("next_step_fr"),
        Field("next_step_en"),
        Field("next_step_due", "day"),
        Field("confidence", "choice", choices=CONFIDENCES),
        Field("former_destination", "destination"),
        Field("attribution_share", "number", low=0, high=1),
        Field("share_refused", "number", low=0, high=1),
        Field("previous_distance_km", "number", low=0, high=20_000),
        Field("investment", "number", low=0, high=LARGEST_MONEY, money=True),
        Field("cost_per_year", "number", low=0, high=LARGEST_MONEY, money=True),
        Field("saving_per_year", "number", low=-LARGEST_MONEY, high=LARGEST_MONEY, money=True),
        Field("jobs", "number", low=0, high=1e6),
        Field("tags", "tags"),
    ),
    subject="synergy",
)


def synergy_fields(row: Mapping[str, Any]) -> dict[str, object]:
    """A synergy on record as its cells show it."""
    found: dict[str, object] = {}
    for one in SYNERGY.fields:
        value = row.get(one.name)
        missing = value is None or bool(pd.isna(value))
        found[one.name] = None if missing else _day(value) if one.kind == "day" else value
    return found


def _day(value: object) -> date:
    return date.fromisoformat(str(value)[:10])
