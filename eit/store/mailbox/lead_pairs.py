"""Which pair a lead of a form stands for: its name tells nobody else, and is made again from each pair of the firm."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import NamedTuple

from eit.store.database import Database
from eit.store.mailbox.box import door_folder
from eit.store.mailbox.links import key_of, lead_name


class LeadPair(NamedTuple):
    """The two flows of a lead, and the organisation on the other side."""

    offer_id: str
    demand_id: str
    other_company_id: str


def pair_of_lead(database: Database, company_id: str, side: str, name: str) -> LeadPair | None:
    """The pair that a lead named to an organisation stands for; None: it is no more."""
    key = key_of(door_folder(Path(database.stamp.path)))
    rows = database.query("pairs_of_company", {"company_id": company_id, "side": side})
    for row in rows.to_dict("records"):
        if hmac.compare_digest(lead_name(key, str(row["offer_id"]), str(row["demand_id"])), name):
            return LeadPair(*(str(row[column]) for column in LeadPair._fields))
    return None
