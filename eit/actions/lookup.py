"""What an action needs to know of the version that it is about to change, read inside that same version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from eit.actions.edit import EditContext
from eit.domain.errors import InvalidSelection
from eit.domain.jurisdiction import today
from eit.domain.pipeline import Event
from eit.store.database import Database
from eit.store.jurisdictions import connected_jurisdiction, programme_jurisdiction
from eit.store.sql_files import read_sql
from eit.store.version.edit import Connection

Row = dict[str, Any]
MOST_EVENTS = 999
"""More events than a synergy will ever have: their ids are those that somebody else may have added meanwhile."""


def _rows(frame: pd.DataFrame) -> list[Row]:
    filled = frame.astype(object).where(frame.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in filled.to_dict("records")]


def rows(connection: Connection, name: str, **values: object) -> list[Row]:
    """The rows of one question of `sql/actions`; what is not known is None."""
    return _rows(connection.execute(read_sql("actions", name), values).df())


def look(path: Path, name: str, **values: object) -> list[Row]:
    """The same, on the file as it is now: for what must be known before the edit begins."""
    with Database(path) as database:
        return _rows(database.query(name, values, folder="actions"))


def today_in(connection: Connection, programme_id: str) -> date:
    """The day it is where the programme is. Raises InvalidSelection("programme-unknown")."""
    return today(connected_jurisdiction(connection, programme_id))


def today_at(path: Path, programme_id: str) -> date:
    """The same, on the file as it is now: for what must be judged before the edit begins."""
    with Database(path) as database:
        return today(programme_jurisdiction(database, programme_id))


def synergy_row(connection: Connection, synergy_id: str) -> Row:
    """One synergy. Raises InvalidSelection("synergy-unknown")."""
    found = rows(connection, "synergy", synergy_id=synergy_id)
    if not found:
        raise InvalidSelection("synergy-unknown", value=synergy_id)
    return found[0]


def programme_of(door: EditContext, synergy_id: str) -> str:
    """The programme of a synergy. Raises InvalidSelection("synergy-unknown")."""
    found = look(door.path, "synergy", synergy_id=synergy_id)
    if not found:
        raise InvalidSelection("synergy-unknown", value=synergy_id)
    return str(found[0]["programme_id"])


def history(connection: Connection, synergy_id: str) -> list[Event]:
    """The events of one synergy."""
    return [event(row) for row in rows(connection, "synergy_history", synergy_id=synergy_id)]


def event(row: Mapping[str, Any]) -> Event:
    """One row of the table of events as the domain knows it."""
    return Event(
        pd.Timestamp(row["occurred_on"]).date(),
        int(row["rank"]),
        row["stage"],
        row["kind"],
        row["reason"],
        None if row["for_year"] is None else int(row["for_year"]),
        row["quantity_per_year"],
    )


def about_synergy(synergy_id: str) -> set[str]:
    """Every id under which somebody else's change of a synergy may be found in the journal."""
    return {synergy_id, *(f"{synergy_id}-e{number}" for number in range(1, MOST_EVENTS))}
