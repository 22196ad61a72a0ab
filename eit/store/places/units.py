"""Takes places of the gazetteer into a data file: as territories with their parents, and as approximate boundaries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from eit.domain.errors import InvalidSelection
from eit.store.boundaries import APPROXIMATE_FILE, read_boundaries, read_layer_file
from eit.store.layers.cells import approximate_boundaries, merge
from eit.store.layers.writing import write_layer
from eit.store.places.gazetteer import Gazetteer, Place
from eit.store.places.search import SETTLED
from eit.store.tables import insert_rows

NEAR_KM = {"CA": 30.0, "FR": 12.0}
"""How far beyond its territory a programme knows its neighbours: where firms of the next village may be."""
MOST_NEIGHBOURS = 120
CODE_SYSTEMS = {"CA": "MAMH/ISQ", "FR": "INSEE"}
LEVELS = ("region", "department", "mrc", "epci", "municipality", "commune", "borough")
"""Kinds that can be compared on a map, the large before the small."""
SEATS = ("municipality", "commune")
KM_PER_DEGREE = 111.195


def known_places(book: Gazetteer, place_ids: Sequence[str], held: Collection[str] = ()) -> list[Place]:
    """The places of some ids. Raises InvalidSelection("territory-unknown") for one that neither it nor `held` has."""
    return book.get(known_ids(book, place_ids, held))


def known_ids(book: Gazetteer, typed: Sequence[str], held: Collection[str] = ()) -> list[str]:
    """Ids as the data or the gazetteer writes them, each once: `commune-2a004` → `commune-2A004`; that of a merged
    commune → what it is now; an EPT is its communes, which lie in the Métropole du Grand Paris. Raises
    InvalidSelection("territory-unknown")."""
    found: list[str] = []
    for place_id in typed:
        place = None if place_id in held else book.identified(place_id)
        if place is None and place_id not in held:
            raise InvalidSelection("territory-unknown", value=place_id)
        members = place.members.split("|") if place and place.members else []
        found.extend(members or [place.place_id if place else place_id])
    return list(dict.fromkeys(found))


def units_of(book: Gazetteer, places: Iterable[Place]) -> list[Place]:
    """The places with everything in them."""
    found = {one.place_id: one for place in places for one in book.below(place.place_id)}
    return list(found.values())


def with_parents(book: Gazetteer, places: Iterable[Place]) -> list[Place]:
    """The places and all that holds them, each once."""
    ids = dict.fromkeys(above for place in places for above in book.above(place.place_id))
    return book.get(ids)


def most_populous(book: Gazetteer, place_id: str) -> Place | None:
    """The municipality or commune of a territory where most people live; None when it holds none."""
    held = [one for one in book.below(place_id) if one.kind in SEATS]
    return max(held, key=lambda one: one.population or 0, default=None)


def neighbours(book: Gazetteer, units: Sequence[Place]) -> list[Place]:
    """The municipalities and communes that are not among `units` and lie near one of them, the nearest first."""
    own = [one for one in units if one.kind in SETTLED and one.latitude is not None]
    if not own:
        return []
    near = NEAR_KM[own[0].country]
    x, y = (np.array([getattr(one, name) for one in own], float) for name in ("longitude", "latitude"))
    squeeze = float(np.cos(np.radians(y.mean())))
    wide, high = near / KM_PER_DEGREE / squeeze, near / KM_PER_DEGREE
    box = (x.min() - wide, y.min() - high, x.max() + wide, y.max() + high)
    taken = {one.place_id for one in units}
    around = [
        one for one in book.around(*box, kinds=("municipality", "commune")) if one.place_id not in taken
    ]
    apart = [_nearest_km(one, x, y, squeeze) for one in around]
    ordered = sorted(zip(apart, around, strict=True), key=lambda pair: (pair[0], pair[1].place_id))
    return [one for km, one in ordered if km <= near and one.country == own[0].country][:MOST_NEIGHBOURS]


def _nearest_km(place: Place, x: np.ndarray, y: np.ndarray, squeeze: float) -> float:
    """Distance to the nearest of some points [km], on the plane of the middle latitude: good enough to choose by."""
    east, north = (x - (place.longitude or 0)) * squeeze, y - (place.latitude or 0)
    return float(np.sqrt(np.min(east**2 + north**2)) * KM_PER_DEGREE)


def take_in(connection: duckdb.DuckDBPyConnection, places: Iterable[Place], book: Gazetteer) -> list[str]:
    """Insert what the file lacks of the places and their parents; set the parents it did not know. The new ids."""
    whole = with_parents(book, places)
    known = dict(connection.execute("SELECT territory_id, parent_id FROM territory").fetchall())
    new = [place for place in whole if place.place_id not in known]
    if new:
        insert_rows(connection, "territory", territory_rows(new))
    for place in whole:
        if place.parent_id and known.get(place.place_id, "—") is None:
            connection.execute(
                "UPDATE territory SET parent_id = ? WHERE territory_id = ?", [place.parent_id, place.place_id]
            )
    return [place.place_id for place in new]


def territory_rows(places: Iterable[Place]) -> pd.DataFrame:
    """The places as rows of the table `territory`."""
    return pd.DataFrame([territory_row(place) for place in places], dtype=object)


def territory_row(place: Place) -> dict[str, object]:
    """One place as a row of the table `territory`."""
    return {
        "territory_id": place.place_id,
        "kind": place.kind,
        "code": place.code,
        "code_system": "SIREN" if place.kind == "epci" else CODE_SYSTEMS[place.country],
        "name": place.name,
        "parent_id": place.parent_id,
        "country": place.country,
        "population": place.population,
        "population_year": place.population_year,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": place.point_quality or None,
        "source": place.source,
        "confidence": "recalled" if place.point_quality.startswith("recalled") else "seen",
        "note": place.designation or None,
    }


def draw(folder: Path, places: Iterable[Place], book: Gazetteer, geo: Path) -> list[str]:
    """Put approximate boundaries of the places beside those of `folder`, the layers of a file; the ids that have none.

    What data/geo draws, or an earlier call drew, is left as it is.
    """
    wanted = list(places)
    published, target = read_boundaries(geo), folder / APPROXIMATE_FILE
    layers = [read_layer_file(target)] if target.is_file() else []
    drawn = {territory_id for frame in (published, *layers) for territory_id in frame["territory_id"]}
    fresh = approximate_boundaries([one for one in wanted if one.place_id not in drawn], book, published)
    if len(fresh):
        write_layer(merge([*layers, fresh]), target)
    drawn |= set(fresh["territory_id"])
    return [one.place_id for one in wanted if one.place_id not in drawn]


def levels_of(kinds: Collection[str]) -> list[str]:
    """The levels of a programme whose territory holds these kinds: the smallest first, two at most below the whole.

    One municipality alone is a level; a region is read by MRC, an EPCI by commune.
    """
    held = [level for level in LEVELS if level in kinds]
    settled = [level for level in held if level in ("municipality", "commune")]
    above = [level for level in held if level in ("mrc", "epci")]
    boroughs = ["borough"] if "borough" in held and not above else []
    many = bool({"region", "department"} & set(kinds))
    return [*above, *settled] if many else [*boroughs, *settled, *above]
