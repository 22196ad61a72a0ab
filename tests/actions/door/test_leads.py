"""Double consent: both sides see bands; names are exchanged while both say yes, and not a moment longer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eit.actions.door.leads import say_lead
from eit.actions.history import undo
from eit.actions.organisation.flows import withdraw_flow
from eit.analysis.door.firm_sheet import firm_sheets
from eit.analysis.door.leads import leads_answered
from eit.analysis.programmes import company_names
from eit.domain.door.sheet import SheetLead, to_json
from eit.domain.errors import Refusal
from eit.store.database import Database
from eit.store.mailbox.lead_pairs import LeadPair, pair_of_lead
from tests.door.asking import ask
from tests.door.firm_room import DAY, ONE, PROGRAMME, Room


@pytest.fixture
def room(tmp_path: Path, root: Path) -> Room:
    path = tmp_path / "work.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", path)
    return Room(path)


def lead_of(room: Room) -> tuple[SheetLead, LeadPair]:
    with Database(room.path) as database:
        lead = firm_sheets(database, PROGRAMME, [ONE], DAY)[ONE].leads[0]
        pair = pair_of_lead(database, ONE, lead.side, lead.lead_id)
    assert pair is not None
    return lead, pair


def names(room: Room) -> dict[str, str]:
    with Database(room.path) as database:
        return company_names(database, PROGRAMME)


def states(room: Room) -> list[str]:
    with Database(room.path) as database:
        return [one.state for one in leads_answered(database, PROGRAMME, "fr", ONE)]


def test_names_are_exchanged_only_while_both_say_yes(room: Room) -> None:
    mine, (lead, pair) = room.link(), lead_of(room)
    theirs = room.link(pair.other_company_id)
    own, other = names(room)[ONE], names(room)[pair.other_company_id]
    with Database(room.path) as database:
        [same] = [
            one.lead_id
            for one in firm_sheets(database, PROGRAMME, [pair.other_company_id], DAY)[
                pair.other_company_id
            ].leads
            if one.lead_id == lead.lead_id
        ]

    def told() -> tuple[bool, bool]:
        room.renew()
        return other in ask(room.app, mine).text, own in ask(room.app, theirs).text

    assert told() == (False, False)
    room.send(mine, **{f"lead.{lead.lead_id}": "yes"})
    assert other in room.lines()[0]
    room.accept_all()
    assert told() == (False, False) and states(room) == ["half"]
    room.send(theirs, **{f"lead.{same}": "yes"})
    assert told() == (False, False), "a yes that waits exchanges nothing"
    room.accept_all()
    assert told() == (True, True) and states(room) == ["agreed"]
    room.send(mine, **{f"lead.{lead.lead_id}": "no"})
    room.accept_all()
    assert told() == (False, False) and states(room) == ["refused"]
    undo(room.context, room.entry())
    assert told() == (True, True)
    say_lead(room.context, pair.offer_id, pair.demand_id, "demand", None)
    assert told() == (False, False) and states(room) == ["half"]


def test_no_id_no_figure_and_no_name_of_others_is_on_a_sheet(room: Room) -> None:
    with Database(room.path) as database:
        everyone = company_names(database, PROGRAMME)
        sheets = firm_sheets(database, PROGRAMME, everyone, DAY)
        flows = database.rows("flow").set_index("flow_id")["company_id"].to_dict()
    assert sum(len(one.leads) for one in sheets.values()) > 50
    for company_id, sheet in sheets.items():
        text = to_json(sheet)
        assert not [one for one in everyone if one != company_id and one in text], company_id
        assert not [name for one, name in everyone.items() if one != company_id and name in text], company_id
        assert not [one for one, owner in flows.items() if owner != company_id and f'"{one}"' in text], (
            company_id
        )
        assert {one.distance_km for one in sheet.leads} <= {2.5, 10, 32, 71, 150}
        assert all(len(f"{one.quantity:.2g}") and float(f"{one.quantity:.2g}") == one.quantity for one in sheet.leads
                   if one.quantity == one.quantity)  # fmt: skip


def test_a_lead_whose_flow_is_no_more_is_a_sentence(room: Room) -> None:
    mine, (lead, pair) = room.link(), lead_of(room)
    room.send(mine, **{f"lead.{lead.lead_id}": "yes"})
    say_lead(room.context, pair.offer_id, pair.demand_id, lead.side, "yes")
    withdraw_flow(room.context, lead.flow_id)
    with Database(room.path) as database:
        assert database.rows("lead").empty
    [answer] = room.waiting()
    assert answer.gone and "n'existe plus" in room.lines()[0].replace("’", "'")
    with pytest.raises(Refusal, match="lead gone"):
        room.accept_all()
    with pytest.raises(Refusal, match="lead gone"):
        say_lead(room.context, pair.offer_id, pair.demand_id, "offer", "yes")
    assert len(room.waiting()) == 1
