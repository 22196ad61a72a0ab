"""Places companies in territories by their position, and says where position and declaration disagree.

A boundary accuses nobody that it cannot place: approximate cells never judge, and within the margin of a line
(how far it may lie from the legal one) neither side is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries

from eit.store.boundaries import read_boundaries
from eit.store.database import Database
from eit.store.layers.folder import find_layers
from eit.store.places.nearest import far_from

PLACE_KINDS = ("municipality", "commune")
DISTRICT_KINDS = ("mrc", "census-division", "epci")
OFFICIAL_MARGIN_KM = 0.1
"""The largest tolerance that an import may simplify with."""
COMMITTED_MARGIN_KM = 0.5
"""Census divisions under data/geo: 95 % of their lines lie within 315 m to 472 m of the official ones (SOURCES.md)."""
LEVELS = ("place", "district")
GRAVITY = ["disagrees", "outside", "no-position", "cannot-judge", "of-place", "agrees"]


@dataclass(frozen=True)
class Located:
    """One row per company in `companies`; see `locate` for the columns."""

    companies: pd.DataFrame
    official: dict[str, int]

    def with_verdict(self, verdict: str) -> pd.DataFrame:
        """The companies of which both levels together say this (`verdict`)."""
        return self.companies[self.companies["verdict"] == verdict]

    def by_gravity(self) -> pd.DataFrame:
        """Those that disagree first, the furthest first; then what is outside, then what nobody can judge."""
        order = self.companies["verdict"].map(GRAVITY.index)
        far = self.companies[["place_km", "district_km"]].max(axis=1).fillna(0)
        return (
            self.companies.assign(order=order, far=-far)
            .sort_values(["order", "far"])
            .drop(columns=["order", "far"])
        )


def locate(database: Database, geo: Path, programme_id: str | None = None) -> Located:
    """Where each company lies, by point in polygon, at two levels: place (municipality, commune), district (MRC, EPCI).

    Columns: those of the query, and for each level `<level>_found` (territory_id or None), `<level>_km` (distance from
    the declared territory, 0 inside, NaN unknown) and `<level>_verdict`: agrees, disagrees, cannot-judge (approximate
    boundary, or within the margin), outside (no polygon holds it), no-boundary (the declared one is not drawn),
    no-position. `verdict` is what both say together: an official district that agrees is enough, and the point of the
    place itself (of-place) was never observed. An outside of an official boundary is not a disagreement with it:
    nothing else claims the company. `far_km`: from the point of the declared place, when beyond belief; else NaN.
    """
    companies = database.query("company_places", {"programme_id": programme_id})
    layers = find_layers(Path(database.stamp.path))
    boundaries = read_boundaries(geo, layers=layers)
    committed = read_boundaries(geo)
    same = boundaries.merge(committed, on=["territory_id", "source"], how="left", indicator=True)
    boundaries["margin_km"] = np.where(same["_merge"] == "both", COMMITTED_MARGIN_KM, OFFICIAL_MARGIN_KM)
    for level, kinds in zip(LEVELS, (PLACE_KINDS, DISTRICT_KINDS), strict=True):
        drawn = boundaries[boundaries["kind"].isin(kinds)].reset_index(drop=True)
        for column, values in _judge(companies, drawn, f"{level}_id").items():
            companies[f"{level}_{column}"] = values
    verdicts = zip(
        companies["place_verdict"], companies["district_verdict"], companies["position_quality"], strict=True
    )
    companies["verdict"] = [_together({place, district}, quality) for place, district, quality in verdicts]
    companies["far_km"] = _far(database, companies)
    official = boundaries.loc[boundaries["margin_km"] == OFFICIAL_MARGIN_KM, "kind"]
    return Located(companies, {str(kind): int(count) for kind, count in official.value_counts().items()})


def far_from_place(database: Database, place_id: str, latitude: float, longitude: float) -> float | None:
    """Distance [km] of a point [degrees] from the point of a place, when that is beyond belief; None: it is near."""
    held = _points(database).get(place_id)
    return None if held is None else far_from((latitude, longitude), place_id, held)


def _far(database: Database, companies: pd.DataFrame) -> list[float]:
    points = _points(database)
    asked = zip(companies["place_id"], companies["latitude"], companies["longitude"], strict=True)
    return [
        float("nan")
        if place_id not in points or pd.isna(latitude) or pd.isna(longitude)
        else far_from((float(latitude), float(longitude)), place_id, points[place_id]) or float("nan")
        for place_id, latitude, longitude in asked
    ]


def _points(database: Database) -> dict[str, tuple[float, float]]:
    places = database.rows("territory").dropna(subset=["latitude", "longitude"])
    return {str(row.territory_id): (float(row.latitude), float(row.longitude)) for row in places.itertuples()}


def find_territories(latitude: np.ndarray, longitude: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """Index of the first shape that covers each point, -1 for none; degrees, NaN = no position.

    The tree holds the points and each polygon is prepared once: a million points in a thousand polygons is seconds.
    """
    placed = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    tree = shapely.STRtree(shapely.points(longitude[placed], latitude[placed]))
    polygons, points = tree.query(shapes, predicate="covers")
    found = np.full(len(latitude), -1)
    # Backwards, so that the first polygon has the last word on a point of a shared edge.
    found[placed[points[::-1]]] = polygons[::-1]
    return found


def _together(said: set[str], quality: str) -> str:
    """What two levels say of one company; the weaker does not make the stronger doubtful."""
    for strong in ("disagrees", "no-position", "agrees"):
        if strong in said:
            return strong
    if said == {"outside"}:
        return "outside"
    return "of-place" if quality == "municipality" else "cannot-judge"


def _judge(companies: pd.DataFrame, drawn: GeoDataFrame, declared: str) -> dict[str, list[object]]:
    latitude, longitude = (
        companies[name].to_numpy(float, na_value=np.nan) for name in ("latitude", "longitude")
    )
    found = find_territories(latitude, longitude, np.asarray(drawn.geometry.values))
    index = {territory_id: row for row, territory_id in enumerate(drawn["territory_id"])}
    held = [index.get(territory_id, -1) for territory_id in companies[declared]]
    distances = [
        0.0 if one == other >= 0 else _distance_km(x, y, drawn, other)
        for one, other, x, y in zip(found, held, longitude, latitude, strict=True)
    ]
    verdicts = [
        _verdict(drawn, one, other, distance, bool(np.isfinite(x)))
        for one, other, distance, x in zip(found, held, distances, latitude, strict=True)
    ]
    ids = [None if one < 0 else drawn["territory_id"].iloc[one] for one in found]
    return {"found": ids, "km": list(distances), "verdict": list(verdicts)}


def _verdict(drawn: GeoDataFrame, found: int, declared: int, distance_km: float, is_placed: bool) -> str:
    if not is_placed:
        return "no-position"
    if declared < 0:
        return "no-boundary" if found >= 0 else "outside"
    approximate = drawn["approximate"].iloc[declared] or (found >= 0 and drawn["approximate"].iloc[found])
    if approximate:
        return "cannot-judge" if found >= 0 else "outside"
    if found == declared:
        return "agrees"
    if distance_km <= drawn["margin_km"].iloc[declared]:
        return "cannot-judge"
    return "disagrees" if found >= 0 else "outside"


def _distance_km(longitude: float, latitude: float, drawn: GeoDataFrame, row: int) -> float:
    """From a point to a territory, on a plane that touches the earth at the point; NaN when either is unknown."""
    if row < 0 or not (np.isfinite(longitude) and np.isfinite(latitude)):
        return float("nan")
    here = f"+proj=aeqd +lat_0={latitude:.7f} +lon_0={longitude:.7f} +datum=WGS84 +units=km"
    shape = GeoSeries([drawn.geometry.iloc[row]], crs=drawn.crs).to_crs(here).iloc[0]
    return float(shape.distance(shapely.Point(0, 0)))
