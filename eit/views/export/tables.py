"""Tables as CSV, so that they open by a double click and can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pandas as pd

from eit.views.export.cells import written

SIGNS = {"fr": (";", ","), "en": (",", ".")}
"""Separator and decimal sign: what a spreadsheet of that language opens by a double click."""
About = Sequence[tuple[str, str]]


def as_csv(frame: pd.DataFrame, lang: str) -> bytes:
    """The frame without its geometry as CSV, UTF-8 with a mark; signs of the language; empty = not known."""
    separator, decimal = SIGNS[lang]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    names = [str(name) for name in frame.columns if name != "geometry"]
    writer.writerow(names)
    for row in frame[names].itertuples(index=False, name=None):
        writer.writerow([written(value, decimal) for value in row])
    return text.getvalue().encode("utf-8-sig")


def as_text(about: About) -> bytes:
    """What an export says of itself, for the file that goes beside a CSV."""
    return "".join(f"{name}: {value}\r\n" for name, value in about).encode("utf-8-sig")
