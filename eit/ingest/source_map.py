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

SECTIONS = {"columns", "constants", "codes", "units", "filter", "crs"}
OTHERWISE = "*"
"""In a table of codes: what every other code becomes."""
PLAIN = (str, int, float, bool)


@dataclass(frozen=True)
class SourceMap:
    """`columns` and `constants` by our column, `codes` by our column and their code, `filters` by their heading."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    crs: str | None = None

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
        if OTHERWISE in table:
            return table[OTHERWISE]
        near = difflib.get_close_matches(code, list(table), n=1, cutoff=0.6)
        raise CellRefused(
            "code-unknown", f"{near[0]} = {table[near[0]]}" if near else ", ".join(list(table)[:8])
        )


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
    filters = {title: _kept(title, values) for title, values in _table(said, "filter").items()}
    return SourceMap(columns, constants, codes, filters, _crs(said, columns))


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
