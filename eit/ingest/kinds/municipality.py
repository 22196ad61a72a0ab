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

ABROAD = "abroad"
"""Of a file: what becomes of its rows out of the country."""
FROM_POSITION, AT_POINT, OUTSIDE = "place-from-position", "place-unknown-at-point", "coordinates-outside"
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
    found = nearest_place(*point, known.place.country) if known.place.holds(*point) else None
    if found is not None and answer == "nearest":
        return known.place_names.known(found)
    if found is None:
        ask_abroad(fields)
    else:
        fields.refuse("latitude", FROM_POSITION)
    return None


def ask_abroad(fields: Fields) -> None:
    """Ask about a position out of the country, or leave its row out, as it was said of the file."""
    if fields.evidence.given.file(ABROAD) == LEFT_OUT:
        fields.left_out = True
    else:
        fields.refuse("latitude", OUTSIDE)


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
            if there is not None:
                return known.place_names.known(there)
            if point is None or refused.rule != "place-unknown":
                raise
            raise CellRefused(AT_POINT if known.place.holds(*point) else OUTSIDE) from refused

    before = len(fields.refusals)
    found = fields.take("municipality_id", find)
    rules = {one.rule for one in fields.refusals[before:]}
    if OUTSIDE in rules:
        del fields.refusals[before:]
        ask_abroad(fields)
    elif AT_POINT in rules and fields.evidence.given.file("positions") == LEFT_OUT:
        del fields.refusals[before:]
        fields.left_out = True
    return found


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
