"""What people write beside an organisation's own row: its contacts, visits, conversations and notes."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from eit.actions.edit import Change, EditContext, apply
from eit.actions.lookup import Row, today_in
from eit.actions.organisation.flows import programme_of_company
from eit.actions.organisation.row_correction import corrected, known_choices
from eit.domain.errors import InvalidSelection
from eit.domain.forms.row_fields import Part, checked_row
from eit.domain.organisation.records import CONTACT, FOLLOW_UP
from eit.store.database import Database
from eit.store.records import delete_where, replace_rows, rows_where
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection

Given = Mapping[str, object]
NAMED = 5
"""How many organisations the entry of a batch names."""
TYPED = {part.name: part for part in (CONTACT, FOLLOW_UP)}


def add_record(door: EditContext, company_id: str, part_name: str, given: Given) -> str:
    """Write a contact, a visit, a call or a note of an organisation; its id. Raises Refusal, naming the field."""
    part, programme_id = TYPED[part_name], programme_of_company(door, company_id)
    key = f"{part.name.replace('_', '-')}-{secrets.token_hex(6)}"

    def change(connection: Connection) -> None:
        row = checked_row(part, given, known_choices(connection, programme_id))
        own = {part.key: key, "programme_id": programme_id, "company_id": company_id}
        signed = {"author": door.author} if part is FOLLOW_UP else {}
        insert_rows(connection, part.table, pd.DataFrame([{**own, **signed, **row}], dtype=object))

    apply(door, "add-record", programme_id, company_id, (), change)
    return key


def note_letters(door: EditContext, programme_id: str, company_ids: Sequence[str], wording: str) -> int:
    """Write that organisations were given their letter today, a message of each; how many. Raises what `apply` does."""

    def change(connection: Connection) -> None:
        day = today_in(connection, programme_id)
        told = [
            {
                **{"follow_up_id": f"follow-up-{secrets.token_hex(6)}", "programme_id": programme_id},
                **{"company_id": company_id, "kind": "message", "happened_on": day},
                **{"wording": wording, "author": door.author},
            }
            for company_id in company_ids
        ]
        insert_rows(connection, FOLLOW_UP.table, pd.DataFrame(told, dtype=object))

    if company_ids:
        apply(door, "note-letters", programme_id, ", ".join(company_ids[:NAMED]), (), change)
    return len(company_ids)


def correct_record(
    door: EditContext, part_name: str, key: str, given: Given, seen: Given | None = None
) -> None:
    """Correct fields of one of these rows; only what differs from `seen` is written. Raises Refusal."""
    part = TYPED[part_name]

    def change(connection: Connection) -> None:
        row = _one(connection, part, key)
        now = {one.name: row[one.name] for one in part.fields}
        now |= {name: pd.Timestamp(str(now[name])).date() for name in _days(part) if now[name] is not None}
        found = corrected(connection, part, str(row["programme_id"]), now, given, seen)
        if found:
            replace_rows(connection, part.table, pd.DataFrame([{**row, **found}], dtype=object), part.key)

    _apply(door, "set-record", part, key, (), change)


def finish_record(door: EditContext, key: str) -> None:
    """Say that the next step of a visit, call or note was done today. Raises InvalidSelection."""

    def change(connection: Connection) -> None:
        row = _one(connection, FOLLOW_UP, key)
        row["done_on"] = today_in(connection, str(row["programme_id"]))
        replace_rows(connection, "follow_up", pd.DataFrame([row], dtype=object), FOLLOW_UP.key)

    _apply(door, "finish-record", FOLLOW_UP, key, {key}, change)


def remove_record(door: EditContext, part_name: str, key: str) -> None:
    """Take one of these rows away; an undo brings it back. Raises InvalidSelection."""
    part = TYPED[part_name]

    def change(connection: Connection) -> None:
        _one(connection, part, key)
        delete_where(connection, part.table, {part.key: key})

    _apply(door, "remove-record", part, key, {key}, change)


def _apply(
    door: EditContext, action: str, part: Part, key: str, about: Collection[str], change: Change
) -> None:
    """One edit of a row, in the programme and under the name of its organisation."""
    with Database(door.path) as database:
        rows = database.rows(part.table)
    found = rows[rows[part.key] == key]
    if found.empty:
        raise InvalidSelection("record-unknown", value=key)
    row = found.iloc[0]
    apply(door, action, str(row["programme_id"]), str(row["company_id"]), about, change)


def _one(connection: Connection, part: Part, key: str) -> Row:
    found = rows_where(connection, part.table, {part.key: key}, (part.key,))
    if not found:
        raise InvalidSelection("record-unknown", value=key)
    return found[0]


def _days(part: Part) -> list[str]:
    return [one.name for one in part.fields if one.kind == "day"]
