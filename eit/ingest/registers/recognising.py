"""Which register a file is: the one whose headings are all there; its map, with the columns that this file has."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.ingest.columns import LOOKUPS, NEEDED
from eit.ingest.source_map import BETWEEN, SourceMap, parse_map, parts_of

FEWEST_OWN = 4
"""Headings that are a register's alone from which on a part of it is known."""


@dataclass(frozen=True)
class Register:
    """A register by name. `verified`: its map was tried on the publisher's own file."""

    key: str
    names: Mapping[str, str]
    kind: str
    verified: bool
    headings: frozenset[str]
    map: SourceMap
    of_releases: bool = False
    """Whether its rows say what is released into air, water and soil, which nobody exchanges."""


@lru_cache(maxsize=1)
def registers() -> tuple[Register, ...]:
    """Every register that ships with the product."""
    found = []
    for path in sorted(Path(__file__).with_name("maps").rglob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        headings = frozenset(plain_words(title) for title in said["headings"])
        names = {lang: said[f"name_{lang}"] for lang in ("fr", "en")}
        mapped = parse_map(said["map"], said["kind"])
        register = Register(path.stem, names, said["kind"], said["verified"], headings, mapped)
        found.append(replace(register, of_releases=bool(said.get("of_releases"))))
    return tuple(found)


def recognise(rows: Iterable[Iterable[str]], kind: str) -> Register | None:
    """The register whose headings one of the rows holds, its map cut to the headings that are there.

    Of two, the one that more headings tell. A part of a register, with too few of them, is known by what is left.
    """
    for row in rows:
        titles = {plain_words(title) for title in row}
        found = [one for one in registers() if one.kind == kind and _is_told(one, titles)]
        if found:
            best = max(found, key=lambda one: len(one.headings))
            return replace(best, map=_cut(best.map, titles))
        part = _in_part(titles, kind)
        if part:
            return part
    return None


def _is_told(register: Register, titles: set[str]) -> bool:
    """Whether its headings are there; when anybody writes them (`id, name, lat, lon`), nothing else may be there."""
    alone = all(len(title.split()) == 1 and LOOKUPS[register.kind].get(title) for title in register.headings)
    own = {plain_words(title) for title in register.map.headings}
    return register.headings <= titles and (not alone or titles - {""} <= own)


def _in_part(titles: set[str], kind: str) -> Register | None:
    """The one register that many of the headings are of which nobody else writes, with all that a row needs."""
    for one in registers():
        own = {title for title in map(plain_words, one.map.headings) if title in titles}
        own = {title for title in own if LOOKUPS[kind].get(title) is None}
        if one.kind != kind or len(own) < FEWEST_OWN:
            continue
        mapped = _cut(one.map, titles)
        there = {
            *mapped.columns,
            *mapped.constants,
            *(("municipality_id",) if "postal_code" in mapped.columns else ()),
        }
        if all(there & set(names) for names in NEEDED[kind]):
            return replace(one, map=mapped)
    return None


def _cut(mapped: SourceMap, titles: set[str]) -> SourceMap:
    composed, columns = dict(mapped.composed), dict(mapped.columns)
    for name, title in mapped.columns.items():
        if title in composed:
            columns[name] = _shortened(composed, title, titles)
    columns = {
        name: title for name, title in columns.items() if title in composed or plain_words(title) in titles
    }
    plane = {"x", "y"} <= set(columns)
    if not plane:
        columns = {name: title for name, title in columns.items() if name not in ("x", "y")}
    filters, withheld, without = (
        {title: kept for title, kept in told.items() if plain_words(title) in titles}
        for told in (mapped.filters, mapped.withheld, mapped.without)
    )
    within = _cut(mapped.organisation, titles) if mapped.organisation else None
    return replace(
        mapped,
        columns=columns,
        composed=composed,
        filters=filters,
        withheld=withheld,
        without=without,
        prefer={
            columns[name]: text
            for name, title in mapped.columns.items()
            if name in columns and (text := mapped.prefer.get(title))
        },
        organisation=within if within and within.columns else None,
        crs=mapped.crs if plane else None,
    )


def _shortened(composed: dict[str, tuple[str, ...]], title: str, titles: set[str]) -> str:
    """The heading to make of those that are there; the one that is there alone is its own."""
    made = composed.pop(title)
    between = next(sign for sign in BETWEEN.values() if title == sign.join(made))
    there = tuple(one for one in made if all(plain_words(part) in titles for part in parts_of(one)))
    if len(there) < 2 and not (there and len(parts_of(there[0])) > 1):
        return there[0] if there else ""
    composed[between.join(there)] = there
    return between.join(there)
