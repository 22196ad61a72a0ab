"""The municipality of a row: as it is named; else that of its postal code; else, once it was said, the nearest."""

from __future__ import annotations

import re

from eit.domain.question import LEFT_OUT
from eit.ingest.cells import Cell, CellRefused, as_text
from eit.ingest.fields import Fields
from eit.ingest.known import Known
from eit.ingest.places import told_beside
from eit.ingest.values.degrees import FURTHEST, parse_degrees
from eit.ingest.values.typed_numbers import Signs
from eit.store.places.nearest import nearest_place, one_at

BOX = re.compile(
    r"(?i)(?:c\.?\s?p\.?\s?)+\d+|(?:b\.?\s?p\.?|case postale|casier postal|p\.?\s?o\.?\s?box)\s*\d+"
)
"""A box of the post office where a municipality should be: it names none."""


def find_municipality(fields: Fields, known: Known) -> str | None:
    """The id of the municipality or commune of a row; None with a refusal when it is asked."""
    says = fields.says("municipality_id") and not BOX.fullmatch(
        as_text(fields.get("municipality_id")).strip()
    )
    if says or not (fields.has("latitude") or fields.has("postal_code")):
        return _named(fields, known)
    point = _point(fields) if fields.says("latitude") and fields.says("longitude") else None
    if point is None:
        return fields.take(
            "postal_code", lambda cell: known.place_names.find(cell, "place-unknown", (), "postal")
        )
    answer = fields.evidence.given.file("positions")
    if answer == LEFT_OUT:
        fields.left_out = True
        return None
    found = nearest_place(*point, known.place.country)
    inside = found is not None and known.place.holds(*point)
    if found is not None and inside and answer == "nearest":
        return known.place_names.known(found)
    fields.refuse("latitude", "place-from-position" if inside else "coordinates-outside")
    return None


def _named(fields: Fields, known: Known) -> str | None:
    """The place that is named; of several, the one that the position of the row is at."""
    told = told_beside(fields, "municipality_id")

    def find(cell: Cell) -> str:
        try:
            return known.place_names.find(cell, "place-unknown", *told)
        except CellRefused as refused:
            point = _point(fields) if fields.says("latitude") and fields.says("longitude") else None
            ids = [choice.value for choice in refused.choices]
            there = one_at(*point, ids) if point else None
            if there is None and point and fields.evidence.given.file("positions") == "nearest":
                there = nearest_place(*point, known.place.country) if known.place.holds(*point) else None
            if there is None:
                raise
            return known.place_names.known(there)

    return fields.take("municipality_id", find)


def _point(fields: Fields) -> tuple[float, float] | None:
    """The point of a row [degrees] when both cells are degrees; what is not is told where the position is read."""
    found = []
    for axis in ("latitude", "longitude"):
        try:
            signs = fields.evidence.signs.get(axis, Signs())
            found.append(parse_degrees(fields.get(axis), signs, axis, FURTHEST[axis]))
        except CellRefused:
            return None
    latitude, longitude = found
    return None if latitude is None or longitude is None else (latitude, longitude)
