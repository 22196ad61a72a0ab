"""Commands about what is possible and what it adds up to."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from eit.analysis.exchanges.leads import to_ask
from eit.analysis.exchanges.potential import open_leads, potential_exchanges
from eit.analysis.exchanges.roads import roads_of, with_roads
from eit.analysis.impact import kpis
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_selection, read_selection
from eit.cli.output import localised, tell, write, write_result
from eit.cli.typed import add_number
from eit.domain.errors import DataError, InvalidSelection
from eit.domain.selection import Selection
from eit.domain.typed_number import NumberField
from eit.store import spark
from eit.store.database import Database
from eit.views.texts import texts

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
    "score_low",
    "score_high",
    "conditional",
    "score_material",
    "score_distance",
    "score_quantity",
    "score_season",
    "score_freshness",
    "score_quality",
    "distance_km",
    "road_km_estimate",
    "road_km",
    "road_minutes",
    "road_basis",
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
TO_ASK_COLUMNS = [
    *("offer_id", "offer_company_id", "offer_company", "company_id", "company", "score"),
    *("sector_scheme", "sector_code", "sector"),
    *("material_id", "material", "replaced_material_id", "use", "condition", "status", "value_sign"),
    *("max_distance_km", "distance_km", "quantity_per_year", "unit", "library_id", "source", "source_year"),
    "confidence",
]


def add_commands(commands: CommandList) -> None:
    """`exchanges` and `kpis`."""
    exchanges = commands.add_parser("exchanges")
    exchanges.set_defaults(run=run_exchanges)
    figures = commands.add_parser("kpis")
    figures.set_defaults(run=run_kpis)
    for command in (exchanges, figures):
        add_selection(command)
        add_database(command)
    exchanges.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="qui cherche / who searches"
    )
    exchanges.add_argument(
        "--parquet", type=Path, help="avec spark : dossier des fichiers / folder of the files"
    )
    add_number(
        exchanges,
        "--best",
        NumberField(whole=True),
        help="avec spark : meilleurs par offre / best of each offer",
    )
    exchanges.add_argument(
        "--to-ask",
        action="store_true",
        help="organisations à interroger, par secteur / whom to ask, by sector",
    )
    exchanges.add_argument("--master", default="local[*]", help="avec spark : la grappe / the cluster")


def run_exchanges(options: argparse.Namespace) -> int:
    """List the potential exchanges, best first; Spark writes them as Parquet files instead."""
    with Database(options.db) as database:
        selection = read_selection(options, database)
        if options.engine == "spark":
            return _by_spark(options, selection)
        if options.to_ask:
            named = localised(
                to_ask(database, selection), options.lang, ("material", "sector", "use", "condition")
            )
            write(named[TO_ASK_COLUMNS], options.format)
            return 0
        pairs, already = open_leads(potential_exchanges(database, selection, options.as_of))
        if already:
            tell(texts(options.lang)("exchanges.already", n=already))
        pairs = _by_road(pairs, options)
    named = localised(pairs, options.lang, ("offer_material", "demand_material", "condition", "use"))
    write(named[EXCHANGE_COLUMNS], options.format)
    return 0


def _by_road(pairs: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """The pairs with their distances by road; when the network cannot be used, a sentence and the estimates."""
    try:
        return with_roads(pairs, roads_of(options.db))
    except DataError as error:
        tell(texts(options.lang)(f"problem.{error.code}", **error.values))
        return with_roads(pairs, None)


def _by_spark(options: argparse.Namespace, selection: Selection) -> int:
    """Write the tables and the pairs of a programme as Parquet files, and say where they are."""
    if options.parquet is None:
        raise InvalidSelection("spark-needs-folder")
    if selection.territory_id or selection.material_id:
        raise InvalidSelection("spark-whole-programme")
    if options.best is not None and options.best < 1:
        raise InvalidSelection("spark-best", value=options.best)
    spark.ready()
    spark.export_tables(options.db, options.parquet / "tables")
    question = spark.Question(selection.programme_id, selection.radius_km, options.best)
    pairs = spark.match(options.parquet / "tables", options.parquet / "pairs", question, options.master)
    report = {
        "engine": "spark",
        "programme": selection.programme_id,
        "radius_km": selection.radius_km,
        "best": options.best,
        "pairs": pairs,
        "parquet": str(options.parquet / "pairs"),
    }
    write_result(report, pd.DataFrame([report]), options.format)
    return 0


def run_kpis(options: argparse.Namespace) -> int:
    """List the headline figures."""
    with Database(options.db) as database:
        figures = kpis.headline(database, read_selection(options, database), options.as_of)
    write(pd.DataFrame([figure.as_record() for figure in figures]), options.format)
    return 0
