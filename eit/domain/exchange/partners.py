"""The K best partners of each offer, where all pairs would be too many to keep: what is searched, and in which order.

The value of a pair orders the partners of one offer and is shown nowhere: the quantity that both sides can move, times
the score of the material, times the score of the distance. A quantity that neither side told makes no value: such
pairs come after the others, nearest first. The order is total: value, then distance, then the row of the demand.

Two searches keep the same pairs: `trees.py` where its compiler is installed (`make large`), else `blocks.py`.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

QUANTITY_LEVELS = 4
"""Halvings of space before the first of quantity, where offers and demands are put in order: 3 to 5 are as good."""
CELL_BITS = 16
CHUNK_OFFERS = 4_000
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


class Wanted(NamedTuple):
    """The links by group of offers: those of group g are `first[g]` to `first[g + 1]`, the best score first."""

    first: NDArray
    demand_group: NDArray
    score: NDArray


Search = Callable[[NDArray], Found]
"""Finds the best partners of some offers, given by their rows."""


def best_partners(
    offers: Flows,
    demands: Flows,
    links: Links,
    best: int,
    radius_km: float,
    threads: int | None = None,
    make: Callable[..., Search] | None = None,
) -> Iterator[Found]:
    """The `best` partners by value of every offer within `radius_km`, some thousands of offers at a time.

    With no quantity known at all these are the nearest ones. Memory follows `best`, not the number of pairs.
    `make`: which search, `tree_search` or `block_search`; None: the compiled one where it can be loaded.
    """
    if not (len(offers.x) and len(demands.x) and len(links.score)):
        return
    groups = 1 + max(int(side.max()) for side in (offers.group, demands.group, *links[:2]))
    offers, demands = _prepared(offers), _prepared(demands)
    near, order = _neighbours_together(offers, demands, groups)
    search = (make or quickest_search())(offers, demands, order, _wanted(links, groups), best, radius_km)
    yield from _in_turn(search, np.array_split(near, -(-len(near) // CHUNK_OFFERS)), threads or _cores())


def quickest_search() -> Callable[..., Search]:
    """The compiled search, or the plain one where the compiler is not installed or does not go with this numpy.

    The plain one too where the disk has no room for what the compiler keeps: it would stop in the first search.
    """
    try:
        from eit.domain.exchange.trees import tree_search

        _compile(tree_search)
    except (ImportError, OSError):
        from eit.domain.exchange.blocks import block_search

        return block_search
    return tree_search


@lru_cache(maxsize=1)
def _compile(make: Callable[..., Search]) -> None:
    """Search one offer and one demand, which compiles all. Raises OSError when the disk refuses."""
    place, one = np.zeros(1), np.zeros(1, np.int64)
    offer = Flows(place, place, place, one, one, place + 1, place + 1)
    links = Links(one, one, place + 1)
    list(best_partners(offer, offer._replace(company=one + 1), links, 1, 1.0, 1, make))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_turn(search: Search, chunks: list[NDArray], threads: int) -> Iterator[Found]:
    """Results in order, never more than two per thread waiting: a slow reader holds the search back."""
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Found]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(search, chunk))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _prepared(side: Flows) -> Flows:
    """Contiguous arrays of one type each; a quantity or a reach that is not told bounds nothing."""
    numbers = [np.ascontiguousarray(column, np.float64) for column in (side.x, side.y, side.z)]
    group, company = (np.ascontiguousarray(column, np.int64) for column in (side.group, side.company))
    quantity, reach = (np.nan_to_num(np.asarray(column, np.float64), nan=np.inf, posinf=np.inf)
                       for column in (side.quantity, side.reach_km))  # fmt: skip
    return Flows(numbers[0], numbers[1], numbers[2], group, company, quantity, reach)


def _neighbours_together(offers: Flows, demands: Flows, groups: int) -> tuple[NDArray, NDArray]:
    """Rows of the offers and of the demands by group, in an order that keeps near places and quantities together."""
    corners = [(min(one.min(), two.min()), max(one.max(), two.max()))
               for one, two in zip(offers[:3], demands[:3], strict=True)]  # fmt: skip
    width = max(high - low for low, high in corners)
    spans = [(low, low + width) for low, _ in corners]
    weights = [np.log2(np.maximum(side.quantity, 2.0**-10)) for side in (offers, demands)]
    told = np.concatenate([weight[np.isfinite(weight)] for weight in weights])
    if len(told):
        spans.append(tuple(np.quantile(told, [0.02, 0.98])))
    orders = []
    for side, weight in zip((offers, demands), weights, strict=True):
        cells = [_cells(column, *span) for column, span in zip((*side[:3], weight), spans, strict=False)]
        orders.append(np.argsort(_keys(side.group, cells, groups), kind="stable"))
    return orders[0], orders[1]


def _cells(column: NDArray, low: float, high: float) -> NDArray:
    """Place of each value between `low` and `high`, from 0 to 2^CELL_BITS - 1."""
    share = (np.minimum(column, high) - low) / max(high - low, 1e-9)
    return (np.clip(share, 0.0, 1.0) * (2**CELL_BITS - 1)).astype(np.uint64)


def _keys(group: NDArray, cells: list[NDArray], groups: int) -> NDArray:
    """The group in the highest bits, then the bits of the cells in turns."""
    if len(cells) > 3:
        cells[3] >>= np.uint64(QUANTITY_LEVELS)
    keys = _interleaved(cells) << np.uint64(64 - CELL_BITS * len(cells))
    room = np.uint64(groups.bit_length())
    return (group.astype(np.uint64) << (np.uint64(64) - room)) | (keys >> room)


def _interleaved(cells: list[NDArray]) -> NDArray:
    """The bits of the columns in turns, the highest first, in one number per row: near rows get near numbers."""
    step, byte = len(cells), np.arange(256, dtype=np.uint64)
    spread = np.zeros(256, np.uint64)
    for bit in range(8):
        spread |= ((byte >> np.uint64(bit)) & np.uint64(1)) << np.uint64(bit * step)
    keys = np.zeros(len(cells[0]), np.uint64)
    for column, cell in enumerate(cells):
        low, high = spread[cell & np.uint64(255)], spread[cell >> np.uint64(8)]
        keys |= (low | high << np.uint64(8 * step)) << np.uint64(step - 1 - column)
    return keys


def _wanted(links: Links, groups: int) -> Wanted:
    offer, demand = (np.asarray(column, np.int64) for column in links[:2])
    score = np.asarray(links.score, np.float64)
    order = np.lexsort((demand, -score, offer))
    return Wanted(np.searchsorted(offer[order], np.arange(groups + 1)), demand[order], score[order])
