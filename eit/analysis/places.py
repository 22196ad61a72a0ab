"""Places of the gazetteer as a person looks for them: each with what it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import shapely

from eit.domain.place_names import bare_key, names_in, place_key
from eit.locations import GEO
from eit.store.boundaries import read_boundaries
from eit.store.database import Database
from eit.store.jurisdictions import own_jurisdictions
from eit.store.layers.cells import approximate_boundaries
from eit.store.places.gazetteer import JURISDICTIONS, Place, gazetteer
from eit.store.places.search import find_places

SIMPLER_DEGREES = 0.004
"""Outlines to click on are drawn to about 300 m."""
PROGRAMME_KINDS = None
"""A programme may stand on any kind of place: a region, a MRC, a municipality, a commune, an EPCI."""


@dataclass(frozen=True)
class OwnPlace:
    """A territory of the data that the gazetteer has not got: it came with an imported layer, or is a park."""

    place_id: str
    kind: str
    code: str
    name: str
    designation: str = ""


@dataclass(frozen=True)
class PlaceMatch:
    """What a text may mean, the best first, each place with the names of what it lies in; `certain`: only one."""

    text: str
    certain: bool
    places: tuple[tuple[Place | OwnPlace, tuple[str, ...]], ...]


def search_places(text: str, database: Database | None = None) -> PlaceMatch:
    """The places that a text may mean, those that only `database` knows first.

    Raises DataError("gazetteer_missing").
    """
    own = _own_places(text, database) if database else []
    found = find_places(text, kinds=PROGRAMME_KINDS)
    book = gazetteer()
    rows = tuple(
        (place, tuple(above.name for above in book.get(list(book.above(place.place_id))[1:])))
        for place in found.places
    )
    certain = len(own) == 1 if own and not rows else found.status == "exact" and not own
    return PlaceMatch(text, certain, (*own, *rows))


@dataclass(frozen=True)
class Outline:
    """A place that can be clicked on a map."""

    place_id: str
    name: str
    shape: shapely.Geometry
    jurisdiction_id: str
    approximate: bool


def clickable_places(jurisdiction_id: str, near: str | None = None, geo: Path = GEO) -> tuple[Outline, ...]:
    """The MRC of Québec, or the EPCI of the department of the place `near`: what a programme most often stands on.

    None where the gazetteer does not reach, or no department is told. French outlines are approximate.
    """
    place = gazetteer(geo).place(near) if near else None
    above = gazetteer(geo).above(near) if near else ()
    department = next((one for one in above if one.startswith("dept-")), None)
    if department:
        return _outlines("epci", department, geo)
    held = JURISDICTIONS.get(place.country) if place else jurisdiction_id
    return _outlines("mrc", None, geo) if held and "mrc" in own_jurisdictions()[held].levels else ()


def holding(place_id: str, outlines: Sequence[Outline]) -> str | None:
    """The id of the outline that is a place, or that it lies in; None when no outline is."""
    known = {one.place_id for one in outlines}
    return next((one for one in gazetteer().above(place_id) if one in known), None)


@lru_cache(maxsize=16)
def _outlines(kind: str, within: str | None, geo: Path) -> tuple[Outline, ...]:
    book, published = gazetteer(geo), read_boundaries(geo)
    places = [one for one in book.of_kind(kind) if within in (None, one.parent_id)]
    drawn = published[published["territory_id"].isin([one.place_id for one in places])]
    frames = (drawn, approximate_boundaries(places, book, published))
    held = {one.place_id: one.jurisdiction for one in places}
    return tuple(
        Outline(
            row.territory_id,
            row.name,
            row.geometry.simplify(SIMPLER_DEGREES),
            held[row.territory_id],
            bool(row.approximate),
        )
        for frame in frames
        for row in frame[["territory_id", "name", "approximate", "geometry"]].itertuples(index=False)
    )


def _own_places(text: str, database: Database) -> list[tuple[OwnPlace, tuple[str, ...]]]:
    """By code, or by name as people spell it."""
    wanted, book = bare_key(place_key(text)), gazetteer()
    rows = database.cached_query("territory_codes")
    names = dict(zip(rows["territory_id"], rows["name"], strict=True))
    found: list[tuple[OwnPlace, tuple[str, ...]]] = []
    for row in rows.itertuples(index=False):
        code = row.code if isinstance(row.code, str) else ""
        written = {str(row.name), *names_in(str(row.name))}
        same = text.strip() == code or (wanted and wanted in {bare_key(place_key(one)) for one in written})
        if same and book.place(row.territory_id) is None:
            place = OwnPlace(str(row.territory_id), str(row.kind), code, str(row.name))
            found.append((place, (names[row.parent_id],) if row.parent_id in names else ()))
    return found


def place_names(database: Database, programme_id: str, place_ids: Sequence[str]) -> dict[str, str]:
    """What places are called: those of the file as it calls them, others by the gazetteer; unknown ids have no name."""
    rows = database.cached_query("all_territories", {"programme_id": programme_id})
    own = dict(zip(rows["territory_id"], rows["name"], strict=True))
    beyond = [place_id for place_id in place_ids if place_id not in own]
    return own | {place.place_id: place.name for place in gazetteer().get(beyond)}
