"""Who is in the consortium, what its rules say, when it met and what it decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from eit.analysis.synergies.progress import left_before
from eit.domain import consortium as rules
from eit.domain.consortium import Verdict
from eit.store.database import Database

RULE_LIST = "rule"
"""The list of the vocabulary in which a programme writes the rules that it chose; none: no rule is judged."""


@dataclass(frozen=True)
class Judged:
    """One rule of the programme in its own words, with its verdict and the names of the territories missing."""

    verdict: Verdict
    name_fr: str
    name_en: str
    missing: tuple[str, ...]


def members(database: Database, programme_id: str) -> pd.DataFrame:
    """One row per member, those who left last: kind, territory (name), company_id, left_on."""
    return database.query("consortium_members", {"programme_id": programme_id})


def present_members(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """The members who have not left at `as_of`."""
    held = members(database, programme_id)
    return held[~left_before(held, as_of)]


def verdicts(database: Database, programme_id: str, as_of: date) -> list[Judged]:
    """The rules of the programme, judged on the members who have not left; empty when it has none."""
    words = database.query("vocabulary", {"programme_id": programme_id})
    chosen = words[(words["list"] == RULE_LIST) & words["term_id"].isin(rules.RULES)]
    if chosen.empty:
        return []
    held = present_members(database, programme_id, as_of)
    names = _territories(database, programme_id)["name"].to_dict()
    both = {
        rules.EVERY_TERRITORY: territory_verdict(database, programme_id, held),
        rules.COMPANY_MAJORITY: rules.company_majority(held["kind"]),
    }
    return [
        Judged(
            verdict,
            row["name_fr"],
            row["name_en"],
            tuple(names.get(territory, territory) for territory in verdict.missing),
        )
        for row in chosen.to_dict("records")
        for verdict in (both[row["term_id"]],)
    ]


def _territories(database: Database, programme_id: str) -> pd.DataFrame:
    return database.query("all_territories", {"programme_id": programme_id}).set_index("territory_id")


def _parents(database: Database, programme_id: str) -> dict[str, str | None]:
    known = _territories(database, programme_id)["parent_id"].items()
    return {str(key): value if isinstance(value, str) else None for key, value in known}


def speaks_for(database: Database, programme_id: str, held: pd.DataFrame, territory_id: str) -> list[bool]:
    """Which of these members speak for a territory, or for a place in it."""
    parents = _parents(database, programme_id)
    return [
        isinstance(place, str) and territory_id in rules.ancestors(place, parents)
        for place in held["territory_id"]
    ]


def territory_verdict(database: Database, programme_id: str, held: pd.DataFrame) -> Verdict:
    """The rule of the territories, over the scope of a programme, for these members."""
    parents = _parents(database, programme_id)
    asked = database.query("programme_territories", {"programme_id": programme_id})
    wanted = rules.to_represent(asked["territory_id"], parents)
    spoken_for = [place if isinstance(place, str) else None for place in held["territory_id"]]
    return rules.every_territory(wanted, spoken_for, parents)


def represented_choices(database: Database, programme_id: str) -> dict[str, str]:
    """Name of every territory that a member may speak for: those of the rule first, then those inside, by id."""
    known = _territories(database, programme_id)
    inside = known[known["inside"]]
    parents = _parents(database, programme_id)
    asked = database.query("programme_territories", {"programme_id": programme_id})
    first = rules.to_represent(asked["territory_id"], parents)
    rest = [key for key in inside.sort_values("name").index if key not in first]
    return {key: str(known.loc[key, "name"]) for key in (*first, *rest) if key in known.index}


def meetings(database: Database, programme_id: str) -> pd.DataFrame:
    """One row per meeting, oldest first (no date first): participants, present, members, `names`, `too_many`.

    `too_many`: more participants declared, or more present, than there ever were members.
    """
    rows = database.query("meetings", {"programme_id": programme_id})
    came = database.query("attendance", {"programme_id": programme_id})
    names = came.groupby("meeting_id")["name"].agg(list).to_dict()
    counted = rows[["participants", "present"]].astype(float).max(axis=1)
    return rows.assign(
        names=[names.get(meeting, []) for meeting in rows["meeting_id"]],
        too_many=(counted > rows["members"]) & (rows["kind"] == rules.MEETING_KINDS[0]),
    )


def attendance(database: Database, programme_id: str) -> pd.DataFrame:
    """One row per meeting and member present."""
    return database.query("attendance", {"programme_id": programme_id})


def decisions(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """One row per decision, those to do first; `overdue`: still open after its due date."""
    rows = database.query("decisions", {"programme_id": programme_id})
    due = pd.to_datetime(rows["due_on"])
    return rows.assign(overdue=(rows["state"] == "open") & (due < pd.Timestamp(as_of)))
