"""What the columns of each kind of file are called and mean: the one list behind reading, templates and mappings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eit.domain.text_key import plain_words

KEYS = {
    "companies": "company_id",
    "flows": "flow_id",
    "synergies": "synergy_id",
    "business_counts": "count_id",
}
KINDS = tuple(KEYS)


@dataclass(frozen=True)
class Column:
    """One of our columns. `titles` by language, empty when it is in no template; `needed` names alternatives."""

    name: str
    titles: Mapping[str, str]
    about: Mapping[str, str]
    examples: Mapping[str, str]
    also: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    choices: str = ""
    map_only: bool = False


def _column(name: str, said: Mapping[str, object]) -> Column:
    def by_language(key: str) -> dict[str, str]:
        return {lang: str(said[f"{key}{lang}"]) for lang in ("fr", "en") if f"{key}{lang}" in said}

    needed = said.get("needed", ())
    return Column(
        name,
        by_language(""),
        by_language("about_"),
        by_language("example_"),
        tuple(text for text in str(said.get("also", "")).split("|") if text),
        tuple(needed.split("|")) if isinstance(needed, str) else ((name,) if needed else ()),
        str(said.get("list", "")),
        bool(said.get("map_only")),
    )


def _read() -> dict[str, dict[str, Column]]:
    text = Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {kind: {name: _column(name, said) for name, said in tables[kind].items()} for kind in KINDS}


COLUMNS = _read()
NEEDED = {
    kind: tuple(dict.fromkeys(column.needed for column in columns.values() if column.needed))
    for kind, columns in COLUMNS.items()
}
"""Each entry: columns of which one at least must be there."""
LOOKUPS = {
    kind: {
        plain_words(spelling): column.name
        for column in columns.values()
        if not column.map_only
        for spelling in (column.name, *column.titles.values(), *column.also)
    }
    for kind, columns in COLUMNS.items()
}


def column_of(title: str, kind: str) -> str | None:
    """Our column for a heading as written, whatever follows in parentheses; None when nobody knows."""
    lookup = LOOKUPS[kind]
    return lookup.get(plain_words(title)) or lookup.get(plain_words(re.sub(r"[(\[].*", "", title)))
