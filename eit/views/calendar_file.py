"""Calendar file (.ics, RFC 5545) of the items of a programme: days only, no person's address or telephone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd

from eit.domain.jurisdiction import now as now_utc

PRODUCT = "-//Maillage//FR"


def calendar_file(items: pd.DataFrame, programme: str, lang: str, made_at: datetime | None = None) -> bytes:
    """One all-day event per item that has a date: from its start (or its due day) to its due day."""
    from icalendar import (
        Calendar,
        Event,
    )  # only now: a page that offers a file reads all of it at its first visit

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", programme)
    stamp = made_at or now_utc()
    for row in items.to_dict("records"):
        first, last = _day(row["starts_on"]), _day(row["due_on"])
        if first is None and last is None:
            continue
        event = Event()
        event.add("uid", f"{row['item_id']}@maillage")
        event.add("dtstamp", stamp)
        event.add("summary", _title(row, lang))
        event.add("dtstart", first or last)
        event.add("dtend", (last or first) + timedelta(days=1))  # type: ignore[operator]
        event.add("status", "CANCELLED" if row["state"] == "dropped" else "CONFIRMED")
        calendar.add_component(event)
    return calendar.to_ical()


def _title(row: dict[str, object], lang: str) -> str:
    said = row.get(f"title_{lang}")
    return str(said if isinstance(said, str) and said else row["title_fr"])


def _day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
