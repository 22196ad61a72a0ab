"""Commands that find a territory of Québec or France, and take it into a programme."""

from __future__ import annotations

import argparse

import pandas as pd

from eit.actions.edit import EditContext
from eit.actions.territories import ROLES, add_territories
from eit.analysis.places import search_places
from eit.cli.commands import CommandList
from eit.cli.options import add_author, add_database, add_format, programme_row
from eit.cli.output import records, write, write_result
from eit.domain.errors import InvalidSelection
from eit.store.database import Database
from eit.store.places.gazetteer import JURISDICTIONS, Place, gazetteer
from eit.store.places.search import find_places

SHOWN = ["territory_id", "kind", "code", "name", "designation", "within", "population"]


def add_commands(commands: CommandList) -> None:
    """`territory search`, `territory add` and `territory list`."""
    group = commands.add_parser("territory")
    actions = group.add_subparsers(dest="action", required=True)
    search = actions.add_parser(
        "search", help="cherche un lieu par nom ou code / finds a place by name or code"
    )
    search.add_argument(
        "text", help="nom, ancien nom, code postal ou officiel / name, former name, postal or official code"
    )
    search.add_argument("--country", choices=tuple(JURISDICTIONS), help="un seul pays / one country only")
    search.add_argument("--kind", action="append", help="genre (mrc, commune…), à répéter / kind, repeat")
    add_format(search)
    search.set_defaults(run=run_search)
    add = actions.add_parser("add", help="ajoute au programme / adds to a programme")
    add.add_argument("territory", nargs="+", help="nom ou identifiant (mrc-78, epci-245900428…) / name or id")
    add.add_argument("--role", choices=ROLES, default="scope", help="étendue ou portrait / scope or portrait")
    add.add_argument(
        "--across-border",
        action="store_true",
        help="le programme passe la frontière / reaches over the border",
    )
    add.add_argument("--alone", action="store_true", help="sans les voisins / without the neighbours")
    listed = actions.add_parser("list", help="territoires d'un programme / territories of a programme")
    listed.set_defaults(run=run_list)
    for command in (add, listed):
        command.add_argument("--programme", required=True)
        add_database(command)
    add_author(add)
    add.set_defaults(run=run_add)


def run_search(options: argparse.Namespace) -> int:
    """The place that a text means, or those that it may mean; 1 when it is not known."""
    found = find_places(options.text, options.country, kinds=options.kind)
    rows = pd.DataFrame([_row(place) for place in found.places], columns=SHOWN)
    value = {"text": options.text, "status": found.status, "reason": found.reason, "places": records(rows)}
    write_result(value, rows, options.format)
    return 1 if found.status == "unknown" else 0


def _row(place: Place) -> dict[str, object]:
    above = [one.name for one in gazetteer().get(list(gazetteer().above(place.place_id))[1:])]
    shown = {name: getattr(place, name) for name in ("kind", "code", "name", "designation", "population")}
    return {"territory_id": place.place_id, "within": ", ".join(above) or None, **shown}


def run_add(options: argparse.Namespace) -> int:
    """Take territories into a programme and say what the file had not got."""
    door = EditContext(options.db, options.author)
    wanted = [_id_of(text, options) for text in options.territory]
    across = options.across_border
    added = add_territories(door, options.programme, wanted, options.role, not options.alone, across=across)
    value = {
        "programme": options.programme,
        "territories": list(added.territory_ids),
        "new": list(added.new),
        "without_boundary": list(added.undrawn),
        "levels": list(added.levels),
    }
    rows = pd.DataFrame(
        [
            {"what": key, "value": len(said) if key != "levels" else ", ".join(said)}
            for key, said in value.items()
            if isinstance(said, list)
        ]
    )
    write_result(value, rows, options.format)
    return 0


def _id_of(text: str, options: argparse.Namespace) -> str:
    """The id of the file or of the gazetteer, or the one place that a text means, as the pages find it.

    Raises InvalidSelection: "place-which-id", with the ids that it may be.
    """
    with Database(options.db) as database:
        if text in set(database.query("territory_codes")["territory_id"]) or gazetteer().identified(text):
            return text
        found = search_places(text, database)
    ids = [place.place_id for place, _ in found.places]
    if len(ids) > 1:
        raise InvalidSelection("place-which-id", value=text, unit=", ".join(ids))
    return ids[0] if found.certain and ids else text


def run_list(options: argparse.Namespace) -> int:
    """The territories of a programme and all that they hold."""
    with Database(options.db) as database:
        programme_row(database, options.programme)
        known = database.query("all_territories", {"programme_id": options.programme})
        own = database.query("programme_territories", {"programme_id": options.programme})
    roles = own.groupby("territory_id")["role"].agg(", ".join)
    inside = known[known["inside"]]
    rows = inside.assign(role=inside["territory_id"].map(roles))
    write(rows[["territory_id", "kind", "code", "name", "parent_id", "population", "role"]], options.format)
    return 0
