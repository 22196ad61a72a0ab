"""The compiled search for the best partners: trees of boxes over the demands; it needs numba (`make large`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eit.domain.exchange import kernel
from eit.domain.exchange.geodesy import MEAN_RADIUS_KM, chord_squared
from eit.domain.exchange.partners import Flows, Found, Search, Wanted
from eit.domain.exchange.score import HALF_DISTANCE_KM

LEAF = 16
"""Demands of one leaf at most; 8 to 24 are within a tenth of each other at 100 000 and 1 000 000 flows."""


def tree_search(
    offers: Flows, demands: Flows, order: NDArray, wanted: Wanted, best: int, radius_km: float
) -> Search:
    """The search of some offers among the demands, which `order` puts by group and neighbours together."""
    trees = _grown(demands, order, len(wanted.first) - 1)
    question = kernel.Question(chord_squared(radius_km), 2 * MEAN_RADIUS_KM, HALF_DISTANCE_KM)

    def search(chunk: NDArray) -> Found:
        shape = (len(chunk), best)
        seats, km, value = np.empty(shape, np.int64), np.empty(shape), np.empty(shape)
        counts = np.empty(len(chunk), np.int64)
        kernel.search(chunk, offers, trees, *wanted, question, seats, km, value, counts)
        kept = np.arange(best) < counts[:, None]
        return Found(np.repeat(chunk, counts), trees.order[seats[kept]], km[kept], value[kept])

    return search


def _grown(demands: Flows, order: NDArray, groups: int) -> kernel.Trees:
    group = demands.group[order]
    first = np.searchsorted(group, np.arange(groups + 1))
    size = np.diff(first)
    depth = np.ceil(np.log2(np.maximum(size / LEAF, 1))).astype(np.int64)
    ends = np.cumsum(2 << depth)
    columns = (demands.x, demands.y, demands.z, demands.quantity)
    points = np.column_stack([column[order] for column in columns])
    root, boxes = ends - (2 << depth), np.empty((ends[-1], 8))
    trees = kernel.Trees(points, group, demands.company[order], order, first, depth, root, boxes)
    kernel.grow(trees)
    return trees
