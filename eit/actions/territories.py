"""Takes territories into a programme: its units, their parents and neighbours, with boundaries to draw them by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from eit.actions.edit import EditContext, apply, write
from eit.domain.errors import InvalidSelection
from eit.domain.jurisdiction import Jurisdiction
from eit.domain.own_words import Worded
from eit.locations import GEO
from eit.store.database import Database
from eit.store.jurisdictions import own_jurisdictions, programme_jurisdiction
from eit.store.places.gazetteer import gazetteer
from eit.store.places.units import (
    draw,
    known_ids,
    levels_of,
    neighbours,
    take_in,
    units_of,
    with_parents,
)
from eit.store.records import delete_where, rows_where
from eit.store.sql_files import read_sql
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection
from eit.store.version.journal import Act

ROLES = ("scope", "portrait")
TABLE, ROW = "programme_territory", ("territory_id", "role")


@dataclass(frozen=True)
class Added:
    """What was taken in: the ids that the file did not have, and those that cannot be drawn (no known point)."""

    territory_ids: tuple[str, ...]
    new: tuple[str, ...]
    undrawn: tuple[str, ...]
    levels: tuple[str, ...]


def add_territories(
    door: EditContext,
    programme_id: str,
    territory_ids: Sequence[str],
    role: str = "scope",
    around: bool = True,
    geo: Path = GEO,
    across: bool = False,
) -> Added:
    """Let a programme have these territories, of the file or of the gazetteer; `around`: with their neighbours;
    `across`: a person said that the programme does reach over the border, to units that the file has.

    Boundaries are approximate until an official layer is imported. Raises InvalidSelection (programme-unknown,
    territory-unknown, territory-other-country, territory-across, territory-already, territory-role), or DataError
    as `edit.write` does.
    """
    if role not in ROLES:
        raise InvalidSelection("territory-role", value=role)
    book = gazetteer(geo)
    with Database(door.path) as database:
        held = database.query("territory_codes").set_index("territory_id")
        programmes = database.query("programmes").set_index("programme_id")
        scope = database.query("programme_territories", {"programme_id": programme_id})
        if programme_id not in programmes.index:
            raise InvalidSelection("programme-unknown", value=programme_id)
        own = programme_jurisdiction(database, programme_id)
    wanted = known_ids(book, territory_ids, set(held.index))
    places = book.get(wanted)
    _refuse_foreign(places, own)
    beyond = _abroad(held, wanted, own)
    if beyond and not across:
        raise InvalidSelection(
            "territory-across", value=", ".join(beyond.values()), row_id=Worded(own.name_fr, own.name_en)
        )
    taken = scope[scope["role"] == role]["territory_id"]
    fresh = [territory_id for territory_id in wanted if territory_id not in set(taken)]
    if not fresh:
        names = [str(held["name"].get(one, one)) for one in wanted]
        raise InvalidSelection("territory-already", value=", ".join(names))
    units = units_of(book, places)
    near = neighbours(book, units) if around else []
    before = [] if scope.empty else programmes["levels"][programme_id].split("|")
    levels = _levels(before, units, held.loc[held.index.isin(wanted), "kind"])
    new: list[str] = []
    undrawn: list[str] = []

    def change(connection: Connection) -> None:
        new[:] = take_in(connection, [*units, *near], book)
        rows = [(programme_id, territory_id, role) for territory_id in fresh]
        frame = pd.DataFrame(rows, columns=["programme_id", "territory_id", "role"])
        insert_rows(connection, "programme_territory", frame)
        asked = {"levels": "|".join(levels), "programme_id": programme_id}
        connection.execute(read_sql("actions", "programme_levels"), asked)

    def layers(folder: Path) -> None:
        undrawn[:] = draw(folder, with_parents(book, [*units, *near]), book, geo)

    act = Act(door.author.strip(), "add-territories", programme_id, ", ".join(fresh))
    write(door, act, (programme_id, *fresh), change, layers)
    return Added(tuple(fresh), tuple(new), tuple(undrawn), tuple(levels))


def remove_territory(door: EditContext, programme_id: str, territory_id: str) -> None:
    """Take a territory out of what a programme covers; it stays in the file with its organisations.

    Raises InvalidSelection("territory-not-there", "territory-last").
    """

    def change(connection: Connection) -> None:
        held = {
            row["territory_id"] for row in rows_where(connection, TABLE, {"programme_id": programme_id}, ROW)
        }
        if territory_id not in held:
            raise InvalidSelection("territory-not-there", value=territory_id)
        if len(held) == 1:
            raise InvalidSelection("territory-last", value=territory_id)
        delete_where(connection, TABLE, {"programme_id": programme_id, "territory_id": territory_id})

    apply(door, "remove-territory", programme_id, territory_id, {programme_id, territory_id}, change)


def units_abroad(database: Database, programme_id: str, territory_ids: Sequence[str]) -> dict[str, str]:
    """Id and name of those units of the file that lie in another country than the programme."""
    held = database.cached_query("territory_codes").set_index("territory_id")
    return _abroad(held, territory_ids, programme_jurisdiction(database, programme_id))


def _abroad(held: pd.DataFrame, wanted: Sequence[str], own: Jurisdiction) -> dict[str, str]:
    rows = held.loc[held.index.isin(list(wanted)) & held["country"].notna()]
    return {str(one): str(row["name"]) for one, row in rows.iterrows() if row["country"] != own.country}


def _refuse_foreign(places: Sequence, own: Jurisdiction) -> None:
    for place in places:
        if place.country != own.country:
            there = own_jurisdictions()[place.jurisdiction]
            unit, row_id = (Worded(one.name_fr, one.name_en) for one in (there, own))
            raise InvalidSelection("territory-other-country", value=place.name, unit=unit, row_id=row_id)


def _levels(before: list[str], units: Sequence, held_kinds: pd.Series) -> list[str]:
    """The levels of the programme, and those that its new territory asks for: the first territory sets them."""
    asked = levels_of({place.kind for place in units} | set(held_kinds))
    return [*before, *(level for level in asked if level not in before)]
