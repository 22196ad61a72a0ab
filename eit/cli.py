"""`python -m eit …`: everything that a page can do to the data, without a page."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from eit.analysis import kpis
from eit.analysis.exchanges import potential_exchanges
from eit.analysis.programmes import ensure_known, programme
from eit.domain.errors import InvalidSelection, Refusal
from eit.domain.selection import Selection
from eit.store.build import build_database
from eit.store.checking import failed_checks
from eit.store.connection import DataError, Database
from eit.store.tables import SourceError
from eit.store.writing import CheckFailed
from eit.views.texts import texts

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = ROOT / "data" / "flows.duckdb"
EXCHANGE_COLUMNS = [
    "offer_id",
    "demand_id",
    "offer_company_id",
    "offer_company",
    "demand_company_id",
    "demand_company",
    "offer_material_id",
    "offer_material",
    "demand_material_id",
    "demand_material",
    "kind",
    "category_id",
    "basis",
    "condition",
    "use",
    "score",
    "score_material",
    "score_distance",
    "score_quantity",
    "score_season",
    "score_freshness",
    "score_quality",
    "distance_km",
    "road_km_estimate",
    "pair_quantity",
    "unit",
    "mass_t_per_year",
    "allocated_quantity",
    "allocated_t_per_year",
    "months_in_common",
    "age_months",
    "former_destination",
    "library_id",
    "source",
    "source_year",
    "confidence",
]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eit", description="Maillage : atlas des flux d'un territoire"
    )
    parser.add_argument(
        "--lang", choices=("fr", "en"), default="fr", help="langue des messages et des noms / language"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser(
        "build", help="construit le fichier de données à partir de data/ / builds the data file"
    )
    build.add_argument(
        "--data", type=Path, default=ROOT / "data", help="dossier des sources / folder of the sources"
    )
    exchanges = commands.add_parser("exchanges", help="échanges potentiels / potential exchanges")
    exchanges.add_argument("--territory", help="identifiant de territoire / territory id")
    exchanges.add_argument("--material", help="identifiant de matière ou de famille / material or family id")
    figures = commands.add_parser("kpis", help="chiffres du programme / figures of the programme")
    for command in (exchanges, figures):
        command.add_argument("--programme", required=True)
        command.add_argument("--radius-km", type=float, help="rayon ; par défaut celui du programme / radius")
        command.add_argument("--as-of", type=date.fromisoformat, default=date.today(), help="AAAA-MM-JJ")
    check = commands.add_parser("check", help="vérifie le fichier de données / checks the data file")
    for command in (build, exchanges, figures, check):
        default = os.environ.get("EIT_DATABASE") or DEFAULT_DATABASE
        command.add_argument("--db", type=Path, default=Path(default), help="fichier de données / data file")
        command.add_argument("--format", choices=("json", "csv", "table"), default="table")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when what was asked is done, 1 when checks fail, 2 when it cannot be done (sentence on stderr)."""
    options = _parser().parse_args(arguments)
    say = texts(options.lang)
    try:
        return COMMANDS[options.command](options)
    except DataError as error:
        sentence = say(f"problem.{error.code}", **error.values)
    except Refusal as error:
        sentence = say(f"refusal.{error.key}", value=error.value)
    except CheckFailed as error:
        sentence = say("problem.check_failed", checks=", ".join(error.failures))
    except SourceError as error:
        sentence = say("problem.source", detail=str(error))
    print(sentence, file=sys.stderr)
    return 2


def _build(options: argparse.Namespace) -> int:
    build_database(options.data, options.db)
    with Database(options.db) as database:
        counts = database.query("table_counts")
    _write(counts, options.format)
    return 0


def _check(options: argparse.Namespace) -> int:
    failures = failed_checks(options.db)
    _write(pd.DataFrame(failures, columns=["check", "rows"]), options.format)
    return 1 if failures else 0


def _selection(options: argparse.Namespace, database: Database) -> Selection:
    """The selection that the options describe. Raises InvalidSelection for anything that does not exist."""
    row = programme(database, options.programme)
    if row is None:
        raise InvalidSelection("programme-unknown", value=options.programme)
    radius = float(row["default_radius_km"]) if options.radius_km is None else options.radius_km
    selection = Selection(
        options.programme,
        radius_km=radius,
        level=row["levels"][0],
        territory_id=getattr(options, "territory", None),
        material_id=getattr(options, "material", None),
    )
    ensure_known(database, selection)
    return selection


def _exchanges(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        pairs = potential_exchanges(database, _selection(options, database), options.as_of)
    localised = ("offer_material", "demand_material", "condition", "use")
    named = pairs.rename(columns={f"{name}_{options.lang}": name for name in localised})
    _write(named[EXCHANGE_COLUMNS], options.format)
    return 0


def _kpis(options: argparse.Namespace) -> int:
    with Database(options.db) as database:
        figures = kpis.headline(database, _selection(options, database), options.as_of)
    _write(pd.DataFrame([figure.as_record() for figure in figures]), options.format)
    return 0


COMMANDS = {"build": _build, "exchanges": _exchanges, "kpis": _kpis, "check": _check}


def _plain(value: object) -> object:
    """A value as JSON knows it; what is not known is null, never NaN."""
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _write(rows: pd.DataFrame, form: str) -> None:
    """Print rows as a JSON list of objects, CSV, or a table for reading."""
    if form == "json":
        records = [{str(key): _plain(value) for key, value in row.items()} for row in rows.to_dict("records")]
        json.dump(records, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
        print()
    elif form == "csv":
        rows.to_csv(sys.stdout, index=False)
    else:
        with pd.option_context("display.width", 200, "display.max_columns", 14, "display.max_rows", 60):
            print(rows.to_string(index=False, max_cols=14, max_rows=60) if len(rows) else "—")
