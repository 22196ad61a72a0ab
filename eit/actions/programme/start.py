"""A programme begins: a name and a place give it a map, its units and the defaults of its jurisdiction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eit.actions.edit import EditContext
from eit.actions.programme.fields import NewProgramme, new_programme
from eit.actions.territories import add_territories
from eit.domain.errors import DataError, InvalidSelection, Refusal
from eit.locations import DATA, GEO
from eit.store.database import Database
from eit.store.jurisdictions import own_jurisdictions
from eit.store.places.gazetteer import gazetteer
from eit.store.places.units import known_ids
from eit.store.version.workspace import make_empty


def start_programme(
    door: EditContext, new: NewProgramme, territory_ids: Sequence[str] = (), geo: Path = GEO
) -> str:
    """Add a programme with its territories; its identifier. Its jurisdiction, when empty, is that of the first place.

    Raises InvalidSelection("place-missing") without a jurisdiction, and what `new_programme` and `add_territories`
    raise: a place that cannot be is refused before anything is written.
    """
    with Database(door.path) as database:
        held = database.query("territory_systems").set_index("territory_id")["code_system"]
    territory_ids = known_ids(gazetteer(geo), territory_ids, set(held.index))
    places = gazetteer(geo).get(territory_ids)
    own = [held[one] for one in territory_ids if one in held.index and held[one] in own_jurisdictions()]
    jurisdiction = new.jurisdiction or (places[0].jurisdiction if places else next(iter(own), ""))
    if not jurisdiction:
        raise InvalidSelection("place-missing")
    programme_id = new_programme(door, replace(new, jurisdiction=jurisdiction))
    if territory_ids:
        add_territories(EditContext(door.path, door.author), programme_id, territory_ids, geo=geo)
    return programme_id


def start_file(
    target: Path, author: str, new: NewProgramme, territory_ids: Sequence[str] = (), data: Path = DATA
) -> str:
    """A work file of one's own that holds one programme and no organisation; when the programme cannot be, no file.

    Raises DataError("workspace_exists" or "cannot_write") and what `start_programme` raises.
    """
    make_empty(target, data)
    try:
        return start_programme(EditContext(target, author), new, territory_ids, data / "geo")
    except (DataError, Refusal):
        target.unlink()
        raise
