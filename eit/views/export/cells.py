"""One cell on its way out: a number stays a number, a text stays a text, what is not known stays empty."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

RUNS = re.compile(r"[=+\-@\t\r]")
"""First signs of a text that a spreadsheet would run as a formula."""
DIGITS = 15
"""Digits that a double keeps exactly, and that the importer takes."""

Plain = str | int | float | bool | date | None


def plain(value: Any) -> Plain:
    """A value of a frame as plain Python; None for None, NaN, NaT and infinities."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "tolist") and not isinstance(value, str):
        value = value.tolist()
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value if isinstance(value, str | int | bool | date) else str(value)


def runs(text: str) -> bool:
    """True when a spreadsheet would take the text for a formula."""
    return bool(RUNS.match(text))


def inert(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run; the importer takes it away again."""
    return f"'{text}" if runs(text) else text


def digits(value: float, decimal: str) -> str:
    """A number without exponent or thousands; `12,345`, that could be thousands, gets a zero more."""
    written = np.format_float_positional(float(f"{value:.{DIGITS}g}"), trim="-")
    whole, _, fraction = written.partition(".")
    if len(fraction) == 3 and len(whole.lstrip("-")) <= 3:
        fraction += "0"
    return f"{whole}{decimal}{fraction}" if fraction else whole


def written(value: Any, decimal: str) -> str:
    """A cell of a text file."""
    found = plain(value)
    if found is None:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, int):
        return str(found)
    if isinstance(found, float):
        return digits(found, decimal)
    return found.isoformat() if isinstance(found, date) else inert(found)
