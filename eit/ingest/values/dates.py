"""Columns of dates: one text is read by `domain.typed_date`, the whole column shows the order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from eit.domain.typed_date import FIRST_YEAR, LAST_YEAR, SHORT, day_readings
from eit.domain.typed_number import Unread, take_apart
from eit.ingest.cells import Cell, CellRefused, Flawed, as_text
from eit.ingest.values.typed_numbers import EXCEL_ERROR, is_not_communicated

SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]\d+)?", re.A)
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def order_of(cells: Iterable[Cell], answer: str | None = None) -> str | None:
    """`dmy` or `mdy` when the column shows one beyond doubt (a number above 12), else None."""
    if answer:
        return answer
    seen = set()
    for cell in cells:
        match = SHORT.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if match and int(match[1]) > 12 >= int(match[2]):
            seen.add("dmy")
        elif match and int(match[2]) > 12 >= int(match[1]):
            seen.add("mdy")
    return seen.pop() if len(seen) == 1 else None


def parse_date(
    cell: Cell, order: str | None, workbook: bool = False, epoch_1904: bool = False
) -> date | None:
    """The day of a cell, None when not communicated. Raises CellRefused: impossible, or of two readings."""
    if isinstance(cell, Flawed):
        raise CellRefused(cell.rule)
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    text = as_text(cell).strip()
    if is_not_communicated(text):
        return None
    if SERIAL.fullmatch(text):
        return _serial(next(iter(take_apart(text)[0].values())), workbook, epoch_1904)
    if EXCEL_ERROR.match(text):
        raise CellRefused("excel-error")
    try:
        found = day_readings(text)
    except Unread as unread:
        raise CellRefused(unread.rule) from None
    if len(found) == 1 or order:
        return found[-1 if order == "mdy" else 0]
    raise CellRefused("date-ambiguous", " / ".join(map(str, found)))


def _serial(days: float, workbook: bool, epoch_1904: bool) -> date:
    found = (EPOCH_1904 if epoch_1904 else EPOCH_1900) + timedelta(days=int(days))
    if workbook:
        return _within(found)
    raise CellRefused("date-serial", found.isoformat())


def _within(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellRefused("date-impossible")
    return found
