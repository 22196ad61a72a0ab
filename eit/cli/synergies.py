"""Commands about synergies: the board and the funnel at any date, and every step that a page can do."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from eit.actions import pairs, synergies
from eit.actions.edit import EditContext
from eit.actions.edit_fields import DAYS, NUMBERS, QUANTITY
from eit.analysis.synergies.board import board
from eit.analysis.synergies.funnel import FUNNEL, funnel
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day, programme_row
from eit.cli.output import localised, write, write_json, write_result
from eit.cli.typed import YEARS, add_date, add_number
from eit.domain.errors import InvalidSelection
from eit.domain.stage import SET_ASIDE_REASONS, STAGES
from eit.domain.typed_date import read_date
from eit.domain.typed_number import NumberField, own_units, read_number
from eit.store.database import Database

COLUMNS = [
    "synergy_id",
    "title",
    "type",
    "term",
    "stage",
    "stage_on",
    "days_at_stage",
    "reason",
    "material_id",
]
COLUMNS += ["quantity_per_year", "unit", "declared_per_year", "mass_t_per_year", "diverted_t_per_year"]
COLUMNS += ["ghg_low", "ghg_central", "ghg_high", "ghg_provisional", "former_destination", "share_refused"]
COLUMNS += [
    "attribution_share",
    "confirmed_on",
    "confirmed_year",
    "is_result",
    "stale",
    "in_headline",
    "flags",
]
COLUMNS += ["giver", "taker", "parties", "partners_left", "lead", "next_step", "next_step_due", "overdue"]
COLUMNS += ["confidence", "investment", "cost_per_year", "saving_per_year", "jobs", "origin"]
COLUMNS += ["offer_flow_id", "demand_flow_id", "distance_km"]
DETAILS = (
    "lead",
    "next-step",
    "due",
    "confidence",
    "share",
    "refused",
    "former",
    "investment",
    "cost",
    "saving",
    "jobs",
)
FIELDS = {"next-step": "next_step_fr", "due": "next_step_due", "share": "attribution_share", "refused": "share_refused",
          "former": "former_destination", "cost": "cost_per_year", "saving": "saving_per_year"}  # fmt: skip
Run = Callable[[argparse.Namespace], object]


def add_commands(commands: CommandList) -> None:
    """`synergies` (with its steps) and `funnel`."""
    listed = commands.add_parser("synergies")
    steps = commands.add_parser("funnel")
    for command in (listed, steps):
        command.add_argument("--programme", required=command is steps, help="identifiant du programme")
        add_day(command)
        add_database(command)
    steps.add_argument("--level", help="une ligne par territoire / one row per territory")
    steps.set_defaults(run=run_funnel)
    listed.set_defaults(run=run_synergies)
    _add_steps(listed.add_subparsers(dest="step"))


def _add_steps(steps: argparse._SubParsersAction) -> None:
    promote = _step(steps, "promote", _promote, "une paire devient une synergie / a pair becomes a synergy")
    for name in ("offer", "demand"):
        promote.add_argument(name)
    promote.add_argument("--stage", choices=STAGES, default=STAGES[0])
    _add_quantity(promote)
    edit = _step(steps, "edit", _edit, "corriger les détails / correct the details")
    advance = _step(steps, "advance", _advance, "avancer d'étape / move forward")
    aside = _step(steps, "set-aside", _set_aside, "écarter / set aside")
    reopen = _step(steps, "reopen", _reopen, "reprendre une synergie écartée / reopen")
    confirm = _step(steps, "reconfirm", _reconfirm, "confirmer une année / confirm a year")
    for command in (edit, advance, aside, reopen, confirm):
        command.add_argument("synergy")
    advance.add_argument("--stage", choices=STAGES, required=True)
    add_number(confirm, "--year", YEARS, required=True)
    for command in (edit, confirm):
        _add_quantity(command)
    for command in (promote, edit):
        for name in DETAILS:
            command.add_argument(f"--{name}")
    reject = _step(steps, "reject", _reject, "écarter une paire / reject a pair")
    again = _step(steps, "unreject", _unreject, "proposer de nouveau une paire / take a rejection back")
    for command in (reject, again):
        command.add_argument("offer")
        command.add_argument("demand")
    for command in (aside, reject):
        command.add_argument("--reason", choices=SET_ASIDE_REASONS, required=True)


def _step(steps: argparse._SubParsersAction, name: str, run: Run, said: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = steps.add_parser(name, help=said)
    add_date(command, "--on")
    command.add_argument("--note")
    add_author(command)
    add_database(command)
    command.set_defaults(run=lambda options: _done(options, run))
    return command


def _add_quantity(command: argparse.ArgumentParser) -> None:
    command.add_argument("--quantity", help="par année / per year")
    command.add_argument("--unit", help="t/year, kg/month, MWh/year…")
    command.add_argument("--accept-above-flow", action="store_true")


def _done(options: argparse.Namespace, run: Run) -> int:
    found = run(options)
    write_json({"done": options.step, "id": found or getattr(options, "synergy", None)})
    return 0


def _door(options: argparse.Namespace) -> EditContext:
    return EditContext(options.db, options.author)


def _details(options: argparse.Namespace) -> dict[str, Any]:
    typed = {FIELDS.get(name, name): (name, getattr(options, name.replace("-", "_"))) for name in DETAILS}
    return {
        field: _detail(field, text, options.lang, f"--{name}")
        for field, (name, text) in typed.items()
        if text is not None
    }


def _detail(field: str, text: str, lang: str, option: str) -> object:
    """A detail as it is meant: a number by its field, a day, or the text itself; None empties it."""
    if field in NUMBERS:
        return read_number(text, lang, NUMBERS[field], option)
    return read_date(text, lang, row_id=option) if field in DAYS else text


def _quantity(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "quantity": read_number(options.quantity, options.lang, _quantity_field(options.unit), "--quantity"),
        "unit": options.unit,
        "accept_above_flow": options.accept_above_flow,
    }


def _quantity_field(unit: str | None) -> NumberField:
    return replace(QUANTITY, units=own_units(unit or ""))


def _promote(options: argparse.Namespace) -> str:
    given = {"stage": options.stage, "on": options.on, "note": options.note}
    words = {**given, **_quantity(options), **_details(options)}
    return synergies.promote_exchange(_door(options), options.offer, options.demand, **words)


def _edit(options: argparse.Namespace) -> None:
    synergies.edit_details(_door(options), options.synergy, **_quantity(options), **_details(options))


def _advance(options: argparse.Namespace) -> None:
    synergies.advance(_door(options), options.synergy, options.stage, options.on, options.note)


def _set_aside(options: argparse.Namespace) -> None:
    synergies.set_aside(_door(options), options.synergy, options.reason, options.on, options.note)


def _reopen(options: argparse.Namespace) -> None:
    synergies.reopen(_door(options), options.synergy, options.note or "", options.on)


def _reconfirm(options: argparse.Namespace) -> None:
    rest = {"on": options.on, "note": options.note, **_quantity(options)}
    synergies.reconfirm(_door(options), options.synergy, options.year, **rest)


def _reject(options: argparse.Namespace) -> str:
    pairs.reject(_door(options), options.offer, options.demand, options.reason, options.note, options.on)
    return f"{options.offer}|{options.demand}"


def _unreject(options: argparse.Namespace) -> str:
    pairs.unreject(_door(options), options.offer, options.demand)
    return f"{options.offer}|{options.demand}"


def run_synergies(options: argparse.Namespace) -> int:
    """List the synergies of a programme as they were at a date."""
    if options.programme is None:
        raise InvalidSelection("programme-missing")
    with Database(options.db) as database:
        programme_row(database, options.programme)
        rows = board(database, options.programme, options.as_of)
    write(localised(rows, options.lang, ("title", "term", "next_step"))[COLUMNS], options.format)
    return 0


def run_funnel(options: argparse.Namespace) -> int:
    """Print the funnel with its targets and the time left; in CSV or for reading, its steps or its territories."""
    with Database(options.db) as database:
        row = programme_row(database, options.programme)
        if options.level is not None and options.level not in row["levels"]:
            raise InvalidSelection("level-unknown", value=options.level)
        found = funnel(database, options.programme, options.as_of, options.level)
    steps = pd.DataFrame(
        [
            {
                **{"step": step, "count": found.counts[step], "target": found.targets.get(step)},
                "published": found.published.get(step),
            }
            for step in FUNNEL
        ]
    )
    value = {
        "programme": options.programme,
        "as_of": options.as_of,
        "steps": steps,
        "ends_on": found.ends_on,
        "days_left": found.days_left,
        "share_elapsed": found.share_elapsed,
        "territories": found.by_territory,
    }
    write_result(value, steps if found.by_territory is None else found.by_territory, options.format)
    return 0
