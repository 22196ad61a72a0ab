"""`geocode`: gives organisations the position of their address, by the service that the deployment names."""

from __future__ import annotations

import argparse

import pandas as pd

from eit.actions.edit import EditContext
from eit.actions.organisation.address_positions import (
    addressed,
    believed,
    locate,
    place_by_address,
    service_host,
)
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database
from eit.cli.output import records, tell, write_result
from eit.domain.errors import DataError
from eit.store.database import Database
from eit.views.texts import texts


def add_commands(commands: CommandList) -> None:
    """`geocode`."""
    command = commands.add_parser("geocode")
    command.add_argument("--programme", required=True)
    command.add_argument(
        "--send", action="store_true", help="envoie les adresses au service / sends the addresses"
    )
    add_author(command)
    add_database(command)
    command.set_defaults(run=run_geocode)


def run_geocode(options: argparse.Namespace) -> int:
    """What would be sent, and to whom; with `--send`, what was found is written. 1 when no service is named."""
    host = service_host()
    if host is None:
        raise DataError("geocoder_missing", variable="EIT_GEOCODER")
    with Database(options.db) as database:
        asked = addressed(database, options.programme)
    found = {one.company_id: locate(one) for one in asked} if options.send else {}
    good = [(one, place) for one in asked if (place := found.get(one.company_id)) and believed(one, place)]
    rows = pd.DataFrame(
        [
            {
                "organisation": one.company_id,
                "address": one.line,
                "found": place.label if place else None,
                "quality": place.quality if place else None,
                "written": any(one is taken for taken, _ in good),
            }
            for one in asked
            for place in (found.get(one.company_id),)
        ],
        columns=["organisation", "address", "found", "quality", "written"],
    )
    say = texts(options.lang)
    if options.format == "table":
        tell(say("records.geocoder.would_send", n=len(asked), host=host))
    written = (
        place_by_address(EditContext(options.db, options.author), options.programme, good) if good else 0
    )
    write_result({"host": host, "addresses": records(rows), "written": written}, rows, options.format)
    return 0
