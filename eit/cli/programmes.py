"""`programme`: begin one, correct it, show it, list them; with the same answers as the page Programme."""

from __future__ import annotations

import argparse

from eit.actions.edit import EditContext
from eit.actions.programme.fields import FIELDS, NewProgramme, set_fields
from eit.actions.programme.start import start_programme
from eit.analysis.programme_parts import part_rows
from eit.analysis.programmes import all_programmes
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, programme_row
from eit.cli.output import plain, records, write, write_result
from eit.cli.typed import KILOMETRES, add_number
from eit.domain.programme.parts import PARTS
from eit.store.database import Database

LISTED = ["programme_id", "name_fr", "name_en", "jurisdiction", "currency", "starts_on", "ends_on", "levels"]
NUMBERS = ("default_radius_km",)


def add_commands(commands: CommandList) -> None:
    """`programme new`, `set`, `show`, `list`."""
    group = commands.add_parser("programme")
    steps = group.add_subparsers(dest="step", required=True)
    new = steps.add_parser("new", help="en commencer un dans ce fichier / begin one in this file")
    new.add_argument("--name", required=True)
    new.add_argument("--name-en")
    new.add_argument("--id", help="sinon fait du nom / else made of the name")
    new.add_argument(
        "--territory", action="append", default=[], help="lieu (mrc-78…), à répéter / place, repeat"
    )
    new.add_argument("--jurisdiction", default="", help="sinon celle du lieu / else that of the place")
    new.add_argument("--start", help="AAAA, AAAA-MM ou AAAA-MM-JJ")
    add_number(new, "--radius-km", KILOMETRES, NewProgramme.radius_km)
    new.set_defaults(run=_new)
    change = steps.add_parser("set", help="en corriger les champs / correct its fields")
    for name in FIELDS:
        flag = f"--{name.replace('_', '-')}"
        if name in NUMBERS:
            add_number(change, flag, KILOMETRES, None)
        else:
            change.add_argument(flag)
    change.set_defaults(run=_set)
    show = steps.add_parser("show", help="tout ce qu'il est / all that it is")
    show.set_defaults(run=_show)
    for command in (change, show):
        command.add_argument("--programme", required=True)
    listed = steps.add_parser("list", help="ceux du fichier / those of the file")
    listed.set_defaults(run=_list)
    for command in (new, change, show, listed):
        add_database(command)
    for command in (new, change):
        add_author(command)


def _new(options: argparse.Namespace) -> int:
    begun = NewProgramme(
        options.name, options.jurisdiction, options.radius_km, options.name_en, options.start, options.id
    )
    programme_id = start_programme(EditContext(options.db, options.author), begun, options.territory)
    return _show(argparse.Namespace(**{**vars(options), "programme": programme_id}))


def _set(options: argparse.Namespace) -> int:
    given = {name: getattr(options, name) for name in FIELDS if getattr(options, name) is not None}
    if given:
        set_fields(EditContext(options.db, options.author), options.programme, given)
    return _show(options)


def _show(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        row = programme_row(database, options.programme)
        parts = {name: part_rows(database, options.programme, part) for name, part in PARTS.items()}
    value = {str(key): plain(said) for key, said in row.items()}
    fields = row.rename_axis("field").rename("value").reset_index()
    write_result(
        {**value, "parts": {name: records(rows) for name, rows in parts.items()}}, fields, options.format
    )
    return 0


def _list(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        rows = all_programmes(database)[LISTED]
    write(rows.assign(levels=["|".join(levels) for levels in rows["levels"]]), options.format)
    return 0
