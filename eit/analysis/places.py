"""Places of the gazetteer as a person looks for them: each with what it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
