"""What lies where: the sites of a selection, and the figures of each territory with its boundary."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd
from numpy.typing import NDArray

from eit.analysis.territories.inferred_streams import estimated_by_territory
from eit.store.boundaries import read_boundaries
from eit.store.database import Database
from eit.store.jurisdictions import programme_jurisdiction
from eit.store.layers.folder import Layers

FIGURES = (
    "none",
    "offer_mass_t_per_year",
    "demand_mass_t_per_year",
    "exchanges",
    "companies",
    "offers",
    "demands",
    "synergies",
    "estimated_t_per_year",
)
"""What the map can be coloured by; the first one is the default, the last one an estimate."""


def site_stock(
    database: Database, programme_id: str, category_ids: tuple[str, ...] = (), territory_id: str | None = None
) -> pd.DataFrame:
    """One row per company with its flows: what does not depend on the radius."""
    filters = {"programme_id": programme_id, "category_ids": list(category_ids), "territory_id": territory_id}
    return database.query("sites", filters)


def sites(stock: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The stock with the number of potential exchanges of each company among `pairs`."""
    given, taken = pairs["offer_company_id"].value_counts(), pairs["demand_company_id"].value_counts()
    return stock.assign(exchanges=_counted(stock["company_id"], given, taken))


def _counted(ids: pd.Series, *counts: pd.Series) -> NDArray:
    """The sum of the counts of each id; an id that none of them holds has 0."""
    return sum(count.reindex(ids).fillna(0).to_numpy(int) for count in counts)


@dataclass(frozen=True)
class TerritoryStock:
    """The territories of one level with their flows, and in which of them each company lies."""

    frame: pd.DataFrame
    place: Mapping[str, str]


def territory_stock(
    database: Database, programme_id: str, level: str, category_ids: tuple[str, ...] = ()
) -> TerritoryStock:
    """What each territory of a level holds: what does not depend on the radius."""
    filters = {"programme_id": programme_id, "level": level, "category_ids": list(category_ids)}
    frame = database.query("territories", filters)
    estimated = {key: band.central for key, band in estimated_by_territory(database, programme_id).items()}
    return TerritoryStock(
        frame.assign(estimated_t_per_year=frame["territory_id"].map(estimated).astype(float)),
        company_places(database, programme_id, level),
    )


def company_places(database: Database, programme_id: str, level: str) -> dict[str, str]:
    """In which territory of a level each company of a programme lies."""
    held = database.query("company_territories", {"programme_id": programme_id, "level": level})
    return dict(zip(held["company_id"], held["territory_id"], strict=True))


def territory_figures(stock: TerritoryStock, pairs: pd.DataFrame, synergies: pd.DataFrame) -> pd.DataFrame:
    """One row per territory; `exchanges` and `synergies` count those with a side in it.

    An exchange between two territories counts in both, so the column does not add up to the headline.
    """
    frame, place = stock.frame, stock.place
    return frame.assign(
        exchanges=_touching(frame, place, pairs["offer_company_id"], pairs["demand_company_id"]),
        synergies=_touching(frame, place, synergies["giver_company_id"], synergies["taker_company_id"]),
    )


def _touching(frame: pd.DataFrame, place: Mapping[str, str], givers: pd.Series, takers: pd.Series) -> NDArray:
    lies_in = pd.Series(dict(place), dtype=object)
    given, taken = (lies_in.reindex(companies).reset_index(drop=True) for companies in (givers, takers))
    return _counted(frame["territory_id"], given.value_counts(), taken[taken != given].value_counts())


def shapes(
    database: Database, programme_id: str, level: str, geo: Path, layers: Layers | None = None
) -> geopandas.GeoDataFrame:
    """The boundaries of one level of a programme (EPSG:4326), whatever the filters: read once, drawn often."""
    wanted = set(database.ask(choices, programme_id, (level,))["territory_id"])
    return read_boundaries(geo, None, wanted, layers)[["territory_id", "approximate", "source", "geometry"]]


def with_boundaries(figures: pd.DataFrame, known: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The figures with their geometry; a territory without a boundary is left out of the map only."""
    merged = known.merge(figures, on="territory_id")
    return geopandas.GeoDataFrame(merged, geometry="geometry", crs=known.crs)


def choices(database: Database, programme_id: str, levels: Sequence[str]) -> pd.DataFrame:
    """The territories of these levels in a programme, for a list: territory_id, level, name, companies."""
    return database.query("territory_choices", {"programme_id": programme_id, "levels": list(levels)})


def company_flows(database: Database, company_id: str) -> pd.DataFrame:
    """What one company offers and needs: one row per flow, quantity per year in `unit` (NaN = n.c.)."""
    return database.query("company_flows", {"company_id": company_id})


def extent(
    database: Database, programme_id: str, geo: Path, layers: Layers | None = None
) -> tuple[float, float, float, float]:
    """West, south, east, north [degrees] of the programme's sites; of its territories when no site has a position;
    of its jurisdiction when it has no territory that is drawn."""
    asked = {"programme_id": programme_id}
    west, south, east, north = (float(end) for end in database.query("extent", asked).iloc[0])
    if math.isnan(west):
        scope = database.query("programme_territories", asked)
        found = read_boundaries(geo, None, set(scope["territory_id"]), layers)
        if found.empty:
            south, north, west, east = programme_jurisdiction(database, programme_id).box
            return west, south, east, north
        return tuple(found.total_bounds)
    return west, south, east, north


def places(database: Database, programme_id: str) -> pd.DataFrame:
    """The municipalities, communes and boroughs of the programme that have a position, for a list."""
    return database.query("places", {"programme_id": programme_id})
