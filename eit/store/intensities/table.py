"""The table of intensities of a jurisdiction that somebody fetched: a file beside the data file."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

COLUMNS = (
    *("intensity_id", "side", "material_id", "nace", "naics", "unit", "low", "central", "high"),
    *("geography", "year", "source", "confidence"),
)
FOLDER = "intensities"


def table_path(database: Path, jurisdiction_id: str) -> Path:
    """Where the table of a jurisdiction is, fetched or not."""
    return database.parent / FOLDER / f"{jurisdiction_id}.csv"


def read_table(path: Path) -> list[dict[str, str]]:
    """Its rows as texts, in the columns of `material_intensity.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Put rows in place of the table that was there, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    fresh.replace(path)
