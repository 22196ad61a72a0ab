"""The command about the consortium: members, the verdict of each rule, meetings and decisions."""

from __future__ import annotations

import argparse

from eit.analysis import consortium
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_day, programme_row
from eit.cli.output import localised, records, write_result
from eit.store.database import Database

MEMBER = ["member_id", "name", "kind", "territory_id", "territory", "company_id", "left_on"]
MEETING = [
    "meeting_id",
    "kind",
    "held_on",
    "title",
    "participants",
    "present",
    "members",
    "too_many",
    "names",
]
DECISION = ["decision_id", "wording", "owner", "decided_on", "due_on", "consensus", "state", "overdue"]
DECISION += ["meeting_id", "synergy_id"]


def add_commands(commands: CommandList) -> None:
    """`consortium`."""
    command = commands.add_parser("consortium")
    command.add_argument("--programme", required=True)
    add_day(command)
    add_database(command)
    command.set_defaults(run=run_consortium)


def run_consortium(options: argparse.Namespace) -> int:
    """Print the whole consortium; in CSV or for reading, its members."""
    programme_id, day = options.programme, options.as_of
    with Database(options.db) as database:
        programme_row(database, programme_id)
        members = consortium.members(database, programme_id)[MEMBER]
        judged = consortium.verdicts(database, programme_id, day)
        meetings = localised(consortium.meetings(database, programme_id), options.lang, ("title",))
        decisions = consortium.decisions(database, programme_id, day)
    rules = [
        {
            "rule": one.verdict.rule,
            "name": one.name_fr if options.lang == "fr" else one.name_en,
            "met": one.verdict.met,
            "counted": one.verdict.counted,
            "out_of": one.verdict.out_of,
            "missing": list(one.missing),
            "companies_needed": one.verdict.companies_needed,
        }
        for one in judged
    ]
    value = {
        "programme": programme_id,
        "members": _days(records(members)),
        "rules": rules,
        "meetings": records(meetings[MEETING]),
        "decisions": _days(records(decisions[DECISION])),
    }
    write_result(value, members, options.format)
    return 0


def _days(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """A day is a day, without an hour."""
    return [
        {
            key: str(value)[:10] if key.endswith("_on") and value is not None else value
            for key, value in row.items()
        }
        for row in rows
    ]
