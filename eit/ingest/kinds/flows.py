"""A row of a file of flows becomes an offer or a demand, or says why not."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.cases import DESTINATIONS, UNKNOWN, parse_destination
from eit.domain.months import ALL_YEAR, parse_months
from eit.domain.text_key import plain_words, slug
from eit.domain.typed_number import plain_digits
from eit.domain.units import to_canonical
from eit.ingest.cells import Cell, CellRefused
from eit.ingest.fields import Fields
from eit.ingest.known import Known, Record
from eit.ingest.values.typed_numbers import Number, is_not_communicated
from eit.ingest.values.units import joined_unit
from eit.ingest.values.words import clean_text, identifier, optional_text, word

CANONICAL = {"matter": "t/year", "energy": "kWh/year", "water": "m3/year", "service": "h/year"}
ALL_YEAR_WORDS = {"", "toute l annee", "annee", "all year", "year round", "continu", "a l annee"}
LARGEST_QUANTITY = 1e15
IN_UNITS = {"mass_t_per_year": "t", "energy_kwh_per_year": "kWh", "volume_m3_per_year": "m3"}


def read_flow(fields: Fields, known: Known) -> Record:
    """The flow of a row, quantities as typed and as the domain converts them."""
    company_id = fields.take("company_id", lambda cell: known.company_names.find(cell, "company-unknown"))
    direction = fields.take("direction", _direction)
    material_id = fields.take("material_id", lambda cell: known.material_names.find(cell, "material-unknown"))
    flow_id = _flow_id(fields, known, company_id, direction, material_id)
    old = known.flows.get(flow_id)
    if old is not None and old["programme_id"] != known.programme_id:
        fields.refuse("flow_id", "id-of-another-programme", str(old["programme_id"]))
    row: Record = dict.fromkeys(("label", "observed_on", "former_destination", "note"))
    row |= {"disposal_cost_per_t": None, "quality": "declared", "months": parse_months(None)}
    row |= old or {}
    row |= {"flow_id": flow_id, "programme_id": known.programme_id, "company_id": company_id}
    row |= {"direction": direction, "material_id": material_id}
    row |= _described(fields)
    row |= read_quantity(fields, known, row)
    return row


def _direction(cell: Cell) -> str:
    found = word(cell, "direction")
    if found is None:
        raise CellRefused("value-missing")
    return found


def _flow_id(
    fields: Fields, known: Known, company_id: str | None, direction: str | None, material_id: str | None
) -> str:
    typed = fields.take("flow_id", identifier)
    if typed:
        return known.same_id(typed)
    return f"{company_id}-{(direction or 'x')[0]}-{slug(material_id or '')}"


def _described(fields: Fields) -> Record:
    row: Record = {}
    for column in ("label", "note"):
        if fields.has(column):
            row[column] = fields.take(column, optional_text)
    if fields.has("months"):
        row["months"] = fields.take("months", _months)
    quality = fields.take("quality", lambda cell: word(cell, "quality"))
    if quality:
        row["quality"] = quality
    if fields.has("observed_on"):
        row["observed_on"] = fields.day("observed_on")
    if fields.has("former_destination"):
        row["former_destination"] = fields.take("former_destination", destination)
    if fields.has("disposal_cost_per_t"):
        cost = fields.number("disposal_cost_per_t", -1e9, 1e9)
        row["disposal_cost_per_t"] = None if cost is None else cost.value
        if cost is not None and cost.unit and plain_words(cost.unit) not in ("", "t", "cad t", "eur t"):
            fields.refuse("disposal_cost_per_t", "not-a-number")
    return row


def _months(cell: Cell) -> int:
    """A mask of months. A workbook turns `5-10` into a day of October or May: refused, with what it was."""
    if isinstance(cell, date | datetime):
        raise CellRefused("months-became-a-date", f"{cell.day}-{cell.month} / {cell.month}-{cell.day}")
    text = clean_text(cell)
    if plain_words(text) in ALL_YEAR_WORDS or is_not_communicated(text):
        return parse_months(None)
    try:
        return _mask(text)
    except ValueError as error:
        raise CellRefused("months-unreadable", "5-10") from error


_mask = lru_cache(maxsize=500)(parse_months)


def destination(cell: Cell) -> str | None:
    """One former destination, or shares of them whose sum is 1; None when the cell is empty."""
    text = clean_text(cell)
    if not text:
        return None
    if ":" not in text:
        return word(text, "former_destination")
    try:
        shares = parse_destination(text)
    except InvalidQuantity as error:
        raise CellRefused("shares-unreadable", "landfill:0.7;recycling:0.3") from error
    if set(shares) - {*DESTINATIONS, UNKNOWN} or abs(sum(shares.values()) - 1) > 1e-9:
        raise CellRefused("shares-unreadable", "landfill:0.7;recycling:0.3")
    return text


def _unit(cell: Cell) -> str:
    return "" if is_not_communicated(cell) else clean_text(cell)


def read_quantity(fields: Fields, known: Known, row: Record) -> Record:
    """Quantity and unit as typed, and what the domain makes of them; of `row` the material and the months."""
    number, before = fields.number("quantity", 0, LARGEST_QUANTITY), len(fields.refusals)
    column = fields.take("unit", _unit)
    try:
        unit = joined_unit(number.unit if number else "", column or "", fields.header.unit)
    except CellRefused as refused:
        fields.refuse("quantity" if number and number.unit else "unit", refused.rule, refused.proposal)
        return {}
    if row["material_id"] is None or len(fields.refusals) > before:
        return {}
    material = known.materials[row["material_id"]]
    if unit is None and number is not None:
        fields.refuse(
            "unit" if fields.has("unit") else "quantity", "unit-missing", CANONICAL[material["kind"]]
        )
        return {}
    chosen = unit or row.get("unit_typed") or CANONICAL[material["kind"]]
    typed = None if number is None else plain_digits(number.value)
    understood = _understood(fields, material, number, chosen, row["months"] or ALL_YEAR)
    return {"quantity_typed": typed, "unit_typed": chosen, **understood}


def _understood(fields: Fields, material: Record, number: Number | None, unit: str, months: int) -> Record:
    """The quantity columns of the data file: what was not communicated stays None, but its unit must fit."""
    low, high = material["density_low_t_m3"], material["density_high_t_m3"]
    density = None if low is None or high is None else (low + high) / 2
    try:
        value = number.value if number else 0.0
        found = to_canonical(value, unit, str(material["kind"]), months, density if number else 1.0)
    except InvalidQuantity as error:
        column = "unit" if fields.has("unit") else "quantity"
        fields.refuse(column, error.key, CANONICAL[str(material["kind"])])
        return {}
    per_year = found.per_year if number else None
    return {
        "kind": material["kind"],
        "quantity_per_year": per_year,
        "unit": found.unit,
        "by_density": number is not None and found.by_density,
        **{column: per_year if found.unit == base else None for column, base in IN_UNITS.items()},
    }
