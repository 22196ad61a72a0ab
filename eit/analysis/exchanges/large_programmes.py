"""What a very large programme shows: its most valuable pairs, and how many there are in all. Size decides.

A programme of 100 000 flows holds millions of pairs: nobody reads them, and no page could score them all. A selection
without a filter is answered from the pairs that were read once as numbers, so that a moved radius is quick; a filtered
one by the one query of the pairs. Both give the same.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from eit.analysis.exchanges.pair_cube import Pairs, best_rows, figures, read_pairs
from eit.analysis.programmes import programme
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.derived.matching import KEPT_PARTNERS

LARGE = 500_000
"""Pairs up to the largest radius from which a programme is large: a page that scores as many takes 20 s and 1.5 GB."""
MOST_SHOWN = 50_000
"""Pairs of a large programme that are scored, listed and allocated: 2 s."""


COLUMNS = (
    *("offer_id", "demand_id", "basis", "compatibility_score", "library_row"),
    *("distance_km", "road_km_estimate", "value", "every"),
)


def is_large(database: Database, programme_id: str) -> bool:
    """Whether a programme holds more pairs than pages can score, or only the best partners of each offer."""
    if partners_kept(database, programme_id):
        return True
    counted = database.cached_query("pair_count", {"programme_id": programme_id})
    return int(counted["pairs"].iloc[0]) > LARGE


def most_valuable(database: Database, selection: Selection, asked: dict[str, object]) -> pd.DataFrame:
    """The rows of the query `exchanges` that are worth the most, nearest first, and `every`: how many there are.

    `asked`: its parameters. A rejection that stands takes a pair out here already.
    """
    return database.memoise(
        ("most valuable", selection),
        lambda: _moved(database, selection) if _plain(selection) else _filtered(database, selection, asked),
    )


def count_exchanges(database: Database, selection: Selection, shown: int, asked: dict[str, object]) -> int:
    """How many potential exchanges a selection holds, of which `shown` are scored."""
    if shown < MOST_SHOWN or not is_large(database, selection.programme_id):
        return shown
    return int(most_valuable(database, selection, asked)["every"].iloc[0])


def partners_kept(database: Database, programme_id: str) -> int | None:
    """How many partners of each offer are held, at most; None: all of them."""
    held = set(database.cached_query("best_only")["programme_id"])
    return KEPT_PARTNERS if programme_id in held else None


def _plain(selection: Selection) -> bool:
    """Nothing is asked but a radius."""
    return selection == replace(
        Selection(selection.programme_id), radius_km=selection.radius_km, level=selection.level
    )


def _filtered(database: Database, selection: Selection, asked: dict[str, object]) -> pd.DataFrame:
    bound = {"most": MOST_SHOWN, "with_rejected": selection.with_rejected}
    return _nearest_first(database.most_valuable("exchanges", {**asked, **bound}))


def _moved(database: Database, selection: Selection) -> pd.DataFrame:
    pairs = _pairs(database, selection.programme_id)
    rows = best_rows(pairs, selection.radius_km, MOST_SHOWN)
    offers, demands = (pairs.flows.iloc[side[rows]] for side in (pairs.offer, pairs.demand))
    found = pd.DataFrame({
        "offer_id": offers["flow_id"].array, "demand_id": demands["flow_id"].array,
        "offer_material_id": offers["material_id"].array, "demand_material_id": demands["material_id"].array,
        "distance_km": pairs.km[rows], "value": pairs.value[rows],
    })  # fmt: skip
    keys = ["offer_material_id", "demand_material_id"]
    found = found.merge(database.cached_query("compatibilities"), on=keys, how="left", validate="m:1")
    about = programme(database, selection.programme_id)
    found["road_km_estimate"] = found["distance_km"] * (
        float("nan") if about is None else float(about["circuity"])
    )
    found["every"] = figures(pairs, selection.radius_km).pairs
    return _nearest_first(found)


def _pairs(database: Database, programme_id: str) -> Pairs:
    return database.memoise(("pairs", programme_id), lambda: read_pairs(database, programme_id, "mrc"))


def _nearest_first(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[list(COLUMNS)].sort_values(["distance_km", "offer_id", "demand_id"], ignore_index=True)
