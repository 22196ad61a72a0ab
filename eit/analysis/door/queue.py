"""The answers of firms that wait for the coordinator: each with what is on record now, and what it would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from eit.analysis.organisation import flows_of
from eit.analysis.programmes import company_names
from eit.domain.door.answers import FACT, FLOW, INTEREST, LEAD, VOTE
from eit.domain.door.correction import correction, moved_since, new_flow
from eit.domain.door.sheet import FIRM
from eit.domain.organisation import fields
from eit.store.database import Database
from eit.store.mailbox.box import ACCEPTED, REFUSED, WAITING, Mailbox, Received
from eit.store.mailbox.lead_pairs import pair_of_lead, pair_of_room_lead

Row = Mapping[str, Any]
ROOM_FIELDS = ("place", "contact", "named")


@dataclass(frozen=True)
class Change:
    """One field of a flow: what is on record, and what the firm says; `moved`: changed since the firm saw it."""

    field: str
    before: object
    after: object
    moved: bool = False


@dataclass(frozen=True)
class Waiting:
    """One answer. `flow`: its flow as it stands, None when it is no more; `ends`: the firm says that it is no more.

    `lead`: of an answer to a lead, its side, what it says, and the organisation on the other side; of a phone of a
    meeting, `room` and both. `told`: of such a phone, where it is, how to reach it, and whether it may be named.
    """

    answer_id: str
    kind: str
    company_id: str
    name: str
    received_on: date
    state: str
    flow: Row | None = None
    changes: tuple[Change, ...] = ()
    ends: bool = False
    lead: tuple[str, str, str] | None = None
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def gone(self) -> bool:
        """Whether the flow, or the lead, that was answered about is no more on record."""
        return (self.kind in (FLOW, FACT) and self.flow is None) or (self.kind == LEAD and self.lead is None)


def count_waiting(database: Database, programme_id: str) -> int:
    """How many answers wait. Never kept with the answers of a version."""
    return len(Mailbox(Path(database.stamp.path)).answers(programme_id))


def waiting(database: Database, programme_id: str, company_id: str | None = None) -> list[Waiting]:
    """The answers that wait, of all firms or of one, the first that came in first."""
    return _told(database, programme_id, company_id, (WAITING,))


def settled(database: Database, programme_id: str, company_id: str | None = None) -> list[Waiting]:
    """The answers that were accepted or refused, the last that came in first."""
    return _told(database, programme_id, company_id, (ACCEPTED, REFUSED))[::-1]


def _told(
    database: Database, programme_id: str, company_id: str | None, states: tuple[str, ...]
) -> list[Waiting]:
    box = Mailbox(Path(database.stamp.path))
    received = [one for state in states for one in box.answers(programme_id, state)]
    received = [one for one in received if one.kind != VOTE and company_id in (None, _company_of(one))]
    if not received:
        return []
    names = database.ask(company_names, programme_id)
    kinds = database.cached_query("materials").set_index("material_id")["kind"].to_dict()
    own = {one: database.ask(flows_of, one) for one in {_company_of(one) for one in received} if one}
    flows = {
        company: {str(row["flow_id"]): row for row in rows.to_dict("records")}
        for company, rows in own.items()
    }
    return [
        _lead(database, one, names) if one.kind == LEAD
        else _waiting(one, names, flows.get(_company_of(one), {}).get(one.about), kinds)
        for one in received
    ]  # fmt: skip


def _company_of(one: Received) -> str:
    """The organisation whose link it is; empty: a phone of a meeting."""
    return one.link_about if one.link_kind == FIRM else ""


def _lead(database: Database, one: Received, names: Mapping[str, str]) -> Waiting:
    """What a firm, or a phone of a meeting, says of a lead; the coordinator reads who is on the other side."""
    if one.link_kind != FIRM:
        return _room_lead(database, one, names)
    pair = pair_of_lead(database, one.link_about, one.said["side"], one.about)
    lead = (
        None if pair is None else (one.said["side"], one.said["said"], names.get(pair.other_company_id, ""))
    )
    name, day = names.get(one.link_about, ""), datetime.fromtimestamp(one.received_at, UTC).date()
    return Waiting(one.answer_id, one.kind, one.link_about, name, day, one.state, lead=lead)


def _room_lead(database: Database, one: Received, names: Mapping[str, str]) -> Waiting:
    """Somebody of a room is interested in a lead; the coordinator reads who is on both sides."""
    found = pair_of_room_lead(database, one)
    lead = None
    if found is not None:
        both = " → ".join(names.get(company, "") for company in found.companies)
        lead = ("room", one.said["said"], both)
    day = datetime.fromtimestamp(one.received_at, UTC).date()
    told = {name: one.said.get(name, "") for name in (*ROOM_FIELDS, "note")}
    return Waiting(one.answer_id, one.kind, "", one.said["name"], day, one.state, lead=lead, told=told)


def _waiting(one: Received, names: Mapping[str, str], flow: Row | None, kinds: Mapping[Any, Any]) -> Waiting:
    day = datetime.fromtimestamp(one.received_at, UTC).date()
    company = (one.link_about, names.get(one.link_about, ""))
    if one.kind == INTEREST:
        material = one.said["material"]
        made = new_flow(one.said, str(kinds.get(material, "matter"))) if material else {}
        changes = tuple(Change(name, None, value) for name, value in made.items() if value is not None)
        if one.link_kind != FIRM:
            company = ("", one.said["name"])
        told = {name: one.said.get(name, "") for name in ROOM_FIELDS}
        return Waiting(one.answer_id, one.kind, *company, day, one.state, None, changes, told=told)
    written = correction(one.kind, one.said, day) if flow is not None else {}
    moved = moved_since(one.said, flow) if flow is not None else []
    changes = tuple(
        Change(name.name, flow[name.name], written[name.name], name.name in moved)
        for name in fields.FLOW.fields
        if flow is not None and written and name.name in written
        and (written[name.name] != flow[name.name] or name.name in moved)
    )  # fmt: skip
    return Waiting(one.answer_id, one.kind, *company, day, one.state, flow, changes, written is None)
