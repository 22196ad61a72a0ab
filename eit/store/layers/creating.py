"""Units that nobody knows yet: their ids, and what they lie in, by a field of the file or by containment."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries

from eit.domain.jurisdiction import has_kind, known_id, names_of
from eit.domain.place_names import names_in
from eit.domain.text_key import slug
from eit.store.jurisdictions import own_jurisdictions
from eit.store.layers.refusal import InvalidBoundaries
from eit.store.places.gazetteer import JURISDICTIONS

ABOVE = {
    "park": ("municipality", "commune"),
    "borough": ("municipality", "commune"),
    "municipality": ("mrc", "district", "region"),
    "commune": ("epci", "district", "department", "region"),
    "mrc": ("region",),
    "epci": ("department", "region"),
    "district": ("department", "region"),
    "department": ("region",),
}
"""Kind → what it may lie in, the nearest first."""


def unit_id(kind: str, jurisdiction: str, code: str) -> str:
    """`commune-be-wal-25014`: the code of a register that is not in the gazetteer, with whose it is."""
    return f"{kind}-{jurisdiction.lower()}-{slug(code)}"


def jurisdiction_of(
    asked: str | None, countries: Collection[str], bounds: tuple[float, float, float, float]
) -> str:
    """The jurisdiction of a layer: as asked, else that of the one country that its units lie in.

    A box is too rough to choose by; and Québec or France are not taken as asked where none of their places is.
    Raises InvalidBoundaries("boundary-jurisdiction", "boundary-elsewhere") with those that it may be.
    """
    known, there = own_jurisdictions(), [JURISDICTIONS[country] for country in countries]
    asked = known_id(known, asked) if asked else None
    if asked and asked not in known:
        raise InvalidBoundaries("boundary-jurisdiction", value=asked, row_id=names_of(known, known))
    if asked and (asked not in JURISDICTIONS.values() or asked in there):
        return asked
    if not asked and len(there) == 1:
        return there[0]
    others = [name for name in boxes_around(bounds) if name not in JURISDICTIONS.values()]
    key = "boundary-elsewhere" if asked else "boundary-jurisdiction"
    said = names_of(known, [asked]) if asked else "—"
    raise InvalidBoundaries(key, value=said, row_id=names_of(known, there or others or known))


def boxes_around(bounds: tuple[float, float, float, float]) -> list[str]:
    """The jurisdictions whose box holds all of a layer (west, south, east, north [degrees])."""
    west, south, east, north = bounds
    boxes = own_jurisdictions().items()
    return [name for name, one in boxes if one.holds(south, west) and one.holds(north, east)]


def refuse_other_level(kind: str, jurisdiction: str) -> None:
    """Raise InvalidBoundaries("boundary-level") for a kind that is only another country's: an MRC made of communes."""
    known = own_jurisdictions()
    if not has_kind(known, jurisdiction, kind):
        raise InvalidBoundaries("boundary-level", value=kind, unit="|".join(known[jurisdiction].kinds))


def new_units(
    kind: str,
    jurisdiction: str,
    units: pd.DataFrame,
    shapes: GeoSeries,
    known: pd.DataFrame,
    drawn: GeoDataFrame,
    source: str,
) -> pd.DataFrame:
    """Rows of the table `territory` for units (index code; name, parent) that nobody knows; the parent may be None."""
    country = own_jurisdictions()[jurisdiction].country
    parents = _parents(kind, jurisdiction, units, shapes, known, drawn)
    points = shapely.point_on_surface(np.asarray(shapes.loc[units.index].values))
    rows = [
        {
            "territory_id": f"park-{slug(name)}"
            if kind == "park"
            else unit_id(kind, jurisdiction, str(code)),
            "kind": kind,
            "code": None if kind == "park" else str(code),
            "code_system": jurisdiction,
            "name": " / ".join(names_in(name)) or str(code),
            "parent_id": parents.get(str(code)),
            "country": country,
            "latitude": round(float(point.y), 5),
            "longitude": round(float(point.x), 5),
            "precision": "point on the surface of the imported boundary",
            "source": source,
            "confidence": "seen",
        }
        for (code, name), point in zip(units["name"].items(), points, strict=True)
    ]
    return pd.DataFrame(rows, dtype=object)


def _parents(
    kind: str,
    jurisdiction: str,
    units: pd.DataFrame,
    shapes: GeoSeries,
    known: pd.DataFrame,
    drawn: GeoDataFrame,
) -> Mapping[str, str]:
    """Code → what the unit lies in: the code that the file gives, else the boundary that holds its middle."""
    ids, above = set(known["territory_id"]), ABOVE.get(kind, ())
    held = drawn[drawn["kind"].isin(above)]
    order = held["kind"].map({name: rank for rank, name in enumerate(above)})
    held = held.loc[order.sort_values(kind="stable").index]
    found = {}
    for code in units.index:
        told = units.at[code, "parent"]
        named = [unit_id(one, jurisdiction, told) for one in above] if isinstance(told, str) and told else []
        inside = (
            held[held.geometry.contains(shapely.point_on_surface(shapes[code]))] if not held.empty else held
        )
        wanted = [*(one for one in named if one in ids), *inside["territory_id"]]
        wanted = [one for one in wanted if one in ids]
        if wanted:
            found[str(code)] = str(wanted[0])
    return found
