"""What the columns of each kind of file are called and mean: the one list behind reading, templates and mappings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.ingest.cells import CellRefused
from eit.ingest.values.scales import CURRENCIES, FACTORS, factor_of
from eit.ingest.values.units import parse_unit
from eit.ingest.values.words import LOOKUPS as WORDS

KEYS = {
    "companies": "company_id",
    "flows": "flow_id",
    "synergies": "synergy_id",
    "business_counts": "count_id",
}
KINDS = tuple(KEYS)
MEASURED = {"quantity", *FACTORS}
"""Columns whose heading may carry a unit, a scale or a period."""
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
"""Where the words of `CodePostal` meet."""
FRAME = {
    *("etablissement", "entreprise", "unite", "legale", "localisation", "installation", "site", "societe"),
    *("organisme", "organisation", "facility", "business", "geographique", "2008", "2025", "rev2"),
    *("produite", "produites", "produit", "receptionnee", "nette", "totale"),
    *("annuelle", "collectee", "traitee", "emission", "declaration"),
}
"""Words behind a heading that only say of what it is: `Commune de l'établissement` is the commune."""
LEAD = {"libelle", "lib", "addr", "gps", "geo", "total", "producteur", "expediteur", "emetteur", "detenteur"}
"""Words before it that do."""
OF_A_PLACE = {"gps", "geo", "addr"}
"""Those that only say of what place: `geo_id` is the number of an address, `geo_type` what was found of it."""
NOT_OF_A_PLACE = {"company_id", "flow_id", "kind", "name", "direction", "position_quality"}
SMALL = {"de", "d", "du", "des", "l", "la", "le", "n", "no", "of"}
PARTS = re.compile(r"/?[^\s/]+")


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
    later: bool = False
    """Whether what cannot be read of it is left empty, to be completed later: no row waits for it."""


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
        bool(said.get("later")),
    )


def _read() -> dict[str, dict[str, Column]]:
    text = Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {kind: {name: _column(name, said) for name, said in tables[kind].items()} for kind in KINDS}


def _without_unit(title: str) -> str:
    """`Capacité (t/an)` is called `Capacité`: what stands behind is its unit."""
    return title.partition("(")[0]


COLUMNS = _read()
NEEDED = {
    kind: tuple(dict.fromkeys(column.needed for column in columns.values() if column.needed))
    for kind, columns in COLUMNS.items()
}
"""Each entry: columns of which one at least must be there."""
LOOKUPS = {
    kind: {
        plain_words(_without_unit(spelling) if column.name in MEASURED else spelling): column.name
        for column in columns.values()
        if not column.map_only
        for spelling in (column.name, *column.titles.values(), *column.also)
    }
    for kind, columns in COLUMNS.items()
}


def heading_of(title: str, kind: str) -> tuple[str | None, str]:
    """Our column for a heading as written, and what stands behind it when the column is measured (`kg par mois`).

    (None, "") when nobody knows the heading.
    """
    lookup, title = LOOKUPS[kind], last_step(title)
    found = lookup.get(plain_words(title)) or lookup.get(plain_words(CAMEL.sub(" ", title)))
    if found:
        return found, ""
    before = re.sub(r"[(\[].*", "", title, flags=re.S)
    found = lookup.get(plain_words(before)) if before != title else None
    if found:
        return found, _plain_rest(title[len(before) :]) if found in MEASURED else ""
    parts = PARTS.findall(title.replace("_", " "))
    for cut in range(len(parts) - 1, 0, -1):
        name, rest = lookup.get(plain_words(" ".join(parts[:cut]))), _plain_rest(" ".join(parts[cut:]))
        if name in MEASURED and is_understood(name, rest):
            return name, rest
    return _in_two_languages(title, lookup), ""


def last_step(title: str) -> str:
    """`/firms/firm/address` is what a table made of XML calls `address`."""
    return title.rpartition("/")[2] if title.startswith("/") and " " not in title else title


def directed(title: str) -> tuple[str, str]:
    """`Quantité offre 2` → the direction with its number (`offre 2`) and `Quantité`; `Offre 2` is a material."""
    words = title.split()
    said = [word for word in words if plain_words(word) in WORDS["direction"]]
    if len(said) != 1:
        return "", ""
    number = [word for word in words if word.isdigit() and len(word) < 3]
    rest = [word for word in words if word not in (*said, *number) and plain_words(word) not in SMALL]
    return " ".join((plain_words(said[0]), *number[:1])), " ".join(rest) or "Matière"


def _in_two_languages(title: str, lookup: Mapping[str, str]) -> str | None:
    """Our column for `City / Ville`: the halves name one column, or one names a column that is not measured."""
    halves = re.split(r"\s+[/|]\s+", title)
    names = [lookup.get(plain_words(half)) for half in halves]
    found = set(names) - {None}
    if len(halves) != 2 or len(found) != 1:
        return None
    (name,) = found
    return name if names[0] == names[1] or name not in MEASURED else None


def behind(title: str, column: str) -> str:
    """What a heading says behind the name of a measured column, whatever it is: its parentheses, or its last words."""
    said = re.search(r"[(\[].*", title, flags=re.S)
    if said:
        return _plain_rest(said[0])
    parts = PARTS.findall(title)
    rests = (_plain_rest(" ".join(parts[cut:])) for cut in range(1, len(parts)))
    return next((rest for rest in rests if is_understood(column, rest)), "")


def is_understood(column: str, rest: str) -> bool:
    """Whether what stands behind a column is a unit, a scale or a period of it."""
    try:
        if column == "quantity":
            parse_unit(rest)
        elif not any(_is_factor(column, rest, currency) for currency in CURRENCIES):
            return False
    except CellRefused:
        return False
    return bool(rest)


def _is_factor(column: str, rest: str, currency: str) -> bool:
    try:
        factor_of(column, rest, currency)
    except CellRefused:
        return False
    return True


def _plain_rest(text: str) -> str:
    return " ".join(re.sub(r"[()\[\]?:]", " ", text).split())


def likely_column(title: str, kind: str) -> str | None:
    """Our column for what is left of a heading without the words that say of what it is; None when nobody knows."""
    words = plain_words(CAMEL.sub(" ", re.sub(r"[(\[].*", "", last_step(title), flags=re.S))).split()
    small = SMALL - {"n", "no"}  # a number is another thing: `street_no` is no street
    while words and words[-1] in FRAME | small:
        words.pop()
    led = set()
    while words and words[0] in LEAD | small:
        led.add(words.pop(0))
    found = LOOKUPS[kind].get(" ".join(words))
    return None if found in NOT_OF_A_PLACE and led & OF_A_PLACE else found


def column_of(title: str, kind: str) -> str | None:
    """Our column for a heading as written; None when nobody knows."""
    return heading_of(title, kind)[0]
