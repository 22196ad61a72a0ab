"""`incident`: the register of confidentiality incidents: read it, add one, complete one."""

from __future__ import annotations

import argparse
from dataclasses import fields, replace

import pandas as pd

from eit.actions.edit import EditContext
from eit.actions.privacy import Incident, InvalidPrivacy, record_incident
from eit.analysis.privacy import incidents
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day, programme_row
from eit.cli.output import write
from eit.cli.typed import FROM_ZERO, add_date, add_number
from eit.store.database import Database

WORDS = {
    "wording": "ce qui est arrivé / what happened",
    "information": "quels renseignements / which data",
    "responsible": "qui en répond / who answers for it",
    "reasons": "pourquoi le risque est sérieux ou non / why the risk is serious or not",
    "done": "ce qui a été fait / what was done",
}
DAYS = ("happened_on", "known_on", "told_on", "authority_told_on")
RISKS = {"yes": True, "no": False}


def add_commands(commands: CommandList) -> None:
    """Without a word of an incident the register is shown."""
    command = commands.add_parser("incident")
    command.add_argument("--programme", required=True)
    command.add_argument("--id", help="en compléter un / complete one")
    for name in DAYS:
        add_date(command, f"--{name.replace('_', '-')}")
    for name, said in WORDS.items():
        command.add_argument(f"--{name}", help=said)
    add_number(command, "--people", FROM_ZERO, help="personnes touchées / people concerned")
    command.add_argument("--serious", choices=tuple(RISKS), help="risque sérieux / serious harm possible")
    add_database(command)
    add_day(command)
    add_author(command)
    command.set_defaults(run=run_incident)


def run_incident(options: argparse.Namespace) -> int:
    """Write what was told, then show the register."""
    told = {name: getattr(options, name) for name in (*WORDS, *DAYS, "people")}
    told["serious"] = RISKS.get(options.serious or "")
    told = {name: value for name, value in told.items() if value is not None}
    with Database(options.db) as database:
        programme_row(database, options.programme)
        held = incidents(database, options.programme)
    if told:
        door = EditContext(options.db, options.author)
        record_incident(door, options.programme, _incident(held, options.id, told), options.as_of, options.id)
    with Database(options.db) as database:
        write(incidents(database, options.programme).drop(columns="programme_id"), options.format)
    return 0


def _incident(held: pd.DataFrame, incident_id: str | None, told: dict[str, object]) -> Incident:
    """What an entry says with what is told of it. Raises InvalidPrivacy."""
    if incident_id is None:
        if "happened_on" not in told:
            raise InvalidPrivacy("incident-day-missing")
        start = {"wording": "", "information": "", "responsible": "", "known_on": told["happened_on"]}
        return Incident(**{**start, **told})  # type: ignore[arg-type]
    rows = held[held["incident_id"] == incident_id]
    if rows.empty:
        raise InvalidPrivacy("incident-unknown", value=incident_id)
    row = rows.iloc[0]
    names = [one.name for one in fields(Incident)]
    known = {name: None if pd.isna(row[name]) else row[name] for name in names}
    for name in DAYS:
        known[name] = None if known[name] is None else pd.Timestamp(known[name]).date()
    return replace(Incident(**known), **told)  # type: ignore[arg-type]
