"""The rows of the sealed file: results in, tables out. Nothing here decides what may be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from eit.domain.disclosure import (
    COALITION,
    MINIMUM_CHANGED,
    MINIMUM_GROUPS,
    PRECISION,
    SIGNIFICANT_FIGURES,
    band,
)
from eit.domain.stage import HEADLINE_STAGES, SET_ASIDE
from eit.publish.collecting import INDICATORS, TOTAL, Collected
from eit.publish.derived import derived_cells
from eit.publish.table import CARRIED, COMPUTED, HIDDEN, TableResult

RULES = {
    "minimum_groups": MINIMUM_GROUPS,
    "precision": PRECISION,
    "coalition": COALITION,
    "minimum_changed": MINIMUM_CHANGED,
    "significant_figures": SIGNIFICANT_FIGURES,
}
"""What the edition keeps to; the screens say each in words."""
STATUSES = {"made": HEADLINE_STAGES}
CELL_COLUMNS = (
    *("programme_id", "territory_id", "family", "indicator", "unit", "state", "value", "low", "high"),
    *("count_band", "computed_in", "covered"),
)


def rule_rows() -> pd.DataFrame:
    """The method in figures: key, value."""
    return pd.DataFrame(RULES.items(), columns=["key", "value"])


def programme_rows(collected: Sequence[Collected], fictitious: Collection[str]) -> pd.DataFrame:
    """The programmes, by rank; `fictitious` are the ids of those whose organisations are made up."""
    rows = [
        {
            **{name: item.row[name] for name in ("programme_id", "rank", "name_fr", "name_en")},
            "level": item.level,
            **{name: item.row[name] for name in ("jurisdiction", "currency")},
            "fictitious": str(item.row["programme_id"]) in fictitious,
        }
        for item in collected
    ]
    return pd.DataFrame(rows)


def territory_rows(collected: Sequence[Collected]) -> pd.DataFrame:
    """The territories of every programme."""
    frames = [item.territories.assign(programme_id=item.row["programme_id"]) for item in collected]
    return pd.concat(frames)[["programme_id", "territory_id", "kind", "name"]]


def cell_rows(
    item: Collected, results: Mapping[str, TableResult], factors: pd.DataFrame
) -> list[dict[str, object]]:
    """Every cell of a programme, the derived ones after those that they are made from."""
    programme_id = str(item.row["programme_id"])
    found: list[dict] = []
    for indicator, result in results.items():
        for cell in result.cells:
            values = (programme_id, *cell.place, indicator, INDICATORS[indicator], cell.state, cell.value)
            found.append(
                dict(
                    zip(CELL_COLUMNS, (*values, None, None, cell.count_band, cell.edition, None), strict=True)
                )
            )
    return [*found, *derived_cells(found, factors)]


def synergy_rows(item: Collected) -> list[dict[str, object]]:
    """How many synergies are under way and made, in bands, in all and by territory where a side lies.

    Told from three synergies and three groups on; less is hidden, and so is nothing at all.
    """
    live = item.sides[item.sides["stage"] != SET_ASIDE]
    made = live["stage"].isin(HEADLINE_STAGES)
    found = []
    for territory in (TOTAL, *item.territories["territory_id"]):
        here = (live["territory_id"] == territory) | (territory == TOTAL)
        for status, chosen in (("under-way", ~made), ("made", made)):
            rows = live[here & chosen]
            groups = live[live["synergy_id"].isin(rows["synergy_id"])]["group_id"].nunique()
            told = band(rows["synergy_id"].nunique()) if groups >= MINIMUM_GROUPS else None
            key = {"programme_id": item.row["programme_id"], "territory_id": territory, "status": status}
            found.append({**key, "state": "told" if told else "hidden", "count_band": told})
    return found


def audit_rows(programme_id: str, results: Mapping[str, TableResult]) -> list[dict[str, object]]:
    """What was checked, table by table. The number of checks keeps one figure: more would count the contributors."""
    found = []
    for indicator, result in results.items():
        states = [cell.state for cell in result.cells]
        counts = {
            "told": sum(state in (COMPUTED, CARRIED) for state in states),
            "hidden": states.count(HIDDEN),
        }
        checks = result.audit.checks if result.audit else {"none": 0}
        verdict = "held" if result.audit else "nothing-told"
        for method, number in checks.items():
            row = {"programme_id": programme_id, "indicator": indicator, "method": method}
            audience = AUDIENCES[method]
            found.append(
                {**row, "audience": audience, "verdict": verdict, "checks": _one_figure(number), **counts}
            )
    return found


AUDIENCES = {
    "linear-algebra": "outsider|contributor",
    "linear-programme": "outsider|contributor|pair",
    "none": "none",
}


def _one_figure(number: int) -> int:
    """The largest power of ten that is not above `number`."""
    return int(10 ** (len(str(number)) - 1)) if number > 0 else 0
