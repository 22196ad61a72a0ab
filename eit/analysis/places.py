"""Places of the gazetteer as a person looks for them: each with what it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eit.store.database import Database
from eit.store.places.gazetteer import Place, gazetteer
from eit.store.places.search import find_places

PROGRAMME_KINDS = None
"""A programme may stand on any kind of place: a region, a MRC, a municipality, a commune, an EPCI."""


@dataclass(frozen=True)
class PlaceMatch:
    """What a text may mean, the best first, each place with the names of what it lies in; `certain`: only one."""

    text: str
    certain: bool
    places: tuple[tuple[Place, tuple[str, ...]], ...]


def search_places(text: str, **asked: Any) -> PlaceMatch:
    """The places that a text may mean. Raises DataError("gazetteer_missing")."""
    found = find_places(text, kinds=PROGRAMME_KINDS, **asked)
    book = gazetteer()
    rows = tuple(
        (place, tuple(above.name for above in book.get(list(book.above(place.place_id))[1:])))
        for place in found.places
    )
    return PlaceMatch(text, found.status == "exact", rows)


def place_names(database: Database, programme_id: str, place_ids: Sequence[str]) -> dict[str, str]:
    """What places are called: those of the file as it calls them, others by the gazetteer; unknown ids have no name."""
    rows = database.cached_query("all_territories", {"programme_id": programme_id})
    own = dict(zip(rows["territory_id"], rows["name"], strict=True))
    beyond = [place_id for place_id in place_ids if place_id not in own]
    return own | {place.place_id: place.name for place in gazetteer().get(beyond)}
