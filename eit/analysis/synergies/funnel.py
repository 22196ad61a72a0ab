"""The funnel: from offers and demands to verified synergies, against the targets of the programme, at any date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from eit.analysis.exchanges.potential import allocated_pairs
from eit.analysis.programmes import programme
from eit.analysis.synergies import progress
from eit.analysis.synergies.targets import published_steps, step_targets
from eit.analysis.synergies.years import programme_end, programme_start
from eit.analysis.territories.figures import choices, company_places
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from eit.domain.stage import STAGES
from eit.store.database import Database

FUNNEL = ("flows", "companies", "potential", *STAGES)
"""What a funnel counts, in order; `companies` are those with a flow, `potential` the pairs within the radius."""


@dataclass(frozen=True)
class Funnel:
    """counts by step of FUNNEL; targets and what the programme published, by step; the time left.

    by_territory: one row per territory of the level with the counts and `active` (False: nobody there is in a
    synergy), None without a level. days_left None: the programme has no end; negative: it has ended.
    """

    counts: dict[str, int]
    targets: dict[str, float]
    published: dict[str, float]
    as_of: date
    ends_on: date | None
    days_left: int | None
    share_elapsed: float | None
    by_territory: pd.DataFrame | None


def stage_counts(database: Database, programme_id: str, as_of: date) -> dict[str, int]:
    """Number of synergies that went through each stage until a day, whatever happened later."""
    events = progress.events_until(database, programme_id, as_of)
    return _by_stage(progress.furthest_stages(events).values())


def _by_stage(reached: Iterable[set[str]]) -> dict[str, int]:
    every = list(reached)
    return {stage: sum(stage in stages for stages in every) for stage in STAGES}


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
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    selection = Selection(programme_id, radius_km=radius_km or float(row["default_radius_km"]))
    flows = database.query(
        "flows", {**dict.fromkeys(("material_id", "company_id", "territory_id")), "programme_id": programme_id,
                  "category_ids": []},
    )  # fmt: skip
    flows = flows[_until(flows["observed_on"], as_of)]
    pairs = allocated_pairs(database, selection, as_of)
    known = _until(pairs["offer_observed_on"], as_of) & _until(pairs["demand_observed_on"], as_of)
    reached = progress.furthest_stages(progress.events_until(database, programme_id, as_of))
    end, start = programme_end(row), programme_start(row)
    counts = _counts(flows, pairs[known], reached)
    return Funnel(
        counts,
        step_targets(database, programme_id, as_of),
        published_steps(database, programme_id),
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
    return {
        "flows": len(flows),
        "companies": flows["company_id"].nunique(),
        "potential": len(pairs),
        **_by_stage(reached.values()),
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
