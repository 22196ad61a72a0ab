"""`organisation` and `flow`: show, add, correct, withdraw, merge; with the same checks as the page Organisation."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from eit.actions.door.links import door_address
from eit.actions.edit import EditContext
from eit.actions.organisation.flows import add_flow, correct_flow, withdraw_flow
from eit.actions.organisation.lifecycle import withdraw_organisation
from eit.actions.organisation.organisations import (
    add_organisation,
    correct_organisation,
    merge_organisations,
)
from eit.analysis.door.links import standing_links
from eit.analysis.letters import letter
from eit.analysis.organisation import flows_of, organisation, synergies_of
from eit.analysis.programmes import company_names
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day
from eit.cli.output import records, write, write_result
from eit.cli.typed import add_date, add_number
from eit.domain.errors import InvalidSelection
from eit.domain.forms.row_fields import Field, Part
from eit.domain.months import months_of, parse_months
from eit.domain.organisation.fields import FLOW, ORGANISATION, form_months
from eit.domain.typed_number import NumberField
from eit.locations import GEO
from eit.store.database import Database
from eit.views.door.queue import door_lines
from eit.views.organisation.letter import letter_html
from eit.views.texts import texts

Steps = argparse._SubParsersAction


def add_commands(commands: CommandList) -> None:
    """`organisation show`, `add`, `set`, `withdraw`, `merge`; `flow list`, `add`, `set`, `withdraw`."""
    group = commands.add_parser("organisation")
    steps = group.add_subparsers(dest="step", required=True)
    _organisation(_step(steps, "show", _show, "tout ce qui est inscrit / all that is on record"))
    add = _step(steps, "add", _add, "en ajouter une / add one")
    add.add_argument("--programme", required=True)
    _fields(add, ORGANISATION)
    change = _step(steps, "set", _set, "en corriger les champs / correct its fields")
    _organisation(change)
    _fields(change, ORGANISATION)
    _clear(change, ORGANISATION)
    _organisation(_step(steps, "withdraw", _withdraw, "la retirer / withdraw it"))
    merge = _step(steps, "merge", _merge, "de deux n'en faire qu'une / make one of two")
    _organisation(merge)
    merge.add_argument("--other", required=True, help="celle qui disparaît / the one that leaves")
    merge.add_argument(
        "--take", action="append", default=[], choices=[one.name for one in ORGANISATION.fields],
        help="champ à prendre de l'autre, à répéter / field to take of the other, repeat",
    )  # fmt: skip
    _letter_command(steps)
    _flow_commands(commands)


def _letter_command(steps: Steps) -> None:
    letters = steps.add_parser("letter", help="la lettre à une organisation, ou à toutes / to one or all")
    add_database(letters)
    letters.add_argument("--programme", required=True)
    letters.add_argument("--organisation", help="une seule ; sans elle, toutes / one only")
    letters.add_argument("--out", type=Path, required=True, help="dossier / folder")
    add_day(letters)
    letters.set_defaults(run=_letter)


def _flow_commands(commands: CommandList) -> None:
    group = commands.add_parser("flow")
    steps = group.add_subparsers(dest="step", required=True)
    _organisation(_step(steps, "list", _list_flows, "ceux d'une organisation / those of one"))
    add = _step(steps, "add", _add_flow, "en ajouter un / add one")
    _organisation(add)
    _fields(add, FLOW)
    change = _step(steps, "set", _set_flow, "en corriger les champs / correct its fields")
    _fields(change, FLOW)
    _clear(change, FLOW)
    withdraw = _step(steps, "withdraw", _withdraw_flow, "le retirer / withdraw it")
    for command in (change, withdraw):
        command.add_argument("--flow", required=True, help="identifiant / id")


def _step(steps: Steps, name: str, run: object, said: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = steps.add_parser(name, help=said)
    add_database(command)
    if name not in ("show", "list"):
        add_author(command)
    command.set_defaults(run=run)
    return command


def _organisation(command: argparse.ArgumentParser) -> None:
    command.add_argument("--organisation", required=True, help="identifiant / id")


def _fields(command: argparse.ArgumentParser, part: Part) -> None:
    """One option per field, of its kind."""
    for one in part.fields:
        flag = f"--{one.name.removesuffix('_id').replace('_', '-')}"
        if one.kind in ("number", "integer"):
            bounds = NumberField(low=one.low, high=one.high, whole=one.kind == "integer")
            add_number(command, flag, bounds, dest=one.name)
        elif one.kind == "day":
            add_date(command, flag, dest=one.name)
        else:
            command.add_argument(flag, dest=one.name, choices=_choices(one))


def _choices(one: Field) -> tuple[str, ...] | None:
    return one.choices if one.kind == "choice" and one.choices else None


def _clear(command: argparse.ArgumentParser, part: Part) -> None:
    names = [one.name for one in part.fields if not one.required]
    command.add_argument(
        "--clear",
        action="append",
        default=[],
        choices=names,
        help="champ à vider, à répéter / field to empty, repeat",
    )


def _given(options: argparse.Namespace, part: Part) -> dict[str, object]:
    found = {
        one.name: getattr(options, one.name) for one in part.fields if getattr(options, one.name) is not None
    }
    if "months" in found:
        found["months"] = _months(str(found["months"]))
    return found | dict.fromkeys(getattr(options, "clear", []))


def _months(text: str) -> str | None:
    try:
        return form_months(months_of(parse_months(text)))
    except ValueError:
        raise InvalidSelection("choice-unknown", value=text, row_id="--months") from None


def _context(options: argparse.Namespace) -> EditContext:
    return EditContext(options.db, options.author)


def _tell(options: argparse.Namespace, company_id: str) -> int:
    with Database(options.db) as database:
        row = organisation(database, company_id)
        flows = flows_of(database, company_id)
        synergies = synergies_of(database, str(row["programme_id"]), company_id)
    fields = pd.DataFrame({"field": list(row), "value": list(row.values())}, dtype=object)
    write_result({**row, "flows": records(flows), "synergies": records(synergies)}, fields, options.format)
    return 0


def _show(options: argparse.Namespace) -> int:
    return _tell(options, options.organisation)


def _add(options: argparse.Namespace) -> int:
    return _tell(
        options, add_organisation(_context(options), options.programme, _given(options, ORGANISATION))
    )


def _set(options: argparse.Namespace) -> int:
    correct_organisation(_context(options), options.organisation, _given(options, ORGANISATION))
    return _tell(options, options.organisation)


def _withdraw(options: argparse.Namespace) -> int:
    withdraw_organisation(_context(options), options.organisation)
    return _tell_withdrawn(options, options.organisation)


def _merge(options: argparse.Namespace) -> int:
    merge_organisations(_context(options), options.organisation, options.other, options.take)
    return _tell(options, options.organisation)


def _add_flow(options: argparse.Namespace) -> int:
    return _tell_flow(options, add_flow(_context(options), options.organisation, _given(options, FLOW)))


def _set_flow(options: argparse.Namespace) -> int:
    correct_flow(_context(options), options.flow, _given(options, FLOW))
    return _tell_flow(options, options.flow)


def _withdraw_flow(options: argparse.Namespace) -> int:
    withdraw_flow(_context(options), options.flow)
    return _tell_withdrawn(options, options.flow)


def _list_flows(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        organisation(database, options.organisation)
        rows = flows_of(database, options.organisation)
    write(rows, options.format)
    return 0


def _tell_flow(options: argparse.Namespace, flow_id: str) -> int:
    with Database(options.db) as database:
        owner = database.query("flow", {"flow_id": flow_id}, folder="actions")["company_id"].iloc[0]
        rows = flows_of(database, str(owner))
    own = rows[rows["flow_id"] == flow_id]
    fields = own.iloc[0].rename_axis("field").rename("value").reset_index()
    write_result({"company_id": str(owner), **records(own)[0]}, fields, options.format)
    return 0


def _tell_withdrawn(options: argparse.Namespace, row_id: str) -> int:
    write_result({"withdrawn": row_id}, pd.DataFrame([{"withdrawn": row_id}]), options.format)
    return 0


def _letter(options: argparse.Namespace) -> int:
    """Write a letter per organisation into a folder; which were written."""
    rows = []
    with Database(options.db) as database:
        names = company_names(database, options.programme)
        chosen = [options.organisation] if options.organisation else list(names)
        links = standing_links(database, options.programme, door_address())
        options.out.mkdir(parents=True, exist_ok=True)
        for company_id in chosen:
            made = letter(database, options.programme, company_id, options.as_of, GEO, options.lang)
            path = options.out / f"{company_id}-{options.lang}.html"
            link = links.get(company_id)
            door = door_lines(link, texts(options.lang)) if link is not None and link.door else None
            page = letter_html(
                *(made.name, made.programme, made.flows, made.leads, made.missing, made.day, options.lang),
                door,
            )
            path.write_bytes(page.encode())
            leads = sum(map(len, made.leads.values()))
            rows.append(
                {"organisation": company_id, "file": str(path), "leads": leads, "missing": len(made.missing)}
            )
    write(pd.DataFrame(rows), options.format)
    return 0
