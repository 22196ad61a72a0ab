"""Runs in a process of its own, with gconfid (GPL, Statistics Canada): its audit of the cells that we chose to hide.

`python oracle_gconfid.py tables.json`: a list of tables, each a list of
[territory, family, total, sensitivity, hidden].
Prints, as JSON, one [hidden cells judged, unachieved protections, exact disclosures] for each table.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
from gconfid import Auditing  # type: ignore[import-not-found]

WIDEST = 10.0
"""Nobody is assumed to know more of a hidden cell than that it is not negative and not ten times larger."""
SENTINEL = [
    ["sentinel", "a", 10.0, 0.0, True],
    ["sentinel", "b", 10.0, 0.0, True],
    ["sentinel", "total", 20.0, 0.0, False],
]
"""Its audit returns nothing at all, without a word, unless some sum has exactly two hidden cells: here is one."""


def judged(table: list[list]) -> tuple[int, int, int]:
    """What the audit says of one table. Raises RuntimeError when it did not look at every hidden cell."""
    rows = [*table, *SENTINEL]
    cells = pd.DataFrame(
        {
            "CellId": range(1, len(rows) + 1),
            "TotalNoise": [float(row[2]) for row in rows],
            "TotalVar": [float(row[2]) for row in rows],
            "Sensitivity": [float(row[3]) for row in rows],
            "Status": ["S" if row[3] > 0 else "V" for row in rows],
            "Type": "C",
            "OutStatus": ["X" if row[4] else "P" for row in rows],
        }
    )
    found = Auditing(cells, _sums(rows), "pandas", lb_factor=0.0, ub_factor=WIDEST, capture=True)
    hidden = found.outaudit[found.outaudit["OutStatus"] == "X"]
    if len(hidden) != sum(bool(row[4]) for row in rows):
        raise RuntimeError(f"{len(hidden)} of {sum(bool(row[4]) for row in rows)} hidden cells were judged")
    problems = hidden["ProblemIndicator"].tolist()
    return len(hidden) - 2, problems.count(1), problems.count(2)


def _sums(rows: list[list]) -> pd.DataFrame:
    """Every line and column of the table: its parts, and its total with -1."""
    place = {(row[0], row[1]): number for number, row in enumerate(rows, start=1)}
    lines = []
    for side in (0, 1):
        for name in dict.fromkeys(row[side] for row in rows):
            inside = [row for row in rows if row[side] == name]
            parts = [(row, -1.0 if row[1 - side] == "total" else 1.0) for row in inside]
            if len(parts) > 2 and any(sign < 0 for _, sign in parts):
                lines.append([(place[row[0], row[1]], sign) for row, sign in parts])
    return pd.DataFrame(
        [(number, cell, sign) for number, line in enumerate(lines, start=1) for cell, sign in line],
        columns=["ConstraintId", "CellId", "Coefficient"],
    )


if __name__ == "__main__":
    print(json.dumps([judged(table) for table in json.loads(Path(sys.argv[1]).read_text())]))
