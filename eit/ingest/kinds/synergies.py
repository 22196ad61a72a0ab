"""A row of a file of synergies becomes a synergy with its parties, and a stage more when it has moved on."""

from __future__ import annotations

import re
from datetime import date

from eit.domain.months import ALL_YEAR
from eit.domain.stage import SET_ASIDE
from eit.domain.text_key import plain_words, slug
from eit.ingest.cells import Cell, CellRefused
from eit.ingest.fields import Fields
from eit.ingest.identity import Identity
from eit.ingest.kinds.flows import destination
from eit.ingest.kinds.quantities import read_quantity
from eit.ingest.known import Known
from eit.ingest.names import Record
from eit.ingest.values.typed_numbers import is_not_communicated
from eit.ingest.values.words import clean_text, identifier, optional_text, word

ROLES = {"giver": "giver", "taker": "taker", "partners": "partner"}
SHARES = ("share_refused", "attribution_share")
AMOUNTS = {
    "previous_distance_km": (0, 50_000),
    "investment": (0, 1e12),
    "cost_per_year": (0, 1e12),
    "saving_per_year": (-1e12, 1e12),
    "jobs": (0, 1e6),
}
"""Bounds of what a row may say; half the way round the Earth is 20 000 km."""
BILINGUAL = ("title", "next_step")
EMPTY: Record = {
    **dict.fromkeys((*SHARES, *AMOUNTS, "term_id", "offer_flow_id", "demand_flow_id", "former_destination")),
    **dict.fromkeys(
        ("lead", "next_step_fr", "next_step_en", "next_step_due", "confidence", "quantity_typed")
    ),
    "origin": "imported",
    "parties": (),
}
SYNERGY_COLUMNS = (
    *("synergy_id", "programme_id", "title_fr", "title_en", "type", "material_id", "unit_typed", "unit"),
    *("quantity_per_year", "mass_t_per_year", *(name for name in EMPTY if name != "parties")),
)


def read_synergy(fields: Fields, known: Known, _: Identity) -> Record:
    """The synergy of a row, its `parties` and, when it has moved on, the `event` to add."""
    kind, term = fields.take("type", lambda cell: _type(cell, known)) or (None, None)
    material_id = fields.take("material_id", known.material)
    parties = {column: fields.take(column, lambda cell: _companies(cell, known)) or [] for column in ROLES}
    synergy_id = _synergy_id(fields, known, parties, kind, material_id)
    old = known.synergies.get(synergy_id)
    if old is not None and old["programme_id"] != known.programme_id:
        fields.refuse("synergy_id", "id-of-another-programme", str(old["programme_id"]))
    row: Record = {**EMPTY, **(old or {})}
    row |= {"synergy_id": synergy_id, "programme_id": known.programme_id, "material_id": material_id}
    row |= {"type": kind, "term_id": term}
    row |= _described(fields, row) | _quantity(fields, known, row)
    row["parties"] = _parties(fields, row, parties)
    if material_id and known.materials[material_id]["kind"] == "matter" and not row["former_destination"]:
        fields.refuse("former_destination", "destination-missing")
    row["event"] = _event(fields, known, synergy_id)
    return row


def _type(cell: Cell, known: Known) -> tuple[str, str | None]:
    """(type, term of the programme): the programme's own words first, then those of everybody."""
    text = plain_words(clean_text(cell))
    if not text:
        raise CellRefused("value-missing")
    terms = [term for term in known.terms if term["list"] == "synergy_type"]
    for term in terms:
        if text in {plain_words(str(term[name] or "")) for name in ("term_id", "name_fr", "name_en")}:
            return str(term["maps_to"]), str(term["term_id"])
    found = word(cell, "type")
    if found is None:
        raise CellRefused("value-missing")
    named = [str(term["term_id"]) for term in terms if term["maps_to"] == found]
    return found, named[0] if len(named) == 1 else None


def _companies(cell: Cell, known: Known) -> list[str]:
    """Ids of the organisations of a cell: one, or several between semicolons."""
    if is_not_communicated(cell):
        return []
    text = clean_text(cell)
    try:
        return [known.company_names.find(text, "company-unknown")]
    except CellRefused:
        parts = [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]
        if len(parts) < 2:
            raise
        return [known.company_names.find(part, "company-unknown") for part in parts]


def _synergy_id(
    fields: Fields, known: Known, parties: dict[str, list[str]], kind: str | None, material_id: str | None
) -> str:
    typed = fields.take("synergy_id", identifier)
    if typed:
        return known.same_id(typed)
    several = [company for found in parties.values() for company in found]
    made = slug(" ".join([known.programme_id[:3], "s", kind or "", *several, material_id or ""]))
    return known.same_id(made)


def _described(fields: Fields, row: Record) -> Record:
    """The optional columns that the file has; an absent column changes nothing."""
    said: Record = {}
    for name in BILINGUAL:
        found = {lang: fields.take(f"{name}_{lang}", optional_text) for lang in ("fr", "en")}
        otherwise = found["fr"] or found["en"]
        for lang, text in found.items():
            copied = row.get(f"{name}_fr") == row.get(f"{name}_en") or not row.get(f"{name}_{lang}")
            if text or (otherwise and copied):
                said[f"{name}_{lang}"] = text or otherwise
    if not (said.get("title_fr") or row.get("title_fr")):
        fields.refuse("title_fr" if fields.has("title_fr") else "title_en", "value-missing")
    for name in SHARES:
        if fields.says(name):
            said[name] = _value(fields, name, 0, 1)
    for name, (low, high) in AMOUNTS.items():
        if fields.says(name):
            said[name] = _value(fields, name, low, high)
    for name, parse in {
        "lead": optional_text,
        "confidence": _level,
        "former_destination": destination,
    }.items():
        value = fields.take(name, parse)
        if value:
            said[name] = value
    if fields.says("next_step_due"):
        due = fields.day("next_step_due")
        said["next_step_due"] = due.isoformat() if due else None
    return said


def _level(cell: Cell) -> str | None:
    return word(cell, "confidence_level")


def _value(fields: Fields, name: str, low: float, high: float) -> float | None:
    number = fields.number(name, low, high)
    return None if number is None else number.value


def _quantity(fields: Fields, known: Known, row: Record) -> Record:
    if not (fields.has("quantity") or fields.has("unit")) and row.get("unit_typed"):
        return {}
    found = read_quantity(fields, known, {**row, "months": ALL_YEAR})
    return {name: value for name, value in found.items() if name in SYNERGY_COLUMNS}


def _parties(
    fields: Fields, row: Record, found: dict[str, list[str]]
) -> tuple[tuple[str, str, date | None], ...]:
    """Role, company and day of leaving of every party: a role that the file says is as it says; who left has left."""
    kept: dict[tuple[str, str], date | None] = {
        (role, company): left
        for role, company, left in row["parties"]
        if left
        or not any(ours == role and fields.has(column) and found[column] for column, ours in ROLES.items())
    }
    for column, role in ROLES.items():
        for company in found[column]:
            kept.setdefault((role, company), None)
    if not kept:
        fields.refuse("giver" if fields.has("giver") else "partners", "parties-missing")
    if set(found["giver"]) & set(found["taker"]):
        fields.refuse("taker", "parties-same")
    return tuple(
        sorted(((role, company, left) for (role, company), left in kept.items()), key=lambda one: one[:2])
    )


def _event(fields: Fields, known: Known, synergy_id: str) -> Record | None:
    """The stage to add: not the one it has, nor one that its history already has on that day."""
    stage, on = fields.take("stage", lambda cell: word(cell, "stage")), fields.day("stage_on")
    reason = fields.take("reason", lambda cell: word(cell, "reason"))
    note = fields.take("note", optional_text)
    history = known.events.get(synergy_id, [])
    if stage is None:
        if not history:
            fields.refuse("stage", "stage-missing")
        return None
    if history and history[0]["current"] == stage:
        return None
    if on is None:
        fields.refuse("stage_on", "stage-without-date")
    if stage == SET_ASIDE and reason is None:
        fields.refuse("reason", "reason-missing")
    if any((event["stage"], event["occurred_on"]) == (stage, on) for event in history):
        return None
    taken = {event["event_id"] for event in history}
    rank = max((event["rank"] for event in history), default=0) + 1
    number = next(n for n in range(rank, rank + len(taken) + 1) if f"{synergy_id}-e{n}" not in taken)
    return {
        "event_id": f"{synergy_id}-e{number}",
        "synergy_id": synergy_id,
        "rank": rank,
        "kind": "stage",
        "stage": stage,
        "reason": reason if stage == SET_ASIDE else None,
        "occurred_on": on,
        "note": note,
    }
