"""Results year by year: annual is what was confirmed for the year, cumulative the sum of the annual figures."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pandas as pd

from eit.analysis.impact.avoided import estimates, factor_book, of_synergies
from eit.analysis.impact.kpis import diverted_mass
from eit.analysis.programmes import programme
from eit.analysis.synergies.table import synergy_table
from eit.domain.errors import InvalidSelection
from eit.domain.pipeline import Event, confirmed_years
from eit.store.database import Database

COLUMNS = ["year", "realised", "diverted_t", "ghg_t", "attributed_t", "not_estimated"]
SUMMED = ["diverted_t", "ghg_t", "attributed_t"]


def yearly(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """One row per year with a confirmed result: COLUMNS, and cumulative_ of SUMMED [t, t CO2e].

    A synergy counts with the quantity confirmed for that year, else as declared; never annual times duration.
    """
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    book = factor_book(database, str(row["jurisdiction"]))
    table = synergy_table(database, programme_id, book, as_of).set_index("synergy_id", drop=False)
    counted: dict[int, list[dict]] = {}
    for synergy_id, events in events_of(database, programme_id).items():
        for year, quantity in confirmed_years(events, as_of).items():
            item = table.loc[synergy_id].to_dict()
            item["quantity_per_year"] = item["declared_per_year"] if quantity is None else quantity
            item["mass_t_per_year"] = item["quantity_per_year"] if item["unit"] == "t" else None
            counted.setdefault(year, []).append(item)
    rows = []
    for year, items in sorted(counted.items()):
        frame = pd.DataFrame(items)
        found = [item for item in estimates(of_synergies(frame), "quantity_per_year", book) if item]
        known = [item for item in found if item.central is not None]
        kept = [value for value in map(diverted_mass, items) if not pd.isna(value)]
        ghg = [float(item.central or 0.0) for item in known]
        weighted = [item.weight * float(item.central or 0.0) for item in known]
        rows.append((year, len(items), sum(kept), sum(ghg), sum(weighted), len(found) - len(known)))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in SUMMED:
        frame[f"cumulative_{name}"] = frame[name].cumsum()
    return frame


def events_of(database: Database, programme_id: str) -> dict[str, list[Event]]:
    """The history of every synergy of a programme."""
    found: dict[str, list[Event]] = {}
    for row in database.cached_query("synergy_events", {"programme_id": programme_id}).to_dict("records"):
        known = {key: None if pd.isna(value) else value for key, value in row.items()}
        year = None if known["for_year"] is None else int(known["for_year"])
        event = Event(
            pd.Timestamp(row["occurred_on"]).date(),
            int(row["rank"]),
            known["stage"],
            str(row["kind"]),
            known["reason"],
            year,
            known["quantity_per_year"],
        )
        found.setdefault(str(row["synergy_id"]), []).append(event)
    return found


def began(database: Database, programme_id: str) -> dict[str, int]:
    """Synergy → the year of its first event."""
    return {
        key: min(event.occurred_on.year for event in found)
        for key, found in events_of(database, programme_id).items()
    }


def programme_start(row: pd.Series) -> date | None:
    """The first day of a programme; `2022-01` is the first of January 2022. None: not known."""
    return _day(row["starts_on"], last=False)


def programme_end(row: pd.Series) -> date | None:
    """The last day of a programme; `2024-01` is 31 January 2024. None: it has no end."""
    return _day(row["ends_on"], last=True)


def _day(written: object, last: bool) -> date | None:
    if not isinstance(written, str) or not written.strip():
        return None
    parts = [int(part) for part in written.strip().split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    day = parts[2] if len(parts) > 2 else (monthrange(year, month)[1] if last else 1)
    return date(year, month, day)
