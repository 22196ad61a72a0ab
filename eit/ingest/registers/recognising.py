"""Which register a file is: the one whose headings are all there; its map, with the columns that this file has."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.ingest.source_map import SourceMap, parse_map


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
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        headings = frozenset(plain_words(title) for title in said["headings"])
        names = {lang: said[f"name_{lang}"] for lang in ("fr", "en")}
        mapped = parse_map(said["map"], said["kind"])
        found.append(Register(path.stem, names, said["kind"], said["verified"], headings, mapped))
    return tuple(found)


def recognise(rows: Iterable[Iterable[str]], kind: str) -> Register | None:
    """The register whose headings one of the rows holds, its map cut to the headings that are there."""
    for row in rows:
        titles = {plain_words(title) for title in row}
        for register in registers():
            if register.kind == kind and register.headings <= titles:
                return replace(register, map=_cut(register.map, titles))
    return None


def _cut(mapped: SourceMap, titles: set[str]) -> SourceMap:
    columns = {name: title for name, title in mapped.columns.items() if plain_words(title) in titles}
    plane = {"x", "y"} <= set(columns)
    if not plane:
        columns = {name: title for name, title in columns.items() if name not in ("x", "y")}
    filters = {title: kept for title, kept in mapped.filters.items() if plain_words(title) in titles}
    return replace(mapped, columns=columns, filters=filters, crs=mapped.crs if plane else None)
