"""The minutes of a meeting: who was there, what was said, decided and promised on its day.

Decisions and what the programme does are read in the copy that a room may see; an offer or a need is told with the name
of its organisation only when that consented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from eit.analysis.consortium import attendance, decisions, meetings
from eit.analysis.door.room import PollCount, polls_of_day
from eit.analysis.programme_parts import items
from eit.analysis.programmes import programme
from eit.domain.errors import InvalidSelection
from eit.store.database import Database


@dataclass(frozen=True)
class Minutes:
    """One day of a programme. `meetings`: rows of that day with `names`; `polls`: the votes of its phones that were
    accepted; the others: rows of their tables.
    """

    programme: pd.Series
    day: date
    meetings: pd.DataFrame
    said: pd.DataFrame
    decided: pd.DataFrame
    promised: pd.DataFrame
    polls: tuple[PollCount, ...] = ()


def minutes(database: Database, room: Database, programme_id: str, day: date) -> Minutes:
    """What a programme wrote down on a day. Raises InvalidSelection("programme-unknown")."""
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return Minutes(
        row,
        day,
        _held(database, programme_id, day),
        _said(database, programme_id, day),
        _of_day(decisions(room, programme_id, day), "decided_on", day),
        _of_day(items(room, programme_id, day), "starts_on", day),
        tuple(polls_of_day(database, programme_id, day)),
    )


def days_held(database: Database, programme_id: str, before: date) -> list[date]:
    """The days before one on which a meeting was held, the latest first; a month is no day."""
    told = meetings(database, programme_id)["held_on"].dropna().astype(str)
    days = {date.fromisoformat(one) for one in told if len(one) == len("2026-11-30")}
    return sorted((day for day in days if day < before), reverse=True)


def unsent(database: Database, programme_id: str, day: date) -> list[dict[str, object]]:
    """The decisions of a day that somebody carries and that are not yet among what the programme does, as items."""
    decided = _of_day(decisions(database, programme_id, day), "decided_on", day)
    there = set(_of_day(items(database, programme_id, day), "starts_on", day)["title_fr"])
    rows = decided[decided["owner"].notna() & ~decided["wording"].isin(there)]
    return [
        {"title_fr": row["wording"], "title_en": _known(row["wording_en"]), "owner": row["owner"],
         "due_on": _known(row["due_on"])}
        for row in rows.to_dict("records")
    ]  # fmt: skip


def _known(value: object) -> object:
    return None if value is None or pd.isna(value) else value


def _held(database: Database, programme_id: str, day: date) -> pd.DataFrame:
    rows = meetings(database, programme_id)
    came = attendance(database, programme_id).groupby("meeting_id")["name"].agg(list)
    held = rows[rows["held_on"] == day.isoformat()]
    return held.assign(names=[came.get(key, []) for key in held["meeting_id"]])


def _said(database: Database, programme_id: str, day: date) -> pd.DataFrame:
    """The offers and needs that were taken down on the day: `name` only of an organisation that consented to it."""
    flows = database.rows("flow").merge(database.rows("company"), on=["company_id", "programme_id"])
    rows = _of_day(flows[flows["programme_id"] == programme_id], "observed_on", day)
    rows = rows.merge(database.rows("material"), on="material_id", suffixes=("", "_of_material"))
    return rows.assign(name=rows["name"].where(rows["consent_name"].astype(bool)))


def _of_day(rows: pd.DataFrame, column: str, day: date) -> pd.DataFrame:
    return rows[pd.to_datetime(rows[column]) == pd.Timestamp(day)]
