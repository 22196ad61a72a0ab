"""How a synergy begins: a number, its parties, its first event, and no more than its flows have left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.actions.edit_fields import canonical, checked_details, typed_quantity
from eit.actions.event_log import add_event
from eit.actions.lookup import Row, rows, today_in
from eit.domain.errors import InvalidSelection
from eit.domain.pipeline import Event, InvalidMove, check_advance
from eit.store.sql_files import read_sql
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection

SLACK = 1e-9
Party = tuple[str, str]
"""A company and its role."""


class Draft(NamedTuple):
    """What is proposed: the synergy, its parties, and the flows that it lives on (each alone, or all together)."""

    row: Row
    parties: Sequence[Party]
    flow_ids: Sequence[str] = ()
    together: bool = False


Drafter = Callable[[Connection], Draft]


class Step:
    """How the new synergy begins, and what the person typed over the proposal."""

    def __init__(
        self,
        stage: str,
        on: date | None,
        note: str | None,
        quantity: object,
        unit: str | None,
        above: bool,
        details: Mapping[str, object],
    ) -> None:
        self.stage, self.on, self.note = stage, on, note
        self.quantity, self.unit, self.above, self.details = quantity, unit, above, details


def begin(
    door: EditContext, programme_id: str, subject: str, about: set[str], drafter: Drafter, step: Step
) -> str:
    """Write a new synergy, its parties and its first event as one version; its id."""
    made: list[str] = []

    def change(connection: Connection) -> None:
        draft = drafter(connection)
        row = draft.row
        [names] = rows(connection, "synergy_names", programme_id=programme_id, type=row["type"])
        if not names["programmes"]:
            raise InvalidSelection("programme-unknown", value=programme_id)
        synergy_id = f"{names['prefix']}-s{int(names['highest']) + 1:02d}"
        said = typed_quantity(step.quantity, synergy_id)
        typed = {} if said is None else {"quantity": said, "unit": step.unit or row["unit"]}
        details = checked_details(step.details, synergy_id)
        frame = canonical(
            connection,
            {
                "synergy_id": synergy_id,
                "programme_id": programme_id,
                "term_id": names["term_id"],
                "attribution_share": 1.0,
                **row,
                **{key: value for key, value in details.items() if value is not None},
                **typed,
            },
        )
        first = frame.iloc[0]
        now = today_in(connection, programme_id)
        day = step.on or now
        _check_first(connection, first, step, (day, now), synergy_id)
        if not step.above and not pd.isna(first["quantity_per_year"]):
            check_room(connection, first, draft.flow_ids, draft.together)
        insert_rows(connection, "synergy", frame.assign(quantity_typed=_as_text(frame["quantity_typed"])))
        people = pd.DataFrame(list(draft.parties), columns=["company_id", "role"]).assign(
            synergy_id=synergy_id
        )
        insert_rows(connection, "synergy_party", people)
        add_event(connection, synergy_id, [], Event(day, 1, step.stage), door.author, step.note)
        made.append(synergy_id)

    apply(door, "promote", programme_id, subject, about, change)
    return made[-1]


def _as_text(values: pd.Series) -> pd.Series:
    return pd.Series(
        [None if pd.isna(value) else f"{value}" for value in values], index=values.index, dtype=object
    )


def _check_first(
    connection: Connection, row: pd.Series, step: Step, days: tuple[date, date], synergy_id: str
) -> None:
    kind = material_names(connection, str(row["material_id"]))["kind"]
    quantity = None if pd.isna(row["quantity_per_year"]) else float(row["quantity_per_year"])
    former = row.get("former_destination")
    destination = former if isinstance(former, str) else None
    check_advance([], step.stage, *days, synergy_id, quantity, destination, kind)


def room(
    connection: Connection, programme_id: str, flow_ids: Sequence[str], synergy_id: str | None = None
) -> dict[str, float | None]:
    """What each flow has left per year beside the other synergies; None when its quantity is n.c."""
    asked = {"programme_id": programme_id, "as_of": today_in(connection, programme_id)}
    taken = connection.execute(read_sql("queries", "commitments"), asked).df()
    others = taken[taken["synergy_id"] != synergy_id].groupby("flow_id")["quantity"].sum()
    return {
        flow["flow_id"]: None
        if flow["quantity_per_year"] is None
        else max(0.0, flow["quantity_per_year"] - float(others.get(flow["flow_id"], 0.0)))
        for flow in rows(connection, "named_flows", flow_ids=list(flow_ids))
    }


def check_room(
    connection: Connection,
    synergy: Mapping[str, object] | pd.Series,
    flow_ids: Sequence[str],
    together: bool = False,
) -> None:
    """Refuse a yearly quantity above what each flow (or all of them together) has left beside the other synergies."""
    left = room(connection, str(synergy["programme_id"]), flow_ids, str(synergy["synergy_id"]))
    known = [value for value in left.values() if value is not None]
    limits = {", ".join(left): sum(known) if len(known) == len(left) else None} if together and left else left
    quantity = float(synergy["quantity_per_year"])  # type: ignore[arg-type]
    for name, limit in limits.items():
        if limit is not None and quantity > limit * (1 + SLACK) + SLACK:
            raise InvalidMove(
                "above-flow", value=f"{quantity:g} > {limit:g}", unit=str(synergy["unit"]), row_id=name
            )


def material_names(connection: Connection, material_id: str) -> dict[str, str]:
    """Names and kind of a material. Raises InvalidSelection("material-unknown")."""
    found = rows(connection, "material_names", material_id=material_id)
    if not found:
        raise InvalidSelection("material-unknown", value=material_id)
    return found[0]
