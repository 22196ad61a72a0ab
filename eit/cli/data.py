"""Commands that make and check the data file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pandas as pd

from eit.cli.commands import CommandList
from eit.cli.options import add_database
from eit.cli.output import write
from eit.locations import DATA, DEMONSTRATION
from eit.store.database import Database
from eit.store.version.build import build_database
from eit.store.version.check import failed_checks


def add_commands(commands: CommandList) -> None:
    """`build` and `check`."""
    build = commands.add_parser("build")
    build.add_argument("--data", type=Path, default=DATA, help="dossier des sources / folder of the sources")
    build.set_defaults(run=run_build)
    check = commands.add_parser("check")
    check.set_defaults(run=run_check)
    for command in (build, check):
        add_database(command)
    # What is built is the demonstration, never by itself the file that a team works on.
    build.set_defaults(db=Path(os.environ.get("EIT_DATABASE") or DEMONSTRATION))


def run_build(options: argparse.Namespace) -> int:
    """Build the file, then say how many rows each programme has. Refuses a file that people have changed."""
    build_database(options.data, options.db)
    with Database(options.db) as database:
        counts = database.query("table_counts")
    write(counts, options.format)
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Run every check; 1 when one returns rows."""
    failures = failed_checks(options.db)
    write(pd.DataFrame(failures, columns=["check", "rows"]), options.format)
    return 1 if failures else 0
