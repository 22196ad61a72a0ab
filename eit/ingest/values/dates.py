"""Columns of dates: one text is read by `domain.typed_date`, the whole column shows the order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from eit.domain.question import Choice
from eit.domain.typed_date import FIRST_YEAR, LAST_YEAR, SHORT, day_readings
from eit.domain.typed_number import Unread, take_apart
from eit.ingest.cells import Cell, CellRefused, Flawed, as_text
from eit.ingest.values.typed_numbers import EXCEL_ERROR, is_not_communicated
from eit.store.jurisdictions import own_jurisdictions

YEAR = re.compile(r"((?:19|20)\d{2})(?:\.0)?(?:-(?:0[1-9]|1[0-2]))?", re.A)
SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]\d+)?", re.A)
INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})", re.A
)
OLDEST_SEEN = 1990
"""A flow that was seen before is more likely a slip of the year than a declaration still in use."""
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


@cache
def zones() -> tuple[str, ...]:
    """The clocks of the jurisdictions that a programme may work under, each once."""
    return tuple(dict.fromkeys(place.time_zone for place in own_jurisdictions().values()))


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
    cell: Cell, order: str | None, workbook: bool = False, epoch_1904: bool = False, zone: str | None = None
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
    instant = INSTANT.fullmatch(text)
    try:
        found = day_readings(instant[1] if instant else text)
    except Unread as unread:
        raise CellRefused(unread.rule) from None
    if instant and instant[4] in ("Z", "UTC"):
        return _of_instant(found[0], int(instant[2]), int(instant[3]), zone)
    if len(found) == 1 or order:
        return found[-1 if order == "mdy" else 0]
    raise CellRefused("date-ambiguous", " / ".join(map(str, found)))


def _of_instant(day: date, hour: int, minute: int, zone: str | None) -> date:
    """The day of an instant of UTC where it was written; asked when the zones of our countries disagree on it."""
    instant = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    days = {name: instant.astimezone(ZoneInfo(name)).date() for name in zones()}
    if zone in days:
        return days[zone]
    if zone == "utc" or len({*days.values(), day}) == 1:
        return day
    choices = (
        *(Choice(name, f"{name} : {one}") for name, one in days.items()),
        Choice("utc", f"UTC : {day}"),
    )
    both = " / ".join(sorted({str(one) for one in (*days.values(), day)}))
    raise CellRefused("instant-near-midnight", both, choices)


def last_day(cell: Cell, today: date) -> date:
    """The last day of a year that is over, today of this one: when a figure of the year was known.

    Raises CellRefused("year-unreadable"), and what `refuse_unlikely` raises.
    """
    match = YEAR.fullmatch(as_text(cell).strip())
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise CellRefused("year-unreadable", str(today.year))
    year = int(match[1])
    found = today if year == today.year else date(year, 12, 31)
    refuse_unlikely(found, today)
    return found


def refuse_unlikely(found: date | None, today: date) -> date | None:
    """A day on which something was seen. Raises CellRefused("date-future") or ("date-old")."""
    if found is not None and found > today:
        raise CellRefused("date-future")
    if found is not None and found.year < OLDEST_SEEN:
        raise CellRefused("date-old")
    return found


def _serial(days: float, workbook: bool, epoch_1904: bool) -> date:
    found = (EPOCH_1904 if epoch_1904 else EPOCH_1900) + timedelta(days=int(days))
    if workbook:
        return _within(found)
    raise CellRefused("date-serial", found.isoformat())


def _within(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellRefused("date-impossible")
    return found
