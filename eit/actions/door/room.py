"""Opens the meeting's small form to the phones of the room, and takes in what they said once it is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from eit.actions.access import require
from eit.actions.door.leads import say_lead
from eit.actions.door.links import link_box, revoke_link
from eit.actions.edit import EditContext
from eit.actions.live_entry import keep
from eit.actions.organisation.flows import add_flow
from eit.actions.organisation.organisations import add_organisation
from eit.actions.organisation.records import add_record
from eit.actions.privacy import Consent, give_consent
from eit.domain.door.answers import LEAD
from eit.domain.door.correction import new_flow
from eit.domain.door.double_consent import SIDES
from eit.domain.door.link import LONGEST_DAYS, SHORTEST_DAYS
from eit.domain.door.sheet import JOIN, MEETING, Poll, Sheet
from eit.domain.errors import InvalidSelection
from eit.domain.identity import EDIT
from eit.domain.live_entry import SpokenFlow
from eit.store.database import Database
from eit.store.mailbox import votes
from eit.store.mailbox.box import ACCEPTED, REFUSED, Mailbox, Received
from eit.store.mailbox.lead_pairs import pair_of_room_lead

ROOM = "room"
"""A programme has one room open at a time."""
USUAL_HOURS, LONGEST_HOURS = 4, 24
LONGEST_CHOICE, FEWEST_CHOICES, MOST_CHOICES = 80, 2, 8
POLL, FORM = "poll", "form"
HOUR_S, DAY_S = 3600, 86_400
INTERESTED = "interested"
"""What a firm of the room answered, in the words of its follow-up."""


def poll_of(title: str, choices: str) -> Poll | None:
    """The vote that was typed: a question, and an answer a line; None when nothing was. Raises InvalidSelection."""
    lines = tuple(dict.fromkeys(" ".join(line.split()) for line in choices.splitlines() if line.strip()))
    asked = " ".join(title.split())
    if not asked and not lines:
        return None
    long = any(len(one) > LONGEST_CHOICE for one in (asked, *lines))
    if not asked or long or not FEWEST_CHOICES <= len(lines) <= MOST_CHOICES:
        raise InvalidSelection("door-poll", unit=str(LONGEST_CHOICE))
    return Poll(POLL, asked, lines)


def open_room(door: EditContext, programme_id: str, sheet: Sheet, hours: int) -> None:
    """Open the form of a meeting for some hours; the one that was open is over. Raises InvalidSelection, DataError."""
    box = link_box(door, programme_id)
    if not 1 <= hours <= LONGEST_HOURS:
        raise InvalidSelection("door-days", value=hours, unit=f"1–{LONGEST_HOURS}")
    box.make_link(programme_id, ROOM, sheet, int(box.clock()) + hours * HOUR_S)


def close_room(door: EditContext, programme_id: str) -> None:
    """The meeting is over: phones get a sentence; what they sent stays. Raises InvalidSelection("door-no-link")."""
    revoke_link(door, programme_id, ROOM, MEETING)


def open_join(door: EditContext, programme_id: str, sheet: Sheet, days: int) -> None:
    """Open the form of whoever wants to take part; the one before is over. Raises InvalidSelection, DataError."""
    box = link_box(door, programme_id)
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise InvalidSelection("door-days", value=days, unit=f"{SHORTEST_DAYS}–{LONGEST_DAYS}")
    box.make_link(programme_id, JOIN, sheet, int(box.clock()) + days * DAY_S)


def close_join(door: EditContext, programme_id: str) -> None:
    """Close the form of whoever wants to take part; what was sent stays. Raises InvalidSelection("door-no-link")."""
    revoke_link(door, programme_id, JOIN, JOIN)


def settle_votes(
    door: EditContext, programme_id: str, link_id: str, poll_id: str, accepted: bool, again: bool = False
) -> None:
    """Take the votes of a poll that wait onto the screen, or leave them out; second ones of a device apart (`again`).

    Raises DataError("role_missing").
    """
    require(door.path, door.identity, programme_id, EDIT)
    votes.settle_votes(Mailbox(door.path), link_id, poll_id, ACCEPTED if accepted else REFUSED, again)


def take_in(door: EditContext, received: Received) -> None:
    """Write an offer or a need from the room: of the organisation of that name, or of a new one.

    What else it said (a word, how to reach it) becomes a note of the organisation; so does its interest in a lead,
    or it is the yes of that side where the organisation is one of the two. Raises Refusal.
    """
    said, programme_id = received.said, received.programme_id
    if received.kind == LEAD:
        _want(door, received)
        return
    if not said["material"]:
        _greet(door, received)
        return
    with Database(door.path) as database:
        rows = database.rows("material")
    kinds = dict(zip(rows["material_id"].astype(str), rows["kind"].astype(str), strict=True))
    if said["material"] not in kinds:
        raise InvalidSelection("material-unknown", value=said["material"])
    flow = {**new_flow(said, kinds[said["material"]]), "note": None}
    company_id = _of_name(door, programme_id, said["name"])
    if company_id is None:
        spoken = SpokenFlow(
            said["direction"], said["material"], f"{flow['unit']}/{flow['period']}",
            float(said["quantity"]) if said["quantity"] else None,
            name=said["name"], municipality_id=said["place"], consent_name=said["named"] == "yes",
        )  # fmt: skip
        keep(door, programme_id, spoken)
        company_id = _of_name(door, programme_id, said["name"])
    else:
        add_flow(door, company_id, flow)
    if company_id is not None and (said["note"] or said["contact"]):
        add_record(door, company_id, "follow_up", _note(received))


def _want(door: EditContext, received: Received) -> None:
    """Write that an organisation of the room is interested in a lead. Raises InvalidSelection("lead-gone")."""
    said, programme_id = received.said, received.programme_id
    with Database(door.path) as database:
        pair = pair_of_room_lead(database, received)
    if pair is None:
        raise InvalidSelection("lead-gone")
    company_id = _of_name(door, programme_id, said["name"])
    if company_id is not None and company_id in pair.companies:
        side = SIDES[pair.companies.index(company_id)]
        say_lead(door, pair.offer_id, pair.demand_id, side, said["said"], FORM, _day(received))
        if said["note"] or said["contact"]:
            add_record(door, company_id, "follow_up", _note(received))
        return
    _greet(door, received, pair.materials)


def _greet(door: EditContext, received: Received, about: str = "") -> None:
    """Write who wants to take part without saying yet what they have: the organisation, its yes, its words.

    `about`: the lead that it is interested in.
    """
    said, programme_id = received.said, received.programme_id
    company_id, day = _of_name(door, programme_id, said["name"]), _day(received)
    if company_id is None:
        given = {"name": said["name"], "municipality_id": said["place"]}
        company_id = add_organisation(door, programme_id, given)
        if said["named"] == "yes":
            agreed = Consent(company_id, "consortium", day, said["contact"] or said["name"], FORM)
            give_consent(door, programme_id, agreed, day)
    if about or said["note"] or said["contact"]:
        add_record(door, company_id, "follow_up", _note(received, about))


def _day(received: Received) -> date:
    return datetime.fromtimestamp(received.received_at, UTC).date()


def _note(received: Received, about: str = "") -> Mapping[str, object]:
    words = " · ".join(one for one in (about, received.said["note"], received.said["contact"]) if one)
    kind = "meeting" if received.link_kind == MEETING else "note"
    outcome = {"outcome": INTERESTED} if about else {}
    return {"happened_on": _day(received), "kind": kind, "wording": words, **outcome}


def _of_name(door: EditContext, programme_id: str, name: str) -> str | None:
    """The organisation of the programme that is called so."""
    with Database(door.path) as database:
        rows = database.query("company_names", {"programme_id": programme_id})
    same = rows[rows["name"].str.casefold() == name.casefold()]["company_id"]
    return None if same.empty else str(same.iloc[0])
