"""Which pair a lead of a form stands for: its name tells nobody else, and is made again from each pair of the firm."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import NamedTuple

from eit.store.database import Database
from eit.store.mailbox.box import Mailbox, Received, door_folder
from eit.store.mailbox.links import key_of, lead_name


class LeadPair(NamedTuple):
    """The two flows of a lead, and the organisation on the other side."""

    offer_id: str
    demand_id: str
    other_company_id: str


class RoomPair(NamedTuple):
    """The two flows of a lead of a meeting, their organisations (who offers, who needs), and its materials in words."""

    offer_id: str
    demand_id: str
    companies: tuple[str, str]
    materials: str


def pair_of_room_lead(database: Database, received: Received) -> RoomPair | None:
    """The pair that a lead of a meeting, chosen by a phone, stands for; None: it is no more."""
    box = Mailbox(Path(database.stamp.path))
    shown = {one.lead_id: one for one in box.link(received.link_id).sheet.leads}.get(received.about)
    flows = database.rows("flow")
    offers = flows[flows["flow_id"] == shown.flow_id] if shown else flows.iloc[:0]
    if shown is None or offers.empty:
        return None
    giver = str(offers["company_id"].iloc[0])
    found = pair_of_lead(database, giver, "offer", received.about)
    if found is None:
        return None
    companies = giver, found.other_company_id
    return RoomPair(found.offer_id, found.demand_id, companies, shown.material_fr)


def pair_of_lead(database: Database, company_id: str, side: str, name: str) -> LeadPair | None:
    """The pair that a lead named to an organisation stands for; None: it is no more."""
    key = key_of(door_folder(Path(database.stamp.path)))
    rows = database.query("pairs_of_company", {"company_id": company_id, "side": side})
    for row in rows.to_dict("records"):
        if hmac.compare_digest(lead_name(key, str(row["offer_id"]), str(row["demand_id"])), name):
            return LeadPair(*(str(row[column]) for column in LeadPair._fields))
    return None
