"""Values as JSON knows them: what is not known is null, never NaN; a range is low, central, high."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import pandas as pd

from eit.domain.figures.ranges import Range


def plain(value: object) -> object:
    """A value as JSON knows it, at any depth."""
    if isinstance(value, pd.DataFrame):
        return records(value)
    if isinstance(value, Range):
        return {"low": value.low, "central": value.central, "high": value.high}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value


def records(rows: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a frame as JSON knows them."""
    return [{str(key): plain(value) for key, value in row.items()} for row in rows.to_dict("records")]
