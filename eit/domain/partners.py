"""The K best partners of each offer, where all pairs would be too many to keep: what is searched, and in which order.

The value of a pair orders the partners of one offer and is shown nowhere: the quantity that both sides can move, times
the score of the material, times the score of the distance. A quantity that neither side told makes no value: such
pairs come after the others, nearest first. The order is total: value, then distance, then the row of the demand.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eit.domain.exchange import HALF_DISTANCE_KM
from eit.domain.geodesy import MEAN_RADIUS_KM, chord_squared

if TYPE_CHECKING:
    from eit.domain.kernel import Tiles

TILE_KM = 4.0
"""Side of a tile [km]; 2 to 8 km are within a tenth of each other at 100 000 and 1 000 000 flows."""
CHUNK_OFFERS = 20_000
"""Offers searched at a time by one thread: what bounds the memory, whatever the number of flows."""


class Flows(NamedTuple):
    """One side: geocentric x, y, z [km], group (material and unit), company, yearly quantity (NaN: not told), reach.

    One array element per flow; the order of the rows decides between demands that nothing else tells apart.
    `reach_km` [km] is read on the side of the offers only, NaN where the material has none.
    """

    x: NDArray
    y: NDArray
    z: NDArray
    group: NDArray
    company: NDArray
    quantity: NDArray
    reach_km: NDArray


class Links(NamedTuple):
    """Which group of offers can serve which group of demands, with the score of the material (0 to 1]."""

    offer_group: NDArray
    demand_group: NDArray
    score: NDArray


class Found(NamedTuple):
    """Pairs: rows of the offer and of the demand, arc [km] and value, in no order."""

    offer: NDArray
    demand: NDArray
    km: NDArray
    value: NDArray


def best_partners(
    offers: Flows, demands: Flows, links: Links, best: int, radius_km: float, threads: int | None = None
) -> Iterator[Found]:
    """The `best` partners by value of every offer within `radius_km`, some thousands of offers at a time.

    With no quantity known at all these are the nearest ones. Memory follows `best`, not the number of pairs.
    """
    from eit.domain import kernel

    if not (len(offers.x) and len(demands.x) and len(links.score)):
        return
    both = [np.concatenate([one, two]) for one, two in ((offers.x, demands.x), (offers.y, demands.y))]
    by_x = bool(np.std(both[0]) > np.std(both[1]))
    groups = 1 + max(int(side.max()) for side in (offers.group, demands.group, *links[:2]))
    tiles = _lay_tiles(demands, groups, by_x)
    first_link, wanted, score = _sorted_links(links, groups)
    untold = bool(np.isnan(offers.quantity).all() and np.isnan(demands.quantity).all())
    limit2 = chord_squared(radius_km)
    question = kernel.Question(
        limit2, limit2**0.5 * (1 + kernel.SAFE), by_x, untold, TILE_KM, 2 * MEAN_RADIUS_KM, HALF_DISTANCE_KM
    )
    side = _prepared(offers)
    near = np.lexsort((side.x if by_x else side.y, _tile(side.z), side.group))

    def search(chunk: NDArray) -> Found:
        shape = (len(chunk), best)
        partner, km, value = np.full(shape, -1, np.int64), np.empty(shape), np.empty(shape)
        kernel.search(chunk, side, tiles, first_link, wanted, score, question, partner, km, value)
        row, column = np.nonzero(partner >= 0)
        return Found(chunk[row], partner[row, column], km[row, column], value[row, column])

    yield from _in_turn(search, np.array_split(near, -(-len(near) // CHUNK_OFFERS)), threads or _cores())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_turn(search, chunks: list[NDArray], threads: int) -> Iterator[Found]:  # type: ignore[no-untyped-def]
    """Results in order, never more than two per thread waiting: a slow reader holds the search back."""
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Found]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(search, chunk))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _tile(coordinate: NDArray) -> NDArray:
    return np.floor(coordinate / TILE_KM).astype(np.int64)


def _prepared(side: Flows) -> Flows:
    """Contiguous arrays of one type each; a quantity or a reach that is not told bounds nothing."""
    numbers = [np.ascontiguousarray(column, np.float64) for column in (side.x, side.y, side.z)]
    group, company = (np.ascontiguousarray(column, np.int64) for column in (side.group, side.company))
    quantity, reach = (np.nan_to_num(np.asarray(column, np.float64), nan=np.inf, posinf=np.inf)
                       for column in (side.quantity, side.reach_km))  # fmt: skip
    return Flows(numbers[0], numbers[1], numbers[2], group, company, quantity, reach)


def _lay_tiles(demands: Flows, groups: int, by_x: bool) -> Tiles:
    from eit.domain import kernel

    side = _prepared(demands)
    row, tile = _tile(side.z), _tile(side.x if by_x else side.y)
    order = np.lexsort((-side.quantity, tile, row, side.group))
    group, row, tile = side.group[order], row[order], tile[order]
    new_row = np.r_[True, (np.diff(group) != 0) | (np.diff(row) != 0)]
    new_tile = new_row | np.r_[True, np.diff(tile) != 0]
    first_demand, first_tile = np.flatnonzero(new_tile), np.flatnonzero(new_row[new_tile])
    first_row = np.searchsorted(group[new_row], np.arange(groups + 1))
    return kernel.Tiles(
        side.x[order], side.y[order], side.z[order], side.company[order], side.quantity[order], order,
        first_row, row[new_row], np.append(first_tile, len(first_demand)), tile[new_tile],
        np.append(first_demand, len(order)),
    )  # fmt: skip


def _sorted_links(links: Links, groups: int) -> tuple[NDArray, NDArray, NDArray]:
    """Offsets by group of offers, and its groups of demands, best score first."""
    offer, demand = (np.asarray(column, np.int64) for column in links[:2])
    score = np.asarray(links.score, np.float64)
    order = np.lexsort((demand, -score, offer))
    return np.searchsorted(offer[order], np.arange(groups + 1)), demand[order], score[order]
