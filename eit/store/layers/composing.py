"""Composes the new layer of a kind: the units of a file, those of before that it does not hold, and their sums."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries

from eit.store.boundaries import COLUMNS, read_layer_file
from eit.store.layers import coverage
from eit.store.layers.matching import Matched

SUM_OF = {"mrc": "region", "commune": "epci"}
"""Kind → what is exactly the sum of its units: its boundary follows when every unit is official."""


def compose(
    kind: str, shapes: GeoSeries, found: Matched, known: pd.DataFrame, source: str, target: Path
) -> tuple[GeoDataFrame, int, list[str]]:
    """The whole new layer, how many units it keeps from before, and the territories drawn as sums of units."""
    facts = known.drop_duplicates("territory_id").set_index("territory_id")
    rows = {
        territory_id: _row(territory_id, facts, source, coverage.union(shapes.loc[codes]))
        for territory_id, codes in sorted(found.codes.items())
    }
    kept = 0
    if target.is_file():
        earlier = read_layer_file(target)
        earlier = earlier[(earlier["kind"] != SUM_OF.get(kind)) & ~earlier["territory_id"].isin(list(rows))]
        rows |= {row["territory_id"]: row for row in earlier.to_dict("records")}
        kept = len(earlier)
    sums = _sums(kind, rows, facts)
    layer = geopandas.GeoDataFrame([*rows.values(), *sums], geometry="geometry", crs=coverage.DEGREES)
    return layer[COLUMNS], kept, [str(row["territory_id"]) for row in sums]


def _row(territory_id: str, facts: pd.DataFrame, source: str, shape: object) -> dict[str, object]:
    fact = facts.loc[territory_id]
    code = fact["code"] if isinstance(fact["code"], str) else ""
    return {
        "territory_id": territory_id,
        "kind": fact["kind"],
        "code": code,
        "name": fact["name"],
        "approximate": False,
        "source": source,
        "geometry": shape,
    }


def _sums(kind: str, rows: dict[str, dict[str, object]], facts: pd.DataFrame) -> list[dict[str, object]]:
    whole = facts[facts["kind"] == SUM_OF.get(kind)].index
    made = []
    for parent in whole:
        children = list(facts.index[(facts["parent_id"] == parent) & (facts["kind"] == kind)])
        if children and set(children) <= set(rows):
            held = [rows[child] for child in children]
            sources = " · ".join(dict.fromkeys(str(row["source"]) for row in held))
            shape = coverage.union(pd.Series([row["geometry"] for row in held]))
            made.append(_row(str(parent), facts, sources, shape))
    return made
