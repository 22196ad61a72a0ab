"""Commands that keep the data safe: start a file, see what was done, take it back, back up, restore, upgrade."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from eit.actions.edit import EditContext
from eit.actions.history import undo, undo_last_import
from eit.actions.programme.fields import NewProgramme
from eit.actions.programme.start import start_file
from eit.analysis.history import entry_rows, history
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_format, programme_row
from eit.cli.output import records, write, write_result
from eit.cli.typed import FROM_ONE, KILOMETRES, add_number
from eit.domain.errors import DataError
from eit.locations import DATA, WORK, WORKSPACE
from eit.store.database import Database
from eit.store.jurisdictions import own_jurisdictions
from eit.store.places.gazetteer import gazetteer
from eit.store.places.units import known_places
from eit.store.schema import SCHEMA_VERSION
from eit.store.version.backup import back_up
from eit.store.version.locked_archive import is_locked
from eit.store.version.restore import Restored, restore
from eit.store.version.upgrade import upgrade
from eit.store.version.workspace import copy_demonstration, make_empty
from eit.views.texts import Texts, texts

PASSWORD = "EIT_BACKUP_PASSWORD"
SHOWN = ["entry", "recorded_at", "author", "action", "programme_id", "subject", "added", "changed", "removed"]
LISTED = [*SHOWN, "digest", "undoes", "undone_by"]


def add_commands(commands: CommandList) -> None:
    """`init`, `journal`, `undo`, `backup`, `restore` and `upgrade`."""
    _add_init(commands)
    journal = commands.add_parser("journal")
    journal.add_argument("--programme", help="un seul programme / one programme only")
    add_number(journal, "--entry", FROM_ONE, help="les lignes d'une entrée / the rows of one entry")
    journal.set_defaults(run=run_journal)
    undoing = commands.add_parser("undo")
    which = undoing.add_mutually_exclusive_group(required=True)
    add_number(which, "--entry", FROM_ONE, help="numéro de l'entrée / number of the entry")
    which.add_argument("--last-import", action="store_true", help="la dernière importation / the last import")
    undoing.add_argument("--programme", help="avec --last-import / with --last-import")
    undoing.set_defaults(run=run_undo)
    keeping = commands.add_parser("backup")
    keeping.add_argument(
        "--out", type=Path, required=True, help="dossier, ou fichier .zip / folder, or .zip file"
    )
    add_number(keeping, "--keep", FROM_ONE, help="ne garder que les N dernières / keep the newest N")
    keeping.add_argument("--encrypt", action="store_true", help="sous un mot de passe / under a password")
    keeping.set_defaults(run=run_backup)
    bringing = commands.add_parser("restore")
    bringing.add_argument("backup", type=Path, help="l'archive / the archive")
    bringing.set_defaults(run=run_restore)
    for command in (keeping, bringing):
        command.add_argument(
            "--password-file",
            type=Path,
            help=f"fichier du mot de passe, sinon {PASSWORD} ou le clavier / file, else the keyboard",
        )
    raising = commands.add_parser("upgrade")
    raising.set_defaults(run=run_upgrade)
    for command in (journal, undoing, keeping, bringing, raising):
        add_database(command)
    for command in (undoing, bringing, raising):
        add_author(command)


def _add_init(commands: CommandList) -> None:
    start = commands.add_parser("init")
    content = start.add_mutually_exclusive_group()
    content.add_argument(
        "--demo", action="store_true", help="copie de la démonstration (départ) / a copy of it"
    )
    content.add_argument("--empty", action="store_true", help="sans organisation / without companies")
    start.add_argument("--programme", help="avec --empty : identifiant du premier programme / its id")
    start.add_argument("--name", help="son nom / its name")
    start.add_argument("--name-en", help="son nom anglais / its English name")
    start.add_argument(
        "--jurisdiction",
        "--country",
        help="avec --empty : pays ou province (CA-QC, FR… ; sinon du territoire) / else that of the territory",
    )
    start.add_argument(
        "--territory", action="append", default=[], help="territoire (mrc-86…), à répéter / repeat"
    )
    add_number(start, "--radius-km", KILOMETRES, NewProgramme.radius_km)
    start.add_argument("--data", type=Path, default=DATA, help="dossier des sources / sources")
    new = Path(os.environ.get("EIT_DATABASE") or WORK / WORKSPACE)
    start.add_argument("--db", type=Path, default=new, help="fichier à créer / file to make")
    add_format(start)
    start.set_defaults(run=run_init, parser=start)


def run_init(options: argparse.Namespace) -> int:
    """Make a file that does not exist yet, then say what it holds."""
    if (options.programme or options.territory) and not options.empty:
        options.parser.error("--programme, --territory : --empty")
    if options.empty and (options.programme or options.name or options.territory):
        book = gazetteer(options.data / "geo")
        known_places(book, options.territory)
        first = [one for typed in options.territory[:1] if (one := book.identified(typed))]
        new = NewProgramme(
            options.name or options.programme or (first[0].name if first else ""),
            options.jurisdiction or "",
            options.radius_km,
            options.name_en,
            programme_id=options.programme,
        )
        if not (new.jurisdiction or options.territory):
            options.parser.error("--programme : --jurisdiction " + "|".join(own_jurisdictions()))
        start_file(options.db, getpass.getuser(), new, options.territory, options.data)
    elif options.empty:
        make_empty(options.db, options.data)
    else:
        copy_demonstration(options.db)
    with Database(options.db) as database:
        counts = database.query("table_counts")
    record = {"database": str(options.db), "programmes": records(counts)}
    write_result(record, counts, options.format)
    return 0


def run_journal(options: argparse.Namespace) -> int:
    """The entries, the last first; or the rows of one of them, before and after."""
    with Database(options.db) as database:
        if options.programme:
            programme_row(database, options.programme)
        entries = history(database, options.programme)
        if options.entry is None:
            write(entries[LISTED if options.format != "table" else [*SHOWN, "undone_by"]], options.format)
            return 0
        if options.entry not in set(entries["entry"]):
            raise DataError("entry_unknown", entry=str(options.entry))
        rows = entry_rows(database, options.entry)
    if options.format == "json":
        for side in ("before", "after"):
            rows[side] = [json.loads(said) if isinstance(said, str) else None for said in rows[side]]
    write(rows, options.format)
    return 0


def run_undo(options: argparse.Namespace) -> int:
    """Take one entry back and show the entry that does it."""
    door = EditContext(options.db, options.author)
    if options.last_import:
        if not options.programme:
            raise DataError("programme_missing")
        undo_last_import(door, options.programme)
    else:
        undo(door, options.entry)
    with Database(options.db) as database:
        last = history(database).head(1)
    if options.format == "json":
        write_result(records(last[LISTED])[0], last, options.format)
    else:
        write(last[[*SHOWN, "undoes"]], options.format)
    return 0


def _password(options: argparse.Namespace, say: Texts, twice: bool = False) -> str:
    """The password of a file, of the environment, or typed unseen: never a word of the command, which others can read.

    Raises DataError: "password_file_unreadable", "password_missing", "password_differs".
    """
    if options.password_file is not None:
        try:
            return str(options.password_file.read_text(encoding="utf-8").rstrip("\r\n"))
        except (OSError, UnicodeDecodeError) as error:
            raise DataError("password_file_unreadable", path=str(options.password_file)) from error
    if told := os.environ.get(PASSWORD):
        return told
    if not sys.stdin.isatty():
        raise DataError("password_missing", name=PASSWORD)
    typed = getpass.getpass(say("backup.password") + " ")
    if twice and getpass.getpass(say("backup.again") + " ") != typed:
        raise DataError("password_differs")
    return typed


def run_backup(options: argparse.Namespace) -> int:
    """Write one verified archive and say what it holds."""
    password = _password(options, texts(options.lang), twice=True) if options.encrypt else None
    target, manifest = back_up(options.db, options.out, options.keep, password)
    rows = pd.DataFrame(manifest.tables.items(), columns=["table", "rows"])
    write_result({"backup": str(target), **asdict(manifest)}, rows, options.format)
    return 0


def run_restore(options: argparse.Namespace) -> int:
    """Restore one archive and say what it held."""
    password = _password(options, texts(options.lang)) if is_locked(options.backup) else None
    done = restore(options.backup, options.db, options.author, password)
    rows = pd.DataFrame(done.manifest.tables.items(), columns=["table", "rows"])
    replaced = [
        dict(zip(("entry", "recorded_at", "author", "action"), entry, strict=True)) for entry in done.replaced
    ]
    kept = {"kept": str(done.kept) if done.kept else None, "replaced_entries": replaced}
    write_result({"restored": str(options.db), **asdict(done.manifest), **kept}, rows, options.format)
    if done.replaced:
        print(replaced_sentence(done, options.backup, texts(options.lang)), file=sys.stderr)
    return 0


def replaced_sentence(done: Restored, archive: Path, say: Texts) -> str:
    """What newer work a restoration replaced, and where it is kept."""
    days = sorted(f"{entry[1]:%Y-%m-%d}" for entry in done.replaced)
    who = ", ".join(sorted({str(entry[2]) for entry in done.replaced}))
    told = {"archive": archive.name, "first": days[0], "last": days[-1], "who": who, "kept": str(done.kept)}
    return say("problem.restore_replaced", count=str(len(days)), **told)


def run_upgrade(options: argparse.Namespace) -> int:
    """Bring one file to the schema of this version and say what it holds."""
    before = upgrade(options.db, options.author)
    with Database(options.db) as database:
        counts = database.query("table_counts")
    record = {"database": str(options.db), "schema_before": before, "schema_version": SCHEMA_VERSION}
    write_result(record | {"programmes": records(counts)}, counts, options.format)
    return 0
