"""Options that several commands share, the selection that they describe, and how a command with its options is run."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

import pandas as pd

from eit.analysis.programmes import ensure_known, programme, today_in
from eit.cli.output import tell
from eit.cli.typed import KILOMETRES, add_date, add_number, read_typed
from eit.domain.errors import DataError, InvalidSelection, Refusal
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.tables import SourceError
from eit.store.version.workspace import default_database
from eit.views.refusals import REFUSALS, refusal_sentence
from eit.views.texts import texts


def add_database(command: argparse.ArgumentParser) -> None:
    """`--db` and `--format`."""
    command.add_argument("--db", type=Path, default=default_database(), help="fichier de données / data file")
    add_format(command)


def add_format(command: argparse.ArgumentParser) -> None:
    """`--format`."""
    command.add_argument("--format", choices=("json", "csv", "table"), default="table")


def add_author(command: argparse.ArgumentParser) -> None:
    """`--author`: who is written in the journal; by default `EIT_AUTHOR`, else the name of the session."""
    default = os.environ.get("EIT_AUTHOR") or getpass.getuser()
    command.add_argument("--author", default=default, help="qui l'inscrit au journal / who, for the journal")


def add_selection(command: argparse.ArgumentParser) -> None:
    """`--programme`, `--radius-km`, `--as-of`, and the filters by territory and material."""
    command.add_argument("--programme", required=True)
    add_number(command, "--radius-km", KILOMETRES, help="rayon ; par défaut celui du programme / radius")
    add_day(command)
    command.add_argument("--territory", help="identifiant de territoire / territory id")
    command.add_argument("--material", help="identifiant de matière ou de famille / material or family id")


def add_day(command: argparse.ArgumentParser) -> None:
    """`--as-of`; by default the day it is where the programme is (`settle_day`)."""
    add_date(command, "--as-of")


def settle_day(options: argparse.Namespace) -> None:
    """Give a command that looks at a day, and was told none, today's: by the clock of its programme."""
    if getattr(options, "as_of", "none") is None and options.programme:
        with Database(options.db) as database:
            options.as_of = today_in(database, options.programme)


def add_level(command: argparse.ArgumentParser) -> None:
    """`--level`."""
    command.add_argument("--level", help="découpage ; par défaut celui du programme / kind of territory")


def programme_row(database: Database, programme_id: str) -> pd.Series:
    """The row of a programme. Raises InvalidSelection when it does not exist."""
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return row


def read_selection(options: argparse.Namespace, database: Database) -> Selection:
    """The selection that the options describe. Raises InvalidSelection for anything that does not exist."""
    row = programme_row(database, options.programme)
    radius = float(row["default_radius_km"]) if options.radius_km is None else options.radius_km
    level = getattr(options, "level", None) or row["levels"][0]
    if level not in row["levels"]:
        raise InvalidSelection("level-unknown", value=level)
    selection = Selection(
        options.programme,
        radius_km=radius,
        level=level,
        territory_id=options.territory,
        material_id=options.material,
    )
    ensure_known(database, selection)
    return selection


def run_and_tell(options: argparse.Namespace) -> int:
    """Run the command of `options`: its code, or 2 with a sentence on stderr when it cannot be done."""
    say = texts(options.lang)
    try:
        read_typed(options)
        settle_day(options)
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except DataError as error:
        table = "terminal" if say.has(f"terminal.{error.code}") else "problem"
        sentence = say(f"{table}.{error.code}", **error.values)
    except Refusal as error:
        table = "terminal" if say.has(f"terminal.{error.key}") else REFUSALS
        sentence = refusal_sentence(error, say, table)
    except SourceError as error:
        sentence = say("problem.source", detail=str(error))
    tell(sentence)
    return 2
