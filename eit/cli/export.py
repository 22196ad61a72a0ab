"""The commands that take data out of the file, and that say what is missing or doubtful in it."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from eit.analysis.exports import GEOMETRIES, KINDS, Asked, export_facts, export_layer, export_table
from eit.analysis.quality import quality
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_selection, programme_row, read_selection
from eit.cli.output import write_result
from eit.domain.errors import InvalidSelection
from eit.locations import GEO
from eit.store.database import Database
from eit.views.export.about import about_lines
from eit.views.export.files import ONE_KIND, SUFFIXES, WITH_LAYERS, file_bytes
from eit.views.export.tables import as_text
from eit.views.findings import finding_sentence
from eit.views.texts import texts

ALL = "all"


def add_commands(commands: CommandList) -> None:
    """`export` and `quality`."""
    export = commands.add_parser("export")
    export.add_argument("--what", choices=(*KINDS, ALL), required=True)
    export.add_argument("--out", type=Path, required=True, help=".xlsx, .csv, .gpkg, .geojson")
    export.set_defaults(run=run_export)
    doubts = commands.add_parser("quality")
    doubts.set_defaults(run=run_quality)
    for command in (export, doubts):
        add_selection(command)
        add_database(command)


def run_export(options: argparse.Namespace) -> int:
    """Write the file, and beside a CSV a text that says what it is. Raises InvalidSelection when it cannot."""
    suffix = options.out.suffix.lower()
    kinds = KINDS if options.what == ALL else (options.what,)
    _check(suffix, kinds)
    with Database(options.db) as database:
        all_year = texts(options.lang)("date.year_round")
        asked = Asked(read_selection(options, database), options.as_of, options.lang, GEO, all_year)
        tables = {kind: _read(database, kind, asked, suffix) for kind in kinds}
        rows = {kind: len(table) for kind, table in tables.items()}
        about = about_lines(export_facts(database, asked, rows), options.lang)
    written = {options.out: file_bytes(suffix, tables, about, options.lang)}
    if suffix == ".csv":
        written[beside(options.out)] = as_text(about)
    _write(written)
    report = {"files": [str(path) for path in written], "rows": rows, "about": dict(about)}
    listed = pd.DataFrame([{"what": kind, "rows": count} for kind, count in rows.items()])
    write_result(report, listed, options.format)
    return 0


def _check(suffix: str, kinds: tuple[str, ...]) -> None:
    if suffix not in SUFFIXES:
        raise InvalidSelection("export-format-unknown", value=suffix or "—")
    if len(kinds) > 1 and suffix in ONE_KIND:
        raise InvalidSelection("export-one-kind", value=suffix)
    if suffix == ".geojson" and kinds[0] not in GEOMETRIES:
        raise InvalidSelection("export-no-geometry", value=kinds[0])


def _read(database: Database, kind: str, asked: Asked, suffix: str) -> pd.DataFrame:
    with_shape = suffix in WITH_LAYERS and kind in GEOMETRIES
    return export_layer(database, kind, asked) if with_shape else export_table(database, kind, asked)


def beside(path: Path) -> Path:
    """The text that goes beside a CSV: a line of comment inside would break it."""
    return path.with_name(f"{path.stem}.about.txt")


def _write(files: dict[Path, bytes]) -> None:
    try:
        for path, data in files.items():
            path.write_bytes(data)
    except OSError as error:
        raise InvalidSelection("export-unwritable", value=str(error.filename)) from error


def run_quality(options: argparse.Namespace) -> int:
    """List what is missing, old, doubtful or contradictory, the gravest first, after the shares of what is known."""
    with Database(options.db) as database:
        programme_row(database, options.programme)
        found = quality(database, options.programme, options.as_of, GEO, options.lang)
    rows = found.findings.copy()
    rows["message"] = [
        finding_sentence(key, told, options.lang)
        for key, told in zip(rows["key"], rows["values"], strict=True)
    ]
    listed = rows.drop(columns="values")
    write_result(
        {"programme": options.programme, "summary": found.summary, "findings": listed}, listed, options.format
    )
    return 0
