"""`door`: serves the firms' own form, makes, lists and withdraws their links, and settles what they answered."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pandas as pd

from eit.actions.door.answers import accept_answer, refuse_answer
from eit.actions.door.links import door_address, make_link, revoke_link
from eit.actions.edit import EditContext
from eit.analysis.door.firm_sheet import firm_sheets
from eit.analysis.door.links import standing_links
from eit.analysis.door.queue import waiting
from eit.analysis.organisation import choices_of
from eit.analysis.programmes import company_names
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day, programme_row
from eit.cli.output import tell, write
from eit.cli.typed import PORTS, add_number
from eit.domain.door.link import LONGEST_DAYS, SHORTEST_DAYS, USUAL_DAYS
from eit.domain.typed_number import NumberField
from eit.store.database import Database
from eit.store.version.workspace import refuse_demonstration
from eit.views.door.queue import answer_lines, answer_title
from eit.views.texts import texts

PORT = 8502
LINKS = ("organisation", "name", "code", "made_on", "expires_on", "url")
Steps = argparse._SubParsersAction


def add_commands(commands: CommandList) -> None:
    """`door serve`, `link`, `list`, `revoke`, `answers`, `accept`, `refuse`."""
    steps = commands.add_parser("door").add_subparsers(dest="step", required=True)
    serve = steps.add_parser("serve", help="sert le formulaire des organisations / serves the firms' form")
    add_database(serve)
    serve.add_argument("--address", default="127.0.0.1", help="adresse où écouter / where to listen")
    add_number(serve, "--port", PORTS, PORT)
    serve.set_defaults(run=_serve)
    link = _step(steps, "link", _link, "fait un lien, ou un par organisation / makes a link, or one each")
    add_number(link, "--days", NumberField(low=SHORTEST_DAYS, high=LONGEST_DAYS, whole=True), USUAL_DAYS)
    _step(steps, "list", _list, "les liens qui valent / the links that stand")
    _step(steps, "revoke", _revoke, "retire un lien / withdraws a link")
    _step(steps, "answers", _answers, "les réponses qui attendent / the answers that wait")
    for name, run, said in (
        ("accept", _accept, "inscrit une réponse / writes an answer"),
        ("refuse", _refuse, "écarte une réponse / sets an answer aside"),
    ):
        _step(steps, name, run, said).add_argument("--answer", required=True, help="identifiant / id")


def _step(steps: Steps, name: str, run: object, said: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = steps.add_parser(name, help=said)
    command.add_argument("--programme", required=True)
    if name in ("link", "revoke", "answers"):
        every = "" if name == "revoke" else " ; sans elle, toutes / all without it"
        command.add_argument("--organisation", required=name == "revoke", help=f"identifiant / id{every}")
    add_database(command)
    add_day(command)
    if name not in ("list", "answers"):
        add_author(command)
    command.set_defaults(run=run)
    return command


def _serve(options: argparse.Namespace) -> int:
    """The form in a process of its own, which opens no data file."""
    refuse_demonstration(options.db)
    asked = [sys.executable, "-m", "eit.door", str(options.db.resolve())]
    asked += ["--address", options.address, "--port", str(options.port)]
    tell(texts(options.lang)("firm_link.serving", address=f"http://{options.address}:{options.port}"))
    try:
        return subprocess.run(asked, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _link(options: argparse.Namespace) -> int:
    door = EditContext(options.db, options.author)
    with Database(options.db) as database:
        programme_row(database, options.programme)
        held = standing_links(database, options.programme)
        every = [one for one in company_names(database, options.programme) if one not in held]
        chosen = [options.organisation] if options.organisation else every
        sheets = firm_sheets(database, options.programme, chosen, options.as_of)
    for company_id, sheet in sheets.items():
        make_link(door, options.programme, company_id, sheet, options.days)
    return _tell(options, set(sheets))


def _list(options: argparse.Namespace) -> int:
    return _tell(options, None)


def _revoke(options: argparse.Namespace) -> int:
    revoke_link(EditContext(options.db, options.author), options.programme, options.organisation)
    return _tell(options, None)


def _tell(options: argparse.Namespace, company_ids: set[str] | None) -> int:
    """The links that stand, of some organisations or of all."""
    with Database(options.db) as database:
        programme_row(database, options.programme)
        names = company_names(database, options.programme)
        found = standing_links(database, options.programme, door_address())
    rows = [
        (key, names.get(key, ""), one.code, one.made_on, one.expires_on, one.url)
        for key, one in found.items()
        if company_ids is None or key in company_ids
    ]
    write(pd.DataFrame(rows, columns=LINKS), options.format)
    return 0


def _answers(options: argparse.Namespace) -> int:
    say = texts(options.lang)
    with Database(options.db) as database:
        programme_row(database, options.programme)
        names = choices_of(database, options.programme, options.lang)
        found = waiting(database, options.programme, options.organisation)
    rows = [
        (one.answer_id, one.company_id, one.kind, one.received_on, answer_title(one, say),
         " ; ".join(answer_lines(one, say, names)))
        for one in found
    ]  # fmt: skip
    columns = ["answer", "organisation", "kind", "received_on", "title", "says"]
    write(pd.DataFrame(rows, columns=columns), options.format)
    return 0


def _accept(options: argparse.Namespace) -> int:
    accept_answer(EditContext(options.db, options.author), options.programme, options.answer)
    return _tell_settled(options, "accepted")


def _refuse(options: argparse.Namespace) -> int:
    refuse_answer(EditContext(options.db, options.author), options.programme, options.answer)
    return _tell_settled(options, "refused")


def _tell_settled(options: argparse.Namespace, state: str) -> int:
    write(pd.DataFrame([{"answer": options.answer, "state": state}]), options.format)
    return 0
