"""A row of a file of companies becomes a company, or says why not."""

from __future__ import annotations

import math

from eit.domain.errors import InvalidSelection
from eit.domain.forms.tags import read_tags
from eit.domain.organisation.fields import LARGEST_CAPACITY
from eit.domain.organisation.position import position_fault, position_of
from eit.domain.question import LEFT_OUT, Choice
from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, CellRefused, as_text
from eit.ingest.fields import Fields
from eit.ingest.identity import Identity
from eit.ingest.kinds.municipality import ABROAD, find_municipality
from eit.ingest.known import Known, optional_place
from eit.ingest.names import Record
from eit.ingest.values.coordinates import planes_near, to_degrees
from eit.ingest.values.degrees import FURTHEST, parse_degrees
from eit.ingest.values.hemispheres import HEMISPHERES
from eit.ingest.values.typed_numbers import Signs
from eit.ingest.values.words import clean_name, identifier, optional_text, word
from eit.store.places.nearest import far_from, uncertainty_km
from eit.store.sectors import split_code, with_label

BY_PLACE = "place"
"""The answer that a position is left for the point of its municipality."""
PLACED_OTHERWISE = {
    "coordinates-swapped": "swapped",
    "coordinates-sign": "signs",
    "coordinates-outside": ABROAD,
}
"""Rule of a position that cannot be → what is asked of the file about all of them."""
LARGEST_METRES = 1e8
"""No plane of the Earth reaches further [m]."""
DEFAULTS: Record = {
    "kind": "company",
    "sector_code": "",
    "sector_fr": "—",
    "employees": None,
    "employees_low": None,
    "employees_high": None,
    "park_id": None,
    "consent_name": False,
    "joined_on": None,
    "tags": None,
    **dict.fromkeys(("address", "postal_code", "position_uncertainty_km", "capacity_t_per_year")),
}


def read_company(fields: Fields, known: Known, identity: Identity) -> Record:
    """The company of a row; without a reason against it in `fields.refusals`, it can be written."""
    name = fields.take("name", clean_name) or ""
    place = find_municipality(fields, known)
    company_id, group = identity.company(fields, name, place)
    old = known.companies.get(company_id)
    if old is not None and old["programme_id"] != known.programme_id:
        fields.refuse("company_id", "id-of-another-programme", str(old["programme_id"]))
    row: Record = dict(old) if old else {**DEFAULTS, "group_id": group or company_id}
    row |= {"company_id": company_id, "programme_id": known.programme_id, "name": name}
    row["municipality_id"] = place
    row |= _described(fields, known)
    if row["consent_name"]:
        fields.wait_for("consent_name")
    if not row.get("sector_scheme"):
        row["sector_scheme"] = known.place.sector_scheme
    if fields.says("sector_code") and row.get("sector_code"):
        row["sector_code"], label = split_code(row["sector_scheme"], str(row["sector_code"]))
        if label and not fields.says("sector_fr") and not fields.says("sector_en"):
            row["sector_fr"] = label
    written = (row.get(name) for name in ("sector_scheme", "sector_code", "sector_fr", "sector_en"))
    row["sector_fr"], row["sector_en"] = with_label(*written)
    moved = bool(old) and old["municipality_id"] != row["municipality_id"]  # type: ignore[index]
    if moved or any(fields.has(column) for column in ("latitude", "longitude", "x")) or not old:
        row |= _position(fields, known, row)
    return row


def _described(fields: Fields, known: Known) -> Record:
    """The optional columns that the file has and that say something; an absent column changes nothing."""
    row: Record = {}
    for column in ("kind", "sector_scheme"):
        value = fields.take(column, lambda cell, column=column: word(cell, column))  # type: ignore[misc]
        if value:
            row[column] = value
    for column in ("sector_code", "sector_fr", "sector_en"):
        text = fields.take(column, optional_text)
        if text:
            row[column] = text
    row |= _premises(fields)
    group = fields.take("group_id", identifier)
    if group:
        row["group_id"] = group
    if fields.says("employees"):
        row |= _staff(fields)
    if fields.says("park_id"):
        row["park_id"] = fields.take(
            "park_id", lambda cell: optional_place(cell, known.park_names, "park-unknown")
        )
    if fields.says("consent_name"):
        row["consent_name"] = fields.take("consent_name", _consent) == "true"
    if fields.says("tags"):
        row["tags"] = fields.take("tags", _tags)
    if fields.says("joined_on"):
        row["joined_on"] = fields.day("joined_on")
    return fields.understood(row)


def _tags(cell: Cell) -> str | None:
    try:
        return read_tags(as_text(cell))
    except InvalidSelection:  # too many of them, or a sentence: one cell is asked about, not the file
        raise CellRefused("text-too-long") from None


def _premises(fields: Fields) -> Record:
    """Where it is by post, and what it may take [t/year]."""
    row: Record = {
        column: fields.take(column, optional_text)
        for column in ("address", "postal_code")
        if fields.says(column)
    }
    if fields.says("capacity_t_per_year"):
        row["capacity_t_per_year"] = _capacity(fields)
    return row


def _capacity(fields: Fields) -> float | None:
    """Tonnes a year, when the cell, the heading or a map says so; a bare number may be places, beds or litres."""
    column = "capacity_t_per_year"
    said = any(sign.isalpha() for sign in as_text(fields.get(column))) or fields.header.behind.get(column)
    if (
        said
        or column in fields.header.map.columns
        or plain_words(fields.title(column)) == plain_words(column)
    ):
        number = fields.number(column, 0, LARGEST_CAPACITY)
        return None if number is None else number.value
    answer = fields.evidence.given.value(f"{column}_unit", "")
    if answer is None:
        fields.refuse(column, "heading-without-unit", "t/an", (Choice("t/an", "t/an"),), "")
    number = fields.number(column, 0, LARGEST_CAPACITY) if answer else None
    return None if number is None else number.value * fields.evidence.factor(column, "")


def _staff(fields: Fields) -> Record:
    """Employees: a number; or a band, whose middle is used and whose ends are kept. `50 et plus` has no middle."""
    found = fields.amount("employees", 0, 1_000_000, whole=True)
    if found is None:
        return {"employees": None, "employees_low": None, "employees_high": None}
    whole = {"employees": found.central, "employees_low": found.low, "employees_high": found.high}
    return {name: None if value is None else math.floor(value + 0.5) for name, value in whole.items()}


def _consent(cell: Cell) -> str | None:
    return word(cell, "consent_name")


def _position(fields: Fields, known: Known, row: Record) -> Record:
    """Latitude and longitude [degrees], or what was known, or the point of the municipality, which is then said."""
    before = len(fields.refusals)
    latitude, longitude = _typed(fields, known, row)
    quality = fields.take("position_quality", lambda cell: word(cell, "position_quality"))
    if len(fields.refusals) > before:
        return {}
    if (latitude is None) != (longitude is None):
        fields.refuse("longitude" if longitude is None else "latitude", "coordinates-half")
        return {}
    place = known.territories.get(row["municipality_id"] or "", {})
    if latitude is not None and longitude is not None and not _is_at_place((latitude, longitude), place):
        latitude, longitude = _checked(fields, known, latitude, longitude)
    typed = latitude is not None and longitude is not None and len(fields.refusals) == before
    if typed and _is_far(fields, (latitude or 0.0, longitude or 0.0), place):
        latitude = longitude = None
    found = position_of((latitude, longitude), quality, row, place)
    if (
        found and not typed
    ):  # of a point that was typed nobody told how sure it is: what was known of it stays
        of_place = found["position_quality"] == "municipality"
        place_id = str(row["municipality_id"])
        found["position_uncertainty_km"] = uncertainty_km(place_id) if of_place else None
    elif found and row.get("position_quality") == "municipality":
        found["position_uncertainty_km"] = (
            None  # it was of the municipality, which the point no longer stands for
        )
    return found


def _is_at_place(point: tuple[float, float], place: Record) -> bool:
    """Whether a point lies by the place that its row declares, far as that may be from the rest of the country."""
    if place.get("latitude") is None:
        return False
    return (
        far_from(point, str(place["territory_id"]), (float(place["latitude"]), float(place["longitude"])))
        is None
    )


def _is_far(fields: Fields, point: tuple[float, float], place: Record) -> bool:
    """Whether a point is too far from its declared place to be believed, and the place is to be believed instead.

    It is asked, once for the file.
    """
    if place.get("latitude") is None:
        return False
    centre = float(place["latitude"]), float(place["longitude"])
    away = far_from(point, str(place["territory_id"]), centre)
    if away is None:
        return False
    answer = fields.evidence.given.file("far")
    fields.left_out |= answer == LEFT_OUT
    if answer is None:
        fields.refuse("latitude", "position-far", f"{away:.0f}")
    return answer == BY_PLACE


def _typed(fields: Fields, known: Known, row: Record) -> tuple[float | None, float | None]:
    """Latitude and longitude [degrees] as written, or from the plane that a map or a person names."""
    mapped, answered = fields.header.map.crs, fields.evidence.given.file("crs")
    if mapped or answered:
        names = ("x", "y") if mapped else ("longitude", "latitude")
        return _from_plane(fields, str(mapped or answered), *names)
    found = [_degrees(fields, axis, FURTHEST[axis]) for axis in ("latitude", "longitude")]
    if any(value is not None and abs(value) > 180 for value in found):
        _ask_plane(fields, known, row, *found)
        return None, None
    return found[0], found[1]


def _degrees(fields: Fields, axis: str, limit: float) -> float | None:
    """The degrees of a column, or the metres that stand where degrees should be."""
    signs = fields.evidence.signs.get(axis, Signs())
    behind = fields.header.behind.get(axis, "")
    hemisphere = plain_words(behind) if plain_words(behind) in HEMISPHERES else ""

    def parse(cell: Cell) -> float | None:
        if behind and not hemisphere and as_text(cell).strip():
            fields.check_heading(axis, behind)
        try:
            return parse_degrees(cell, signs, axis, 180, hemisphere)
        except CellRefused as refused:
            if refused.rule != "out-of-range":
                raise
            return parse_degrees(cell, signs, axis, LARGEST_METRES, hemisphere)

    return fields.take(axis, parse)


def _ask_plane(fields: Fields, known: Known, row: Record, y: float | None, x: float | None) -> None:
    """Metres where degrees should be: which plane, of those that put the point near its municipality."""
    place = known.territories.get(row["municipality_id"] or "", {})
    near = []
    if x is not None and y is not None and place.get("latitude") is not None:
        here = (float(place["latitude"]), float(place["longitude"]))
        near = planes_near(known.place.country, x, y, *here)
    if not near:
        fields.refuse("latitude", "coordinates-outside")
        return
    choices = tuple(Choice(plane, f"{plane} ({away:.0f} km)") for plane, away in near[:5])
    fields.refuse("latitude", "projection-unknown", ", ".join(one.value for one in choices), choices)


def _from_plane(fields: Fields, crs: str, first: str, second: str) -> tuple[float | None, float | None]:
    x, y = (fields.number(name, -LARGEST_METRES, LARGEST_METRES) for name in (first, second))
    if x is None and y is None:
        return None, None
    if x is None or y is None:
        fields.refuse(second if y is None else first, "coordinates-half")
        return None, None
    found = to_degrees(crs, x.value, y.value)
    if found is None:
        fields.refuse(first, "coordinates-outside")
        return None, None
    return found


def _checked(
    fields: Fields, known: Known, latitude: float, longitude: float
) -> tuple[float | None, float | None]:
    """A position as it stands, or as it was said of the file that it should be read; a doubt is refused."""
    fault = position_fault(known.place, latitude, longitude)
    if fault is None:
        return latitude, longitude
    said = fields.evidence.given.file(PLACED_OTHERWISE.get(fault.rule, ""))
    if said == "turned" and fault.rule == "coordinates-swapped":
        return longitude, latitude
    if said == "turned":
        return (-latitude, longitude) if fault.column == "latitude" else (latitude, -longitude)
    if said in (LEFT_OUT, BY_PLACE):
        fields.left_out |= said == LEFT_OUT
        return None, None
    if fields.header.map.crs:
        fields.refuse("x", "coordinates-outside", f"{fields.header.map.crs} → {latitude}; {longitude}")
    else:
        fields.refuse(fault.column, fault.rule, fault.proposal)
    return latitude, longitude
