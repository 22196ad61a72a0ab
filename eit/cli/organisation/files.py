"""`file`: attach a file to an organisation, list its files, save one, take one away."""

from __future__ import annotations

import argparse
from pathlib import Path

from eit.actions.edit import EditContext
from eit.actions.organisation.files import attach_file, remove_file
from eit.analysis.organisation import file_content, files_of
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database
from eit.cli.output import tell, write, write_result
from eit.domain.errors import DataError
from eit.store.database import Database
from eit.store.version.backup_register import known_backups
from eit.views.texts import texts

SHOWN = ["attachment_id", "name", "size_bytes", "added_on", "synergy_id", "note"]


def add_commands(commands: CommandList) -> None:
    """`file list`, `attach`, `save` and `remove`."""
    group = commands.add_parser("file")
    steps = group.add_subparsers(dest="step", required=True)
    listing = steps.add_parser("list", help="les montrer / show them")
    attach = steps.add_parser("attach", help="en joindre un / attach one")
    save = steps.add_parser("save", help="en enregistrer une copie / save a copy")
    remove = steps.add_parser("remove", help="en retirer un / take one away")
    for command in (listing, attach):
        command.add_argument("--organisation", required=True, help="identifiant / id")
    attach.add_argument("file", type=Path)
    attach.add_argument("--synergy", help="synergie dont il est une preuve / synergy that it proves")
    attach.add_argument("--note")
    for command in (save, remove):
        command.add_argument("--file", required=True, help="identifiant du fichier / id of the file")
    save.add_argument("--out", type=Path, required=True, help="dossier / folder")
    remove.add_argument("--destroy", action="store_true", help="sans retour / for good")
    for command, run in ((listing, _list), (attach, _attach), (save, _save), (remove, _remove)):
        add_database(command)
        command.set_defaults(run=run)
    for command in (attach, remove):
        add_author(command)


def _list(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        write(files_of(database, options.organisation)[SHOWN], options.format)
    return 0


def _attach(options: argparse.Namespace) -> int:
    door = EditContext(options.db, options.author)
    attach_file(door, options.organisation, options.file.name, options.file, options.note, options.synergy)
    return _list(options)


def _save(options: argparse.Namespace) -> int:
    """Save a copy under its inert name; a file that is there already is not replaced."""
    with Database(options.db) as database:
        name, content = file_content(database, options.file)
        rows = database.rows("attachment")
    target = options.out / name
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise DataError("export_exists", path=str(target)) from error
    except OSError as error:
        raise DataError("cannot_write", path=str(target), reason=error.strerror or str(error)) from error
    row = rows[rows["attachment_id"] == options.file][SHOWN]
    write_result({"saved": str(target), "name": name, "size_bytes": len(content)}, row, options.format)
    return 0


def _remove(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        rows = database.rows("attachment")
    row = rows[rows["attachment_id"] == options.file][SHOWN]
    remove_file(EditContext(options.db, options.author), options.file, options.destroy)
    write(row, options.format)
    if options.destroy and (held := known_backups(options.db)):
        tell(texts(options.lang)("organisation.file_in_backups", paths=", ".join(map(str, held))))
    return 0
