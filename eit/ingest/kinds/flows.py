"""A row of a file of flows becomes an offer or a demand, or says why not."""

from __future__ import annotations

import re

from eit.domain.errors import InvalidQuantity
from eit.domain.exchange.gates import FLOW_CONDITIONS
from eit.domain.figures.cases import DESTINATIONS, UNKNOWN, parse_destination
from eit.domain.figures.fuels import fuel_doubt, fuels_of
from eit.domain.jurisdiction import now
from eit.domain.months import parse_months
from eit.domain.organisation.fields import FLOW
from eit.domain.question import Choice
from eit.ingest.cells import Cell, CellRefused, as_text
from eit.ingest.fields import Fields
from eit.ingest.identity import Identity
from eit.ingest.kinds.new_organisations import organisation_of
from eit.ingest.kinds.quantities import read_quantity
from eit.ingest.known import Known
from eit.ingest.names import Record
from eit.ingest.values.dates import last_day
from eit.ingest.values.months import read_months, says_count
from eit.ingest.values.words import clean_text, optional_text, word

BOUNDS = {
    one.name: (one.low, one.high) for one in FLOW.fields if one.name in FLOW_CONDITIONS and not one.choices
}
SAID = tuple(name for name in FLOW_CONDITIONS if name not in BOUNDS)
PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")


def read_flow(fields: Fields, known: Known, identity: Identity) -> Record:
    """The flow of a row, quantities as typed and as the domain converts them."""
    company_id = (known.organisation_of or organisation_of)(fields, known, identity)
    direction = fields.take("direction", _direction)
    material_id = fields.take("material_id", lambda cell: known.material(cell, direction))
    if direction == "demand" and material_id:
        _ask_fuel(fields, known, material_id)
    flow_id = identity.flow(fields, company_id, direction, material_id)
    old = known.flows.get(flow_id)
    if old is not None and old["programme_id"] != known.programme_id:
        fields.refuse("flow_id", "id-of-another-programme", str(old["programme_id"]))
    row: Record = dict.fromkeys(("label", "observed_on", "former_destination", "note", *FLOW_CONDITIONS))
    row |= dict.fromkeys(("quantity_low_per_year", "quantity_high_per_year", "quantity_written"))
    row |= {"disposal_cost_per_t": None, "quality": "declared", "months": parse_months(None)}
    row |= old or {}
    row |= {"flow_id": flow_id, "programme_id": known.programme_id, "company_id": company_id}
    row |= {"direction": direction, "material_id": material_id}
    row |= _described(fields)
    row["note"] = fields.left_as_written(row["note"])
    if not row["label"] and material_id and not known.is_named(fields.get("material_id"), material_id):
        row["label"] = as_text(fields.get("material_id")).strip()
    row |= read_quantity(fields, known, row)
    return row


def _ask_fuel(fields: Fields, known: Known, material_id: str) -> None:
    """Ask what a demand of heat replaces when it does not say, or says a fuel without a factor in its place."""
    doubt = fuel_doubt(material_id, known.place, known.factors)
    written = as_text(fields.get("material_id"))
    if doubt is None or fields.evidence.given.value("material_id", written) == material_id:
        return
    fuels = dict.fromkeys((*fuels_of(known.place, known.factors), material_id))
    names = {one: str(known.materials[one][f"name_{known.lang}"]) for one in fuels if one in known.materials}
    choices = tuple(Choice(*one) for one in names.items())
    place = known.place.name_fr if known.lang == "fr" else known.place.name_en
    fields.note("material_id", doubt, place, choices)


def _direction(cell: Cell) -> str:
    found = word(cell, "direction")
    if found is None:
        raise CellRefused("value-missing")
    return found


def _observed(fields: Fields) -> Record:
    """When a quantity was seen: on a day, or at the end of its year."""
    if fields.says("observed_on"):
        return {"observed_on": fields.day("observed_on")}
    if fields.says("year"):
        return {"observed_on": fields.take("year", lambda cell: last_day(cell, now().date()))}
    return {}


def _described(fields: Fields) -> Record:
    row: Record = {}
    for column in ("label", "note"):
        if fields.says(column):
            row[column] = fields.take(column, optional_text)
    if fields.says("months"):
        counted = (
            says_count(fields.header.titles[fields.header.positions["months"]])
            if "months" in fields.header.positions
            else False
        )
        row["months"] = fields.take("months", lambda cell: read_months(cell, counted)) or parse_months(None)
    quality = fields.take("quality", lambda cell: word(cell, "quality"))
    if quality:
        row["quality"] = quality
    row |= _observed(fields)
    if fields.says("former_destination"):
        row["former_destination"] = fields.take("former_destination", destination)
    if fields.says("disposal_cost_per_t"):
        cost = fields.number("disposal_cost_per_t", -1e9, 1e9)
        row["disposal_cost_per_t"] = None if cost is None else cost.value
    for column, (low, high) in BOUNDS.items():
        if fields.says(column):
            number = fields.number(column, low, high)
            row[column] = None if number is None else number.value
    for column in SAID:
        if fields.says(column):
            row[column] = fields.take(column, lambda cell, column=column: word(cell, column))  # type: ignore[misc]
    return fields.understood(row)


def _shares(text: str) -> str:
    """`70 % enfouissement, 30 % recyclage` as shares whose sum is 1. Raises CellRefused."""
    shares: dict[str, float] = {}
    for part in re.split(r"\s*(?:[,;+/]|\bet\b|\band\b)\s*(?=\d|$)|(?<=%)\s*[,;+/]\s*", text.strip()):
        match = PERCENT.search(part)
        where = word(PERCENT.sub(" ", part).strip(" :-,;()"), "former_destination") if match else None
        if match is None or where is None or where in shares:
            raise CellRefused("shares-unreadable", "landfill:0.7;recycling:0.3")
        shares[where] = float(match[1].replace(",", ".")) / 100
    if abs(sum(shares.values()) - 1) > 1e-9:
        raise CellRefused("shares-unreadable", "landfill:0.7;recycling:0.3")
    return ";".join(f"{where}:{round(share, 6):g}" for where, share in shares.items())


def destination(cell: Cell) -> str | None:
    """One former destination, or shares of them whose sum is 1; None when the cell is empty."""
    text = clean_text(cell)
    if not text:
        return None
    if PERCENT.search(text):
        return _shares(text)
    if ":" not in text:
        return word(text, "former_destination")
    try:
        shares = parse_destination(text)
    except InvalidQuantity as error:
        raise CellRefused("shares-unreadable", "landfill:0.7;recycling:0.3") from error
    if set(shares) - {*DESTINATIONS, UNKNOWN} or abs(sum(shares.values()) - 1) > 1e-9:
        raise CellRefused("shares-unreadable", "landfill:0.7;recycling:0.3")
    return text
