"""Where a layer stands: the countries of the gazetteer that its units visibly lie in, whatever their codes say."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries

from eit.domain.jurisdiction import names_of
from eit.store.jurisdictions import own_jurisdictions
from eit.store.layers.matching import BY_NAME
from eit.store.layers.plausible import Doubt
from eit.store.places.gazetteer import JURISDICTIONS, gazetteer

SETTLED = ("municipality", "commune")
HALF = 0.5
NEAR_DEGREES = 0.05
"""A park or a borough lies so near to the point of a place that it is in its country: about 5 km."""
WHOLE = "census-division"
"""Where divisions of a census are published, the outlines cover the country whole; elsewhere only what was imported."""


def countries_of(kind: str, shapes: GeoSeries, drawn: GeoDataFrame) -> set[str]:
    """Countries that at least half of the units lie in; of one that the gazetteer does not hold, none.

    A unit lies in a country whose outlines (`drawn`) hold its middle; without outlines, when it holds the point of a
    place of it, or is near one if it is smaller than a place.
    """
    middles = shapely.point_on_surface(np.asarray(shapes.values))
    reach = shapely.buffer(middles, NEAR_DEGREES) if kind in BY_NAME else np.asarray(shapes.values)
    return {country for country in JURISDICTIONS if _share_in(country, middles, reach, drawn) >= HALF}


def outside(jurisdiction_id: str, shapes: GeoSeries, names: Mapping[str, str]) -> list[Doubt]:
    """Units whose middle lies outside the box of the jurisdiction that a person said they are of."""
    held = own_jurisdictions()[jurisdiction_id]
    middles = shapely.point_on_surface(np.asarray(shapes.values))
    return [
        Doubt("far", str(code), names.get(code, ""), names_of(own_jurisdictions(), [jurisdiction_id]))
        for code, middle in zip(shapes.index, middles, strict=True)
        if not held.holds(middle.y, middle.x)
    ]


def _share_in(country: str, middles: np.ndarray, reach: np.ndarray, drawn: GeoDataFrame) -> float:
    kinds = own_jurisdictions()[JURISDICTIONS[country]].outlines
    outlines = drawn[drawn["kind"].isin(kinds if WHOLE in kinds else ()) & ~drawn["approximate"]]
    if len(outlines):
        found = shapely.STRtree(middles).query(np.asarray(outlines.geometry.values), predicate="covers")[1]
    else:
        found = shapely.STRtree(_points(country)).query(reach, predicate="covers")[0]
    return len(np.unique(found)) / len(middles)


def _points(country: str) -> np.ndarray:
    book = gazetteer()
    held = [place for place in book.around(-180, -90, 180, 90, SETTLED) if place.country == country]
    return shapely.points([(place.longitude, place.latitude) for place in held])
