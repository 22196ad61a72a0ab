"""What lies where: the sites of a selection, and the figures of each territory with its boundary."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import geopandas
import pandas as pd

from eit.domain.selection import Selection
from eit.store.boundaries import read_boundaries
from eit.store.connection import Database

FIGURES = (
    "offer_mass_t_per_year",
    "demand_mass_t_per_year",
    "exchanges",
    "companies",
    "offers",
    "demands",
    "synergies",
)
"""What the map can be coloured by; the first one is the default."""


def sites(database: Database, selection: Selection, pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per company with its flows and its number of potential exchanges among `pairs`."""
    frame = database.query("sites", _filters(selection))
    counted = Counter(pairs["offer_company_id"]) + Counter(pairs["demand_company_id"])
    frame["exchanges"] = [counted.get(company, 0) for company in frame["company_id"]]
    return frame


def territory_figures(
    database: Database, selection: Selection, pairs: pd.DataFrame, synergies: pd.DataFrame
) -> pd.DataFrame:
    """One row per territory of the selection's level; `exchanges` and `synergies` count those with a side in it.

    An exchange between two territories counts in both, so the column does not add up to the headline.
    """
    filters = {"programme_id": selection.programme_id, "level": selection.level}
    frame = database.query("territories", {**filters, "category_ids": list(selection.category_ids)})
    held = database.query("company_territories", filters)
    place = dict(zip(held["company_id"], held["territory_id"], strict=True))
    frame["exchanges"] = _touching(frame, place, pairs["offer_company_id"], pairs["demand_company_id"])
    frame["synergies"] = _touching(frame, place, synergies["giver_company_id"], synergies["taker_company_id"])
    return frame


def _touching(frame: pd.DataFrame, place: dict[str, str], givers: pd.Series, takers: pd.Series) -> list[int]:
    sides = ({place.get(giver), place.get(taker)} for giver, taker in zip(givers, takers, strict=True))
    counted = Counter(territory for pair in sides for territory in pair)
    return [counted.get(territory, 0) for territory in frame["territory_id"]]


def with_boundaries(figures: pd.DataFrame, geo: Path) -> geopandas.GeoDataFrame:
    """The figures with their geometry (EPSG:4326); a territory without a boundary is left out of the map only."""
    boundaries = read_boundaries(geo, territory_ids=set(figures["territory_id"]))
    shapes = boundaries[["territory_id", "approximate", "source", "geometry"]]
    return geopandas.GeoDataFrame(
        shapes.merge(figures, on="territory_id"), geometry="geometry", crs=boundaries.crs
    )


def context_boundaries(geo: Path, country: str) -> geopandas.GeoDataFrame:
    """The outlines that stay behind every map: the census divisions of Québec, or the communes known in France."""
    return read_boundaries(geo, kinds=("mrc", "census-division") if country == "CA" else ("commune", "epci"))


def choices(database: Database, programme_id: str, level: str) -> pd.DataFrame:
    """The territories of one level in a programme, for a list."""
    frame = database.query("territories", {"programme_id": programme_id, "level": level, "category_ids": []})
    return frame[["territory_id", "name", "companies"]]


def _filters(selection: Selection) -> dict[str, object]:
    return {
        "programme_id": selection.programme_id,
        "category_ids": list(selection.category_ids),
        "territory_id": selection.territory_id,
    }


def company_flows(database: Database, company_id: str) -> pd.DataFrame:
    """What one company offers and needs: one row per flow, quantity per year in `unit` (NaN = n.c.)."""
    return database.query("company_flows", {"company_id": company_id})


def extent(database: Database, programme_id: str, geo: Path) -> tuple[float, float, float, float]:
    """West, south, east, north [degrees] of the programme's sites; of its territories when no site has a position."""
    sites = database.query("sites", {"programme_id": programme_id, "category_ids": [], "territory_id": None})
    placed = sites.dropna(subset=["latitude", "longitude"])
    if placed.empty:
        scope = database.query("programme_territories", {"programme_id": programme_id})
        return tuple(read_boundaries(geo, territory_ids=set(scope["territory_id"])).total_bounds)
    longitude, latitude = placed["longitude"], placed["latitude"]
    return longitude.min(), latitude.min(), longitude.max(), latitude.max()


def places(database: Database, programme_id: str) -> pd.DataFrame:
    """The municipalities, communes and boroughs of the programme that have a position, for a list."""
    return database.query("places", {"programme_id": programme_id})
