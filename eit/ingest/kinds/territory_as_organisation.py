"""A territory that a table of tonnages names where an organisation should be: `Anjou`, `Bouches-du-Rhône`.

What its households and services leave is an offer like another, and its public service is who would give it.
"""

from __future__ import annotations

from functools import lru_cache

from eit.domain.text_key import plain_words
from eit.ingest.cells import as_text
from eit.ingest.fields import Fields
from eit.ingest.known import Known
from eit.store.places.gazetteer import Place, gazetteer
from eit.store.places.nearest import apart_km, uncertainty_km
from eit.store.places.search import SETTLED, find_places
from eit.store.places.units import most_populous

KINDS = {
    **dict.fromkeys(("dept", "dep", "departement", "department"), ("department",)),
    **dict.fromkeys(("region", "reg"), ("region",)),
    **dict.fromkeys(("epci", "intercommunalite", "agglomeration"), ("epci",)),
    "mrc": ("mrc",),
}
"""Words of a heading that say what kind of territory stands under it."""
LARGER = ("mrc", "epci", "department", "region")


def territory_of(fields: Fields, known: Known, name: str) -> Place | None:
    """The territory that a name stands for; None when it stands for none, or for several."""
    said = plain_words(fields.title("company_id")).split()
    kinds = next((KINDS[word] for word in said if word in KINDS), None)
    return _found(name, known.place.country, frozenset(known.all_place_names.preferred), kinds)


def holds_others(fields: Fields, known: Known, territory: Place) -> bool:
    """Whether other territories of the file lie in this one: its tonnes are theirs, and would count twice."""
    if known.holders is None:
        place = fields.header.positions["company_id"]
        rows = (row for row in fields.evidence.sheet.rows if row.number > fields.header.row)
        names = {as_text(row.cells[place]).strip() for row in rows if place < len(row.cells)}
        found = {one.place_id for name in names if name and (one := territory_of(fields, known, name))}
        known.holders = {above for one in found for above in gazetteer().above(one) if above != one}
    return territory.place_id in known.holders


@lru_cache(maxsize=5_000)
def seat_of(place: Place) -> str | None:
    """The id of the municipality or commune where a territory is put: itself, or its most populous one."""
    if place.kind in SETTLED:
        return place.place_id
    seat = most_populous(gazetteer(), place.place_id)
    return seat.place_id if seat else None


@lru_cache(maxsize=5_000)
def reach_km(place: Place) -> float | None:
    """How far [km] a site of a territory may be from where it is put: its furthest place; of a town, its own radius."""
    seat = gazetteer().place(seat_of(place) or "")
    if place.kind in SETTLED or seat is None or seat.latitude is None or seat.longitude is None:
        return uncertainty_km(place.place_id)
    points = [(one.latitude, one.longitude) for one in gazetteer().below(place.place_id)]
    centre = seat.latitude, seat.longitude
    return round(max(apart_km(centre, (y, x)) for y, x in points if y is not None and x is not None), 1)


@lru_cache(maxsize=5_000)
def _found(name: str, country: str, within: frozenset[str], kinds: tuple[str, ...] | None) -> Place | None:
    for asked in (kinds,) if kinds else (SETTLED, LARGER):
        match = find_places(name, country, within, asked)
        if match.status == "exact":
            return match.places[0]
    return None
