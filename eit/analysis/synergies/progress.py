"""Indicators that a programme follows and that the records give: progress of synergies, partners, targets."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.analysis.programmes import today_in
from eit.analysis.synergies.targets import targets
from eit.domain.figures.figure import Figure
from eit.domain.stage import STAGES, reached
from eit.store.database import Database

LARGEST_SME_EMPLOYEES = 249
"""A PME has fewer than 250 employees (European definition; ISED Canada says fewer than 500: the stricter one)."""


def progress(database: Database, programme_id: str, as_of: date | None = None) -> list[Figure]:
    """How many synergies went through each stage that the programme targets, and its consortium; with targets.

    `as_of` None: today.
    """
    day = as_of or today_in(database, programme_id)
    events = events_until(database, programme_id, day)
    parties = database.cached_query("synergy_parties", {"programme_id": programme_id})
    members = database.query("members", {"programme_id": programme_id})
    aims = targets(database, programme_id, day)
    furthest = furthest_stages(events)
    counts = {
        "prefeasibility_count": _went_through(furthest, "prefeasibility"),
        "pilot_count": _went_through(furthest, "pilot"),
        "pilot_sme_count": len(pilot_smes(events, parties)),
        "partner_count": int((~left_before(members, day)).sum()),
    }
    return [Figure(key, float(count), "count", target=aims.get(key)) for key, count in counts.items()]


def events_until(database: Database, programme_id: str, day: date) -> pd.DataFrame:
    """The events of the synergies of a programme until a day, oldest first."""
    events = database.cached_query("synergy_events", {"programme_id": programme_id})
    return events[pd.to_datetime(events["occurred_on"]) <= pd.Timestamp(day)]


def left_before(rows: pd.DataFrame, day: date) -> pd.Series:
    """True for the rows whose `left_on` is that day or earlier; nobody without a date has left."""
    return pd.to_datetime(rows["left_on"]) <= pd.Timestamp(day)


def furthest_stages(events: pd.DataFrame) -> dict[str, set[str]]:
    """Every stage that each synergy has gone through, whatever happened later (a pilot set aside was a pilot)."""
    stages: dict[str, set[str]] = {}
    for synergy, stage in zip(events["synergy_id"], events["stage"], strict=True):
        stages.setdefault(synergy, set()).update(reached(stage) if isinstance(stage, str) else ())
    return stages


def _went_through(furthest: dict[str, set[str]], stage: str) -> int:
    return sum(stage in stages for stages in furthest.values())


def pilot_smes(events: pd.DataFrame, parties: pd.DataFrame) -> set[str]:
    """The companies of fewer than 250 employees in a synergy that began a pilot, unless they had left before it."""
    piloted = events[events["stage"].isin(STAGES[STAGES.index("pilot") :])]
    began: dict[str, pd.Timestamp] = {}
    for synergy, day in zip(piloted["synergy_id"], pd.to_datetime(piloted["occurred_on"]), strict=True):
        began[synergy] = min(day, began.get(synergy, day))
    small = parties["employees"].le(LARGEST_SME_EMPLOYEES) & parties["kind"].isin(["company", "farm"])
    left = pd.to_datetime(parties["left_on"])
    return {
        company
        for company, synergy, gone in zip(
            parties.loc[small, "company_id"], parties.loc[small, "synergy_id"], left[small], strict=True
        )
        if synergy in began and not gone < began[synergy]
    }
