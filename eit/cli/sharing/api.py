"""`api`: serves the interface for programs, gives, lists and takes back its tokens."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from eit.actions.api_tokens import give_token, take_token
from eit.actions.edit import EditContext
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, programme_row
from eit.cli.output import tell, write
from eit.cli.typed import PORTS, add_number
from eit.domain.door.api import LONGEST_DAYS, ROLES, SHORTEST_DAYS, USUAL_DAYS
from eit.domain.typed_number import NumberField
from eit.locations import EDITION, WORK
from eit.store.api_tokens import Token, TokenBook
from eit.store.database import Database
from eit.store.version.workspace import refuse_demonstration
from eit.views.texts import texts

PORT = 8503
Steps = argparse._SubParsersAction


def add_commands(commands: CommandList) -> None:
    """`api serve`, `api token add`, `list`, `revoke`."""
    steps = commands.add_parser("api").add_subparsers(dest="step", required=True)
    serve = steps.add_parser("serve", help="sert l'interface / serves the interface")
    add_database(serve)
    serve.add_argument("--address", default="127.0.0.1", help="adresse où écouter / where to listen")
    serve.add_argument("--edition", type=Path, help="édition publique / public edition")
    add_number(serve, "--port", PORTS, PORT)
    serve.set_defaults(run=_serve)
    tokens = steps.add_parser("token", help="les jetons / the tokens").add_subparsers(
        dest="what", required=True
    )
    add = _step(tokens, "add", _add, "donne un jeton, dit une seule fois / gives a token, told once")
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument("--label", required=True, help="pour quel programme / for which program")
    days = NumberField(low=SHORTEST_DAYS, high=LONGEST_DAYS, whole=True)
    add_number(add, "--days", days, USUAL_DAYS)
    _step(tokens, "list", _list, "les jetons / the tokens")
    revoke = _step(tokens, "revoke", _revoke, "retire un jeton / takes a token back")
    revoke.add_argument("--token", required=True, help="son identifiant / its id")


def _step(steps: Steps, name: str, run: object, said: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = steps.add_parser(name, help=said)
    command.add_argument("--programme", required=True)
    add_database(command)
    if name != "list":
        add_author(command)
    command.set_defaults(run=run)
    return command


def _serve(options: argparse.Namespace) -> int:
    """The interface in a process of its own."""
    refuse_demonstration(options.db)
    edition = options.edition or Path(os.environ.get("EIT_EDITION") or WORK / EDITION)
    asked = [sys.executable, "-m", "eit.api", str(options.db.resolve())]
    asked += ["--address", options.address, "--port", str(options.port), "--edition", str(edition)]
    tell(texts(options.lang)("api.serving", address=f"http://{options.address}:{options.port}"))
    book = TokenBook(options.db)
    if all(one.refusal(book.now()) for one in book.tokens()):
        tell(texts(options.lang)("api.no_token"))
    try:
        return subprocess.run(asked, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _add(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        programme_row(database, options.programme)
    door = EditContext(options.db, options.author)
    made, word = give_token(door, options.programme, options.role, options.label, options.days)
    write(pd.DataFrame([{**_told(made, TokenBook(options.db).now()), "word": word}]), options.format)
    return 0


def _list(options: argparse.Namespace) -> int:
    book = TokenBook(options.db)
    own = [one for one in book.tokens() if one.programme_id == options.programme]
    columns = ["token", "role", "label", "made_on", "expires_on", "state"]
    write(pd.DataFrame([_told(one, book.now()) for one in own], columns=columns), options.format)
    return 0


def _revoke(options: argparse.Namespace) -> int:
    take_token(EditContext(options.db, options.author), options.programme, options.token)
    return _list(options)


def _told(token: Token, now: int) -> dict[str, object]:
    made, ends = (datetime.fromtimestamp(at, UTC).date() for at in (token.made_at, token.expires_at))
    refusal = token.refusal(now).removeprefix("api-token-")
    return {
        "token": token.token_id, "role": token.role, "label": token.label, "made_on": made, "expires_on": ends,
        "state": refusal or "open",
    }  # fmt: skip
