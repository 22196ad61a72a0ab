"""Prints a result as JSON, CSV or a table for reading; what is not known is null, never NaN."""

from __future__ import annotations

import json
import math
import sys
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


def localised(frame: pd.DataFrame, lang: str, names: tuple[str, ...]) -> pd.DataFrame:
    """The frame with `name` in place of `name_fr` or `name_en`."""
    return frame.rename(columns={f"{name}_{lang}": name for name in names})


def write(rows: pd.DataFrame, form: str) -> None:
    """Print rows as a JSON list of objects, CSV, or a table for reading."""
    if form == "json":
        write_json(records(rows))
    elif form == "csv":
        rows.to_csv(sys.stdout, index=False)
    else:
        with pd.option_context("display.width", 200, "display.max_columns", 14, "display.max_rows", 60):
            print(rows.to_string(index=False, max_cols=14, max_rows=60) if len(rows) else "—")


def write_json(value: object) -> None:
    """Print one JSON value."""
    json.dump(plain(value), sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
    print()


def write_result(value: Mapping[str, object], rows: pd.DataFrame, form: str) -> None:
    """The whole result as one JSON object, or its main table as CSV or for reading."""
    if form == "json":
        write_json(value)
    else:
        write(rows, form)
