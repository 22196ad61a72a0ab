"""Wide tables made long: materials, months, years, size classes or numbered groups that stand as columns.

Each cell keeps its address in the file; what its heading says becomes a cell of its own, with a title of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eit.domain.text_key import plain_words
from eit.ingest.cells import Cell, Row, Sheet, as_text
from eit.ingest.columns import NEEDED, column_of, directed, heading_of
from eit.ingest.layout.headings import texts_of
from eit.ingest.layout.made_rows import beside, made, title_of
from eit.ingest.layout.month_sums import EVERY_YEAR, TOTALS, sum_months
from eit.ingest.layout.sides import by_side
from eit.ingest.layout.totals import is_total
from eit.ingest.layout.wide_headings import (
    FEWEST_MATERIALS,
    MARKS,
    HeadingPart,
    cell_at,
    key_of,
    materials_in,
    measures_in,
    periods_in,
    sizes_in,
    with_units_below,
    years_in,
)
from eit.ingest.values.typed_numbers import is_not_communicated
from eit.ingest.values.words import LOOKUPS

FEWEST = {"material": FEWEST_MATERIALS, "year": 2, "size": 3}
"""Headings of one nature from which on they are values of a column and not columns."""


def spread(sheet: Sheet, header: Row, kind: str, known: set[str], is_material: Callable[[str], bool]) -> None:
    """Make a wide table long; `known` are the columns of ours that the file or an answer gives already."""
    titles = texts_of(header)
    groups = _groups(titles, kind) or (
        by_side(titles) if kind == "flows" and not {"direction", "material_id"} & known else {}
    )
    if groups:
        _group_rows(sheet, header, groups, kind)
        return
    free = {place: title for place, title in enumerate(titles) if title and column_of(title, kind) is None}
    if kind == "business_counts" and "size_class" not in known:
        sizes = sizes_in(free)
        if len(sizes) >= FEWEST["size"]:
            _value_rows(sheet, header, sizes, "size_class", "businesses", kind)
        return
    if kind == "flows" and "unit" not in known:
        measures = measures_in(titles, "quantity" in known)
        if measures:
            _one_measure(sheet, header, measures, kind)
            return
    if kind != "flows" or "quantity" in known:
        return
    months, years = periods_in(free), years_in(free)
    materials = [] if "material_id" in known else materials_in(sheet, header, free, is_material)
    if len(materials) >= FEWEST["material"]:
        parts = with_units_below(sheet, header, materials)
        _value_rows(sheet, header, parts, "material_id", "quantity", kind)
    elif months:
        total = next((place for place, title in free.items() if plain_words(title) in TOTALS), None)
        sum_months(sheet, header, with_units_below(sheet, header, months), kind, "unit" not in known, total)
    elif len(years) >= FEWEST["year"]:
        _last_year(sheet, header, with_units_below(sheet, header, years), kind, "unit" not in known)


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
    heads = [*(header.cells[place] for place in fixed), *bases, *([title_of(role, kind)] if role else [])]
    rows: list[Row] = []
    for row in sheet.rows:
        if row.number < header.number:
            rows.append(row)
        elif row.number == header.number:
            rows.append(made(row, heads, [*fixed, *([0] * (len(heads) - len(fixed)))]))
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
            found.append(made(row, own, [*fixed, *places, *([max(places)] if keyed else [])]))
    return found or [
        made(row, [*(cell_at(row, place) for place in fixed), *([""] * (len(bases) + keyed))], fixed)
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
    heads = [*(header.cells[place] for place in fixed), title_of(column, kind), title_of(measured, kind)]
    heads += [title_of("unit", kind)] if units else []
    rows: list[Row] = []
    for row in sheet.rows:
        if row.number < header.number:
            rows.append(row)
            continue
        if row.number == header.number:
            rows.append(made(row, heads, [*fixed, *([0] * (len(heads) - len(fixed)))]))
            continue
        if is_total(row):
            rows.append(made(row, [cell_at(row, place) for place in fixed], fixed))
            continue
        for part in parts:
            said = as_text(cell_at(row, part.place)).strip()
            if said and not (column == "material_id" and plain_words(said) in ("non", "no")):
                amount = "" if plain_words(said) in MARKS else cell_at(row, part.place)
                own = [*(cell_at(row, place) for place in fixed), part.value, amount]
                own += [part.unit] if units else []
                rows.append(made(row, own, [*fixed, *([part.place] * (len(own) - len(fixed)))]))
    sheet.rows = rows
    sheet.notices.append(("columns-as-rows", ", ".join(part.value for part in parts)))


def _one_measure(sheet: Sheet, header: Row, parts: Sequence[HeadingPart], kind: str) -> None:
    """The one quantity of several columns, each in its unit: the first that is filled; the others are said."""
    rows, both = [], 0
    for row in sheet.rows:
        filled = [part for part in parts if not is_not_communicated(cell_at(row, part.place))]
        if row.number < header.number:
            rows.append(row)
            continue
        first = filled[0] if filled else parts[0]
        said: list[Cell] = [cell_at(row, first.place), first.unit]
        if row.number == header.number:
            said = [title_of("quantity", kind), title_of("unit", kind)]
        else:
            both += len(filled) > 1
        rows.append(beside(row, parts, said))
    sheet.rows = rows
    if len(parts) > 1:
        sheet.notices.append(("units-several", " · ".join(part.value for part in parts)))
    if both:
        sheet.notices.append(("units-both", f"{both}"))


def _last_year(sheet: Sheet, header: Row, parts: Sequence[HeadingPart], kind: str, units: bool) -> None:
    """What the last year with something in it says, dated at its end; the years before stay in the file."""
    rows = []
    for row in sheet.rows:
        filled = [part for part in parts if as_text(cell_at(row, part.place)).strip()]
        if row.number < header.number:
            rows.append(row)
            continue
        if row.number == header.number:
            said: list[Cell] = [title_of(name, kind) for name in ("quantity", "unit")]
            said += ["frequency", title_of("observed_on", kind)]
        elif filled:
            last = filled[-1]
            said = [cell_at(row, last.place), last.unit, EVERY_YEAR, f"{last.value}-12-31"]
        else:
            said = [""] * 4
        rows.append(beside(row, parts, said if units else [said[0], *said[2:]]))
    sheet.rows = rows
    sheet.notices.append(("years-last", ", ".join(part.value for part in parts)))
