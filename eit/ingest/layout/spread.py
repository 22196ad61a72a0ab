"""Wide tables made long: materials, months, years, size classes or numbered groups that stand as columns.

Each cell keeps its address in the file; what its heading says becomes a cell of its own, with a title of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, CellRefused, Row, Sheet, as_text
from eit.ingest.columns import COLUMNS, NEEDED, column_of, directed, heading_of
from eit.ingest.layout.headings import texts_of
from eit.ingest.layout.totals import is_total
from eit.ingest.layout.wide_headings import (
    FEWEST_MATERIALS,
    HeadingPart,
    cell_at,
    key_of,
    materials_in,
    months_in,
    sizes_in,
    with_units_below,
    years_in,
)
from eit.ingest.values.amounts import parse_amount
from eit.ingest.values.typed_numbers import Signs
from eit.ingest.values.words import LOOKUPS

FEWEST = {"material": FEWEST_MATERIALS, "month": 12, "year": 2, "size": 3}
"""Headings of one nature from which on they are values of a column and not columns."""
EVERY_YEAR = "an"
"""The period of what was given by year, as a file says it."""


def spread(sheet: Sheet, header: Row, kind: str, known: set[str], is_material: Callable[[str], bool]) -> None:
    """Make a wide table long; `known` are the columns of ours that the file or an answer gives already."""
    titles = texts_of(header)
    groups = _groups(titles, kind)
    if groups:
        _group_rows(sheet, header, groups, kind)
        return
    free = {place: title for place, title in enumerate(titles) if title and column_of(title, kind) is None}
    if kind == "business_counts" and "size_class" not in known:
        sizes = sizes_in(free)
        if len(sizes) >= FEWEST["size"]:
            _value_rows(sheet, header, sizes, "size_class", "businesses", kind)
        return
    if kind != "flows" or "quantity" in known:
        return
    months, years = months_in(free), years_in(free)
    materials = [] if "material_id" in known else materials_in(sheet, header, free, is_material)
    if len(materials) >= FEWEST["material"]:
        parts = with_units_below(sheet, header, materials)
        _value_rows(sheet, header, parts, "material_id", "quantity", kind)
    elif len(months) == FEWEST["month"]:
        _sum_months(sheet, header, with_units_below(sheet, header, months), kind, "unit" not in known)
    elif len(years) >= FEWEST["year"]:
        _last_year(sheet, header, with_units_below(sheet, header, years), kind, "unit" not in known)


def _title(column: str, kind: str) -> str:
    """A heading of ours for a column that the layout makes."""
    found = COLUMNS[kind][column]
    return found.titles.get("fr") or next(iter(found.also), column)


def _groups(titles: Sequence[str], kind: str) -> dict[str, dict[str, int]]:
    """Key of each group (`2`, `Offre`) → its columns, by their title without the key; empty when nothing repeats.

    What repeats is a fact of its own only with a column that every fact needs: three lines of an address are none.
    """
    found: dict[str, dict[str, int]] = {}
    for place, title in enumerate(titles):
        key, base = key_of(title)
        if kind == "flows" and column_of(title, kind) is None and not heading_of(base, kind)[0]:
            key, base = directed(title)
        if key and heading_of(base, kind)[0]:
            found.setdefault(key, {})[base] = place
    roles = [frozenset(heading_of(base, kind)[0] for base in columns) for columns in found.values()]
    shared = frozenset.intersection(*roles) if len(roles) > 1 else frozenset()
    needed = {name for names in NEEDED[kind] for name in names}
    return found if shared & needed else {}


def _group_rows(sheet: Sheet, header: Row, groups: Mapping[str, Mapping[str, int]], kind: str) -> None:
    """One row per group that says something."""
    bases = list(dict.fromkeys(base for columns in groups.values() for base in columns))
    taken = {place for columns in groups.values() for place in columns.values()}
    fixed = [place for place in range(len(header.cells)) if place not in taken]
    role = _role_of(list(groups), kind)
    heads = [*(header.cells[place] for place in fixed), *bases, *([_title(role, kind)] if role else [])]
    rows: list[Row] = []
    for row in sheet.rows:
        if row.number < header.number:
            rows.append(row)
        elif row.number == header.number:
            rows.append(_made(row, heads, [*fixed, *([0] * (len(heads) - len(fixed)))]))
        else:
            rows += _of_groups(row, groups, fixed, bases, bool(role))
    sheet.rows = rows
    sheet.notices.append(("columns-as-rows", ", ".join(groups)))


def _of_groups(
    row: Row, groups: Mapping[str, Mapping[str, int]], fixed: Sequence[int], bases: Sequence[str], keyed: bool
) -> list[Row]:
    found = []
    for key, columns in groups.items():
        places = [columns.get(base, -1) for base in bases]
        cells = [cell_at(row, place) for place in places]
        if any(as_text(cell).strip() for cell in cells):
            own = [*(cell_at(row, place) for place in fixed), *cells, *([key.split()[0]] if keyed else [])]
            found.append(_made(row, own, [*fixed, *places, *([max(places)] if keyed else [])]))
    return found or [
        _made(row, [*(cell_at(row, place) for place in fixed), *([""] * (len(bases) + keyed))], fixed)
    ]


def _role_of(keys: Sequence[str], kind: str) -> str:
    """The column that the keys of groups are values of; empty when they only count."""
    said = [plain_words(key.split()[0]) for key in keys]
    return "direction" if kind == "flows" and all(word in LOOKUPS["direction"] for word in said) else ""


def _value_rows(
    sheet: Sheet, header: Row, parts: Sequence[HeadingPart], column: str, measured: str, kind: str
) -> None:
    """One row per heading under which something stands: its value, and what is measured of it."""
    taken = {part.place for part in parts}
    fixed = [place for place in range(len(header.cells)) if place not in taken]
    units = any(part.unit for part in parts)
    heads = [*(header.cells[place] for place in fixed), _title(column, kind), _title(measured, kind)]
    heads += [_title("unit", kind)] if units else []
    rows: list[Row] = []
    for row in sheet.rows:
        if row.number < header.number:
            rows.append(row)
            continue
        if row.number == header.number:
            rows.append(_made(row, heads, [*fixed, *([0] * (len(heads) - len(fixed)))]))
            continue
        if is_total(row):
            rows.append(_made(row, [cell_at(row, place) for place in fixed], fixed))
            continue
        for part in parts:
            if as_text(cell_at(row, part.place)).strip():
                own = [*(cell_at(row, place) for place in fixed), part.value, cell_at(row, part.place)]
                own += [part.unit] if units else []
                rows.append(_made(row, own, [*fixed, *([part.place] * (len(own) - len(fixed)))]))
    sheet.rows = rows
    sheet.notices.append(("columns-as-rows", ", ".join(part.value for part in parts)))


def _sum_months(sheet: Sheet, header: Row, parts: Sequence[HeadingPart], kind: str, units: bool) -> None:
    """The twelve months of a year, added; a month that does not say a number is asked as it is written."""
    unit = next((part.unit for part in parts if part.unit), "")
    rows = []
    for row in sheet.rows:
        cells = [cell_at(row, part.place) for part in parts]
        amounts = [_amount(cell) for cell in cells]
        if row.number < header.number:
            rows.append(row)
            continue
        if row.number == header.number:
            said: list[Cell] = [_title("quantity", kind), _title("unit", kind), "frequency"]
        elif all(amount is not None for amount in amounts):
            total = round(sum(amount for amount in amounts if amount is not None), 9)
            said = [total, unit, EVERY_YEAR] if any(as_text(cell).strip() for cell in cells) else ["", "", ""]
        else:
            texts = [as_text(cell) for cell, amount in zip(cells, amounts, strict=True) if amount is None]
            said = [" + ".join(texts), unit, EVERY_YEAR]
        rows.append(_beside(row, parts, said if units else [said[0], *said[2:]]))
    sheet.rows = rows
    sheet.notices.append(("months-summed", ""))


def _last_year(sheet: Sheet, header: Row, parts: Sequence[HeadingPart], kind: str, units: bool) -> None:
    """What the last year with something in it says, dated at its end; the years before stay in the file."""
    rows = []
    for row in sheet.rows:
        filled = [part for part in parts if as_text(cell_at(row, part.place)).strip()]
        if row.number < header.number:
            rows.append(row)
            continue
        if row.number == header.number:
            said: list[Cell] = [_title(name, kind) for name in ("quantity", "unit")]
            said += ["frequency", _title("observed_on", kind)]
        elif filled:
            last = filled[-1]
            said = [cell_at(row, last.place), last.unit, EVERY_YEAR, f"{last.value}-12-31"]
        else:
            said = [""] * 4
        rows.append(_beside(row, parts, said if units else [said[0], *said[2:]]))
    sheet.rows = rows
    sheet.notices.append(("years-last", ", ".join(part.value for part in parts)))


def _amount(cell: Cell) -> float | None:
    """The number of a month: nothing written is nothing; None for what is no number."""
    if not as_text(cell).strip():
        return 0.0
    try:
        found = parse_amount(cell, Signs(), 0, 1e15)
    except CellRefused:
        return None
    return found.central if found and not found.unit and not found.estimated else None


def _beside(row: Row, parts: Sequence[HeadingPart], said: Sequence[Cell]) -> Row:
    """The row without the columns of its parts, with what they say together."""
    taken = {part.place for part in parts}
    width = max(len(row.cells), max(taken) + 1)
    fixed = [place for place in range(width) if place not in taken]
    cells = [*(cell_at(row, place) for place in fixed), *said]
    return _made(row, cells, [*fixed, *([parts[-1].place] * len(said))])


def _made(row: Row, cells: Sequence[Cell], places: Sequence[int]) -> Row:
    """A row with other cells, each at the address where it came from."""
    columns = row.columns or tuple(range(len(row.cells)))
    at = [columns[place] if 0 <= place < len(columns) else max(place, 0) for place in places]
    at += [at[-1] if at else 0] * (len(cells) - len(at))
    return replace(row, cells=tuple(cells), columns=tuple(at), width=None)
