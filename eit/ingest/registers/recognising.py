"""Which register a file is: the one whose headings are all there; its map, with the columns that this file has."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.ingest.source_map import BETWEEN, SourceMap, parse_map


@dataclass(frozen=True)
class Register:
    """A register by name. `verified`: its map was tried on the publisher's own file."""

    key: str
    names: Mapping[str, str]
    kind: str
    verified: bool
    headings: frozenset[str]
    map: SourceMap


@lru_cache(maxsize=1)
def registers() -> tuple[Register, ...]:
    """Every register that ships with the product."""
    found = []
    for path in sorted(Path(__file__).with_name("maps").glob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        headings = frozenset(plain_words(title) for title in said["headings"])
        names = {lang: said[f"name_{lang}"] for lang in ("fr", "en")}
        mapped = parse_map(said["map"], said["kind"])
        found.append(Register(path.stem, names, said["kind"], said["verified"], headings, mapped))
    return tuple(found)


def recognise(rows: Iterable[Iterable[str]], kind: str) -> Register | None:
    """The register whose headings one of the rows holds, its map cut to the headings that are there.

    Of two, the one that more headings tell.
    """
    for row in rows:
        titles = {plain_words(title) for title in row}
        found = [one for one in registers() if one.kind == kind and one.headings <= titles]
        if found:
            best = max(found, key=lambda one: len(one.headings))
            return replace(best, map=_cut(best.map, titles))
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
    there = tuple(one for one in made if plain_words(one) in titles)
    if len(there) < 2:
        return there[0] if there else ""
    composed[between.join(there)] = there
    return between.join(there)
