"""Indicators that a programme follows and that the records give: progress of synergies, partners, targets."""

from __future__ import annotations

import pandas as pd

from eit.domain.figures import Figure
from eit.domain.stage import STAGES, reached
from eit.store.connection import Database

LARGEST_SME_EMPLOYEES = 249
"""A PME has fewer than 250 employees (European definition; ISED Canada says fewer than 500: the stricter one)."""


def progress(database: Database, programme_id: str) -> list[Figure]:
    """How many synergies went through each stage that the programme targets, and its consortium; with targets."""
    events = database.query("synergy_events", {"programme_id": programme_id})
    parties = database.query("synergy_parties", {"programme_id": programme_id})
    members = database.query("members", {"programme_id": programme_id})
    aims = targets(database, programme_id)
    furthest = furthest_stages(events)
    counts = {
        "prefeasibility_count": _went_through(furthest, "prefeasibility"),
        "pilot_count": _went_through(furthest, "pilot"),
        "pilot_sme_count": pilot_smes(furthest, parties),
        "partner_count": len(members),
    }
    return [Figure(key, float(count), "count", target=aims.get(key)) for key, count in counts.items()]


def furthest_stages(events: pd.DataFrame) -> dict[str, set[str]]:
    """Every stage that each synergy has gone through, whatever happened later (a pilot set aside was a pilot)."""
    stages: dict[str, set[str]] = {}
    for synergy, stage in zip(events["synergy_id"], events["stage"], strict=True):
        stages.setdefault(synergy, set()).update(reached(stage))
    return stages


def _went_through(furthest: dict[str, set[str]], stage: str) -> int:
    return sum(stage in stages for stages in furthest.values())


def pilot_smes(furthest: dict[str, set[str]], parties: pd.DataFrame) -> int:
    """Number of distinct companies of fewer than 250 employees in a synergy that began a pilot."""
    pilots = {synergy for synergy, stages in furthest.items() if "pilot" in stages}
    small = parties["employees"].le(LARGEST_SME_EMPLOYEES) & parties["kind"].isin(["company", "farm"])
    return parties[parties["synergy_id"].isin(pilots) & small]["company_id"].nunique()


def targets(database: Database, programme_id: str) -> dict[str, float]:
    """Target of each computed indicator of the programme, by formula key."""
    frame = database.query("indicators", {"programme_id": programme_id})
    aimed = frame[(frame["bound"] == "target") & (frame["state"] == "known") & frame["formula_key"].notna()]
    return dict(zip(aimed["formula_key"], aimed["value"].astype(float), strict=True))


STAGE_TARGETS = {"prefeasibility_count": "prefeasibility", "pilot_count": "pilot", "match_count": "realised"}


def funnel(database: Database, programme_id: str) -> dict[str, int]:
    """Number of synergies that went through each stage, whatever happened later."""
    furthest = furthest_stages(database.query("synergy_events", {"programme_id": programme_id}))
    return {stage: _went_through(furthest, stage) for stage in STAGES}


def stage_targets(database: Database, programme_id: str) -> dict[str, int]:
    """The stages for which the programme has a target."""
    aims = targets(database, programme_id)
    return {stage: int(aims[key]) for key, stage in STAGE_TARGETS.items() if key in aims}
