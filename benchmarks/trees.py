"""The nearest partners as one would find them with a tree of points: scikit-learn, scipy, pykdtree; same rules."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.rivals import EARTH_KM
from benchmarks.worlds import World
from eit.domain.exchange.geodesy import arc_km, chord_squared

SPARE = 6
"""More neighbours than asked for: those of the own company are taken out afterwards."""
APART_KM = 20_000.0
"""Distance between two groups of demands on the fourth axis, more than any chord."""
PAIRS = ["offer", "demand", "km"]


def _asked(world: World) -> tuple[np.ndarray, np.ndarray]:
    """One question per offer and group of demands that it can serve: row of the offer, group."""
    links = pd.DataFrame({"group_number": world.links.offer_group, "wanted": world.links.demand_group})
    asked = world.offers[["group_number"]].reset_index(names="offer").merge(links)
    return asked["offer"].to_numpy(), asked["wanted"].to_numpy()


def _kept(world: World, offer: np.ndarray, demand: np.ndarray, km: np.ndarray, best: int) -> pd.DataFrame:
    """Other companies, within the reach, the nearest `best` of each offer."""
    own = world.offers["company_number"].to_numpy()[offer]
    reach = world.offers["reach_km"].to_numpy(float)[offer]
    good = (own != world.demands["company_number"].to_numpy()[demand]) & ~(km > reach)
    offer, demand, km = offer[good], demand[good], km[good]
    order = np.lexsort((demand, km, offer))
    offer, demand, km = offer[order], demand[order], km[order]
    first = np.searchsorted(offer, offer)
    top = np.arange(len(offer)) - first < best
    return pd.DataFrame({"offer": offer[top], "demand": demand[top], "km": km[top]})


def _four(frame: pd.DataFrame, group: np.ndarray) -> np.ndarray:
    return np.column_stack([frame[["x_km", "y_km", "z_km"]].to_numpy(), group * APART_KM])


def _by_points(world: World, best: int, radius_km: float, query: Callable) -> pd.DataFrame:
    offer, group = _asked(world)
    points = _four(world.demands, world.demands["group_number"].to_numpy())
    chord, found = query(
        points, _four(world.offers.iloc[offer], group), best + SPARE, chord_squared(radius_km) ** 0.5
    )
    row, column = np.nonzero(found < len(points))
    return _kept(world, offer[row], found[row, column].astype(int), arc_km(chord[row, column] ** 2), best)


def by_ckdtree(world: World, best: int, radius_km: float) -> pd.DataFrame:
    """scipy: geocentric points, the group as a fourth coordinate. Raises ImportError."""
    from scipy.spatial import cKDTree

    return _by_points(
        world, best, radius_km,
        lambda points, asked, count, bound: cKDTree(points).query(asked, count, distance_upper_bound=bound, workers=-1),
    )  # fmt: skip


def by_pykdtree(world: World, best: int, radius_km: float) -> pd.DataFrame:
    """pykdtree: the same points, OpenMP. Raises ImportError."""
    from pykdtree.kdtree import KDTree

    return _by_points(
        world, best, radius_km,
        lambda points, asked, count, bound: KDTree(points).query(asked, k=count, distance_upper_bound=bound),
    )  # fmt: skip


def by_ball_tree(world: World, best: int, radius_km: float) -> pd.DataFrame:
    """scikit-learn: a haversine ball tree per group of demands. Raises ImportError."""
    from sklearn.neighbors import BallTree

    offer, group = _asked(world)
    here, there = (
        np.radians(side[["latitude", "longitude"]].to_numpy()) for side in (world.offers, world.demands)
    )
    parts = []
    rows_of = {int(g): rows.to_numpy() for g, rows in world.demands.groupby("group_number").groups.items()}
    for wanted in np.unique(group):
        rows = rows_of.get(int(wanted), np.array([], int))
        if not len(rows):
            continue
        asked = offer[group == wanted]
        count = min(best + SPARE, len(rows))
        angle, found = BallTree(there[rows], metric="haversine").query(here[asked], count)
        km = angle * EARTH_KM
        row, column = np.nonzero(km <= radius_km)
        parts.append((asked[row], rows[found[row, column]], km[row, column]))
    return _kept(world, *(np.concatenate(column) for column in zip(*parts, strict=True)), best)


NEAREST = {
    "scikit-learn `BallTree`": by_ball_tree,
    "scipy `cKDTree`": by_ckdtree,
    "pykdtree": by_pykdtree,
}


def unexplained(ours: pd.DataFrame, theirs: pd.DataFrame, radius_km: float, error: float) -> int:
    """Pairs that one side only has and that stand clearly nearer than the last one that the other side keeps."""
    both = ours.merge(theirs, on=PAIRS[:2], how="outer", indicator=True, suffixes=("", "_theirs"))
    wrong = 0
    for other, side, km in ((ours, "right_only", "km_theirs"), (theirs, "left_only", "km")):
        lone = both[both["_merge"] == side]
        last = other.groupby("offer")["km"].agg(["max", "size"])
        full = int(max(ours.groupby("offer").size().max(), 1))
        bound = last["max"].where(last["size"] >= full, radius_km).reindex(lone["offer"]).fillna(radius_km)
        wrong += int((lone[km].to_numpy() < bound.to_numpy() * (1 - error) - 1e-6).sum())
    return wrong
