"""A foreign register explained once (MAP.toml): its columns, constants, codes, units, positions and rows to keep."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, CellRefused, FileRefused, as_text
from eit.ingest.columns import COLUMNS
from eit.ingest.values.coordinates import check_crs

SECTIONS = {
    *("columns", "constants", "codes", "units", "filter", "crs"),
    *("first", "joined", "prefer", "withheld", "without", "source", "organisation", "counted", "otherwise"),
}
BETWEEN = {"first": " / ", "joined": " + "}
"""How the headings of a composed column are written: the first that says something, or all of them in a row."""
INSIDE = " && "
"""Between the headings that one entry of `first` puts in a row: the first name and the name of a person."""
OTHERWISE = "*"
"""In a table of codes: what every other code becomes."""
PLAIN = (str, int, float, bool)


@dataclass(frozen=True)
class SourceMap:
    """`columns` and `constants` by our column, `codes` by our column and their code, `filters` by their heading.

    `composed`: a heading made of several of theirs → those, and `prefer` what the right one of them holds.
    `withheld`: rows that a register does not let be named; `without`: rows that repeat others (totals). `source`:
    what the files of one publisher share, so that an id of one is known in the other. `organisation`: how a row of
    flows describes its organisation, when it does. `counted`: its rows are counted, not taken one by one.
    `otherwise`: the material that is proposed for those that have none.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    crs: str | None = None
    composed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withheld: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    prefer: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    counted: bool = False
    otherwise: str = ""
    organisation: SourceMap | None = None

    @property
    def headings(self) -> list[str]:
        """The headings of the file that the map speaks of, those it composes not among them."""
        made = [part for titles in self.composed.values() for one in titles for part in parts_of(one)]
        named = [one for one in self.columns.values() if one not in self.composed]
        within = self.organisation.headings if self.organisation else []
        return [*named, *made, *self.filters, *self.withheld, *self.without, *within]

    def translated(self, name: str, cell: Cell) -> Cell:
        """Our value for a cell of theirs. Raises CellRefused("code-unknown") with the nearest code."""
        table = self.codes.get(name)
        if table is None:
            return cell
        code = plain_words(as_text(cell))
        if code in table:
            return table[code]
        if not code:
            return ""
        whole = {table[padded] for width in range(len(code) + 1, 4) if (padded := code.zfill(width)) in table}
        if code.isdigit() and len(whole) == 1:  # a spreadsheet that took `02` for a number lost its zero
            return whole.pop()
        if OTHERWISE in table:
            return table[OTHERWISE]
        near = difflib.get_close_matches(code, list(table), n=1, cutoff=0.6)
        raise CellRefused(
            "code-unknown", f"{near[0]} = {table[near[0]]}" if near else ", ".join(list(table)[:8])
        )


def parts_of(title: str) -> list[str]:
    """The headings of the file that one entry of a composed column is made of."""
    return title.split(INSIDE)


def read_map(path: Path, kind: str) -> SourceMap:
    """The map of a file. Raises FileRefused: unreadable, not TOML, a section, column or CRS that does not exist."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise FileRefused("import-map-unreadable", value=str(path)) from error
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileRefused("import-map-toml", value=f"{path.name}: {error}") from error
    return parse_map(said, kind)


def parse_map(said: Mapping[str, object], kind: str) -> SourceMap:
    """The map that a document says. Raises FileRefused."""
    unknown = sorted(set(said) - SECTIONS)
    if unknown:
        raise FileRefused("import-map-section", value=f"{', '.join(unknown)} ({', '.join(sorted(SECTIONS))})")
    columns, constants = _plain(said, "columns"), _plain(said, "constants")
    units = _plain(said, "units")
    if set(units) - {"column", "constant"} or len(units) > 1:
        raise FileRefused("import-map-section", value="units: column | constant")
    composed = _composed(said)
    columns |= {name: title for name, (title, _) in composed.items()}
    columns |= {"unit": units["column"]} if "column" in units else {}
    constants |= {"unit": units["constant"]} if "constant" in units else {}
    codes = {
        name: {
            code if code == OTHERWISE else plain_words(code): value
            for code, value in _plain(table, name).items()
        }
        for name, table in ((name, _table(said, "codes")) for name in _table(said, "codes"))
    }
    _refuse_unknown([*columns, *constants, *codes], kind)
    twice = sorted(set(columns) & set(constants))
    if twice:
        raise FileRefused("import-map-twice", value=", ".join(twice))
    rows = {
        name: {title: _kept(title, values) for title, values in _table(said, name).items()}
        for name in ("filter", "withheld", "without")
    }
    return SourceMap(
        *(columns, constants, codes, rows["filter"], _crs(said, columns)),
        composed=dict(composed.values()),
        withheld=rows["withheld"],
        without=rows["without"],
        prefer={composed[name][0]: text for name, text in _plain(said, "prefer").items() if name in composed},
        source=str(said.get("source", "")),
        counted=bool(said.get("counted")),
        otherwise=str(said.get("otherwise", "")),
        organisation=parse_map(_table(said, "organisation"), "companies") if "organisation" in said else None,
    )


def _composed(said: Mapping[str, object]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Our column → the heading that is made for it, and the headings that it is made of."""
    found = {}
    for section, between in BETWEEN.items():
        for name, titles in _table(said, section).items():
            if not isinstance(titles, list) or not titles or not all(isinstance(one, str) for one in titles):
                raise FileRefused("import-map-section", value=f"{section}.{name}")
            found[name] = (between.join(titles), tuple(titles))
    return found


def _table(said: Mapping[str, object], section: str) -> Mapping[str, object]:
    found = said.get(section, {})
    if not isinstance(found, dict):
        raise FileRefused("import-map-section", value=section)
    return found


def _plain(said: Mapping[str, object], section: str) -> dict[str, str]:
    table = _table(said, section)
    wrong = [name for name, value in table.items() if not isinstance(value, PLAIN)]
    if wrong:
        raise FileRefused("import-map-section", value=f"{section}.{wrong[0]}")
    return {name: as_text(value) for name, value in table.items()}  # type: ignore[arg-type]


def _refuse_unknown(names: list[str], kind: str) -> None:
    unknown = sorted(set(names) - set(COLUMNS[kind]))
    if unknown:
        near = difflib.get_close_matches(unknown[0], list(COLUMNS[kind]), n=3, cutoff=0.5)
        raise FileRefused(
            "import-field-unknown", value=f"{', '.join(unknown)} ({', '.join(near or COLUMNS[kind])})"
        )


def _kept(title: str, values: object) -> frozenset[str]:
    listed = values if isinstance(values, list) else [values]
    if not listed or not all(isinstance(value, PLAIN) for value in listed):
        raise FileRefused("import-map-section", value=f"filter.{title}")
    return frozenset(plain_words(as_text(value)) for value in listed)  # type: ignore[arg-type]


def _crs(said: Mapping[str, object], columns: Mapping[str, str]) -> str | None:
    crs = said.get("crs")
    plane = {"x", "y"} & set(columns)
    if crs is None and not plane:
        return None
    if crs is None or len(plane) < 2:
        raise FileRefused("import-map-plane")
    check_crs(str(crs))
    return str(crs)
