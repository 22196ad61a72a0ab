"""Accepts or refuses what firms answered: an answer that is accepted goes the road of every edit, and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from eit.actions.access import require
from eit.actions.door.leads import FORM, say_lead
from eit.actions.door.room import take_in
from eit.actions.edit import EditContext
from eit.actions.organisation.flows import add_flow, correct_flow, flow_row, withdraw_flow
from eit.domain.door.answers import FACT, FLOW, INTEREST, LEAD
from eit.domain.door.correction import correction, new_flow
from eit.domain.door.sheet import JOIN, MEETING
from eit.domain.errors import InvalidSelection
from eit.domain.identity import EDIT
from eit.domain.organisation.fields import flow_fields
from eit.store.database import Database
from eit.store.mailbox.box import ACCEPTED, REFUSED, WAITING, Mailbox, Received
from eit.store.mailbox.lead_pairs import pair_of_lead

Given = Mapping[str, object]


def accept_answer(door: EditContext, programme_id: str, answer_id: str, seen: Given | None = None) -> None:
    """Write what an answer says, signed by who accepts it. `seen`: the flow as it stood on the screen.

    Whatever refuses the edit (a check, somebody else's correction, a flow that is no more) leaves the answer
    waiting. Raises InvalidSelection("door-settled"), "flow-unknown", "changed-by-other", and what the edit raises.
    """
    require(door.path, door.identity, programme_id, EDIT)
    box = Mailbox(door.path)
    received = box.settle(programme_id, answer_id, ACCEPTED)
    try:
        if received.link_kind in (MEETING, JOIN):
            take_in(door, received)
        else:
            _WRITERS[received.kind](door, received, seen)
    except BaseException:
        box.settle(programme_id, answer_id, WAITING, ACCEPTED)
        raise


def refuse_answer(door: EditContext, programme_id: str, answer_id: str) -> None:
    """Leave the data as it is; the answer stays in the mailbox, as refused. Raises InvalidSelection("door-settled")."""
    require(door.path, door.identity, programme_id, EDIT)
    Mailbox(door.path).settle(programme_id, answer_id, REFUSED)


def bring_back_answer(door: EditContext, programme_id: str, answer_id: str) -> None:
    """Let an answer that was settled wait again. What it wrote, an undo takes back."""
    require(door.path, door.identity, programme_id, EDIT)
    box = Mailbox(door.path)
    try:
        box.settle(programme_id, answer_id, WAITING, REFUSED)
    except InvalidSelection:
        box.settle(programme_id, answer_id, WAITING, ACCEPTED)


def _write_flow(door: EditContext, received: Received, seen: Given | None) -> None:
    row = flow_row(door, received.about)
    if row["company_id"] != received.link_about:
        raise InvalidSelection("flow-unknown", value=received.about)
    written = correction(received.kind, received.said, _day(received))
    if written is None:
        withdraw_flow(door, received.about)
    else:
        correct_flow(door, received.about, written, flow_fields(row) if seen is None else seen)


def _write_interest(door: EditContext, received: Received, _: Given | None) -> None:
    material = received.said["material"]
    with Database(door.path) as database:
        rows = database.rows("material")
    kinds = dict(zip(rows["material_id"].astype(str), rows["kind"].astype(str), strict=True))
    if material not in kinds:
        raise InvalidSelection("material-unknown", value=material)
    add_flow(
        door, received.link_about, {**new_flow(received.said, kinds[material]), "observed_on": _day(received)}
    )


def _write_lead(door: EditContext, received: Received, _: Given | None) -> None:
    side, said = received.said["side"], received.said["said"]
    with Database(door.path) as database:
        pair = pair_of_lead(database, received.link_about, side, received.about)
    if pair is None:
        raise InvalidSelection("lead-gone")
    say_lead(door, pair.offer_id, pair.demand_id, side, said, FORM, _day(received))


def _day(received: Received) -> date:
    return datetime.fromtimestamp(received.received_at, UTC).date()


_WRITERS: Mapping[str, Callable[[EditContext, Received, Given | None], None]] = {
    FLOW: _write_flow,
    FACT: _write_flow,
    INTEREST: _write_interest,
    LEAD: _write_lead,
}
