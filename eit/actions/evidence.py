"""What is answered to the questions of a stage, and what proves a result: written beside a synergy."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.actions.lookup import programme_of, synergy_row, today_in
from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.forms.row_fields import Field, Part, checked_row
from eit.domain.stage import AXES, READY_STATES, STAGES
from eit.store.database import Database
from eit.store.records import delete_where, replace_rows, rows_where
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection

LARGEST = 1e15
PROOF = Part(
    "proof",
    "proof",
    "proof_id",
    (
        Field("for_year", "integer", True, low=1990, high=2100),
        Field("document", required=True),
        Field("quantity_per_year", "number", low=0, high=LARGEST),
        Field("attachment_id", "choice"),
        Field("checked_by"),
        Field("checked_on", "day"),
        Field("note", "long_text"),
    ),
)


def answer_questions(
    door: EditContext, synergy_id: str, stage: str, answers: Mapping[str, tuple[str | None, str | None]]
) -> None:
    """Answer the questions of a stage: axis → (state, note); no state takes the answer away.

    Raises InvalidSelection: an unknown stage, axis, state or synergy; DataError("changed_by_others").
    """
    for axis, (state, _) in answers.items():
        if stage not in STAGES or axis not in AXES or (state is not None and state not in READY_STATES):
            raise InvalidSelection("choice-unknown", value=state or axis, row_id=stage)
    programme_id = programme_of(door, synergy_id)

    def change(connection: Connection) -> None:
        key = {"synergy_id": synergy_id, "stage": stage}
        held = {row["axis"]: row for row in rows_where(connection, "readiness", key, ("axis",))}
        for axis, (state, note) in answers.items():
            said = (note or "").strip() or None
            before = held.get(axis, {"state": None, "note": None})
            if (before["state"], before["note"]) == (state, said):
                continue
            if state is None:
                delete_where(connection, "readiness", {**key, "axis": axis})
                continue
            row: dict[str, object] = {
                **key,
                "axis": axis,
                "programme_id": programme_id,
                "state": state,
                "note": said,
            }
            row |= {"answered_on": today_in(connection, programme_id), "author": door.author}
            frame = pd.DataFrame([row], dtype=object)
            replace_rows(connection, "readiness", frame, ("synergy_id", "stage", "axis"))

    about = {f"{synergy_id}|{stage}|{axis}" for axis in answers}
    apply(door, "answer-questions", programme_id, synergy_id, about, change)


def add_proof(door: EditContext, synergy_id: str, given: Mapping[str, object]) -> str:
    """Write what shows a result of a year; its id.

    Raises Refusal, naming the field: a file of somebody who takes no part, checked without a name or before its year.
    """
    programme_id = programme_of(door, synergy_id)
    key = f"proof-{secrets.token_hex(6)}"

    def change(connection: Connection) -> None:
        synergy_row(connection, synergy_id)
        files = connection.execute(
            "SELECT attachment_id FROM attachment JOIN synergy_party USING (company_id) "
            "WHERE synergy_party.synergy_id = ?",
            [synergy_id],
        ).fetchall()
        row = checked_row(PROOF, given, {"attachment_id": {name for (name,) in files}})
        today = today_in(connection, programme_id)
        year = row["for_year"]
        if isinstance(year, int) and year > today.year:
            raise InvalidQuantity("proof-of-year-to-come", value=year, row_id="for_year")
        if row["checked_on"] is not None and row["checked_by"] is None:
            raise InvalidSelection("text-missing", row_id="checked_by")
        own = {"proof_id": key, "programme_id": programme_id, "synergy_id": synergy_id}
        insert_rows(connection, "proof", pd.DataFrame([{**own, **row}], dtype=object))

    apply(door, "add-proof", programme_id, synergy_id, (), change)
    return key


def remove_proof(door: EditContext, proof_id: str) -> None:
    """Take a proof away; an undo brings it back. Raises InvalidSelection("record-unknown")."""
    with Database(door.path) as database:
        rows = database.rows("proof")
    rows = rows[rows["proof_id"] == proof_id]
    if rows.empty:
        raise InvalidSelection("record-unknown", value=proof_id)
    about = str(rows["synergy_id"].iloc[0])

    def change(connection: Connection) -> None:
        delete_where(connection, "proof", {"proof_id": proof_id})

    apply(door, "remove-proof", programme_of(door, about), about, {proof_id}, change)
