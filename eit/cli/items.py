"""`item`: what a programme does beside its synergies, from a terminal: add one, finish one, list them, a calendar."""

from __future__ import annotations

import argparse
from pathlib import Path

from eit.actions.edit import EditContext
from eit.actions.programme.parts import add_item, finish_item
from eit.analysis.programme_parts import agenda, items
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day, programme_row
from eit.cli.output import localised, write
from eit.cli.typed import add_date, add_number
from eit.domain.programme.parts import ITEM_KINDS, ITEM_STATES
from eit.store.database import Database
from eit.views.calendar_file import calendar_file

COLUMNS = [
    *("item_id", "kind", "title", "owner", "partners", "territory", "starts_on", "due_on", "state", "late"),
    *("amount", "currency", "link", "note"),
]


def add_commands(commands: CommandList) -> None:
    """`item add`, `item done`, `item list`."""
    item = commands.add_parser("item")
    steps = item.add_subparsers(dest="step", required=True)
    add = _step(steps, "add", _add, "en ajouter un / add one")
    add.add_argument("--kind", choices=ITEM_KINDS, default="other")
    add.add_argument("--title", required=True, help="en français / in French")
    add.add_argument("--title-en")
    for name in ("owner", "partners", "territory", "currency", "link", "note"):
        add.add_argument(f"--{name}")
    add_date(add, "--start")
    add_date(add, "--due")
    add_number(add, "--amount")
    done = _step(steps, "done", _done, "le terminer / finish it")
    done.add_argument("--item", required=True, help="identifiant / id")
    done.add_argument("--state", choices=ITEM_STATES, default="done")
    listed = _step(steps, "list", _list, "les lire / read them")
    listed.add_argument(
        "--to-do", action="store_true", help="ceux qui restent, les plus en retard d'abord / open ones"
    )
    listed.add_argument(
        "--calendar", type=Path, help="écrit aussi un calendrier .ics / also writes a calendar"
    )


def _step(steps: argparse._SubParsersAction, name: str, run: object, said: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = steps.add_parser(name, help=said)
    command.add_argument("--programme", required=True)
    add_day(command)
    add_database(command)
    add_author(command)
    command.set_defaults(run=run)
    return command


def _add(options: argparse.Namespace) -> int:
    given = {
        "kind": options.kind,
        "title_fr": options.title,
        "title_en": options.title_en,
        "owner": options.owner,
        "partners": options.partners,
        "territory_id": options.territory,
        "starts_on": options.start,
        "due_on": options.due,
        "amount": options.amount,
        "currency": options.currency,
        "link": options.link,
        "note": options.note,
    }
    add_item(EditContext(options.db, options.author), options.programme, given)
    return _list(argparse.Namespace(**{**vars(options), "to_do": False, "calendar": None}))


def _done(options: argparse.Namespace) -> int:
    finish_item(EditContext(options.db, options.author), options.programme, options.item, options.state)
    return _list(argparse.Namespace(**{**vars(options), "to_do": False, "calendar": None}))


def _list(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        row = programme_row(database, options.programme)
        rows = (agenda if options.to_do else items)(database, options.programme, options.as_of)
    if options.calendar:
        name = str(row[f"short_{options.lang}"])
        options.calendar.write_bytes(calendar_file(rows, name, options.lang))
    for name in ("starts_on", "due_on"):
        rows[name] = [None if value != value or value is None else str(value)[:10] for value in rows[name]]
    write(localised(rows, options.lang, ("title",))[COLUMNS], options.format)
    return 0
