"""The commands that bring the intensities of a jurisdiction from its statistical office, and show those in use."""

from __future__ import annotations

import argparse

import pandas as pd

from eit.analysis.territories.intensities import (
    PER_EMPLOYEE,
    intensities_of,
    material_intensities,
    read_intensity,
)
from eit.cli.commands import CommandList
from eit.cli.options import add_database
from eit.cli.output import write_result
from eit.cli.typed import add_number
from eit.domain.typed_number import NumberField
from eit.ingest.intensities.fetching import fetch_intensities
from eit.store.database import Database
from eit.store.intensities.table import table_path, write_table
from eit.store.jurisdictions import jurisdiction

LISTED = ["side", "material_id", "nace", "naics", "low", "central", "high", "unit", "geography", "year"]


def add_commands(commands: CommandList) -> None:
    """`intensities fetch` and `show`."""
    group = commands.add_parser("intensities")
    actions = group.add_subparsers(dest="action", required=True)
    fetch = actions.add_parser(
        "fetch", help="demande à Eurostat ou à Statistique Canada / asks Eurostat or Statistics Canada"
    )
    fetch.add_argument(
        "--jurisdiction", required=True, help="pays ou province (FR, CA-QC…) / country or province"
    )
    add_number(
        fetch,
        "--year",
        NumberField(whole=True, low=2004, high=2100),
        help="année ; par défaut la dernière / year",
    )
    fetch.add_argument("--address", help="autre adresse de l'interface / another address of the interface")
    add_database(fetch)
    fetch.set_defaults(run=run_fetch)
    show = actions.add_parser("show", help="celles dont le portrait se sert / those that the portrait uses")
    show.add_argument("--jurisdiction", required=True, help="pays ou province / country or province")
    add_database(show)
    show.set_defaults(run=run_show)


def run_fetch(options: argparse.Namespace) -> int:
    """Fetch, check every row as the portrait reads it, and put the table beside the data file."""
    with Database(options.db) as database:
        place = jurisdiction(database, options.jurisdiction)
    rows = fetch_intensities(place, options.address, options.year)
    for row in rows:
        read_intensity(row)
    path = table_path(options.db, place.jurisdiction_id)
    write_table(path, rows)
    materials = sorted({row["material_id"] for row in rows})
    told = {"file": str(path), "rows": len(rows), "materials": materials, "year": rows[0]["year"]}
    write_result({**told, "source": rows[0]["source"]}, pd.DataFrame(rows)[LISTED], options.format)
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Every intensity that the portrait of a place uses, with its source; how many are of its own office."""
    with Database(options.db) as database:
        place = jurisdiction(database, options.jurisdiction)
        known = intensities_of(database, place.jurisdiction_id)
    borrowed = {one.intensity_id for one in material_intensities()}
    rows = pd.DataFrame(
        [
            {
                **{"intensity_id": one.intensity_id, "side": one.side, "material_id": one.material_id},
                **{"low": one.value.low, "central": one.value.central, "high": one.value.high},
                **{"unit": f"{one.unit}{PER_EMPLOYEE}", "confidence": one.confidence, "source": one.source},
            }
            for one in known
        ]
    )
    own = int((~rows["intensity_id"].isin(borrowed)).sum())
    told = {"jurisdiction": place.jurisdiction_id, "own": own, "borrowed": len(rows) - own, "rows": rows}
    write_result(told, rows, options.format)
    return 0
