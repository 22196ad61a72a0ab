"""`week`: what a coordinator has to do this week; as a page to send, as a calendar."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from eit.analysis.week import Task, week
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_day, programme_row
from eit.cli.output import write
from eit.domain.errors import InvalidSelection
from eit.store.database import Database
from eit.views.synergies.week import digest_html, kind_word, week_calendar
from eit.views.texts import texts

COLUMNS = ("kind", "id", "what_about", "what_to_do", "who", "due", "late", "organisation")


def add_commands(commands: CommandList) -> None:
    """`week`."""
    command = commands.add_parser("week")
    command.add_argument("--programme", required=True)
    command.add_argument("--page", type=Path, help="l'écrit en page .html / writes it as a page")
    command.add_argument("--calendar", type=Path, help="l'écrit en calendrier .ics / as a calendar")
    add_day(command)
    add_database(command)
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """List what is late or due within seven days; no telephone number is printed or written."""
    with Database(options.db) as database:
        name = str(programme_row(database, options.programme)[f"name_{options.lang}"])
        tasks = week(database, options.programme, options.as_of, options.lang)
    _write(options.page, lambda: digest_html(tasks, name, options.as_of, options.lang).encode())
    _write(options.calendar, lambda: week_calendar(tasks, name, options.lang))
    rows = [_row(task, options.lang) for task in tasks]
    write(pd.DataFrame(rows, columns=list(COLUMNS)), options.format)
    return 0


def _row(task: Task, lang: str) -> tuple[object, ...]:
    to_do = "" if task.kind in ("item", "consent") else task.what
    kind = kind_word(task, texts(lang))
    return kind, task.row_id, task.title, to_do, task.who, task.due, task.late, task.company_id


def _write(path: Path | None, make: Callable[[], bytes]) -> None:
    if path is None:
        return
    try:
        path.write_bytes(make())
    except OSError as error:
        raise InvalidSelection("export-unwritable", value=str(error.filename)) from error
