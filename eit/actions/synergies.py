"""What people do to a synergy: move it, set it aside, reopen it, confirm a year, correct its details and parties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from eit.actions.create_synergy import check_room
from eit.actions.edit import EditContext, apply
from eit.actions.edit_fields import canonical, checked_details, typed_quantity
from eit.actions.event_log import add_event
from eit.actions.lookup import Row, about_synergy, history, programme_of, rows, synergy_row, today_in
from eit.actions.promotion import enter_synergy as enter_synergy
from eit.actions.promotion import promote_exchange as promote_exchange
from eit.actions.promotion import promote_group as promote_group
from eit.domain import pipeline
from eit.domain.errors import InvalidSelection
from eit.domain.pipeline import NOTE, RECONFIRMATION, Event, InvalidMove
from eit.domain.stage import SET_ASIDE, counts_in_headline
from eit.store.records import replace_rows
from eit.store.sql_files import read_sql
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection

Step = Callable[[Connection, Row, list[Event], date], tuple[Event, str | None]]


def advance(
    door: EditContext, synergy_id: str, stage: str, on: date | None = None, note: str | None = None
) -> None:
    """Forward by one stage or several. Raises Refusal (see `domain.pipeline.check_advance`; a party that left)."""

    def step(connection: Connection, row: Row, past: list[Event], now: date) -> tuple[Event, str | None]:
        day = on or now
        _refuse_left(connection, synergy_id)
        quantity, former, kind = row["quantity_per_year"], row["former_destination"], row["kind"]
        pipeline.check_advance(past, stage, day, now, synergy_id, quantity, former, kind)
        return Event(day, 0, stage), note

    _add(door, "advance", synergy_id, step)


def set_aside(
    door: EditContext, synergy_id: str, reason: str, on: date | None = None, note: str | None = None
) -> None:
    """Put a synergy beside, from any stage, with one of the seven reasons; its history stays. Raises Refusal."""

    def step(connection: Connection, row: Row, past: list[Event], now: date) -> tuple[Event, str | None]:
        day = on or now
        pipeline.check_set_aside(past, reason, day, now, synergy_id)
        return Event(day, 0, SET_ASIDE, reason=reason), note

    _add(door, "set-aside", synergy_id, step)


def reopen(door: EditContext, synergy_id: str, note: str, on: date | None = None) -> None:
    """Bring a synergy that was set aside back to the stage it had; the note says why. Raises Refusal."""

    def step(connection: Connection, row: Row, past: list[Event], now: date) -> tuple[Event, str | None]:
        day = on or now
        back = pipeline.check_reopen(past, note, day, now, synergy_id)
        return Event(day, 0, back), note

    _add(door, "reopen", synergy_id, step)


def reconfirm(
    door: EditContext,
    synergy_id: str,
    for_year: int,
    quantity: object = None,
    unit: str | None = None,
    on: date | None = None,
    note: str | None = None,
    accept_above_flow: bool = False,
) -> None:
    """Say that a result ran in a year, and how much it moved (None: as declared).

    `quantity` is per year in `unit` (default: that of the synergy). Raises Refusal.
    """

    def step(connection: Connection, row: Row, past: list[Event], now: date) -> tuple[Event, str | None]:
        day = on or now
        pipeline.check_reconfirm(past, for_year, day, now, synergy_id)
        _refuse_left(connection, synergy_id)
        per_year = None
        said = typed_quantity(quantity, synergy_id)
        if said is not None:
            typed = {**row, "quantity": said, "unit": unit or f"{row['unit']}/year"}
            per_year = float(canonical(connection, typed)["quantity_per_year"].iloc[0])
            if not accept_above_flow:
                check_room(connection, {**row, "quantity_per_year": per_year}, _own_flows(row))
        elif row["quantity_per_year"] is None:
            raise InvalidMove("result-without-quantity", row_id=synergy_id)
        return Event(day, 0, None, RECONFIRMATION, for_year=for_year, quantity_per_year=per_year), note

    _add(door, "reconfirm", synergy_id, step)


def write_note(door: EditContext, synergy_id: str, note: str, on: date | None = None) -> None:
    """Add a note to the history of a synergy. Raises Refusal when it is empty or in the future."""

    def step(connection: Connection, row: Row, past: list[Event], now: date) -> tuple[Event, str | None]:
        day = on or now
        if not note.strip():
            raise InvalidMove("note-missing", row_id=synergy_id)
        if day > now:
            raise InvalidMove("date-in-future", value=day.isoformat(), row_id=synergy_id)
        return Event(day, 0, None, NOTE), note

    _add(door, "note", synergy_id, step)


def edit_details(
    door: EditContext,
    synergy_id: str,
    *,
    quantity: object = None,
    unit: str | None = None,
    accept_above_flow: bool = False,
    **details: object,
) -> None:
    """Correct what is written about a synergy: fields of `edit_fields`, and its quantity until it is a result.

    Afterwards each year has its own quantity (`reconfirm`), so that no past figure changes silently. Raises Refusal.
    """

    def change(connection: Connection) -> None:
        row = synergy_row(connection, synergy_id)
        row |= checked_details(details, synergy_id)
        said = typed_quantity(quantity, synergy_id)
        if said is not None:
            row = _with_quantity(connection, row, said, unit, accept_above_flow)
        row.pop("kind")
        replace_rows(connection, "synergy", pd.DataFrame([row], dtype=object), "synergy_id")

    apply(door, "edit-synergy", programme_of(door, synergy_id), synergy_id, about_synergy(synergy_id), change)


def join_party(door: EditContext, synergy_id: str, company_id: str, role: str) -> None:
    """Add a company to a synergy (or welcome it back). Raises Refusal: unknown role, or not of the programme."""
    if role not in pipeline.ROLES:
        raise InvalidSelection("role-unknown", value=role)

    def change(connection: Connection) -> None:
        programme_id = synergy_row(connection, synergy_id)["programme_id"]
        found = rows(connection, "company_programme", company_id=company_id)
        if [row["programme_id"] for row in found] != [programme_id]:
            raise InvalidSelection("company-unknown", value=company_id)
        sides = rows(connection, "synergy_sides", synergy_id=synergy_id)
        key = {"synergy_id": synergy_id, "company_id": company_id, "role": role}
        if any(side["company_id"] == company_id and side["role"] == role for side in sides):
            connection.execute(read_sql("actions", "party_left"), {**key, "left_on": None})
        else:
            insert_rows(connection, "synergy_party", pd.DataFrame([key]))

    apply(door, "join", programme_of(door, synergy_id), synergy_id, about_synergy(synergy_id), change)


def leave_party(door: EditContext, synergy_id: str, company_id: str, on: date | None = None) -> None:
    """Write that a company left a synergy: the board says so, and the synergy cannot move on until it is replaced."""

    def change(connection: Connection) -> None:
        now = today_in(connection, synergy_row(connection, synergy_id)["programme_id"])
        day = on or now
        sides = rows(connection, "synergy_sides", synergy_id=synergy_id)
        if not any(side["company_id"] == company_id and side["left_on"] is None for side in sides):
            raise InvalidSelection("not-a-party", value=company_id, row_id=synergy_id)
        if day > now:
            raise InvalidMove("date-in-future", value=day.isoformat(), row_id=synergy_id)
        values = {"synergy_id": synergy_id, "company_id": company_id, "role": None, "left_on": day}
        connection.execute(read_sql("actions", "party_left"), values)

    apply(door, "leave", programme_of(door, synergy_id), synergy_id, about_synergy(synergy_id), change)


def _add(door: EditContext, action: str, synergy_id: str, step: Step) -> None:
    """Append what `step` decides, judged on the version that is written."""

    def change(connection: Connection) -> None:
        row, past = synergy_row(connection, synergy_id), history(connection, synergy_id)
        event, note = step(connection, row, past, today_in(connection, row["programme_id"]))
        add_event(connection, synergy_id, past, replace(event, rank=0), door.author, note)

    apply(door, action, programme_of(door, synergy_id), synergy_id, about_synergy(synergy_id), change)


def _refuse_left(connection: Connection, synergy_id: str) -> None:
    """A synergy whose only giver or only taker has left does not move on."""
    sides = rows(connection, "synergy_sides", synergy_id=synergy_id)
    for role in ("giver", "taker"):
        own = [side for side in sides if side["role"] == role]
        if own and all(side["left_on"] is not None for side in own):
            raise InvalidMove("party-left", value=own[0]["name"], row_id=synergy_id)


def _own_flows(row: Row) -> list[str]:
    return [row[name] for name in ("offer_flow_id", "demand_flow_id") if row[name]]


def _with_quantity(connection: Connection, row: Row, quantity: str, unit: str | None, accepted: bool) -> Row:
    past = history(connection, row["synergy_id"])
    if counts_in_headline(pipeline.current_stage(past) or ""):
        raise InvalidMove("quantity-by-reconfirmation", value=quantity, row_id=row["synergy_id"])
    typed = canonical(connection, {**row, "quantity": quantity, "unit": unit or row["unit_typed"]}).iloc[0]
    changed = {**row, **{name: typed[name] for name in typed.index if name in row}}
    if not accepted:
        check_room(connection, changed, _own_flows(row))
    return changed
