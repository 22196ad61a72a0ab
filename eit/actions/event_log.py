"""The history of a synergy grows by one line at a time; nothing is ever changed in it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from eit.domain.pipeline import Event
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection


def add_event(
    connection: Connection,
    synergy_id: str,
    past: Sequence[Event],
    event: Event,
    author: str,
    note: str | None,
) -> None:
    """Append one event to a synergy; its rank follows the last one, whatever `event.rank` says."""
    rank = max((known.rank for known in past), default=0) + 1
    row = {
        "event_id": f"{synergy_id}-e{rank}",
        "synergy_id": synergy_id,
        "rank": rank,
        "kind": event.kind,
        "stage": event.stage,
        "reason": event.reason,
        "occurred_on": event.occurred_on,
        "author": author.strip(),
        "note": (note or "").strip() or None,
        "for_year": event.for_year,
        "quantity_per_year": event.quantity_per_year,
    }
    insert_rows(connection, "synergy_event", pd.DataFrame([row], dtype=object))
