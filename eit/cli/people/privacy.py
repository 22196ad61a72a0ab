"""Commands about people: consents, contacts, roles, periods, the dossier of one, and forgetting."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from eit.actions import access, privacy
from eit.actions.edit import EditContext
from eit.analysis import privacy as kept
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day, programme_row
from eit.cli.output import records, tell, write, write_result
from eit.cli.typed import FROM_ONE, add_date, add_number
from eit.domain.identity import ROLES
from eit.store.database import Database
from eit.views.texts import texts

Command = argparse.ArgumentParser


def add_commands(commands: CommandList) -> None:
    """`consents`, `consent`, `contact`, `role`, `retention`, `dossier` and `forget`."""
    _add(commands, "consents", run_consents, writes=False)
    consent = _add(commands, "consent", run_consent)
    consent.add_argument("--organisation", required=True)
    consent.add_argument("--scope", choices=privacy.SCOPES, default="consortium")
    consent.add_argument("--withdraw", action="store_true", help="le retire / withdraws it")
    add_date(consent, "--on")
    consent.add_argument("--by", default="", help="qui l'a donné / who gave it")
    consent.add_argument("--how", default="", help="comment : lettre, formulaire… / how")
    consent.add_argument("--partners", help="avec --scope partners : lesquels / which")
    consent.add_argument("--note")
    _add_contact(commands)
    role = _add(commands, "role", run_role)
    role.add_argument("--email")
    which = role.add_mutually_exclusive_group()
    which.add_argument("--give", choices=ROLES)
    which.add_argument("--take", action="store_true")
    keeping = _add(commands, "retention", run_retention)
    keeping.add_argument("--kind", choices=privacy.KINDS)
    add_number(keeping, "--months", FROM_ONE, help="avec --kind : durée [mois] / with --kind: how long")
    held = _add(
        commands,
        "dossier",
        run_dossier,
        writes=False,
    )
    gone = _add(commands, "forget", run_forget)
    for command in (held, gone):
        command.add_argument("--organisation", required=True)
        command.add_argument(
            "--person", help="une personne seulement : son identifiant ou son nom / one person"
        )
    gone.add_argument(
        "--backup", type=Path, action="append", default=[], help="sauvegarde ou dossier, à répéter / repeat"
    )
    gone.add_argument("--yes", action="store_true", help="sans demander / without asking")


def _add(
    commands: CommandList,
    name: str,
    run: Callable[[Any], int],
    writes: bool = True,
) -> Command:
    command: Command = commands.add_parser(name)
    command.add_argument("--programme", required=True)
    add_database(command)
    add_day(command)
    if writes:
        add_author(command)
    command.set_defaults(run=run)
    return command


def _add_contact(commands: CommandList) -> None:
    contact = _add(commands, "contact", run_contact)
    contact.add_argument("--organisation", required=True)
    contact.add_argument("--name", required=True)
    contact.add_argument("--purpose", required=True, help="pourquoi elle est gardée / why")
    contact.add_argument("--responsible", required=True, help="qui en répond / who answers for it")
    add_date(contact, "--notice-on")
    for name in ("--role", "--email", "--phone", "--note"):
        contact.add_argument(name)


def run_consents(options: argparse.Namespace) -> int:
    """Each organisation, and what it agreed to."""
    with Database(options.db) as database:
        programme_row(database, options.programme)
        write(kept.consents(database, options.programme), options.format)
    return 0


def run_consent(options: argparse.Namespace) -> int:
    """Record or end one consent, then show those of the organisation."""
    door, day = EditContext(options.db, options.author), options.on or options.as_of
    if options.withdraw:
        privacy.withdraw_consent(
            door, options.programme, options.organisation, options.scope, day, options.as_of
        )
    else:
        given = privacy.Consent(
            options.organisation, options.scope, day, options.by, options.how, options.partners, options.note
        )
        privacy.give_consent(door, options.programme, given, options.as_of)
    with Database(options.db) as database:
        rows = kept.consents(database, options.programme)
    write(rows[rows["company_id"] == options.organisation], options.format)
    return 0


def run_contact(options: argparse.Namespace) -> int:
    """Add a person, then show those of the programme."""
    contact = privacy.Contact(
        *(options.organisation, options.name, options.purpose, options.responsible, options.notice_on),
        *(options.role, options.email, options.phone, options.note),
    )
    privacy.add_contact(EditContext(options.db, options.author), options.programme, contact)
    with Database(options.db) as database:
        write(kept.contacts(database, options.programme), options.format)
    return 0


def run_role(options: argparse.Namespace) -> int:
    """Give or take a role, then show who has which."""
    door = EditContext(options.db, options.author)
    if options.give or options.take:
        if options.take:
            access.take_role(door, options.programme, options.email or "")
        else:
            access.set_role(door, options.programme, options.email or "", options.give, options.as_of)
    with Database(options.db) as database:
        programme_row(database, options.programme)
        write(kept.role_table(database, options.programme), options.format)
    return 0


def run_retention(options: argparse.Namespace) -> int:
    """Say how long one kind is kept, then show each with what is past it."""
    if options.kind and options.months:
        door = EditContext(options.db, options.author)
        privacy.set_retention(door, options.programme, options.kind, options.months)
    with Database(options.db) as database:
        programme_row(database, options.programme)
        write(kept.retention(database, options.programme, options.as_of), options.format)
    return 0


def run_dossier(options: argparse.Namespace) -> int:
    """All that is held about one: JSON, or one table after the other for reading."""
    with Database(options.db) as database:
        programme_row(database, options.programme)
        found = kept.dossier(database, options.programme, options.organisation, options.person)
    counted = pd.DataFrame(
        [(name, len(rows)) for name, rows in found["tables"].items()], columns=["table", "rows"]
    )
    write_result(found, counted, options.format)
    if options.format == "table":
        for name, rows in found["tables"].items():
            print(f"\n{name}")
            write(rows.dropna(axis="columns", how="all"), "table")
    return 0


def run_forget(options: argparse.Namespace) -> int:
    """Forget one, once it is confirmed; then say what was cleared, and what is left to destroy."""
    say = texts(options.lang)
    with Database(options.db) as database:
        programme_row(database, options.programme)
    if not options.yes:
        tell(say("privacy.confirm", who=options.person or options.organisation))
        if not sys.stdin.isatty() or input("> ").strip() != (options.person or options.organisation):
            tell(say("privacy.not_done"))
            return 2
    door = EditContext(options.db, options.author)
    done = privacy.forget(door, options.programme, options.organisation, options.person, options.backup)
    rows = pd.DataFrame(
        [(one.kind, str(one.path), one.texts, one.reason) for one in done.cleared],
        columns=["kind", "path", "texts", "reason"],
    )
    write_result({"alias": done.alias, "cleared": records(rows)}, rows, options.format)
    for one in done.to_destroy:
        tell(say("privacy.destroy", path=str(one.path)))
    tell(say("privacy.elsewhere"))
    return 0
