"""Who could meet an offer or a need that was just said: a what-if of one flow, nothing is written."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.exchanges.scenario import open_scenario
from eit.domain.live_entry import FLOW_ID, SpokenFlow, as_scenario
from eit.domain.selection import Selection
from eit.store.database import Database


def partners(database: Database, selection: Selection, said: SpokenFlow, as_of: date) -> pd.DataFrame:
    """The potential exchanges of what was said, best first (columns of the exchange table), in the whole programme.

    Only the radius of the selection counts: who speaks up is not asked to fit the filters of the last scene.
    Raises InvalidSelection or InvalidQuantity for what cannot be said.
    """
    asked = Selection(selection.programme_id, radius_km=selection.radius_km)
    with open_scenario(database, selection.programme_id, as_scenario(said)) as other:
        pairs = potential_exchanges(other, asked, as_of)
    mine = pairs["offer_id" if said.direction == "offer" else "demand_id"] == FLOW_ID
    return pairs[mine].reset_index(drop=True)
