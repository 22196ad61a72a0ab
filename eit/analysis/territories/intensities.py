"""The table of intensities by sector and material: the project's own, and what was fetched for the jurisdiction."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from eit.domain.errors import InvalidQuantity, checked
from eit.domain.figures.coverage import MEASURED
from eit.domain.figures.first_day import MaterialIntensity
from eit.domain.figures.ranges import Range
from eit.locations import DATA
from eit.store.database import Database
from eit.store.intensities.table import read_table, table_path

PER_EMPLOYEE = "/employee/yr"


def intensities_of(database: Database, jurisdiction_id: str) -> tuple[MaterialIntensity, ...]:
    """Those of the office of the place for the materials that it tells, and the borrowed ones for the others."""
    path = table_path(Path(database.stamp.path), jurisdiction_id)
    if not path.is_file():
        return material_intensities()
    return _with_own(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _with_own(path: Path, _changed: int) -> tuple[MaterialIntensity, ...]:
    own = tuple(read_intensity(row) for row in read_table(path))
    told = {(one.side, one.material_id) for one in own}
    borrowed = (one for one in material_intensities() if (one.side, one.material_id) not in told)
    return (*own, *borrowed)


@lru_cache(maxsize=1)
def material_intensities() -> tuple[MaterialIntensity, ...]:
    """The table of intensities by sector and material; see data/reference/SOURCES.md."""
    with (DATA / "reference" / "material_intensity.csv").open(encoding="utf-8", newline="") as file:
        return tuple(read_intensity(row) for row in csv.DictReader(file))


def read_intensity(row: dict[str, str]) -> MaterialIntensity:
    """One row of the table. Raises InvalidQuantity, naming the row: no such unit, no source, ends not in order."""
    name, unit = row["intensity_id"], row["unit"].removesuffix(PER_EMPLOYEE)
    if unit not in MEASURED or not row["unit"].endswith(PER_EMPLOYEE):
        raise InvalidQuantity("intensity-without-unit", value=row["unit"], row_id=name)
    if not row["source"].strip():
        raise InvalidQuantity("factor-without-source", row_id=name)
    try:
        value = Range(*(checked(row[end], unit, name) for end in ("low", "central", "high")))
    except InvalidQuantity as refusal:
        raise refusal.at(name) from None
    return MaterialIntensity(
        name,
        row["side"],
        row["material_id"],
        {"NAF": _codes(row["nace"]), "SCIAN": _codes(row["naics"])},
        unit,
        value,
        row["confidence"],
        f"{row['source']} ({row['geography']}, {row['year']})",
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.replace(".", "") for code in text.split(";") if code)
