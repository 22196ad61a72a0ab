"""Where a layer meets what is known: matched, taken in from the gazetteer, or made; and what does not fit is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
from geopandas import GeoSeries

from eit.domain.text_key import slug
from eit.store.boundaries import read_boundaries
from eit.store.layers.creating import jurisdiction_of, new_units, refuse_other_level
from eit.store.layers.folder import find_layers
from eit.store.layers.matching import BY_NAME, Matched, match
from eit.store.layers.plausible import Doubt, doubts_about, refuse_exchanged_axes
from eit.store.layers.schemas import official_id
from eit.store.layers.standing import countries_of, outside
from eit.store.places.gazetteer import JURISDICTIONS, Place, gazetteer
from eit.store.places.units import take_in, territory_rows
from eit.store.tables import insert_rows

if TYPE_CHECKING:
    from eit.store.layers.importing import Asked

WHOLE_LAYER = 500
"""Units up to which all of a layer is taken in; of a national one, what lies in a territory of the data."""
SAID_ONLY = frozenset({"renamed", "hole", "enclave"})
"""Doubts that are said and stop nothing: a town that took another name is the same town, and enclaves exist."""


@dataclass(frozen=True)
class Meeting:
    """What a layer and the data have in common: `known` with what comes in, and the rows that will be written."""

    found: Matched
    known: pd.DataFrame
    places: list[Place]
    created: pd.DataFrame
    doubts: list[Doubt]
    accepted: tuple[str, ...]

    @property
    def open_doubts(self) -> list[Doubt]:
        """Those that stop the import until a person accepts them."""
        return [one for one in self.doubts if one.reason not in SAID_ONLY and one.reason not in self.accepted]

    def told(self) -> str:
        """The first of the open doubts, each with its reason: `exchanged 91200 Dourdan (Saint-Chéron)`."""
        said = [f"{one.reason} {one.code} {one.name} ({one.against})" for one in self.open_doubts]
        return "; ".join(said[:4]) + ("…" if len(said) > 4 else "")

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """The units that the data had not got."""
        take_in(connection, self.places, gazetteer())
        if len(self.created):
            insert_rows(connection, "territory", self.created)


def meet(
    asked: Asked,
    units: pd.DataFrame,
    shapes: GeoSeries,
    raw: GeoSeries,
    known: pd.DataFrame,
    database_path: Path,
    geo: Path,
    source: str,
) -> Meeting:
    """Match the units (index code; name, parent) and their shapes (`raw`: before they were cleaned) with what is known.

    Raises InvalidBoundaries: boundary-swapped, boundary-jurisdiction, boundary-level.
    """
    foreign = asked.jurisdiction if asked.jurisdiction not in (None, *JURISDICTIONS.values()) else None
    beyond = {} if foreign else _beyond(asked.kind, units.index, known)
    found = match(units, asked.kind, known, beyond, foreign)
    places = [beyond[place_id] for place_id in found.taken]
    facts = _facts(found, known, beyond)
    points = {code: (x, y) for code, x, y in facts[["longitude", "latitude"]].itertuples() if x == x}
    refuse_exchanged_axes(raw, points, source)
    doubts = doubts_about(asked.kind, raw, units["name"].to_dict(), facts, _others(asked.kind, foreign))
    if foreign:
        doubts += outside(foreign, shapes, units["name"].to_dict())
    created = _created(asked, units, shapes, known, found, database_path, geo, source, foreign)
    written = {code for codes in found.codes.values() for code in codes}
    doubts = [one for one in doubts if one.code in written]
    parts = [known, territory_rows(places)[known.columns] if places else None]
    parts.append(created[known.columns] if len(created) else None)
    whole = pd.concat([part for part in parts if part is not None], ignore_index=True)
    return Meeting(found, whole, places, created, doubts, asked.accepted)


def _beyond(kind: str, codes: Iterable[object], known: pd.DataFrame) -> dict[str, Place]:
    """The places of the gazetteer that the codes are; of a large layer, those in a territory of the data only."""
    wanted = [own for code in codes if (own := official_id(kind, str(code)))]
    held, book = set(known["territory_id"]), gazetteer()
    places = book.get([own for own in wanted if own not in held])
    if len(wanted) > WHOLE_LAYER:
        places = [place for place in places if held.intersection(list(book.above(place.place_id))[1:])]
    return {place.place_id: place for place in places}


def _facts(found: Matched, known: pd.DataFrame, beyond: dict[str, Place]) -> pd.DataFrame:
    """name, longitude, latitude by code, of the units that are known one by one."""
    book, names = gazetteer(), known.drop_duplicates("territory_id").set_index("territory_id")["name"]
    rows = {}
    for territory_id, codes in found.codes.items():
        place = beyond.get(territory_id) or book.place(territory_id)
        if len(codes) == 1 and (place or territory_id in names.index):
            name = place.name if place else str(names[territory_id])
            rows[codes[0]] = (name, place.longitude if place else None, place.latitude if place else None)
    columns = ["name", "longitude", "latitude"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return frame.astype({"longitude": float, "latitude": float})


def _others(kind: str, foreign: str | None) -> list[tuple[str, float, float]]:
    """Name and point of every place of a kind: what one unit alone cannot hold several of."""
    if foreign or kind not in ("municipality", "commune", "mrc", "department"):
        return []
    return gazetteer().points_of_kind(kind)


def _created(
    asked: Asked,
    units: pd.DataFrame,
    shapes: GeoSeries,
    known: pd.DataFrame,
    found: Matched,
    database_path: Path,
    geo: Path,
    source: str,
    foreign: str | None,
) -> pd.DataFrame:
    """Rows for the units that nobody knows, and their codes moved to the matched ones.

    In Québec and France the gazetteer is whole: a code that it has not got is made only when a person accepts it (new).
    """
    named = asked.kind not in BY_NAME
    left = [
        one["code"]
        for one in found.unmatched
        if one["reason"] != "ambiguous" and (named or slug(one["name"]))
    ]
    whole = asked.kind not in BY_NAME and not foreign and asked.kind != "district"
    if not left or (whole and found.codes and "new" not in asked.accepted):
        return pd.DataFrame()
    countries = {place.country for place in gazetteer().get(found.codes)}
    drawn = read_boundaries(geo, layers=find_layers(database_path))
    if not countries and not foreign:
        countries = countries_of(asked.kind, shapes.loc[left], drawn)
    west, south, east, north = (float(one) for one in shapes.loc[left].total_bounds)
    jurisdiction = jurisdiction_of(asked.jurisdiction, countries, (west, south, east, north))
    refuse_other_level(asked.kind, jurisdiction)
    created = new_units(asked.kind, jurisdiction, units.loc[left], shapes, known, drawn, source)
    found.codes.update((row_id, [code]) for row_id, code in zip(created["territory_id"], left, strict=True))
    found.unmatched[:] = [one for one in found.unmatched if one["code"] not in left]
    return created
