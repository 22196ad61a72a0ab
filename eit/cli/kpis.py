"""What the records of a selection add up to."""

from __future__ import annotations

import argparse

import pandas as pd

from eit.analysis.impact import kpis
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_selection, read_selection
from eit.cli.output import write
from eit.store.database import Database


def add_commands(commands: CommandList) -> None:
    """`kpis`."""
    figures = commands.add_parser("kpis")
    figures.set_defaults(run=run_kpis)
    add_selection(figures)
    add_database(figures)


def run_kpis(options: argparse.Namespace) -> int:
    """List the headline figures."""
    with Database(options.db) as database:
        figures = kpis.headline(database, read_selection(options, database), options.as_of)
    write(pd.DataFrame([figure.as_record() for figure in figures]), options.format)
    return 0
