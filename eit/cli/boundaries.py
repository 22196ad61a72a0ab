"""Commands that bring official boundaries and roads in, and that place companies on them."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from eit.analysis.territories.place_check import Located, locate
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_format, programme_row
from eit.cli.output import records, write_result
from eit.cli.typed import add_number
from eit.domain.typed_number import NumberField
from eit.locations import GEO
from eit.store.database import Database
from eit.store.layers.catalogue import official_catalogue, official_layer
from eit.store.layers.fetching import fetched
from eit.store.layers.ground_extract import KINDS as GROUND_KINDS
from eit.store.layers.ground_extract import plan_ground
from eit.store.layers.importing import Asked, import_boundaries
from eit.store.layers.schemas import KINDS
from eit.store.roads.building import build_roads, roads_folder

LISTED = ["company_id", "name", "place_id", "place_found", "district_id", "district_found"]
REASONS = ("far", "exchanged", "wide", "twins", "renamed", "new")
DISTANCES = ["place_km", "district_km", "place_verdict", "district_verdict", "verdict"]


def add_commands(commands: CommandList) -> None:
    """`boundaries import`, `boundaries ground`, `boundaries fetch`, `roads build` and `locate`."""
    _add_roads(commands)
    group = commands.add_parser("boundaries")
    actions = group.add_subparsers(dest="action", required=True)
    bring = actions.add_parser("import", help="importe un fichier de limites / imports a boundary file")
    bring.add_argument("file", type=Path, help="GeoJSON, GeoPackage, Shapefile (zip), GML, GeoParquet")
    bring.set_defaults(run=run_import)
    fetch = actions.add_parser("fetch", help="télécharge puis importe / downloads, then imports")
    fetch.add_argument(
        "url", help="nom d'une couche officielle (boundaries list) ou adresse https / name or address"
    )
    fetch.add_argument("--sha256", help="empreinte attendue / expected checksum")
    fetch.set_defaults(run=run_fetch)
    for command in (bring, fetch):
        _add_import_options(command)
    ground = actions.add_parser(
        "ground", help="routes et cours d'eau sous les cartes / roads and waters under the maps"
    )
    ground.add_argument(
        "file", type=Path, help="extrait OpenStreetMap (.osm.pbf), GeoPackage, Shapefile (zip), GeoJSON"
    )
    ground.add_argument("--kind", choices=GROUND_KINDS, help="ce que sont les lignes / what the lines are")
    ground.add_argument("--crs", help="EPSG:2154… si le fichier ne le dit pas / when the file does not say")
    ground.add_argument("--source", help="qui créditer sur la carte / whom the map credits")
    ground.add_argument("--dry-run", action="store_true", help="n'écrit rien / writes nothing")
    add_author(ground)
    add_database(ground)
    ground.set_defaults(run=run_ground)
    known = actions.add_parser("list", help="couches officielles connues / known official layers")
    add_format(known)
    known.set_defaults(run=run_list)
    place = commands.add_parser("locate")
    place.add_argument("--programme", help="un seul programme / one programme only")
    add_database(place)
    place.set_defaults(run=run_locate)


def _add_roads(commands: CommandList) -> None:
    group = commands.add_parser("roads")
    actions = group.add_subparsers(dest="action", required=True)
    build = actions.add_parser("build", help="fait le réseau d'un extrait / makes the network of an extract")
    build.add_argument(
        "--extract", type=Path, required=True, help="extrait OpenStreetMap, .osm.pbf / extract"
    )
    build.add_argument(
        "--out", type=Path, help="dossier ; par défaut EIT_ROADS, sinon à côté du fichier / folder"
    )
    build.set_defaults(run=run_build_roads)
    add_database(build)


def _add_import_options(bring: argparse.ArgumentParser) -> None:
    bring.add_argument("--kind", choices=KINDS, help="genre des unités / kind of unit")
    for name in ("code", "name", "parent"):
        bring.add_argument(f"--{name}-field", help="champ du fichier / field of the file")
    bring.add_argument("--layer", help="couche d'une livraison qui en a plusieurs / layer of several")
    bring.add_argument("--jurisdiction", help="pays ou province des unités (BE-WAL…) / of the units")
    bring.add_argument(
        "--accept",
        action="append",
        choices=REASONS,
        default=[],
        help="doute accepté, à répéter / accepted doubt",
    )
    bring.add_argument("--crs", help="EPSG:2154… si le fichier ne le dit pas / when the file does not say")
    add_number(
        bring,
        "--tolerance-m",
        NumberField(units=("m",)),
        help="simplification, en mètres (0 à 100) / in metres",
    )
    bring.add_argument("--source", help="qui créditer sur la carte / whom the map credits")
    bring.add_argument("--licence", help="licence du fichier / licence of the file")
    bring.add_argument("--dry-run", action="store_true", help="n'écrit rien / writes nothing")
    add_author(bring)
    add_database(bring)


def run_import(options: argparse.Namespace) -> int:
    """Import one file and say what was done to it."""
    report = import_boundaries(
        options.file, _asked(options), options.db, GEO, options.dry_run, options.author
    )
    _write_report(report, options)
    return 0


def run_ground(options: argparse.Namespace) -> int:
    """Put the roads and waters of an extract under the maps of the file, and say what was taken."""
    plan = plan_ground(options.file, options.db, options.kind, options.crs, options.source)
    if not options.dry_run:
        plan.write(options.author)
    _write_report({**plan.report, "written": not options.dry_run}, options)
    return 0


def run_list(options: argparse.Namespace) -> int:
    """The official layers that `fetch` knows by name."""
    catalogue = official_catalogue(GEO)
    columns = ["official_id", "kind", "country", f"title_{options.lang}", "licence", "source", "url"]
    write_result({"layers": records(catalogue)}, catalogue[columns], options.format)
    return 0


def run_fetch(options: argparse.Namespace) -> int:
    """Download one file, compare its checksum, import it; the report adds `url` and `sha256`."""
    if "://" not in options.url:
        layer = official_layer(GEO, options.url)
        options.url, options.kind = layer["url"], options.kind or layer["kind"]
        options.source = options.source or layer["source"]
        options.licence = options.licence or layer["licence"]
    with fetched(options.url, options.sha256) as (file, sha256):
        report = import_boundaries(file, _asked(options), options.db, GEO, options.dry_run, options.author)
    _write_report({"url": options.url, "sha256": sha256, **report}, options)
    return 0


def _asked(options: argparse.Namespace) -> Asked:
    return Asked(
        options.kind or "",
        options.code_field,
        options.name_field,
        options.parent_field,
        options.crs,
        options.tolerance_m,
        options.source,
        options.licence,
        options.layer,
        options.jurisdiction,
        tuple(options.accept),
    )


def _write_report(report: dict[str, object], options: argparse.Namespace) -> None:
    rows = pd.DataFrame([{"what": key, "value": _short(value)} for key, value in report.items()])
    write_result(report, rows, options.format)


def _short(value: object) -> str:
    """A line of the report for reading; the JSON has the lists themselves."""
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_short(item)}" for key, item in value.items()) or "—"
    if isinstance(value, list):
        return str(len(value))
    return "—" if value is None else str(value)


def run_locate(options: argparse.Namespace) -> int:
    """Place the companies, and list those that need a look."""
    with Database(options.db) as database:
        if options.programme:
            programme_row(database, options.programme)
        found = locate(database, GEO, options.programme)
    write_result(_record(found), found.by_gravity()[[*LISTED, *DISTANCES]], options.format)
    return 0


def _record(found: Located) -> dict[str, object]:
    companies = found.companies
    return {
        "companies": len(companies),
        "placed": int((companies["district_found"].notna() | companies["place_found"].notna()).sum()),
        "official_boundaries": found.official,
        "without_position": _listed(found.with_verdict("no-position")),
        "outside": _listed(found.with_verdict("outside")),
        "disagree": _listed(found.with_verdict("disagrees")),
        "cannot_judge": _listed(found.with_verdict("cannot-judge")),
        "rows": records(found.by_gravity()[[*LISTED, *DISTANCES]]),
    }


def _listed(rows: pd.DataFrame) -> list[dict[str, object]]:
    return records(rows[[*LISTED, *DISTANCES[:2]]])


def run_build_roads(options: argparse.Namespace) -> int:
    """Build the network and say where it is and what it was made of."""
    folder = options.out or roads_folder(options.db)
    report = {"roads": str(folder), **build_roads(options.extract, folder)}
    write_result(report, pd.DataFrame([report]), options.format)
    return 0
