"""Runs in a process of its own, with pytauargus (EUPL): the optimal suppression of each programme of a file, in tonnes.

`python oracle.py programmes.json`: a list of programmes, each a list of [territory, family, group, tonnes].
Prints the tonnes that each optimum shows, as JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from pytauargus import protect  # type: ignore[import-not-found]

RULE = "P(0,0)|P(0,0)|P(15,2)"
"""The p % rule at 15 % against a coalition of two, on groups of companies (the third and fourth rule are for those)."""


def shown(programme: list[list]) -> float:
    """Tonnes over all cells, margins too, that the optimum does not hide."""
    rows = sorted(programme, key=lambda row: row[2])
    columns = {name: [row[column] for row in rows] for column, name in enumerate(("T", "F", "G", "V"))}
    with tempfile.TemporaryDirectory() as folder:
        tables = protect(
            columns, ["T", "F"], response="V", safety_rules=RULE, suppress="OPT(1)",
            holding_var="G", workdir=folder, decimals=2,
        ).tables  # fmt: skip
        return sum(float(value) for value in tables[0].safe(None) if value is not None)


if __name__ == "__main__":
    print(json.dumps([shown(programme) for programme in json.loads(Path(sys.argv[1]).read_text())]))
