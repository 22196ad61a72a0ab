"""Organisations that a file of flows names and the programme has not got: made with the rows, when a person says so."""

from __future__ import annotations

from eit.domain.organisation.position import position_of
from eit.domain.question import LEFT_OUT, NEW, Choice
from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, CellRefused
from eit.ingest.fields import Fields
from eit.ingest.identity import Identity, is_alike
from eit.ingest.kinds.companies import DEFAULTS
from eit.ingest.kinds.territory_as_organisation import holds_others, reach_km, seat_of, territory_of
from eit.ingest.known import Known
from eit.ingest.names import Record
from eit.ingest.places import told_beside
from eit.ingest.questions import CREATE, likely_first
from eit.ingest.values.words import clean_name
from eit.store.places.gazetteer import Place

KEEP = "keep"


def organisation_of(fields: Fields, known: Known, identity: Identity) -> str | None:
    """The organisation of a row of flows: on record, or made of its name and its municipality; else it is asked."""

    def parse(cell: Cell) -> str | None:
        if cell == NEW:
            return _made(fields, known, identity, clean_name(fields.get("company_id")))
        name = clean_name(cell)
        try:
            return _named(fields, known, cell)
        except CellRefused as refused:
            if refused.rule != "company-unknown":
                raise
            alike = tuple(
                one for one in refused.choices if is_alike(name, str(known.companies[one.value]["name"]))
            )
            said = fields.evidence.given.file("organisations")
            if said == LEFT_OUT and not alike:
                fields.left_out = True
                return None
            if said == CREATE and not alike:
                return _made(fields, known, identity, name)
            raise CellRefused(refused.rule, refused.proposal, (*alike, Choice(NEW))) from refused

    return fields.take("company_id", parse)


def _named(fields: Fields, known: Known, cell: Cell) -> str:
    """The organisation on record that a name stands for; of several sites, the one of the municipality of the row."""
    try:
        return known.company_names.find(cell, "company-unknown")
    except CellRefused as refused:
        sites = [one.value for one in refused.choices] if refused.rule == "name-ambiguous" else []
        place = _place(fields, known) if sites and fields.says("municipality_id") else None
        here = [one for one in sites if place and known.companies[one]["municipality_id"] == place]
        if len(here) != 1:
            raise
        return here[0]


def _place(fields: Fields, known: Known) -> str | None:
    told = told_beside(fields, "municipality_id")
    return fields.take("municipality_id", lambda cell: known.place_names.find(cell, "place-unknown", *told))


def _seat(known: Known, territory: Place) -> str | None:
    """Where the public service of a territory is put; the place joins those that the file may name."""
    seat = seat_of(territory)
    return known.place_names.known(seat) if seat else None


def _made(fields: Fields, known: Known, identity: Identity, name: str) -> str | None:
    """The id of a new organisation, once for all rows that name it; where it is must be said."""
    placed = "municipality_id" in fields.header.positions
    territory = None if placed else territory_of(fields, known, name)
    if territory is not None and holds_others(fields, known, territory):
        answer = fields.evidence.given.file("within")
        fields.left_out |= answer == LEFT_OUT
        if answer is None:
            fields.refuse("company_id", "territory-holds-others")
        if answer != KEEP:
            return None
    if territory is None and not fields.has("municipality_id"):
        titles = likely_first(fields.header.ignored, ("municipality_id",), "flows")
        fields.refuse("municipality_id", "column-missing", ", ".join(titles), tuple(map(Choice, titles)))
        return None
    place = _seat(known, territory) if territory else _place(fields, known)
    if place is None:
        return None
    key = ("", territory.place_id) if territory else (plain_words(name), place)
    if key not in known.made_organisations:
        row_id = identity.new_organisation(name, place)
        said = {"company_id": row_id, "group_id": row_id, "programme_id": known.programme_id, "name": name}
        row: Record = {
            **DEFAULTS,
            **said,
            "municipality_id": place,
            "sector_scheme": known.place.sector_scheme,
        }
        row["sector_en"] = row["sector_fr"]
        row |= position_of((None, None), None, row, known.territories.get(place, {}))
        if territory is not None:
            row |= {"kind": "institution", "position_uncertainty_km": reach_km(territory)}
            known.seated.add(name)
        known.made_organisations[key] = known.companies[row_id] = row
    return str(known.made_organisations[key]["company_id"])
