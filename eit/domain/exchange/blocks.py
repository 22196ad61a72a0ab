"""The search for the best partners without a compiler: offers that are neighbours against blocks of demands, by numpy.

The blocks that promise most come first; when the next one promises less than what each offer keeps already, the
search of these offers is over. It keeps what `trees.py` keeps, in more time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eit.domain.exchange.geodesy import MEAN_RADIUS_KM, chord_squared
from eit.domain.exchange.partners import Flows, Found, Search, Wanted
from eit.domain.exchange.score import HALF_DISTANCE_KM

TOGETHER = 32
"""Offers that are searched together at most."""
BLOCK = 64
"""Demands of a block."""
FIRST_DEMANDS = 256
"""Demands of the first look; each look is twice as large as the one before, up to `MOST_DEMANDS`."""
MOST_DEMANDS = 4_096
SAFE = 1e-9
"""Relative room that a bound leaves for rounding."""


class Boxes(NamedTuple):
    """The blocks of demands: the seats of each in their order, and the box around them.

    `most`: the largest quantity that is told in it (-1: none is); `untold`: whether one is not told.
    """

    start: NDArray
    stop: NDArray
    group: NDArray
    low: NDArray
    high: NDArray
    most: NDArray
    untold: NDArray


class _Demands(NamedTuple):
    """The demands in their order: places in one row per axis, companies, quantities (infinite: not told)."""

    place: NDArray
    company: NDArray
    quantity: NDArray
    row: NDArray


def block_search(
    offers: Flows, demands: Flows, order: NDArray, wanted: Wanted, best: int, radius_km: float
) -> Search:
    """The search of some offers among the demands, which `order` puts by group and neighbours together."""
    place = np.stack([axis[order] for axis in demands[:3]])
    seats = _Demands(place, demands.company[order], demands.quantity[order], order)
    boxes = _boxes(seats, demands.group[order])
    limit2 = chord_squared(radius_km)

    def search(chunk: NDArray) -> Found:
        found = [
            _searched(some, offers, seats, boxes, wanted, best, limit2) for some in _together(chunk, offers)
        ]
        return Found(*(np.concatenate(column) for column in zip(*found, strict=True)))

    return search


def _together(chunk: NDArray, offers: Flows) -> Iterator[NDArray]:
    """Offers of one group that follow each other, some at a time."""
    turns = np.flatnonzero(np.diff(offers.group[chunk])) + 1
    for one in np.split(chunk, turns):
        yield from np.array_split(one, -(-len(one) // TOGETHER))


def _boxes(seats: _Demands, group: NDArray) -> Boxes:
    first = np.flatnonzero(np.diff(group, prepend=-1))
    ends = np.append(first[1:], len(group))
    start = np.concatenate([np.arange(one, end, BLOCK) for one, end in zip(first, ends, strict=True)])
    told = np.isfinite(seats.quantity)
    return Boxes(
        start,
        np.append(start[1:], len(group)),
        group[start],
        np.minimum.reduceat(seats.place, start, axis=1),
        np.maximum.reduceat(seats.place, start, axis=1),
        np.maximum.reduceat(np.where(told, seats.quantity, -1.0), start),
        np.logical_or.reduceat(~told, start),
    )


def _searched(
    rows: NDArray, offers: Flows, seats: _Demands, boxes: Boxes, wanted: Wanted, best: int, limit2: float
) -> Found:
    """The best partners of a few offers of one group."""
    own = int(offers.group[rows[0]])
    links = slice(wanted.first[own], wanted.first[own + 1])
    score_of = np.zeros(1 + max(int(boxes.group[-1]), int(wanted.demand_group[links].max(initial=0))))
    score_of[wanted.demand_group[links]] = wanted.score[links]
    place = np.stack([axis[rows] for axis in offers[:3]])
    asked, promise = _promises(place, offers.quantity[rows], boxes, score_of, limit2)
    kept = Found(*(np.empty(0, kind) for kind in (np.int64, np.int64, float, float)))
    bar, look, here = np.full(len(rows), -np.inf), FIRST_DEMANDS, 0
    while here < len(asked) and promise[here] >= bar.min():
        taken = asked[here : here + look // BLOCK]
        here += len(taken)
        look = min(2 * look, MOST_DEMANDS)
        here_seats = np.concatenate([np.arange(boxes.start[one], boxes.stop[one]) for one in taken])
        score = score_of[np.repeat(boxes.group[taken], boxes.stop[taken] - boxes.start[taken])]
        more = _near(rows, offers, seats, here_seats, score, limit2, bar)
        kept = _best(Found(*(np.concatenate(both) for both in zip(kept, more, strict=True))), best)
        held = np.bincount(kept.offer, minlength=len(rows))
        least = np.full(len(rows), np.inf)
        np.minimum.at(least, kept.offer, kept.value)
        bar = np.where(held == best, least, -np.inf)
    return Found(rows[kept.offer], kept.demand, kept.km, kept.value)


def _promises(
    place: NDArray, quantity: NDArray, boxes: Boxes, score_of: NDArray, limit2: float
) -> tuple[NDArray, NDArray]:
    """Blocks that may hold a partner of one of the offers, and the most that such a pair can be worth, best first."""
    low, high = place.min(axis=1)[:, None], place.max(axis=1)[:, None]
    gap = np.maximum(0.0, np.maximum(boxes.low - high, low - boxes.high))
    gap2 = (gap * gap).sum(axis=0) * (1 - SAFE)
    asked = np.flatnonzero((score_of[boxes.group] > 0) & (gap2 <= limit2))
    told = quantity[np.isfinite(quantity)].max(initial=-1.0)
    theirs = boxes.most[asked]
    # Of one that tells no quantity, the other side says all: with both kinds on both sides, the larger of the two.
    movable = np.minimum(
        np.where(boxes.untold[asked], np.inf, theirs), np.inf if told < quantity.max() else told
    )
    movable = np.where(np.isinf(movable), np.maximum(theirs, told), movable)
    km = np.sqrt(gap2[asked])
    worth = movable * score_of[boxes.group[asked]] / (1 + km / HALF_DISTANCE_KM)
    promise = np.where(movable < 0, -km, worth * (1 + SAFE))
    order = np.argsort(-promise, kind="stable")
    return asked[order], promise[order]


def _near(
    rows: NDArray, offers: Flows, seats: _Demands, here: NDArray, score: NDArray, limit2: float, bar: NDArray
) -> Found:
    """The pairs of some offers and demands that reach the bar of their offer; offers by their place in `rows`."""
    chord2 = np.zeros((len(rows), len(here)))
    for axis, column in zip(offers[:3], seats.place, strict=True):
        apart = axis[rows][:, None] - column[here]
        chord2 += apart * apart
    near = chord2 <= limit2
    near &= offers.company[rows][:, None] != seats.company[here]
    offer, demand = np.nonzero(near)
    diameter = 2 * MEAN_RADIUS_KM
    km = diameter * np.arcsin(np.minimum(1.0, np.sqrt(chord2[offer, demand]) / diameter))
    quantity = np.minimum(offers.quantity[rows][offer], seats.quantity[here][demand])
    with np.errstate(invalid="ignore"):
        worth = quantity * score[demand] / (1 + km / HALF_DISTANCE_KM)
    value = np.where(np.isfinite(quantity), worth, -km)
    good = np.flatnonzero((km <= offers.reach_km[rows][offer]) & (value >= bar[offer]))
    return Found(offer[good], seats.row[here][demand[good]], km[good], value[good])


def _best(pairs: Found, best: int) -> Found:
    """The `best` of each offer: by value, then the nearest, then by row."""
    order = np.lexsort((pairs.demand, pairs.km, -pairs.value, pairs.offer))
    offer = pairs.offer[order]
    top = order[np.arange(len(order)) - np.searchsorted(offer, offer) < best]
    return Found(*(column[top] for column in pairs))
