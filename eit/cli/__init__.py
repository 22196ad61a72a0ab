"""`python -m eit …`: everything that a page can do to the data, without a page."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from eit.cli import (
    allocation,
    backup,
    boundaries,
    brief,
    consortium,
    data,
    exchanges,
    export,
    grouping,
    indicators,
    ingest,
    items,
    portrait,
    privacy,
    programmes,
    publish,
    roads,
    run,
    synergies,
    territories,
)
from eit.cli.options import settle_day
from eit.cli.organisation import files, organisations
from eit.cli.output import tell
from eit.cli.typed import read_typed
from eit.domain.errors import DataError, Refusal
from eit.locations import keep_files_private
from eit.store.tables import SourceError
from eit.views.refusals import refusal_sentence
from eit.views.texts import texts

GROUPS = (
    run,
    brief,
    data,
    exchanges,
    roads,
    allocation,
    grouping,
    boundaries,
    territories,
    ingest,
    items,
    organisations,
    files,
    programmes,
    export,
    backup,
    privacy,
    indicators,
    consortium,
    portrait,
    synergies,
    publish,
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="maillage", description="Maillage : atlas des flux d'un territoire")
    parser.add_argument(
        "--lang", choices=("fr", "en"), default="fr", help="langue des messages et des noms / language"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for group in GROUPS:
        group.add_commands(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 when checks fail, 2 when it cannot be done (with a sentence on stderr)."""
    keep_files_private()
    options = _parser().parse_args(arguments)
    say = texts(options.lang)
    try:
        read_typed(options)
        return _run(options)
    except DataError as error:
        sentence = say(f"problem.{error.code}", **error.values)
    except Refusal as error:
        sentence = refusal_sentence(error, say)
    except SourceError as error:
        sentence = say("problem.source", detail=str(error))
    tell(sentence)
    return 2


def _run(options: argparse.Namespace) -> int:
    """Run the command; a reader that stops early (`| head`) is no failure."""
    try:
        settle_day(options)
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
