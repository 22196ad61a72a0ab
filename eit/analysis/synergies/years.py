"""Results year by year: annual is what was confirmed for the year, cumulative the sum of the annual figures."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date

import pandas as pd

from eit.analysis.impact.avoided import estimates, factor_book, of_synergies
from eit.analysis.impact.factor_book import FactorBook
from eit.analysis.impact.kpis import diverted_mass
from eit.analysis.programmes import programme
from eit.analysis.synergies.table import synergy_table
from eit.domain.errors import InvalidSelection
from eit.domain.figures.coverage import coverage, well_covered
from eit.domain.pipeline import Event, confirmed_years, current_stage
from eit.store.database import Database

COLUMNS = ["year", "realised", "diverted_t", "ghg_t", "attributed_t", "not_estimated", "ghg_covered"]
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
        kept = [value for value in map(diverted_mass, items) if not pd.isna(value)]
        rows.append((year, len(items), sum(kept), *_ghg(frame, book)))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in SUMMED:
        frame[f"cumulative_{name}"] = frame[name].astype(float).cumsum(skipna=False)
    return frame


def _ghg(frame: pd.DataFrame, book: FactorBook) -> tuple[float, float, int, float]:
    """Avoided and attributed [t CO2e], synergies not estimated, and the least share [0..1] estimated of a unit.

    A unit of which too little is estimated leaves the sum; NaN where no unit is left: a part is no figure of the year,
    nor of the years since.
    """
    found = estimates(of_synergies(frame), "quantity_per_year", book)
    known = [item is not None and item.central is not None for item in found]
    quantities = frame["quantity_per_year"].astype(float)
    shares = coverage(zip(frame["unit"], quantities, known, strict=True))
    enough = well_covered(shares)
    kept = [
        item
        for item, unit, good in zip(found, frame["unit"], known, strict=True)
        if item is not None and good and (unit in enough or unit not in shares)
    ]
    missing = sum(item is not None and item.central is None for item in found)
    if shares and not enough:
        return math.nan, math.nan, missing, min(shares.values())
    ghg = sum(float(item.central or 0.0) for item in kept)
    weighted = sum(item.weight * float(item.central or 0.0) for item in kept)
    return ghg, weighted, missing, min(shares.values(), default=1.0)


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


def stages_on(database: Database, programme_id: str, day: date) -> dict[str, str]:
    """Synergy → the stage that it had reached on a day; those that had not begun are left out."""
    found = {key: current_stage(events, day) for key, events in events_of(database, programme_id).items()}
    return {key: stage for key, stage in found.items() if stage is not None}


def event_days(database: Database, programme_id: str, as_of: date) -> list[date]:
    """The days on which a synergy of a programme began or changed stage, up to a day, in order."""
    events = [event for found in events_of(database, programme_id).values() for event in found]
    return sorted(
        {event.occurred_on for event in events if event.stage is not None and event.occurred_on <= as_of}
    )
