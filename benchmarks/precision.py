"""Draws rows of the library of substitutions to be read one by one: `python -m benchmarks.precision [seed] [rows]`.

The draw is by the fingerprint of each row, so that a row that is taken away only brings the next one in.
"""

from __future__ import annotations

import csv
import sys
from hashlib import sha256

from eit.locations import DATA

SEED, ROWS = "2026-11-29", 100
KEY = ("library_id", "offer_material_id", "demand_material_id")


def drawn(seed: str = SEED, number: int = ROWS) -> list[dict[str, str]]:
    """The rows of the sample, in the order of the library."""
    with (DATA / "reference" / "known_synergies.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] != "none"]
    marked = sorted(
        rows, key=lambda row: sha256("|".join((seed, *(row[name] for name in KEY))).encode()).digest()
    )
    chosen = {id(row) for row in marked[:number]}
    return [row for row in rows if id(row) in chosen]


def main(arguments: list[str]) -> None:
    """One line per row, as a table of Markdown."""
    seed, number = (arguments + [SEED, str(ROWS)][len(arguments) :])[:2]
    print("| Ligne | Offre | Remplace | Usage | Condition | État | Source |\n|---|---|---|---|---|---|---|")
    for row in drawn(seed, int(number)):
        source = "savoir de métier, à vérifier" if row["confidence"] == "recalled" else row["source"]
        source = f"[{source}]({row['url']})" if row["url"] and row["confidence"] != "recalled" else source
        cells = [row[name] for name in (*KEY, "use_fr", "condition_fr", "status")]
        print(f"| {' | '.join([*cells, source])} |")


if __name__ == "__main__":
    main(sys.argv[1:])
