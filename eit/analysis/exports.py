"""What leaves the file: tables in the columns that the importer takes back, and what the pages show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact.inventory import inventory
from eit.analysis.programmes import programme
from eit.analysis.territories.figures import territory_figures, territory_stock
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.gates import FLOW_CONDITIONS
from eit.domain.months import ALL_YEAR, months_of
from eit.domain.selection import Selection
from eit.store.boundaries import read_boundaries
from eit.store.database import Database
from eit.store.layers.folder import Layers, find_layers

IMPORTED = ("companies", "flows", "synergies", "business_counts")
"""The kinds that `import` takes back."""
SHOWN = ("exchanges", "indicators", "territories")
KINDS = (*IMPORTED, *SHOWN)
GEOMETRIES = {
    "companies": "Point",
    "flows": "Point",
    "exchanges": "LineString",
    "synergies": "LineString",
    "territories": "MultiPolygon",
}
"""The kinds that have a place, and their shape; the others are tables only."""
WGS84 = "EPSG:4326"

COLUMNS: dict[str, tuple[str, ...]] = {
    "companies": (
        *("company_id", "programme_id", "group_id", "name", "kind", "sector_scheme", "sector_code"),
        *("sector_fr", "sector_en", "employees", "municipality_id", "park_id", "latitude", "longitude"),
        *("position_quality", "address", "postal_code", "capacity_t_per_year", "consent_name", "joined_on"),
    ),
    "flows": (
        *("flow_id", "programme_id", "company_id", "direction", "material_id", "label", "quantity", "unit"),
        *("months", "quality", "observed_on", "former_destination", "disposal_cost_per_t", "note"),
        *FLOW_CONDITIONS,
    ),
    "synergies": (
        *("synergy_id", "programme_id", "title_fr", "title_en", "type", "material_id", "quantity", "unit"),
        *("giver", "taker", "partners", "former_destination", "previous_distance_km", "share_refused"),
        *("attribution_share", "stage", "stage_on", "reason", "lead", "next_step_fr", "next_step_en"),
        *("next_step_due", "confidence", "investment", "cost_per_year", "saving_per_year", "jobs"),
    ),
    "business_counts": (
        *("programme_id", "territory_id", "sector_scheme", "sector_code", "sector_fr", "sector_en"),
        *("size_class", "businesses", "year", "source", "confidence"),
    ),
    "exchanges": (
        *("offer_id", "demand_id", "offer_company_id", "offer_company", "demand_company_id"),
        *("demand_company", "offer_material_id", "offer_material", "demand_material_id"),
        *("demand_material", "kind", "category_id", "basis", "condition", "use", "score"),
        *("score_material", "score_distance", "score_quantity", "score_season", "score_freshness"),
        *("score_quality", "distance_km", "road_km_estimate", "pair_quantity", "unit", "mass_t_per_year"),
        *("allocated_quantity", "allocated_t_per_year", "months_in_common", "age_months"),
        *("former_destination", "library_id", "source", "source_year", "confidence"),
    ),
    "indicators": (
        *("indicator_id", "rank", "label", "unit", "kind", "year", "bound", "value", "state"),
        *("author", "note", "source"),
    ),
    "territories": (
        *("territory_id", "kind", "code", "name", "parent_id", "population", "companies", "offers"),
        *("demands", "offer_mass_t_per_year", "demand_mass_t_per_year", "exchanges", "synergies"),
        *("approximate", "boundary_source"),
    ),
}


@dataclass(frozen=True)
class Asked:
    """What is exported: of which selection, seen on which day, in which language, with the boundaries of `geo`.

    `all_year` are the words of that language for twelve months: a spreadsheet makes a date of `5-10`, not of words.
    """

    selection: Selection
    as_of: date
    lang: str
    geo: Path
    all_year: str

    @property
    def programme_id(self) -> str:
        """The programme of the selection."""
        return self.selection.programme_id


def export_table(database: Database, kind: str, asked: Asked) -> pd.DataFrame:
    """The rows of one kind, their columns those of COLUMNS; None is not known, never 0.

    Raises InvalidSelection for a kind or a programme that does not exist.
    """
    if kind not in KINDS:
        raise InvalidSelection("export-kind-unknown", value=kind)
    if programme(database, asked.programme_id) is None:
        raise InvalidSelection("programme-unknown", value=asked.programme_id)
    frame = MAKERS[kind](database, asked).reindex(columns=list(COLUMNS[kind]))
    return frame.astype(object).where(frame.notna(), None)


def export_layer(database: Database, kind: str, asked: Asked) -> GeoDataFrame:
    """The same rows with their geometry (EPSG:4326), None where a position is not known.

    Raises InvalidSelection for a kind that has no place (indicators, business_counts).
    """
    if kind not in GEOMETRIES:
        raise InvalidSelection("export-no-geometry", value=kind)
    table = export_table(database, kind, asked)
    shapes = _SHAPES[kind](database, asked, table)
    return GeoDataFrame(table, geometry=list(shapes), crs=WGS84)


def export_facts(database: Database, asked: Asked, rows: Mapping[str, int]) -> dict[str, object]:
    """What every export says of itself: programme, dates of the data, whether it is fictitious, boundaries, rows."""
    row = programme(database, asked.programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=asked.programme_id)
    meta = database.query("meta").set_index("key")["value"]
    stock = inventory(database, asked.programme_id, asked.as_of)
    sources: list[str] = []
    if "territories" in rows:
        drawn = _boundaries(database, asked, export_table(database, "territories", asked))
        sources = sorted(set(drawn["source"].dropna()))
    return {
        "programme": str(row[f"name_{asked.lang}"]),
        "programme_id": asked.programme_id,
        "newest": stock["newest"],
        "oldest": stock["oldest"],
        "exported_on": asked.as_of,
        "fictitious": str(meta.get("fictitious", "")),
        "radius_km": asked.selection.radius_km if "exchanges" in rows else None,
        "rows": dict(rows),
        "boundary_sources": sources,
    }


def _companies(database: Database, asked: Asked) -> pd.DataFrame:
    rows = database.query("all_companies")
    rows = rows[rows["programme_id"] == asked.programme_id].reset_index(drop=True)
    return rows.assign(joined_on=_days(rows["joined_on"]))


def _flows(database: Database, asked: Asked) -> pd.DataFrame:
    rows = database.query("all_flows")
    rows = rows[rows["programme_id"] == asked.programme_id].reset_index(drop=True)
    months = [months_text(int(mask), asked.all_year) for mask in rows["months"]]
    return _typed(rows).assign(months=months, observed_on=_days(rows["observed_on"]))


def _synergies(database: Database, asked: Asked) -> pd.DataFrame:
    rows = database.query("programme_synergies", {"programme_id": asked.programme_id})
    kinds = rows["term_id"].fillna(rows["type"])
    return _typed(rows).assign(type=kinds, stage_on=_days(rows["stage_on"]))


def _business_counts(database: Database, asked: Asked) -> pd.DataFrame:
    return database.query("programme_business_counts", {"programme_id": asked.programme_id})


def _exchanges(database: Database, asked: Asked) -> pd.DataFrame:
    pairs = potential_exchanges(database, asked.selection, asked.as_of)
    return _localised(pairs, asked.lang, ("offer_material", "demand_material", "condition", "use"))


def _indicators(database: Database, asked: Asked) -> pd.DataFrame:
    rows = database.cached_query("indicators", {"programme_id": asked.programme_id})
    return _localised(rows, asked.lang, ("label", "unit", "note"))


def _territories(database: Database, asked: Asked) -> pd.DataFrame:
    row = programme(database, asked.programme_id)
    levels = () if row is None else row["levels"]
    pairs = potential_exchanges(database, asked.selection, asked.as_of)
    synergies = database.query("programme_synergies", {"programme_id": asked.programme_id})
    known = pd.DataFrame(
        {f"{side}_company_id": _first(synergies[side]) for side in ("giver", "taker")}, dtype=object
    )
    frames = [
        territory_figures(
            territory_stock(database, asked.programme_id, level, asked.selection.category_ids), pairs, known
        )
        for level in levels
    ]
    rows = pd.concat(frames, ignore_index=True)
    drawn = _boundaries(database, asked, rows).set_index("territory_id")
    return rows.assign(
        approximate=rows["territory_id"].map(drawn["approximate"]),
        boundary_source=rows["territory_id"].map(drawn["source"]),
    )


MAKERS: dict[str, Callable[[Database, Asked], pd.DataFrame]] = {
    "companies": _companies,
    "flows": _flows,
    "synergies": _synergies,
    "business_counts": _business_counts,
    "exchanges": _exchanges,
    "indicators": _indicators,
    "territories": _territories,
}


def months_text(mask: int, all_year: str) -> str:
    """A mask of months as the importer reads it and as no spreadsheet can turn into a date: `5, 6, 7`."""
    return all_year if mask == ALL_YEAR else ", ".join(str(month) for month in months_of(mask))


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Quantity (a number) and unit as they were typed: what was understood of them can be made again."""
    typed = pd.to_numeric(rows["quantity_typed"], errors="coerce")
    return rows.drop(columns="unit").assign(quantity=typed, unit=rows["unit_typed"])


def _days(column: pd.Series) -> list[date | None]:
    return [None if pd.isna(day) else pd.Timestamp(day).date() for day in column]


def _localised(rows: pd.DataFrame, lang: str, names: tuple[str, ...]) -> pd.DataFrame:
    return rows.rename(columns={f"{name}_{lang}": name for name in names})


def _places(database: Database) -> dict[str, tuple[float, float]]:
    """Longitude and latitude [degrees] of each company that has a position."""
    rows = database.query("all_companies").dropna(subset=["latitude", "longitude"])
    return {
        company: (longitude, latitude)
        for company, longitude, latitude in zip(
            rows["company_id"], rows["longitude"], rows["latitude"], strict=True
        )
    }


def _points(database: Database, _: Asked, table: pd.DataFrame) -> list[shapely.Point | None]:
    places = _places(database)
    return [shapely.Point(places[one]) if one in places else None for one in table["company_id"]]


def _lines(giver: str, taker: str) -> Callable[..., list[shapely.LineString | None]]:
    """Lines from the giver to the taker; None when one of them has no position."""

    def make(database: Database, _: Asked, table: pd.DataFrame) -> list[shapely.LineString | None]:
        places = _places(database)
        return [
            shapely.LineString([places[one], places[other]]) if one in places and other in places else None
            for one, other in zip(_first(table[giver]), _first(table[taker]), strict=True)
        ]

    return make


def _first(ids: pd.Series) -> list[str]:
    """The first of several ids joined by semicolons."""
    return [str(one or "").partition(";")[0] for one in ids]


def _boundaries(database: Database, asked: Asked, rows: pd.DataFrame) -> GeoDataFrame:
    layers: Layers = find_layers(Path(database.stamp.path))
    return read_boundaries(asked.geo, None, set(rows["territory_id"]), layers)


def _outlines(database: Database, asked: Asked, table: pd.DataFrame) -> list[shapely.Geometry | None]:
    drawn = _boundaries(database, asked, table).set_index("territory_id").geometry
    found = geopandas.GeoSeries(drawn).to_dict()
    return [found.get(territory) for territory in table["territory_id"]]


_SHAPES: dict[str, Callable[[Database, Asked, pd.DataFrame], list]] = {
    "companies": _points,
    "flows": _points,
    "synergies": _lines("giver", "taker"),
    "exchanges": _lines("offer_company_id", "demand_company_id"),
    "territories": _outlines,
}
