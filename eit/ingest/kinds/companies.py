"""A row of a file of companies becomes a company, or says why not."""

from __future__ import annotations

from eit.domain.text_key import plain_words, slug
from eit.ingest.cells import Cell
from eit.ingest.fields import Fields
from eit.ingest.known import Known, Record, optional_place
from eit.ingest.values.coordinates import to_degrees
from eit.ingest.values.words import clean_name, identifier, optional_text, word

LARGEST_METRES = 1e8
"""No plane of the Earth reaches further [m]."""
DEFAULTS: Record = {
    "kind": "company",
    "sector_code": "",
    "sector_fr": "—",
    "employees": None,
    "park_id": None,
    "consent_name": False,
    "joined_on": None,
}


def read_company(fields: Fields, known: Known) -> Record:
    """The company of a row; without a reason against it in `fields.refusals`, it can be written."""
    name = fields.take("name", clean_name) or ""
    company_id = _company_id(fields, known, name)
    old = known.companies.get(company_id)
    if old is not None and old["programme_id"] != known.programme_id:
        fields.refuse("company_id", "id-of-another-programme", str(old["programme_id"]))
    row: Record = dict(old) if old else {**DEFAULTS, "group_id": company_id}
    row |= {"company_id": company_id, "programme_id": known.programme_id, "name": name}
    row["municipality_id"] = fields.take(
        "municipality_id", lambda cell: known.place_names.find(cell, "place-unknown")
    )
    row |= _described(fields, known)
    if not row.get("sector_scheme"):
        row["sector_scheme"] = known.place.sector_scheme
    row["sector_en"] = row.get("sector_en") or row["sector_fr"]
    if any(fields.has(column) for column in ("latitude", "longitude", "x")) or not old:
        row |= _position(fields, known, row)
    return row


def _company_id(fields: Fields, known: Known, name: str) -> str:
    typed = fields.take("company_id", identifier)
    if typed:
        return known.same_id(typed)
    found = known.company_names.ids.get(plain_words(name), []) if plain_words(name) else []
    if len(found) > 1:
        fields.refuse("name", "name-ambiguous", ", ".join(found))
    return found[0] if found else f"{known.programme_id[:3]}-{slug(name)}"


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
    group = fields.take("group_id", identifier)
    if group:
        row["group_id"] = group
    if fields.has("employees"):
        count = fields.number("employees", 0, 1_000_000, whole=True)
        row["employees"] = None if count is None else int(count.value)
    if fields.has("park_id"):
        row["park_id"] = fields.take(
            "park_id", lambda cell: optional_place(cell, known.park_names, "park-unknown")
        )
    if fields.has("consent_name"):
        row["consent_name"] = fields.take("consent_name", _consent) == "true"
    if fields.has("joined_on"):
        row["joined_on"] = fields.day("joined_on")
    return row


def _consent(cell: Cell) -> str | None:
    return word(cell, "consent_name")


def _position(fields: Fields, known: Known, row: Record) -> Record:
    """Latitude and longitude [degrees], or what was known, or the point of the municipality, which is then said."""
    before = len(fields.refusals)
    latitude, longitude = _typed(fields)
    quality = fields.take("position_quality", lambda cell: word(cell, "position_quality"))
    if len(fields.refusals) > before:
        return {}
    if latitude is None and longitude is None:
        if row.get("latitude") is not None and quality is None:
            return {}
        place = known.territories.get(row["municipality_id"] or "", {})
        if quality == "none" or place.get("latitude") is None:
            return {"latitude": None, "longitude": None, "position_quality": "none"}
        point = {name: float(place[name]) for name in ("latitude", "longitude")}
        return {**point, "position_quality": "municipality"}
    if latitude is None or longitude is None:
        fields.refuse("longitude" if longitude is None else "latitude", "coordinates-half")
        return {}
    _check_place(fields, known, latitude, longitude)
    same = (latitude, longitude) == (row.get("latitude"), row.get("longitude"))
    otherwise = row["position_quality"] if same else "site"
    exact = quality if quality not in (None, "none") else otherwise
    return {"latitude": latitude, "longitude": longitude, "position_quality": exact}


def _typed(fields: Fields) -> tuple[float | None, float | None]:
    """Latitude and longitude [degrees] as typed, or from the plane of a register that a map names."""
    crs = fields.header.map.crs
    if crs is None:
        latitude, longitude = fields.number("latitude", -180, 180), fields.number("longitude", -180, 180)
        return (latitude and latitude.value, longitude and longitude.value)  # type: ignore[return-value]
    x, y = (
        fields.number("x", -LARGEST_METRES, LARGEST_METRES),
        fields.number("y", -LARGEST_METRES, LARGEST_METRES),
    )
    if x is None and y is None:
        return None, None
    if x is None or y is None:
        fields.refuse("y" if y is None else "x", "coordinates-half")
        return None, None
    found = to_degrees(crs, x.value, y.value)
    if found is None:
        fields.refuse("x", "coordinates-outside")
        return None, None
    return found


def _check_place(fields: Fields, known: Known, latitude: float, longitude: float) -> None:
    fits = known.place.holds
    if fits(latitude, longitude):
        return
    if fields.header.map.crs:
        fields.refuse("x", "coordinates-outside", f"{fields.header.map.crs} → {latitude}; {longitude}")
        return
    if latitude == 0 and longitude == 0:
        fields.refuse("latitude", "coordinates-zero")
    elif fits(longitude, latitude):
        fields.refuse("latitude", "coordinates-swapped", f"{longitude}; {latitude}")
    elif fits(latitude, -longitude) or fits(-latitude, longitude):
        wrong = "longitude" if fits(latitude, -longitude) else "latitude"
        fields.refuse(wrong, "coordinates-sign", str(-longitude if wrong == "longitude" else -latitude))
    else:
        fields.refuse("latitude", "coordinates-outside")
