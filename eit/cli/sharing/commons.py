"""`commons`: case cards in an open form: those that may leave, those of others, and "here too"."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from eit.actions.edit import EditContext
from eit.actions.programme.parts import add_item
from eit.analysis.synergies import commons
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day, programme_row
from eit.cli.output import write
from eit.domain.errors import InvalidSelection
from eit.store.database import Database
from eit.views.synergies.commons import card_title, item_of
from eit.views.texts import texts

COLUMNS = ("card", "kind", "says", "attribution", "offers_here", "demands_here")


def add_commands(commands: CommandList) -> None:
    """`commons export`, `read`, `here`, `schema`."""
    steps = commands.add_parser("commons").add_subparsers(dest="step", required=True)
    export = steps.add_parser("export", help="écrit les fiches qui peuvent partir / writes what may leave")
    export.add_argument("--out", type=Path, required=True, help=".json")
    export.set_defaults(run=_export)
    read = steps.add_parser("read", help="lit les fiches d'un autre / reads somebody's cards")
    read.set_defaults(run=_read)
    take = steps.add_parser("here", help="ici aussi : une étude à faire / here too: a study to do")
    take.add_argument("--card", required=True, help="identifiant de la fiche / id of the card")
    take.set_defaults(run=_here)
    add_author(take)
    for step in (read, take):
        step.add_argument("file", type=Path)
    for step in (export, read, take):
        step.add_argument("--programme", required=True)
        add_day(step)
        add_database(step)
    steps.add_parser("schema", help="le schéma JSON / the JSON Schema").set_defaults(run=_schema)


def _export(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        found = commons.cards_to_share(database, options.programme, options.as_of)
        try:
            options.out.write_bytes(commons.cards_file(found.cards))
        except OSError as error:
            raise InvalidSelection("export-unwritable", value=str(error.filename)) from error
        _tell(options, database, found.cards)
    return 0


def _read(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        programme_row(database, options.programme)
        _tell(options, database, _cards(options.file))
    return 0


def _here(options: argparse.Namespace) -> int:
    [*found] = [one for one in _cards(options.file) if one["card_id"] == options.card]
    if not found:
        raise InvalidSelection("cards-none", value=options.card)
    row = item_of(found[0], texts("fr"), texts("en"))
    item = add_item(EditContext(options.db, options.author), options.programme, row)
    write(pd.DataFrame([{"item": item, "title": row[f"title_{options.lang}"]}]), options.format)
    return 0


def _schema(_: argparse.Namespace) -> int:
    print(commons.SCHEMA.read_text(encoding="utf-8").rstrip())
    return 0


def _cards(file: Path) -> tuple[commons.Card, ...]:
    try:
        return commons.read_cards(file.read_bytes())
    except OSError as error:
        raise InvalidSelection("cards-unreadable", value=str(error.filename)) from error


def _tell(options: argparse.Namespace, database: Database, cards: tuple[commons.Card, ...]) -> None:
    say, rows = texts(options.lang), []
    for card in cards:
        found = commons.here(database, options.programme, card)
        rows.append(
            (
                card["card_id"],
                card["kind"],
                card_title(card, say),
                card["attribution"],
                found.offers,
                found.demands,
            )
        )
    write(pd.DataFrame(rows, columns=list(COLUMNS)), options.format)
