"""Estimated streams of the businesses that nobody has met, and how many were met: by territory, sector and size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from eit.analysis.programmes import programme
from eit.domain.errors import InvalidSelection
from eit.domain.figures.estimate_terms import Estimate
from eit.domain.figures.factors import PROVISIONAL
from eit.domain.figures.figure import share
from eit.domain.figures.inferred_streams import (
    NO_EMPLOYEE,
    SIZE_LIMITS,
    Bands,
    Cell,
    Intensity,
    best_cover,
    best_intensity,
    cell_band,
    estimate_cell,
    intensity_of,
    size_class_of,
    sum_estimates,
)
from eit.domain.figures.ranges import Draws, Range
from eit.store.database import Database
from eit.store.jurisdictions import jurisdiction

OF_ONE_MATERIAL = {"FA1": "silage-film", "MI1": "mine-ducts"}
"""Intensities of one material only: they say nothing about all that a sector leaves."""
CELL_COLUMNS = [
    "territory_id",
    "sector_scheme",
    "sector_code",
    "sector_fr",
    "sector_en",
    "size_class",
    "businesses",
]
CELL_COLUMNS += ["met", "unmet", "over", "year", "source", "confidence"]
CELL_COLUMNS += [
    "low_t_per_year",
    "central_t_per_year",
    "high_t_per_year",
    "missing",
    "provisional",
    "factor_id",
]
VISITS = 5


@dataclass(frozen=True)
class Coverage:
    """How many businesses have been met, of how many. share None: nobody counted them ("n. d."), never 0 or 100 %.

    over: more met than counted, in all or in one sector; outside: met in a sector that nobody counted;
    unknown_size: met in a counted sector, of a size that is not known.
    """

    businesses: int | None
    met: int
    known: int
    outside: int
    unknown_size: int
    over: bool

    @property
    def share(self) -> float | None:
        """Met among the counted sectors, as a share [0..1]; above 1 when the count is wrong."""
        return None if not self.businesses else share(self.met - self.outside, self.businesses)


@dataclass(frozen=True)
class Estimated:
    """Estimated streams of one territory, t/yr: each cell, their total by shared draws, and what cannot be estimated.

    total None: nothing could be estimated (no count, or no intensity). Never to be added to a declared figure.
    """

    territory_id: str
    coverage: Coverage
    cells: pd.DataFrame
    sectors: pd.DataFrame
    total: Range | None
    provisional: bool
    not_estimated: pd.DataFrame
    without_employees: int
    factors: pd.DataFrame


@dataclass(frozen=True)
class _Counts:
    counts: pd.DataFrame
    companies: pd.DataFrame
    intensities: tuple[Intensity, ...]


def estimated_streams(database: Database, programme_id: str, territory_id: str) -> Estimated:
    """Coverage and estimated streams of one territory. Raises InvalidSelection for an unknown programme."""
    counts = _read(database, programme_id, territory_id)
    return _estimate(territory_id, counts.counts, counts.companies, counts.intensities)


def estimated_by_territory(database: Database, programme_id: str) -> dict[str, Range]:
    """The estimated total of each territory that was counted and can be estimated, for a map of its own."""
    if database.query("business_counts", {"programme_id": programme_id, "territory_id": None}).empty:
        return {}
    read, draws = _read(database, programme_id, None), Draws()
    found = {}
    for territory_id, counts in read.counts.groupby("territory_id"):
        here = read.companies[read.companies["territory_id"] == territory_id]
        cells = _cells(counts, _met(here, _places(here, counts)), read.intensities)
        total = sum_estimates([estimate for _, _, _, estimate in cells], draws)
        if total.estimated and total.range is not None:
            found[str(territory_id)] = total.range
    return found


def intensities(database: Database, jurisdiction_id: str) -> tuple[Intensity, ...]:
    """What each sector leaves, all materials together, in tonnes; those of one material have their material_id."""
    rows = database.query("factors", {"factor_table": "waste-intensity"}).to_dict("records")
    words = jurisdiction(database, jurisdiction_id).intensity_words
    found = [intensity_of(row, words, OF_ONE_MATERIAL.get(row["factor_id"])) for row in rows]
    return tuple(item for item in found if item is not None)


def _read(database: Database, programme_id: str, territory_id: str | None) -> _Counts:
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    filters = {"programme_id": programme_id, "territory_id": territory_id}
    place = str(row["jurisdiction"])
    known = database.memoise(("intensities", place), lambda: intensities(database, place))
    return _Counts(
        database.query("business_counts", filters),
        database.query("territory_companies", filters),
        tuple(item for item in known if item.material_id is None),
    )


def _estimate(
    territory_id: str, counts: pd.DataFrame, companies: pd.DataFrame, known: Sequence[Intensity]
) -> Estimated:
    places = _places(companies, counts)
    met, draws = _met(companies, places), Draws()
    parts = _cells(counts, met, known)
    estimates = [estimate for _, _, _, estimate in parts]
    bands: Bands = {}
    cells = pd.DataFrame([_row(*part, draws, bands) for part in parts], columns=CELL_COLUMNS)
    total = sum_estimates(estimates, draws)
    used = {item.factor.factor_id: item for item in known if item.factor.factor_id in total.factor_ids}
    return Estimated(
        territory_id,
        _coverage(counts, cells, companies, places),
        cells,
        _sectors(cells, estimates, met, draws),
        total.range if total.estimated else None,
        total.provisional,
        _not_estimated(cells),
        int(cells.loc[cells["missing"] == "no-employee", "unmet"].sum()),
        pd.DataFrame([_factor_row(item) for item in used.values()], columns=FACTOR_COLUMNS),
    )


FACTOR_COLUMNS = ["factor_id", "codes", "per", "low", "central", "high"]
FACTOR_COLUMNS += ["year", "geography", "source", "confidence"]


def _factor_row(item: Intensity) -> tuple:
    value = item.factor.value
    return (
        *(item.factor.factor_id, item.codes, item.per, value.low, value.central, value.high),
        *(item.year, item.geography, item.source, item.factor.confidence),
    )


def _places(companies: pd.DataFrame, counts: pd.DataFrame) -> list[tuple[str, str | None, str | None]]:
    """Scheme, counted sector (None: nobody counted it) and size class (None: not known) of each company."""
    sectors: dict[str, set[str]] = {}
    for scheme, code in zip(counts["sector_scheme"], counts["sector_code"], strict=True):
        sectors.setdefault(scheme, set()).add(code)
    sizes = counts.groupby("sector_scheme")["size_class"].agg(set).to_dict()
    return [
        (
            row.sector_scheme,
            best_cover(row.sector_code, sectors.get(row.sector_scheme, ())),
            size_class_of(float(row.employees), sizes.get(row.sector_scheme, ())),
        )
        for row in companies.astype({"employees": float}).itertuples()
    ]


def _met(companies: pd.DataFrame, places: Sequence[tuple]) -> list[tuple]:
    """Where the companies that declared a flow belong."""
    return [place for place, flows in zip(places, companies["flows"], strict=True) if flows > 0]


def _cells(
    counts: pd.DataFrame, met: Sequence[tuple], known: Sequence[Intensity]
) -> list[tuple[Mapping, Cell, Intensity | None, Estimate]]:
    """Each counted sector and size with those met, its intensity (SCIAN only) and its estimate."""
    parts = []
    own = set(counts.loc[counts["sector_scheme"] == "SCIAN", "sector_code"])
    of_sector = {code: best_intensity(code, known) for code in own}
    for row in counts.to_dict("records"):
        key = (row["sector_scheme"], row["sector_code"], row["size_class"])
        assumed = row["confidence"] in PROVISIONAL
        cell = Cell(row["sector_code"], row["size_class"], int(row["businesses"]), met.count(key), assumed)
        intensity = of_sector.get(row["sector_code"]) if row["sector_scheme"] == "SCIAN" else None
        parts.append((row, cell, intensity, estimate_cell(cell, intensity, "|".join(key))))
    return parts


def _row(
    row: Mapping, cell: Cell, intensity: Intensity | None, found: Estimate, draws: Draws, bands: Bands
) -> dict[str, object]:
    values = cell_band(found, draws, bands)
    kept = {name: row[name] for name in CELL_COLUMNS if name in row}
    return {
        **kept,
        "met": cell.met,
        "unmet": cell.unmet,
        "over": cell.met > cell.businesses,
        "low_t_per_year": values.low if values else None,
        "central_t_per_year": values.central if values else None,
        "high_t_per_year": values.high if values else None,
        "missing": found.missing[0] if found.missing else None,
        "provisional": found.provisional,
        "factor_id": intensity.factor.factor_id if intensity and not found.missing else None,
    }


def _coverage(
    counts: pd.DataFrame, cells: pd.DataFrame, companies: pd.DataFrame, places: Sequence[tuple]
) -> Coverage:
    met = _met(companies, places)
    inside = [place for place in met if place[1] is not None]
    businesses = int(counts["businesses"].sum()) if len(counts) else None
    over = bool(cells["over"].any()) or (businesses is not None and len(inside) > businesses)
    return Coverage(
        businesses,
        len(met),
        len(companies),
        len(met) - len(inside),
        sum(place[2] is None for place in inside),
        over,
    )


def _not_estimated(cells: pd.DataFrame) -> pd.DataFrame:
    """The sectors without intensity, with the businesses that nobody has met in them."""
    rows = cells[cells["missing"] == "intensity"]
    return rows.groupby(SECTOR_KEYS, as_index=False, sort=True)["unmet"].sum()


SECTOR_KEYS = ["sector_scheme", "sector_code", "sector_fr", "sector_en"]
SECTOR_COLUMNS = [*SECTOR_KEYS, "businesses", "met", "unmet"]
SECTOR_COLUMNS += ["low_t_per_year", "central_t_per_year", "high_t_per_year"]


def _sectors(
    cells: pd.DataFrame, estimates: Sequence[Estimate], met: Sequence[tuple], draws: Draws
) -> pd.DataFrame:
    """One row per sector: counted, met (of any size), not met, and the estimated stream by shared draws."""
    rows = []
    for values, at in cells.groupby(SECTOR_KEYS, sort=True).indices.items():
        total = sum_estimates([estimates[index] for index in at], draws)
        band = total.range if total.estimated else None
        ends = (band.low, band.central, band.high) if band else (None, None, None)
        here = sum(place[:2] == values[:2] for place in met)
        sums = cells.iloc[at][["businesses", "unmet"]].sum()
        rows.append((*values, int(sums["businesses"]), here, int(sums["unmet"]), *ends))
    return pd.DataFrame(rows, columns=SECTOR_COLUMNS)


def by_size(found: Estimated) -> pd.DataFrame:
    """One row per size class, from the smallest: counted, met, unmet."""
    sums = found.cells.groupby("size_class")[["businesses", "met", "unmet"]].sum()
    order = sorted(set(sums.index) & set(SIZE_LIMITS), key=lambda name: SIZE_LIMITS[name][0])
    return sums.loc[order].rename_axis("size_class").reset_index()


def visit_next(found: Estimated, most: int = VISITS) -> pd.DataFrame:
    """The sectors and sizes with the largest estimated stream that nobody has met, largest first."""
    rows = found.cells[found.cells["unmet"].gt(0) & found.cells["central_t_per_year"].gt(0)]
    rows = rows[rows["size_class"] != NO_EMPLOYEE].assign(
        per_business=lambda frame: frame["central_t_per_year"] / frame["unmet"]
    )
    order = ["central_t_per_year", "sector_code", "size_class"]
    return rows.sort_values(order, ascending=[False, True, True], ignore_index=True).head(most)
