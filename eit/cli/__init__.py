"""`python -m eit …`: everything that a page can do to the data, without a page.

A command imports what it needs and no other: `COMMANDS` says which module knows it. The list of all of them costs none.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module

from eit.cli.commands import COMMANDS, CommandList
from eit.locations import keep_files_private


def parser_of(asked: Iterable[str]) -> argparse.ArgumentParser:
    """The parser of the command line; of the commands that are not asked for, it knows the name and the line only."""
    parser = argparse.ArgumentParser(prog="maillage", description="Maillage : atlas des flux d'un territoire")
    parser.add_argument(
        "--lang", choices=("fr", "en"), default="fr", help="langue des messages et des noms / language"
    )
    parsers = parser.add_subparsers(dest="command", required=True)
    listed = CommandList(parsers)
    modules = {COMMANDS[word][0] for word in asked if word in COMMANDS}
    for name, (module, _) in COMMANDS.items():
        if module not in modules:
            listed.add_parser(name)
        elif name not in parsers.choices:
            import_module(f"eit.cli.{module}").add_commands(listed)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 when checks fail, 2 when it cannot be done (with a sentence on stderr)."""
    keep_files_private()
    words = sys.argv[1:] if arguments is None else list(arguments)
    command = next((word for word in words if word in COMMANDS), None)
    options = parser_of([command] if command else []).parse_args(words)
    from eit.cli.options import run_and_tell  # only now: the list of commands waits for no table and no file

    try:
        return run_and_tell(options)
    except BrokenPipeError:  # a reader that stops early (`| head`) is no failure
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
