"""Commands about what is possible and what it adds up to."""

from __future__ import annotations

import argparse

import pandas as pd

from eit.analysis import kpis
from eit.analysis.exchanges import potential_exchanges
from eit.cli.options import add_database, add_selection, read_selection
from eit.cli.output import localised, write
from eit.store.connection import Database

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


def add_commands(commands: argparse._SubParsersAction) -> None:
    """`exchanges` and `kpis`."""
    exchanges = commands.add_parser("exchanges", help="échanges potentiels / potential exchanges")
    exchanges.set_defaults(run=run_exchanges)
    figures = commands.add_parser("kpis", help="chiffres du programme / figures of the programme")
    figures.set_defaults(run=run_kpis)
    for command in (exchanges, figures):
        add_selection(command)
        add_database(command)


def run_exchanges(options: argparse.Namespace) -> int:
    """List the potential exchanges, best first."""
    with Database(options.db) as database:
        pairs = potential_exchanges(database, read_selection(options, database), options.as_of)
    named = localised(pairs, options.lang, ("offer_material", "demand_material", "condition", "use"))
    write(named[EXCHANGE_COLUMNS], options.format)
    return 0


def run_kpis(options: argparse.Namespace) -> int:
    """List the headline figures."""
    with Database(options.db) as database:
        figures = kpis.headline(database, read_selection(options, database), options.as_of)
    write(pd.DataFrame([figure.as_record() for figure in figures]), options.format)
    return 0
