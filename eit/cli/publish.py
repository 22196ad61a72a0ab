"""Makes the public edition: aggregates that passed disclosure control, in one sealed file."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import pandas as pd

from eit.analysis.programmes import today_of_file
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_format
from eit.cli.output import write_result
from eit.cli.typed import add_date
from eit.publish.edition import Order, Report, publish
from eit.publish.ledger import read_ledger
from eit.publish.signing import make_key, read_key
from eit.store.database import Database

SHOWN = [
    "programme_id",
    "territory_id",
    "family",
    "indicator",
    "unit",
    "state",
    "value",
    "count_band",
    "computed_in",
]


def add_commands(commands: CommandList) -> None:
    """`publish`."""
    command = commands.add_parser("publish")
    add_database(command)
    command.add_argument(
        "--out", type=Path, required=True, help="fichier scellé à écrire / sealed file to write"
    )
    command.add_argument(
        "--edition", help="nom de l'édition ; par défaut la date / name, by default the date"
    )
    add_date(command, "--date", help="AAAA-MM-JJ ; par défaut aujourd'hui / today")
    command.add_argument(
        "--previous", type=Path, help="l'édition d'avant, à vérifier / the one before, to verify"
    )
    command.add_argument(
        "--dry-run", action="store_true", help="tout juger, ne rien écrire / judge, write nothing"
    )
    command.add_argument(
        "--sign-with", type=Path, help="clé privée qui signe l'édition / private key that signs the edition"
    )
    command.set_defaults(run=run_publish)
    key = commands.add_parser("edition-key")
    key.add_argument(
        "--out", type=Path, required=True, help="fichier de la clé privée / file of the private key"
    )
    add_format(key)
    key.set_defaults(run=run_edition_key)


def run_publish(options: argparse.Namespace) -> int:
    """Make and judge an edition; a refusal leaves the one before in place."""
    key = read_key(options.sign_with) if options.sign_with else None
    order = Order(options.db, options.out, *_named(options), options.previous, not options.dry_run, key)
    report = publish(order)
    write_result(_record(report, order), report.cells[SHOWN], options.format)
    return 0


def run_edition_key(options: argparse.Namespace) -> int:
    """Make a private key that only its owner reads, and print the public one, which a server is told."""
    made = {"private_key": str(options.out), "public_key": make_key(options.out)}
    write_result(made, pd.DataFrame([made]), options.format)
    return 0


def _named(options: argparse.Namespace) -> tuple[str, date]:
    """Name and date; an edition that is made again keeps the date that it had."""
    with Database(options.db) as database:
        now = today_of_file(database)
    name = options.edition or (options.date or now).isoformat()
    known = {past.name: past.published_on for past in read_ledger(options.db)}
    return name, options.date or (date.fromisoformat(known[name]) if name in known else now)


def _record(report: Report, order: Order) -> dict[str, object]:
    states = report.cells["state"].value_counts()
    counts = {state: int(states.get(state, 0)) for state in ("computed", "carried", "hidden", "empty")}
    return {
        "edition": report.name,
        "published_on": order.published_on.isoformat(),
        "digest": report.digest,
        "written": report.written,
        **counts,
        "cells": report.cells,
        "audit": report.audit,
    }
