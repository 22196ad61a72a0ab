"""The phones of a meeting: the sheet of their form, what waits, and what was accepted and may be on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eit.analysis.door.firm_sheet import contact_of, materials_asked
from eit.analysis.door.links import told_link
from eit.analysis.programmes import programme, programme_is_fictitious
from eit.analysis.territories.figures import places
from eit.domain.door.answers import AGAIN, INTEREST, LEAD, VOTE
from eit.domain.door.correction import UNIT_OF_KIND
from eit.domain.door.link import LinkTold
from eit.domain.door.sheet import MEETING, Poll, Sheet, SheetLead
from eit.domain.errors import InvalidSelection
from eit.domain.jurisdiction import day_there
from eit.domain.live_entry import SpokenFlow
from eit.store.database import Database
from eit.store.jurisdictions import programme_jurisdiction
from eit.store.mailbox.box import ACCEPTED, WAITING, Link, Mailbox, Received
from eit.store.mailbox.votes import phones_of

YES = "yes"


@dataclass(frozen=True)
class PollCount:
    """A vote: its question, how many chose each answer, how many votes wait.

    `again`: how many more wait apart, of devices that had voted already.
    """

    link_id: str
    poll_id: str
    title: str
    counts: tuple[tuple[str, int], ...]
    waiting: int
    again: int = 0


@dataclass(frozen=True)
class RoomState:
    """The form that is open, how many phones answered, what waits, the votes, and the offers that were accepted.

    `leads`: those that somebody is interested in, the most wanted first, with how many were accepted. `coming`: offers
    that wait, the first first, which no screen shows: their partners can be worked out before they are accepted.
    """

    link: LinkTold
    phones: int
    waiting: int
    polls: tuple[PollCount, ...]
    offers: tuple[SpokenFlow, ...]
    leads: tuple[tuple[SheetLead, int], ...] = ()
    coming: tuple[SpokenFlow, ...] = ()


def room_sheet(
    database: Database,
    programme_id: str,
    polls: tuple[Poll, ...] = (),
    kind: str = MEETING,
    leads: tuple[SheetLead, ...] = (),
) -> Sheet:
    """What phones of a meeting, or whoever takes part, are shown: materials, places, votes, leads; of nobody."""
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    known = database.ask(places, programme_id)
    return Sheet(
        kind, str(row["name_fr"]), str(row["name_en"]), "", contact_of(row),
        programme_is_fictitious(database, programme_id), leads=leads, polls=polls,
        materials=materials_asked(database, set()),
        places={str(key): str(name) for key, name in zip(known["territory_id"], known["name"], strict=True)},
    )  # fmt: skip


def room_state(database: Database, programme_id: str, address: str = "") -> RoomState | None:
    """The form that phones can open now; None: none is. Never kept with the answers of a version."""
    box = Mailbox(Path(database.stamp.path))
    links = box.links_of(programme_id, kind=MEETING)
    if not links:
        return None
    link = links[-1]
    accepted = box.answers(programme_id, ACCEPTED, link.link_id)
    waits = box.answers(programme_id, WAITING, link.link_id)
    offers = [_spoken(one.said, link) for one in accepted if one.kind == INTEREST]
    return RoomState(
        told_link(box, link, address), phones_of(box, link.link_id), len(waits),
        tuple(_polls(box, link, programme_id)), tuple(offers[::-1]), _wanted(link, accepted),
        tuple(_spoken(one.said, link) for one in waits if one.kind == INTEREST),
    )  # fmt: skip


def _wanted(link: Link, accepted: Iterable[Received]) -> tuple[tuple[SheetLead, int], ...]:
    counted = Counter(one.about for one in accepted if one.kind == LEAD)
    shown = {one.lead_id: one for one in link.sheet.leads}
    return tuple((shown[lead_id], n) for lead_id, n in counted.most_common() if lead_id in shown)


def polls_of_day(database: Database, programme_id: str, day: date) -> list[PollCount]:
    """The votes of phones that were accepted, of the meetings of a day: of those that are over too, the first first."""
    box, place = Mailbox(Path(database.stamp.path)), programme_jurisdiction(database, programme_id)
    votes = [one for one in box.answers(programme_id, ACCEPTED) if one.kind == VOTE]
    held = [one.link_id for one in votes if day_there(one.received_at, place) == day]
    polls = (one for link_id in dict.fromkeys(held) for one in _polls(box, box.link(link_id), programme_id))
    return [one for one in polls if any(n for _, n in one.counts)]


def votes_waiting(database: Database, programme_id: str) -> list[PollCount]:
    """The votes of meetings that wait, by question, of meetings that are over too."""
    box = Mailbox(Path(database.stamp.path))
    votes = [one for one in box.answers(programme_id) if one.kind == VOTE]
    found = []
    for link_id in dict.fromkeys(one.link_id for one in votes):
        link = box.link(link_id)
        found += [one for one in _polls(box, link, programme_id) if one.waiting or one.again]
    return found


def _polls(box: Mailbox, link: Link, programme_id: str) -> Iterator[PollCount]:
    accepted, waits = (
        [one for one in box.answers(programme_id, state, link.link_id) if one.kind == VOTE]
        for state in (ACCEPTED, WAITING)
    )
    for poll in link.sheet.polls:
        counted = Counter(one.said["choice"] for one in accepted if one.about == poll.poll_id)
        counts = tuple((choice, counted.get(choice, 0)) for choice in poll.choices)
        wait = Counter(AGAIN in one.said for one in waits if one.about == poll.poll_id)
        yield PollCount(link.link_id, poll.poll_id, poll.title, counts, wait[False], wait[True])


def _spoken(said: Mapping[str, str], link: Link) -> SpokenFlow:
    """An offer or a need as the screen shows it: its organisation is named only when it said that it may be."""
    kind = link.sheet.materials[said["material"]][2]
    unit = said["unit"] or UNIT_OF_KIND[kind]
    return SpokenFlow(
        said["direction"], said["material"], f"{unit}/{said['period']}",
        float(said["quantity"]) if said["quantity"] else None,
        name=said["name"] if said["named"] == YES else None, municipality_id=said["place"],
        consent_name=said["named"] == YES,
    )  # fmt: skip
