"""Gazetteer, read-only: every place of Québec and France with its code, parents, point and spellings.

It lies in two files of data/geo, apart from the data file, and is read the first time that somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from eit.domain.errors import DataError
from eit.locations import GEO

Key = TypeVar("Key")
FILES = ("places.parquet", "place_names.parquet")
NEAR_DEGREES = 2.0
"""Degrees of latitude within which the next place is looked for."""
MADE_TOGETHER = 64
"""Places that are made at once: one by one they take ten times as long."""
MOST_HELD = 300
"""Spellings looked at when a few letters begin very many: a choice, 25 times what is shown."""
COMMON_START = re.compile(r"(?:sainte?s? |notre dame |les? |la ){1,2}\w{1,2}")
"""What thousands of names begin with, and two letters more: those are what a wrong spelling is compared by."""
JURISDICTIONS = {"CA": "CA-QC", "FR": "FR"}
"""Country → the jurisdiction that the gazetteer holds of it: all of Canada that it knows is Québec."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer; None where the sources say nothing."""

    place_id: str
    kind: str
    code: str
    name: str
    designation: str
    parent_id: str | None
    department_id: str | None
    country: str
    population: int | None
    population_year: str | None
    area_km2: float | None
    latitude: float | None
    longitude: float | None
    point_quality: str
    postal_codes: str
    former: str
    valid_from: str
    source: str
    note: str
    members: str = ""
    """Ids of the communes of a territory whose communes lie in another EPCI too: an EPT of Grand Paris."""

    @property
    def jurisdiction(self) -> str:
        """Id of the jurisdiction that a programme there works under."""
        return JURISDICTIONS[self.country]


@dataclass(frozen=True)
class Spelling:
    """A spelling that stands for a place; `how`: name, bare, short, usual, former, locality, code (of a merged
    commune), postal, office."""

    place_id: str
    how: str
    label: str


class Gazetteer:
    """The places and their spellings, each a column store: a question is one comparison over a column."""

    def __init__(self, places: pa.Table, names: pa.Table) -> None:
        self.places, self.names = places.combine_chunks(), names.combine_chunks()
        self._met: dict[int, Place] = {}
        self._sorts: dict[tuple[tuple[str, ...], str], tuple[np.ndarray, np.ndarray, np.ndarray]] = {}

    def place(self, place_id: str) -> Place | None:
        """One place by its id."""
        number = self._rows.get(place_id)
        return None if number is None else self._at(number)

    def identified(self, text: str) -> Place | None:
        """One place by its id in large or small letters; by the id of a merged one, what that is now."""
        own = self.place(self._folded.get(text.casefold(), ""))
        kind, _, code = text.casefold().partition("-")
        merged = [
            one for one in self.spelled(code) if one.how == "code" and one.place_id.startswith(kind + "-")
        ]
        return own or (self.place(merged[0].place_id) if len(merged) == 1 else None)

    def get(self, place_ids: Iterable[str]) -> list[Place]:
        """The places of these ids, in their order; an unknown id gives none."""
        return [
            self._at(number) for place_id in place_ids if (number := self._rows.get(place_id)) is not None
        ]

    def spelled(self, key: str) -> list[Spelling]:
        """Every place that a key (`place_key`, or a postal code in small letters) stands for."""
        places, hows, labels = self._columns
        return [Spelling(self._ids[places[row]], hows[row], labels[row]) for row in self._keys.get(key, ())]

    def joined(self, key: str) -> list[Spelling]:
        """The same, whatever the spaces: `la salle` finds `lasalle`."""
        return self._spellings(pc.equal(self._without_spaces, key.replace(" ", "")))

    def holding(self, key: str) -> list[Spelling]:
        """Places whose spelling begins or ends with a key: `sainte agathe` → Sainte-Agathe-des-Monts. Of the
        thousands that `saint` begins, the most populous."""
        keys = self.names["key"]
        held = pc.or_(pc.starts_with(keys, key + " "), pc.ends_with(keys, " " + key))
        rows = self.names.filter(held)
        if len(rows) <= MOST_HELD:
            return self._spellings(held)
        people = pc.negate(pc.fill_null(self.places["population"].take(rows["place"]), 0))
        return self._named(rows.take(pc.sort_indices(people)[:MOST_HELD]))

    def keys_like(self, key: str) -> list[str]:
        """Keys about as long that begin or end alike: where a wrong spelling may come from."""
        keys = self.names["key"]
        length = pc.utf8_length(keys)
        near = pc.and_(pc.greater_equal(length, len(key) - 2), pc.less_equal(length, len(key) + 2))
        begun = COMMON_START.match(key)
        alike = pc.or_(pc.starts_with(keys, key[: begun.end() if begun else 3]), pc.ends_with(keys, key[-4:]))
        return sorted(set(keys.filter(pc.and_(near, alike)).to_pylist()))

    def coded(self, code: str) -> list[Place]:
        """Every place of an official code, whatever its kind."""
        return [self._at(number) for number in self._codes.get(code, ())]

    def of_kind(self, kind: str) -> list[Place]:
        """Every place of a kind."""
        return self._places(pc.equal(self.places["kind"], kind))

    def points_of_kind(self, kind: str) -> list[tuple[str, float, float]]:
        """Name, longitude and latitude [degrees] of every place of a kind whose point is known."""
        rows = self.places.filter(pc.equal(self.places["kind"], kind))
        known = (rows[name].to_pylist() for name in ("name", "longitude", "latitude"))
        return [(name, x, y) for name, x, y in zip(*known, strict=True) if x and y]

    def children(self, place_id: str) -> list[Place]:
        """The places that lie directly in one."""
        return [self._at(number) for number in self._held[1].get(place_id, ())]

    def below(self, place_id: str) -> list[Place]:
        """The place and every place in it, at any depth, the large before what they hold."""
        rows = level = [self._rows[place_id]] if place_id in self._rows else []
        while level:
            level = sorted(row for one in level for row in self._held[1].get(self._ids[one], ()))
            rows = [*rows, *level]
        held = set(rows)
        apart = (row for row in self._held[0].get(place_id, ()) if row not in held)
        return [self._at(row) for row in (*rows, *apart)]

    def around(
        self, west: float, south: float, east: float, north: float, kinds: Iterable[str]
    ) -> list[Place]:
        """The places of some kinds whose points lie in a box [degrees]."""
        x, y, masks = self._points
        of_kind = np.logical_or.reduce([masks[kind] for kind in kinds if kind in masks])
        inside = of_kind & (x >= west) & (x <= east) & (y >= south) & (y <= north)
        return [self._at(int(number)) for number in np.flatnonzero(inside)]

    def degrees_to_next(self, place: Place, kinds: Iterable[str]) -> float:
        """How far the nearest other place of some kinds of its country is, both with points [degrees of latitude]."""
        rows, x, y = self._compared(tuple(kinds), place.country)
        near = np.abs(y - place.latitude) < NEAR_DEGREES
        squeeze = np.cos(np.radians(place.latitude or 0.0))
        apart = np.hypot((x[near] - place.longitude) * squeeze, y[near] - place.latitude)
        return float(np.min(apart[rows[near] != self._rows[place.place_id]], initial=np.inf))

    def _compared(self, kinds: tuple[str, ...], country: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows and points of the places of some kinds of a country, looked up once."""
        if (kinds, country) not in self._sorts:
            x, y, masks = self._points
            held = np.logical_or.reduce([masks[kind] for kind in kinds if kind in masks]) & masks[country]
            rows = np.flatnonzero(held & ~np.isnan(x) & ~np.isnan(y))
            self._sorts[kinds, country] = (rows, x[rows], y[rows])
        return self._sorts[kinds, country]

    def above(self, place_id: str) -> Iterator[str]:
        """The ids of a place and of all that holds it, each once; a French commune lies in its department too."""
        yield from dict.fromkeys(self._above(place_id))

    def _above(self, place_id: str) -> Iterator[str]:
        while place_id:
            number = self._rows.get(place_id)
            if number is None:
                return
            yield place_id
            department, parent = self._holders
            if department[number]:  # an EPCI may lie in the next department: its region is not the commune's
                yield from self._above(department[number] or "")
            place_id = parent[number] or ""

    @cached_property
    def _ids(self) -> list[str]:
        return list(self.places["place_id"].to_pylist())

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {place_id: number for number, place_id in enumerate(self._ids)}

    @cached_property
    def _holders(self) -> tuple[list[str | None], list[str | None]]:
        """Department and parent of every place: a register asks what holds a hundred thousand."""
        return self.places["department_id"].to_pylist(), self.places["parent_id"].to_pylist()

    @cached_property
    def _held(self) -> tuple[dict[str | None, list[int]], dict[str | None, list[int]]]:
        """Place → the rows of those whose department it is, and of those that lie directly in it."""
        return _rows_by(self._holders[0]), _rows_by(self._holders[1])

    @cached_property
    def _points(self) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
        """Longitude and latitude [degrees] of every place, nan where there is none; which are of each kind, country."""
        x, y = (pc.cast(self.places[axis], pa.float64()).to_numpy() for axis in ("longitude", "latitude"))
        said = [np.array(self.places[name].to_pylist()) for name in ("kind", "country")]
        return x, y, {str(one): column == one for column in said for one in np.unique(column)}

    @cached_property
    def _columns(self) -> tuple[list[int], list[str], list[str]]:
        """Place, nature and label of every spelling."""
        place, how, label = (self.names[name].to_pylist() for name in ("place", "how", "label"))
        return place, how, label

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {place_id.casefold(): place_id for place_id in self._rows}

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        """Key → its rows: a register asks for thousands of names."""
        return _rows_by(self.names["key"].to_pylist())

    @cached_property
    def _codes(self) -> dict[str, list[int]]:
        """Official code → its rows: a register asks for tens of thousands."""
        return _rows_by(self.places["code"].to_pylist())

    @cached_property
    def _without_spaces(self) -> pa.ChunkedArray:
        return pc.replace_substring(self.names["key"], " ", "")

    def _at(self, number: int) -> Place:
        """One place by its row, made once, with those beside it: neighbours are asked for together."""
        if number not in self._met:
            first = number - number % MADE_TOGETHER
            made = self._made(self.places.slice(first, MADE_TOGETHER))
            self._met.update((first + at, place) for at, place in enumerate(made))
        return self._met[number]

    def _places(self, chosen: pa.Array) -> list[Place]:
        return self._made(self.places.filter(chosen))

    @staticmethod
    def _made(rows: pa.Table) -> list[Place]:
        unsaid = ("parent_id", "department_id", "population_year")
        return [Place(**row | {name: row[name] or None for name in unsaid}) for row in rows.to_pylist()]

    def _spellings(self, chosen: pa.ChunkedArray) -> list[Spelling]:
        return self._named(self.names.filter(chosen))

    def _named(self, rows: pa.Table) -> list[Spelling]:
        ids = self.places["place_id"]
        return [Spelling(ids[row["place"]].as_py(), row["how"], row["label"]) for row in rows.to_pylist()]


def _rows_by(values: Iterable[Key]) -> dict[Key, list[int]]:
    """Value → its rows."""
    found: dict[Key, list[int]] = {}
    for number, value in enumerate(values):
        found.setdefault(value, []).append(number)
    return found


def gazetteer(geo: Path = GEO) -> Gazetteer:
    """The gazetteer, read once. Raises DataError("gazetteer_missing") when its files are absent or damaged."""
    paths = [geo / name for name in FILES]
    try:
        versions = tuple(path.stat().st_mtime_ns for path in paths)
        return _read_once(geo, versions)
    except (OSError, ValueError, TypeError, pa.ArrowException) as error:
        raise DataError("gazetteer_missing", path=str(paths[0])) from error


@lru_cache(maxsize=2)
def _read_once(geo: Path, versions: tuple[int, ...]) -> Gazetteer:
    places, names = (pq.read_table(geo / name, page_checksum_verification=True) for name in FILES)
    return Gazetteer(places, names)
