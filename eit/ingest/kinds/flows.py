"""A row of a file of flows becomes an offer or a demand, or says why not."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.cases import DESTINATIONS, UNKNOWN, parse_destination
from eit.domain.months import parse_months
from eit.domain.text_key import plain_words, slug
from eit.ingest.cells import Cell, CellRefused
from eit.ingest.fields import Fields
from eit.ingest.kinds.quantities import read_quantity
from eit.ingest.known import Known
from eit.ingest.names import Record
from eit.ingest.values.typed_numbers import is_not_communicated
from eit.ingest.values.words import clean_text, identifier, optional_text, word

ALL_YEAR_WORDS = {"", "toute l annee", "annee", "all year", "year round", "continu", "a l annee"}


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
        if fields.says(column):
            row[column] = fields.take(column, optional_text)
    if fields.says("months"):
        row["months"] = fields.take("months", _months) or parse_months(None)
    quality = fields.take("quality", lambda cell: word(cell, "quality"))
    if quality:
        row["quality"] = quality
    if fields.says("observed_on"):
        row["observed_on"] = fields.day("observed_on")
    if fields.says("former_destination"):
        row["former_destination"] = fields.take("former_destination", destination)
    if fields.says("disposal_cost_per_t"):
        cost = fields.number("disposal_cost_per_t", -1e9, 1e9)
        row["disposal_cost_per_t"] = None if cost is None else cost.value
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
