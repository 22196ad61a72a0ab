"""Commands about the sheet of a programme: read it, export it in the funder's rows, declare a value."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from eit.actions.edit import EditContext
from eit.actions.indicators import Declared, declare
from eit.analysis.impact.indicators import sheet
from eit.analysis.programmes import is_fictitious
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_day, programme_row
from eit.cli.output import write
from eit.cli.typed import YEARS, add_number
from eit.domain.errors import InvalidSelection
from eit.domain.figures.figure import KNOWN, NOT_COMMUNICATED
from eit.domain.figures.indicator import BOUNDS, Cell, Indicator, read_value
from eit.store.database import Database
from eit.views import format as fmt
from eit.views.indicators.sheet import formula, workbook
from eit.views.texts import texts

SIDES = ("min", "max", "threshold", "target")


def add_commands(commands: CommandList) -> None:
    """`indicators`, and `indicators declare`."""
    command = commands.add_parser("indicators")
    command.add_argument("action", nargs="?", choices=("show", "declare"), default="show")
    command.add_argument("--programme", required=True)
    add_number(command, "--year", YEARS, help="une seule année / one year")
    add_day(command)
    command.add_argument("--out", type=Path, help="fichier Excel à écrire / Excel file to write")
    command.add_argument("--indicator", help="declare : identifiant / id")
    command.add_argument(
        "--bound", choices=BOUNDS, default="value", help="declare : ce que c'est / what it is"
    )
    command.add_argument("--value", help="declare : un nombre, un mot de l'unité, ou n.c. / or n.c.")
    command.add_argument("--by", help="declare : au nom de qui / on whose behalf")
    add_author(command)
    add_database(command)
    command.set_defaults(run=run_indicators)


def run_indicators(options: argparse.Namespace) -> int:
    """List the sheet, one row per indicator and year; write the workbook, or declare one value first."""
    if options.action == "declare":
        _declare(options)
    with Database(options.db) as database:
        row = programme_row(database, options.programme)
        found = sheet(database, options.programme, options.as_of)
        fictitious = is_fictitious(database)
    if options.out:
        about = {
            "programme": str(row[f"name_{options.lang}"]),
            "as_of": fmt.date(options.as_of, options.lang),
        }
        data = workbook(found, options.lang, {**about, "fictitious": "yes" if fictitious else ""})
        _save(options.out, data)
    rows = [record for one in found for record in records_of(one, options.lang)]
    if options.year is not None:
        rows = [record for record in rows if record["year"] == str(options.year)]
    if options.action == "declare":
        rows = [record for record in rows if record["indicator_id"] == options.indicator]
    write(pd.DataFrame(rows, columns=COLUMNS), options.format)
    return 0


def _save(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InvalidSelection("file-not-written", value=str(path)) from error


def _declare(options: argparse.Namespace) -> None:
    for name in ("indicator", "value"):
        if getattr(options, name) is None:
            raise InvalidSelection("option-missing", value=f"--{name}")
    with Database(options.db) as database:
        programme_row(database, options.programme)
        found = {one.indicator_id: one for one in sheet(database, options.programme, options.as_of)}
    if options.indicator not in found:
        raise InvalidSelection("indicator-unknown", value=options.indicator)
    unit = found[options.indicator].text("unit", options.lang)
    value = read_value(options.value, unit, "--value", options.lang)
    declared = Declared(options.bound, options.year, value, options.by)
    declare(EditContext(options.db, options.author), options.programme, options.indicator, declared)


COLUMNS = ["indicator_id", "label", "unit", "kind", "year", "value", "state"]
COLUMNS += [column for side in SIDES for column in (side, f"{side}_state")]
COLUMNS += ["target_year", "progress", "published", "author", "formula", "source"]


def records_of(one: Indicator, lang: str) -> list[dict[str, object]]:
    """One record per year of an indicator; a state is `known`, `n.c.` or what the software could not say."""
    bounds = {name: one.bound(name) for name in SIDES}
    target = bounds["target"]
    fixed = {
        "indicator_id": one.indicator_id,
        "label": one.text("label", lang),
        "unit": one.text("unit", lang),
        "kind": one.kind,
        "target_year": target.year if target else None,
        "author": one.author,
        "formula": formula(one, texts(lang)) or None,
        "source": one.source,
    }
    records: list[dict[str, object]] = []
    for cell in one.values:
        published = [said.value for said in one.published if said.year in (cell.year, None)]
        sides = {name: one.bound(name, cell.year) for name in SIDES}
        row: dict[str, object] = {**fixed, "year": cell.year, "value": cell.value, "state": _state(cell)}
        for name, bound in sides.items():
            row |= {name: bound.value if bound else None, f"{name}_state": _state(bound) if bound else None}
        row["published"] = published[0] if published else None
        row["progress"] = one.progress if cell == one.latest else None
        records.append({column: row[column] for column in COLUMNS})
    return records


def _state(cell: Cell) -> str:
    return cell.state if cell.state in (KNOWN,) else "n.c." if cell.state == NOT_COMMUNICATED else cell.state
