"""What people write about a flow: a new one, a correction that merges with those of others, a withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.actions.lookup import Row, look, rows, today_in
from eit.actions.numbering import next_id
from eit.actions.organisation.row_correction import corrected, known_choices
from eit.domain.errors import InvalidQuantity, InvalidSelection, Refusal
from eit.domain.exchange.gates import FLOW_CONDITIONS
from eit.domain.forms.row_fields import checked_row
from eit.domain.organisation.fields import FLOW, flow_fields, typed_months
from eit.domain.stage import SET_ASIDE
from eit.domain.typed_number import plain_digits
from eit.store.records import material_frame, replace_rows
from eit.store.sql_files import read_sql
from eit.store.tables import SourceError
from eit.store.version.build import flow_rows
from eit.store.version.edit import Connection

Given = Mapping[str, object]
ENDS = ("quantity_low_per_year", "quantity_high_per_year")
KEPT_AS_SAID = (*ENDS, "quantity_written")


def add_flow(door: EditContext, company_id: str, given: Given) -> str:
    """Add an offer or a demand of an organisation, observed today unless said otherwise; its id. Raises Refusal."""
    programme_id = programme_of_company(door, company_id)
    made: list[str] = []

    def change(connection: Connection) -> None:
        today = today_in(connection, programme_id)
        start = {"quality": "declared", "observed_on": today, "period": "year"}
        said = {name: value for name, value in given.items() if value not in (None, "")}
        checked = checked_row(FLOW, {**start, **said}, known_choices(connection, programme_id))
        side = "o" if checked["direction"] == "offer" else "d"
        flow_id = next_id(connection, "flow", "flow_id", f"{company_id}-{side}", 1)
        _write(
            connection, {"flow_id": flow_id, "company_id": company_id, "programme_id": programme_id}, checked
        )
        made.append(flow_id)

    apply(door, "add-flow", programme_id, company_id, (), change)
    return made[0]


def correct_flow(door: EditContext, flow_id: str, given: Given, seen: Given | None = None) -> None:
    """Correct fields of a flow; `seen`: what the person had on the screen (None: nothing, a command).

    Only what differs from `seen` is written, so that two people correct two fields of one flow. Raises
    InvalidSelection("changed-by-other") with both values for one field of two people, or what the checks raise.
    """
    before = flow_row(door, flow_id)

    def change(connection: Connection) -> None:
        rewrite_flow(connection, flow_id, given, seen)

    apply(door, "set-flow", str(before["programme_id"]), flow_id, (), change)


def rewrite_flow(connection: Connection, flow_id: str, given: Given, seen: Given | None) -> bool:
    """`correct_flow`, inside the version that is being made; whether anything differs."""
    row = _flow(connection, flow_id)
    now = flow_fields(row)
    found = corrected(connection, FLOW, str(row["programme_id"]), now, given, seen)
    if found:
        _ensure_same_side(connection, row, found)
        _write(connection, row, {**now, **found})
    return bool(found)


def withdraw_flow(door: EditContext, flow_id: str) -> None:
    """Take a flow out of every answer; the journal keeps it, and an undo brings it back.

    Raises InvalidSelection("flow-in-synergy"): a synergy that stands, or that was ever realised, rests on it.
    """
    before = flow_row(door, flow_id)

    def change(connection: Connection) -> None:
        _flow(connection, flow_id)
        refuse_in_synergy(connection, "flow-in-synergy", flow_id, "", [flow_id])
        take_flows_out(connection, [flow_id])

    apply(door, "withdraw-flow", str(before["programme_id"]), flow_id, {flow_id}, change)


def refuse_in_synergy(
    connection: Connection, key: str, name: str, company_id: str, flow_ids: Sequence[str]
) -> None:
    """Raise InvalidSelection(key) naming the synergies that stand or count and rest on a company or on flows."""
    held = rows(connection, "synergies_holding", company_id=company_id, flow_ids=list(flow_ids))
    named = [str(row["title_fr"]) for row in held if row["counted"] or row["stage"] != SET_ASIDE]
    if named:
        raise InvalidSelection(key, value=", ".join(named[:5]), unit=str(len(named)), row_id=name)


def take_flows_out(connection: Connection, flow_ids: Sequence[str]) -> None:
    """Remove flows and what is about them alone."""
    for statement in read_sql("actions", "withdraw_flows").split(";"):
        if "$flow_ids" in statement:
            connection.execute(statement, {"flow_ids": list(flow_ids)})


def programme_of_company(door: EditContext, company_id: str) -> str:
    """The programme of an organisation. Raises InvalidSelection("company-unknown")."""
    found = look(door.path, "company_programme", company_id=company_id)
    if not found:
        raise InvalidSelection("company-unknown", value=company_id)
    return str(found[0]["programme_id"])


def flow_row(door: EditContext, flow_id: str) -> Row:
    """A flow as it is now. Raises InvalidSelection("flow-unknown")."""
    return _one(look(door.path, "flow", flow_id=flow_id), flow_id)


def _flow(connection: Connection, flow_id: str) -> Row:
    return _one(rows(connection, "flow", flow_id=flow_id), flow_id)


def _one(found: list[Row], flow_id: str) -> Row:
    if not found:
        raise InvalidSelection("flow-unknown", value=flow_id)
    return found[0]


def _ensure_same_side(connection: Connection, row: Row, found: Given) -> None:
    """A synergy rests on a flow as an offer or as a demand: the other side would be another flow."""
    if found.get("direction", row["direction"]) != row["direction"]:
        refuse_in_synergy(connection, "flow-in-synergy", str(row["flow_id"]), "", [str(row["flow_id"])])
        for table in ("rejected_pair", "lead"):
            connection.execute(
                f"DELETE FROM {table} WHERE offer_id = $id OR demand_id = $id", {"id": row["flow_id"]}
            )
        sides = {"offer": "offer_flow_id", "demand": "demand_flow_id"}
        column = sides[str(row["direction"])]
        connection.execute(f"UPDATE synergy SET {column} = NULL WHERE {column} = ?", [row["flow_id"]])


def _write(connection: Connection, row: Row, said: Mapping[str, Any]) -> None:
    """The flow as a row of its table: its quantity converted once, by the road of the build."""
    quantity = said["quantity"]
    typed = {
        **{
            name: said[name]
            for name in ("direction", "material_id", "label", "quality", "observed_on", "note")
        },
        **{name: said[name] for name in ("former_destination", "disposal_cost_per_t", *FLOW_CONDITIONS)},
        **{name: row[name] for name in ("flow_id", "company_id")},
        "quantity": None if quantity is None else plain_digits(float(quantity)),
        "unit": f"{said['unit']}/{said['period']}",
        "months": typed_months(said["months"]),
    }
    programmes = {str(row["company_id"]): str(row["programme_id"])}
    try:
        made = flow_rows(pd.DataFrame([typed], dtype=object), material_frame(connection), programmes)
    except SourceError as error:
        cause = error.__cause__
        if isinstance(cause, Refusal):
            raise cause.at("unit") from error
        raise InvalidQuantity("not-a-number", value=quantity, row_id="quantity") from error
    fresh = {str(name): value for name, value in made.astype(object).iloc[0].items()}
    for name, value in _as_said(row, fresh).items():
        made[name] = pd.Series([value], dtype=object)
    replace_rows(connection, "flow", made, "flow_id")


def _as_said(row: Row, fresh: Row) -> dict[str, object]:
    """The words and the ends of a source, as long as its quantity stands: they follow the months, by the year."""
    typed = ("quantity_typed", "unit_typed")
    if row.get("quantity_typed") is None or any(row.get(name) != fresh[name] for name in typed):
        return dict.fromkeys(KEPT_AS_SAID)
    before, after = row["quantity_per_year"], fresh["quantity_per_year"]
    share = after / before if before and row["unit"] == fresh["unit"] else None
    ends = {name: None if row[name] is None or share is None else row[name] * share for name in ENDS}
    return {**ends, "quantity_written": row["quantity_written"]}
