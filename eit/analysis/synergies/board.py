"""The synergies of a programme as a board, with their history and what else the programme aims at; at any date."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.impact.avoided import FactorBook, estimates, factor_book, of_synergies
from eit.analysis.impact.kpis import diverted_mass
from eit.analysis.programmes import programme
from eit.analysis.synergies import progress as computed
from eit.analysis.synergies.table import synergy_table
from eit.analysis.synergies.targets import STEPS
from eit.domain.errors import InvalidSelection
from eit.domain.figures.estimate_terms import total
from eit.domain.figures.figure import KNOWN
from eit.domain.figures.indicator import Cell, current_target
from eit.domain.figures.ranges import Draws
from eit.domain.pipeline import flags
from eit.domain.stage import SET_ASIDE
from eit.store.database import Database


def board(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """One row per synergy as it was at `as_of`, with all that a board shows.

    Columns of `synergy_table`, and: parties (names still there), partners_left (names), days_at_stage, overdue (next
    step due before `as_of`), ghg_low, ghg_high [t CO2e/yr], diverted_t_per_year, flags (keys of sentences).
    """
    row = _programme(database, programme_id)
    book = factor_book(database, str(row["jurisdiction"]))
    frame = synergy_table(database, programme_id, book, as_of)
    parties = database.cached_query("synergy_parties", {"programme_id": programme_id})
    gone = computed.left_before(parties, as_of)
    for column, rows in (("parties", parties[~gone]), ("partners_left", parties[gone])):
        names = rows.groupby("synergy_id")["name"].agg(lambda found: tuple(dict.fromkeys(found)))
        frame[column] = [names.get(synergy, ()) for synergy in frame["synergy_id"]]
    frame["days_at_stage"] = (pd.Timestamp(as_of) - pd.to_datetime(frame["stage_on"])).dt.days
    frame["overdue"] = _overdue(frame, as_of)
    frame["ghg_low"], frame["ghg_high"] = _bands(frame, book)
    frame["diverted_t_per_year"] = [diverted_mass(item) for item in frame.to_dict("records")]
    frame["has_quantity"] = frame["quantity_per_year"].notna()
    frame["has_destination"] = frame["former_destination"].notna() | (frame["kind"] != "matter")
    lost = frame["offer_flow_id"].isna() | frame["demand_flow_id"].isna()
    frame["flow_removed"] = (frame["origin"] == "exchange") & lost
    frame["flags"] = [flags(item) for item in frame.to_dict("records")]
    return frame


def _overdue(frame: pd.DataFrame, as_of: date) -> pd.Series:
    due = pd.to_datetime(frame["next_step_due"], errors="coerce")
    return (due < pd.Timestamp(as_of)) & (frame["stage"] != SET_ASIDE)


def _bands(frame: pd.DataFrame, book: FactorBook) -> tuple[list[float], list[float]]:
    draws = Draws()
    found = estimates(of_synergies(frame), "quantity_per_year", book, draws)
    bands = [None if item is None else total([item], draws).range for item in found]
    return (
        [np.nan if band is None else band.low for band in bands],
        [np.nan if band is None else band.high for band in bands],
    )


def history(database: Database, programme_id: str, synergy_id: str) -> pd.DataFrame:
    """The events of one synergy, the last first."""
    events = database.cached_query("synergy_events", {"programme_id": programme_id})
    return events[events["synergy_id"] == synergy_id].iloc[::-1].reset_index(drop=True)


def sides(database: Database, programme_id: str, synergy_id: str) -> pd.DataFrame:
    """The parties of one synergy with role, name and the day they left (NaT: still there)."""
    rows = database.cached_query("synergy_parties", {"programme_id": programme_id})
    return rows[rows["synergy_id"] == synergy_id].reset_index(drop=True)


def goals(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """What else the programme aims at or published (PME, partners, deliverables): label_fr, label_en, value, target,
    published; NaN where there is none or it was not communicated: never 0. What was published is never a target.
    """
    frame = database.cached_query("indicators", {"programme_id": programme_id})
    frame = frame[frame["territory_id"].isna()]
    counted = {figure.key: figure.value for figure in computed.progress(database, programme_id, as_of)}
    rows = []
    for _, own in frame[~frame["formula_key"].isin(list(STEPS))].groupby("indicator_id", sort=False):
        first, known = own.iloc[0], own[own["state"] == "known"]
        said = known[known["bound"] == "value"]["value"]
        published = float(said.iloc[-1]) if len(said) else np.nan
        aim = current_target(_cells(known[known["bound"] == "target"]), as_of)
        target = np.nan if aim is None or aim.value is None else aim.value
        if first["kind"] == "declared" and aim is not None:
            rows.append((first["label_fr"], first["label_en"], published, target, np.nan))
        elif first["formula_key"] in counted and (aim is not None or len(said)):
            value = float(counted[first["formula_key"]] or 0.0)
            rows.append((first["label_fr"], first["label_en"], value, target, published))
    return pd.DataFrame(rows, columns=["label_fr", "label_en", "value", "target", "published"])


def _cells(rows: pd.DataFrame) -> list[Cell]:
    pairs = zip(rows["year"], rows["value"].astype(float), strict=True)
    return [Cell(None if pd.isna(year) else str(year), value, KNOWN) for year, value in pairs]


def _programme(database: Database, programme_id: str) -> pd.Series:
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return row
