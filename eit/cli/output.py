"""Prints a result as JSON, CSV or a table for reading; what is not known is null, never NaN."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping

import numpy as np
import pandas as pd

from eit.domain.figures.ranges import Range
from eit.views.export.cells import written
from eit.views.export.json_values import plain as plain
from eit.views.export.json_values import records as records

OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal does not show but obeys: controls, and the marks that turn letters round."""


def localised(frame: pd.DataFrame, lang: str, names: tuple[str, ...]) -> pd.DataFrame:
    """The frame with `name` in place of `name_fr` or `name_en`."""
    return frame.rename(columns={f"{name}_{lang}": name for name in names})


def visible(text: str, kept: str = "") -> str:
    """A text with what a terminal obeys instead of showing written as an escape (`\\x1b`), but for `kept`.

    What people typed may hold it: colours, a moved cursor, a changed title, letters from right to left.
    """
    return OBEYED.sub(lambda found: found[0] if found[0] in kept else _escaped(found[0]), text)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def tell(sentence: str) -> None:
    """Say a sentence beside the answer, on the error stream."""
    print(visible(sentence, kept="\n"), file=sys.stderr)


def _cell(value: object) -> object:
    return (
        visible(written(value, "."), kept="\n\t") if not isinstance(value, list | tuple | Mapping) else value
    )


def write(rows: pd.DataFrame, form: str) -> None:
    """Print rows as a JSON list of objects, CSV, or a table for reading; nothing in them is a formula or a command."""
    if form == "json":
        write_json(records(rows))
    elif form == "csv":
        rows.map(_cell).to_csv(sys.stdout, index=False)
    else:
        with pd.option_context("display.width", 200, "display.max_columns", 14, "display.max_rows", 60):
            table = rows.map(_shown).to_string(index=False, max_cols=14, max_rows=60) if len(rows) else "—"
            print(visible(table, kept="\n"))


def _shown(value: object) -> object:
    """A cell of a table for reading: a number without exponent, what is not known as a dash, a text on one line."""
    if isinstance(value, list | tuple | Mapping | Range):
        return visible(str(value))
    found = plain(value)
    if found is None:
        return "—"
    if isinstance(found, float):
        return np.format_float_positional(float(f"{found:.6g}"), trim="-")
    return visible(found) if isinstance(found, str) else found


def write_json(value: object) -> None:
    """Print one JSON value."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=1, allow_nan=False)
    print(OBEYED.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text))


def write_result(value: Mapping[str, object], rows: pd.DataFrame, form: str) -> None:
    """The whole result as one JSON object, or its main table as CSV or for reading."""
    if form == "json":
        write_json(value)
    else:
        write(rows, form)
