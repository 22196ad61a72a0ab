"""The synergies of a programme as a board, a funnel against its targets, and year by year; at any date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.exchanges.potential import allocated_pairs
from eit.analysis.impact.avoided import FactorBook, estimates, factor_book, of_synergies
from eit.analysis.impact.kpis import diverted_mass
from eit.analysis.programmes import programme
from eit.analysis.synergies import progress as computed
from eit.analysis.synergies.table import synergy_table
from eit.analysis.synergies.years import programme_end, programme_start
from eit.analysis.territories.figures import choices, company_places
from eit.domain.errors import InvalidSelection
from eit.domain.figures.estimate_terms import total
from eit.domain.figures.ranges import Draws
from eit.domain.pipeline import flags
from eit.domain.selection import Selection
from eit.domain.stage import SET_ASIDE, STAGES
from eit.store.database import Database

FUNNEL = ("flows", "companies", "potential", *STAGES)
"""What a funnel counts, in order; `companies` are those with a flow, `potential` the pairs within the radius."""
TARGET_KEYS = {
    "offer_demand_count": "flows",
    "company_with_flow_count": "companies",
    "potential_exchange_count": "potential",
    **computed.STAGE_TARGETS,
}
"""Formula key of an indicator -> the step of the funnel that it is a target for."""


@dataclass(frozen=True)
class Funnel:
    """counts by step of FUNNEL; targets by step (a target, else the programme's published value); the time left.

    by_territory: one row per territory of the level with the counts and `active` (False: nobody there is in a
    synergy), None without a level. days_left None: the programme has no end; negative: it has ended.
    """

    counts: dict[str, int]
    targets: dict[str, float]
    as_of: date
    ends_on: date | None
    days_left: int | None
    share_elapsed: float | None
    by_territory: pd.DataFrame | None


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


def overdue_steps(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """The rows of `synergy_table` whose next step was due before `as_of`."""
    book = factor_book(database, str(_programme(database, programme_id)["jurisdiction"]))
    frame = synergy_table(database, programme_id, book, as_of)
    return frame[_overdue(frame, as_of)]


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


def funnel(
    database: Database,
    programme_id: str,
    as_of: date,
    level: str | None = None,
    radius_km: float | None = None,
) -> Funnel:
    """From offers and demands to verified synergies, as it was at `as_of`; a stage once reached stays reached.

    Flows, and the pairs of two of them, count from the day they were observed. Raises InvalidSelection.
    """
    row = _programme(database, programme_id)
    selection = Selection(programme_id, radius_km=radius_km or float(row["default_radius_km"]))
    flows = database.query(
        "flows", {**dict.fromkeys(("material_id", "company_id", "territory_id")), "programme_id": programme_id,
                  "category_ids": []},
    )  # fmt: skip
    flows = flows[_until(flows["observed_on"], as_of)]
    pairs = allocated_pairs(database, selection, as_of)
    known = _until(pairs["offer_observed_on"], as_of) & _until(pairs["demand_observed_on"], as_of)
    reached = computed.furthest_stages(computed.events_until(database, programme_id, as_of))
    end, start = programme_end(row), programme_start(row)
    counts = _counts(flows, pairs[known], reached)
    return Funnel(
        counts,
        targets(database, programme_id),
        as_of,
        end,
        None if end is None else (end - as_of).days,
        None if end is None or start is None else min(1.0, max(0.0, (as_of - start) / (end - start))),
        None if level is None else _by_territory(database, programme_id, level, flows, pairs[known], reached),
    )


def _until(days: pd.Series, as_of: date) -> pd.Series:
    stamps = pd.to_datetime(days)
    return stamps.isna() | (stamps <= pd.Timestamp(as_of))


def _counts(flows: pd.DataFrame, pairs: pd.DataFrame, reached: dict[str, set[str]]) -> dict[str, int]:
    stages = {stage: sum(stage in seen for seen in reached.values()) for stage in STAGES}
    return {
        "flows": len(flows),
        "companies": flows["company_id"].nunique(),
        "potential": len(pairs),
        **stages,
    }


def _by_territory(
    database: Database,
    programme_id: str,
    level: str,
    flows: pd.DataFrame,
    pairs: pd.DataFrame,
    reached: dict[str, set[str]],
) -> pd.DataFrame:
    """One row per territory; what has a side in two territories counts in both, so columns do not add up."""
    place = company_places(database, programme_id, level)
    parties = database.cached_query("synergy_parties", {"programme_id": programme_id})
    rows = []
    for territory in choices(database, programme_id, [level]).itertuples():
        here = {company for company, where in place.items() if where == territory.territory_id}
        touching = pairs["offer_company_id"].isin(here) | pairs["demand_company_id"].isin(here)
        own = set(parties.loc[parties["company_id"].isin(here), "synergy_id"])
        counts = _counts(
            flows[flows["company_id"].isin(here)],
            pairs[touching],
            {synergy: stages for synergy, stages in reached.items() if synergy in own},
        )
        active = counts[STAGES[0]] > 0
        rows.append(
            {"territory_id": territory.territory_id, "territory": territory.name, **counts, "active": active}
        )
    return pd.DataFrame(rows, columns=["territory_id", "territory", *FUNNEL, "active"])


def targets(database: Database, programme_id: str) -> dict[str, float]:
    """What the programme aims at per step: its target, else the value that it published."""
    frame = database.cached_query("indicators", {"programme_id": programme_id})
    frame = frame[(frame["state"] == "known") & frame["formula_key"].isin(list(TARGET_KEYS))]
    found: dict[str, float] = {}
    for bound in ("value", "target"):
        rows = frame[frame["bound"] == bound]
        if bound == "value":
            rows = rows[rows["kind"] == "declared"]
        found |= {
            TARGET_KEYS[key]: float(value)
            for key, value in zip(rows["formula_key"], rows["value"], strict=True)
        }
    return found


def goals(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """What else the programme aims at or announced (PME, partners, deliverables): label_fr, label_en, value, target.

    `value` is NaN when it was not communicated: never 0.
    """
    frame = database.cached_query("indicators", {"programme_id": programme_id})
    counted = {figure.key: figure.value for figure in computed.progress(database, programme_id, as_of)}
    rows = []
    for _, own in frame[~frame["formula_key"].isin(list(TARGET_KEYS))].groupby("rank"):
        first, known = own.iloc[0], own[own["state"] == "known"].set_index("bound")["value"]
        key = first["formula_key"]
        if first["kind"] == "declared" and "target" in known:
            value, target = known.get("value", np.nan), known["target"]
        elif key in counted and ("target" in known or "value" in known):
            value, target = counted[key], known.get("target", known.get("value"))
        else:
            continue
        rows.append((first["label_fr"], first["label_en"], value, target))
    return pd.DataFrame(rows, columns=["label_fr", "label_en", "value", "target"])


def _programme(database: Database, programme_id: str) -> pd.Series:
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return row
