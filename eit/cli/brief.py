"""Commands that write the document of a meeting and the anonymous cards of what worked."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from eit.analysis.brief import brief
from eit.analysis.synergies.cases import case_cards
from eit.analysis.territories.official import official_layers
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_day, programme_row
from eit.cli.output import write_json, write_result
from eit.cli.typed import add_date
from eit.domain.brief import CaseCard
from eit.domain.errors import InvalidSelection
from eit.locations import GEO
from eit.store.database import Database
from eit.views.brief.case_words import case_text
from eit.views.brief.files import WRITERS


def add_commands(commands: CommandList) -> None:
    """`brief` and `cases`."""
    document = commands.add_parser("brief")
    add_date(document, "--since", help="AAAA-MM-JJ ; sinon la dernière rencontre")
    document.add_argument("--out", type=Path, required=True, help=".html, .pptx")
    document.add_argument(
        "--names", choices=("consent",), default="consent", help="noms selon le consentement"
    )
    document.set_defaults(run=run_brief)
    cards = commands.add_parser("cases")
    cards.set_defaults(run=run_cases)
    for command in (document, cards):
        command.add_argument("--programme", required=True)
        add_day(command)
        add_database(command)


def run_brief(options: argparse.Namespace) -> int:
    """Write the brief. Raises InvalidSelection for a format that is not written."""
    suffix = options.out.suffix.lower()
    if suffix not in WRITERS:
        raise InvalidSelection("brief-format-unknown", value=suffix or "—")
    layers = official_layers(options.db)
    with Database(options.db) as database:
        programme_row(database, options.programme)
        found = brief(database, options.programme, options.as_of, options.lang, GEO, options.since, layers)
    try:
        options.out.write_bytes(WRITERS[suffix](found))
    except OSError as error:
        raise InvalidSelection("export-unwritable", value=str(error.filename)) from error
    write_json(
        {
            "file": str(options.out),
            "programme": options.programme,
            "as_of": found.as_of,
            "since": found.since,
            "synergies": len(found.new_synergies),
            "decisions": len(found.decisions),
            "cases": len(found.cases),
        }
    )
    return 0


def run_cases(options: argparse.Namespace) -> int:
    """Print the cards; in CSV or for reading, their first lines."""
    with Database(options.db) as database:
        programme_row(database, options.programme)
        cards = case_cards(database, options.programme, options.as_of)
    rows = pd.DataFrame([_row(card, options.lang) for card in cards])
    write_result(
        {"programme": options.programme, "cases": [_record(card) for card in cards]}, rows, options.format
    )
    return 0


def _row(card: CaseCard, lang: str) -> dict[str, str]:
    said = case_text(card, lang)
    return {
        "case": said.head,
        "title": said.title,
        **dict(said.facts),
        "elsewhere": " ; ".join(said.elsewhere),
    }


def _record(card: CaseCard) -> dict[str, object]:
    record = asdict(card)
    pairs = {"offered": card.offered, "wanted": card.wanted}
    for name, pair in pairs.items():
        record[name] = None if pair is None else {"fr": pair[0], "en": pair[1]}
    record["sectors"] = [{"fr": sector[0], "en": sector[1]} for sector in card.sectors]
    return record
