"""A sheet as its writer laid it out becomes a table: one row of titles, one row per fact. What was done is said."""

from __future__ import annotations

from collections.abc import Callable

from eit.ingest.cells import Sheet
from eit.ingest.columns import NEEDED, column_of
from eit.ingest.headers import KnownHeaders
from eit.ingest.layout.headings import header_place, join_headings, texts_of
from eit.ingest.layout.merged import fill_dittos, fill_merged
from eit.ingest.layout.points import split_points
from eit.ingest.layout.spread import spread
from eit.ingest.layout.tables import SECTION, SHEETS, drop_repeated, mark_sections
from eit.ingest.layout.turned import turn


def arrange(sheet: Sheet, told: KnownHeaders, is_material: Callable[[str], bool]) -> Sheet:
    """Lay a sheet out as a table. A file that a map or an earlier answer explains by its columns keeps them."""
    if not told.map.columns:
        turn(sheet, told.count)
    place = header_place(sheet.rows, told.count)
    if place is None:
        return sheet
    fill_merged(sheet, sheet.rows[place].number)
    if told.map.columns:
        return sheet
    header = join_headings(sheet, told.count) or sheet.rows[place]
    drop_repeated(sheet, header)
    fill_dittos(sheet, header.number)
    known = _known(sheet, header.number, told)
    missing = any(not known & set(names) for names in NEEDED[told.kind])
    mark_sections(sheet, header, missing)
    header = next(row for row in sheet.rows if row.number == header.number)
    if told.kind == "companies" and not {"latitude", "longitude"} & known:
        split_points(sheet, header)
    spread(sheet, header, told.kind, known, is_material)
    return sheet


def _known(sheet: Sheet, header: int, told: KnownHeaders) -> set[str]:
    """Our columns that the titles, a constant or an answer give."""
    row = next(row for row in sheet.rows if row.number == header)
    said = {column_of(title, told.kind) for title in texts_of(row)}
    decided = {**told.suggested, **told.answered}
    said |= set(told.map.constants) | {
        name for title, name in decided.items() if title not in (SECTION, SHEETS)
    }
    return {name for name in said if name}
