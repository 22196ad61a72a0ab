"""Makes the public edition: aggregates that passed disclosure control, in one sealed file, and as static pages."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from eit.analysis.programmes import today_of_file
from eit.analysis.territories.outlines import context_boundaries, context_credits, outlines
from eit.analysis.territories.outlines import ground as ground_under
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_format
from eit.cli.output import write_result
from eit.cli.typed import add_date
from eit.domain.address import is_host, is_site_address
from eit.domain.errors import DataError
from eit.locations import EVERYONE, GEO
from eit.publish.edition import Order, Report, publish
from eit.publish.ledger import read_ledger
from eit.publish.public_cases.withdrawing import withdraw_cases
from eit.publish.reading import PublicEdition
from eit.publish.signing import make_key, read_key
from eit.store.database import Database
from eit.views.map.attribution import credits
from eit.views.public.edition_map import NARROW, WIDE, Frame, edition_scene, ground, map_svg
from eit.views.public.edition_png import map_png
from eit.views.public.html_file import credits_html
from eit.views.public.open_data import LANGUAGES
from eit.views.public.page import EditionView, edition_view
from eit.views.public.site import ProgrammeSite, site_files
from eit.views.public.titles import map_title, source_line
from eit.views.texts import texts

SHOWN = [
    "programme_id",
    "territory_id",
    "family",
    "indicator",
    "unit",
    "state",
    "value",
    "count_band",
    "computed_in",
    "covered",
]

MARK = ".maillage-site"
"""Says that a folder was written by us: another one is never emptied."""


def add_commands(commands: CommandList) -> None:
    """`publish`."""
    command = commands.add_parser("publish")
    add_database(command)
    command.add_argument(
        "--out", type=Path, required=True, help="fichier scellé à écrire / sealed file to write"
    )
    command.add_argument(
        "--edition", help="nom de l'édition ; par défaut la date / name, by default the date"
    )
    add_date(command, "--date", help="AAAA-MM-JJ ; par défaut aujourd'hui / today")
    command.add_argument(
        "--previous", type=Path, help="l'édition d'avant, à vérifier / the one before, to verify"
    )
    command.add_argument(
        "--adopt", type=Path, nargs="*", metavar="DATA",
        help="lire l'édition en place comme passée, avec les données dont elle vient"
        " / read the edition in place as a past one, with the data it was made from",
    )  # fmt: skip
    command.add_argument(
        "--dry-run", action="store_true", help="tout juger, ne rien écrire / judge, write nothing"
    )
    command.add_argument(
        "--sign-with", type=Path, help="clé privée qui signe l'édition / private key that signs the edition"
    )
    command.add_argument(
        "--site", type=Path, help="dossier où l'écrire aussi en pages fixes / folder for static pages"
    )
    command.add_argument(
        "--comparable", action="append", default=[], metavar="PROGRAMME",
        help="ce programme accepte d'être comparé / this programme agrees to be compared",
    )  # fmt: skip
    command.add_argument(
        "--peers", action="append", default=[], metavar="FILE|https://…",
        help="édition d'ailleurs à laquelle se comparer / edition of others to be compared with",
    )  # fmt: skip
    command.add_argument(
        "--site-address", type=read_site_address, metavar="https://…",
        help="où ces pages seront servies, pour l'image d'un lien / where they will be served, for link pictures",
    )  # fmt: skip
    command.add_argument(
        "--embed-host", action="append", default=[], type=read_host, metavar="https://…",
        help="site qui peut montrer une carte dans ses pages (à répéter) ; par défaut aucun"
        " / site that may show a map in its pages, none by default",
    )  # fmt: skip
    command.set_defaults(run=run_publish)
    _add_withdraw(commands)
    key = commands.add_parser("edition-key")
    key.add_argument(
        "--out", type=Path, required=True, help="fichier de la clé privée / file of the private key"
    )
    add_format(key)
    key.set_defaults(run=run_edition_key)


def _add_withdraw(commands: CommandList) -> None:
    withdraw = commands.add_parser("withdraw-cases")
    add_database(withdraw)
    withdraw.add_argument("--out", type=Path, required=True, help="édition servie / edition that is served")
    withdraw.add_argument(
        "--sign-with", type=Path, help="clé privée, si elle est signée / private key, if signed"
    )
    withdraw.add_argument(
        "--site", type=Path, help="ses pages fixes, à refaire / its static pages, made again"
    )
    withdraw.add_argument("--site-address", type=read_site_address, metavar="https://…")
    withdraw.add_argument("--embed-host", action="append", default=[], type=read_host, metavar="https://…")
    withdraw.set_defaults(run=run_withdraw_cases)


def run_publish(options: argparse.Namespace) -> int:
    """Make and judge an edition; a refusal leaves the one before in place."""
    key = read_key(options.sign_with) if options.sign_with else None
    adopt = None if options.adopt is None else tuple(options.adopt)
    order = Order(
        options.db, options.out, *_named(options), options.previous, not options.dry_run, key, adopt,
        tuple(options.comparable), tuple(options.peers),
    )  # fmt: skip
    report = publish(order)
    record = _record(report, order)
    if options.site and order.write:
        record["site"] = {
            "folder": str(options.site),
            **write_site(options.out, options.site, options.embed_host, options.site_address or ""),
        }
    write_result(record, report.cells[SHOWN], options.format)
    return 0


def run_withdraw_cases(options: argparse.Namespace) -> int:
    """Take the named cases whose consent was taken back out of every edition that is served or kept."""
    with Database(options.db) as database:
        now = today_of_file(database)
    key = read_key(options.sign_with) if options.sign_with else None
    record: dict[str, object] = {"withdrawn": withdraw_cases(options.db, options.out, now, key)}
    if options.site:
        record["site"] = write_site(options.out, options.site, options.embed_host, options.site_address or "")
    write_result(record, pd.DataFrame([record]), options.format)
    return 0


def run_edition_key(options: argparse.Namespace) -> int:
    """Make a private key that only its owner reads, and print the public one, which a server is told."""
    made = {"private_key": str(options.out), "public_key": make_key(options.out)}
    write_result(made, pd.DataFrame([made]), options.format)
    return 0


def _named(options: argparse.Namespace) -> tuple[str, date]:
    """Name and date; an edition that is made again keeps the date that it had."""
    with Database(options.db) as database:
        now = today_of_file(database)
    name = options.edition or (options.date or now).isoformat()
    known = {past.name: past.published_on for past in read_ledger(options.db)}
    return name, options.date or (date.fromisoformat(known[name]) if name in known else now)


def _record(report: Report, order: Order) -> dict[str, object]:
    states = report.cells["state"].value_counts()
    counts = {
        state: int(states.get(state, 0))
        for state in ("computed", "carried", "hidden", "empty", "not_estimated")
    }
    return {
        "edition": report.name,
        "published_on": order.published_on.isoformat(),
        "digest": report.digest,
        "written": report.written,
        **counts,
        "cells": report.cells,
        "audit": report.audit,
    }


def read_host(typed: str) -> str:
    """The address of a site: `https://` and a name, nothing else, for it is written into a header."""
    if not is_host(typed):
        raise argparse.ArgumentTypeError(f"https://nom.exemple / https://name.example: {typed!r}")
    return typed


def read_site_address(typed: str) -> str:
    """The address where pages will be served: a host, with a folder or without."""
    if not is_site_address(typed.rstrip("/")):
        raise argparse.ArgumentTypeError(
            f"https://nom.exemple/dossier / https://name.example/folder: {typed!r}"
        )
    return typed.rstrip("/")


def write_site(
    edition_file: Path, folder: Path, hosts: Sequence[str] = (), address: str = ""
) -> dict[str, int]:
    """Write the edition into `folder`: number of files and of bytes.

    The folder is replaced whole, so that nothing of an edition before stays; one that holds anything else is refused:
    DataError("site_folder_taken").
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise DataError("site_folder_taken", path=str(folder))
    with PublicEdition(edition_file) as edition:
        ids = [str(one) for one in edition.programmes()["programme_id"]]
        files = site_files([_programme(edition_view(edition, one)) for one in ids], hosts, address)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".eit-site-", dir=folder.parent) as beside:
        fresh, former = Path(beside) / "fresh", Path(beside) / "former"
        for name, content in {MARK: b"", **files}.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(0o755 if path.is_dir() else EVERYONE)
        if folder.exists():
            folder.rename(former)
        fresh.rename(folder)
    return {"files": len(files), "bytes": sum(map(len, files.values()))}


def _programme(told: EditionView) -> ProgrammeSite:
    jurisdiction_id = str(told.programme["jurisdiction"])
    shapes = outlines(GEO, tuple(told.territories["territory_id"]))
    behind = tuple(context_boundaries(GEO, jurisdiction_id).geometry)
    scene = edition_scene(shapes, ground_under(jurisdiction_id))
    grounds = {frame: ground(scene, behind, frame) for frame in (WIDE, NARROW)}

    def draw(indicator: str, lang: str, frame: Frame) -> str:
        family = told.whole(indicator)
        title = map_title(indicator, family, lang)
        return map_svg(told, told.chosen(indicator, family), grounds[frame], lang, title)

    def paint(indicator: str, lang: str) -> bytes:
        family = told.whole(indicator)
        rows, title = told.chosen(indicator, family), map_title(indicator, family, lang)
        return map_png(told, rows, grounds[WIDE], lang, title, source_line(told, lang))

    keys, cells = context_credits(jurisdiction_id), bool(shapes["approximate"].any())
    named = {lang: credits(texts(lang), keys, approximate=cells) for lang in LANGUAGES}
    said = {lang: credits_html(lines, lang) for lang, lines in named.items()}
    return ProgrammeSite(told, draw, said, paint)
