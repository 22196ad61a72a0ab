"""The command that makes a road network out of a user's own OpenStreetMap extract."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from eit.cli.options import add_database
from eit.cli.output import write_result
from eit.store.roads.building import build_roads, roads_folder


def add_commands(commands: argparse._SubParsersAction) -> None:
    """`roads build`."""
    group = commands.add_parser("roads", help="distances par la route / distances by road")
    actions = group.add_subparsers(dest="action", required=True)
    build = actions.add_parser("build", help="fait le réseau d'un extrait / makes the network of an extract")
    build.add_argument(
        "--extract", type=Path, required=True, help="extrait OpenStreetMap, .osm.pbf / extract"
    )
    build.add_argument(
        "--out", type=Path, help="dossier ; par défaut EIT_ROADS, sinon à côté du fichier / folder"
    )
    build.set_defaults(run=run_build)
    add_database(build)


def run_build(options: argparse.Namespace) -> int:
    """Build the network and say where it is and what it was made of."""
    folder = options.out or roads_folder(options.db)
    report = {"roads": str(folder), **build_roads(options.extract, folder)}
    write_result(report, pd.DataFrame([report]), options.format)
    return 0
