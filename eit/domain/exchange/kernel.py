"""The compiled part of the search for the best partners: trees of boxes, a heap of the best per offer.

Kept apart, so that a programme of ordinary size never loads the compiler; `partners.py`
says what is searched, `trees.py` calls it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

SAFE = 1e-12
"""Relative room that a bound leaves for rounding."""
DEEPEST = 64
"""Boxes that wait at most while a tree is searched: one per level."""


class Trees(NamedTuple):
    """The demands of each group in an order that keeps neighbours together, under a tree of boxes that halves them.

    Group g holds the seats first[g] to first[g + 1] and the boxes from root[g] + 1 on, 2^depth[g] leaves: box k holds
    2k and 2k + 1. A point: x, y, z [km], quantity (infinite: not told). A box: its low and its high corner, the
    largest quantity that is told (-1: none is), and 1 when one is not told. `order`: row of each seat.
    """

    points: NDArray
    group: NDArray
    company: NDArray
    order: NDArray
    first: NDArray
    depth: NDArray
    root: NDArray
    boxes: NDArray


class Question(NamedTuple):
    """What is constant in one search."""

    limit2: float
    diameter: float
    half_km: float


class Offer(NamedTuple):
    """One offer: its place, company and quantity (infinite: not told), how far it goes, and the score of a material."""

    x: float
    y: float
    z: float
    company: int
    quantity: float
    reach_km: float
    limit2: float
    score: float


class Bar(NamedTuple):
    """What a pair has to reach: anything while not `full`, else a better value, or the same and no farther."""

    full: bool
    value: float
    km: float


@njit(nogil=True, cache=True)
def grow(trees):  # type: ignore[no-untyped-def]
    """Fill the boxes from the points: first the leaves, then each box from its two halves."""
    points, boxes = trees.points, trees.boxes
    boxes[:, :3], boxes[:, 3:6], boxes[:, 6], boxes[:, 7] = np.inf, -np.inf, -1.0, 0.0
    for group in range(len(trees.depth)):
        first, depth = trees.first[group], trees.depth[group]
        size, leaves = trees.first[group + 1] - first, 1 << depth
        for leaf in range(leaves):
            box = boxes[trees.root[group] + leaves + leaf]
            for seat in range(first + ((size * leaf) >> depth), first + ((size * (leaf + 1)) >> depth)):
                for axis in range(3):
                    box[axis] = min(box[axis], points[seat, axis])
                    box[3 + axis] = max(box[3 + axis], points[seat, axis])
                if points[seat, 3] < np.inf:
                    box[6] = max(box[6], points[seat, 3])
                else:
                    box[7] = 1.0
        for k in range(leaves - 1, 0, -1):
            both = boxes[trees.root[group] + 2 * k : trees.root[group] + 2 * k + 2]
            for column in range(8):
                one, other = both[0, column], both[1, column]
                boxes[trees.root[group] + k, column] = min(one, other) if column < 3 else max(one, other)


@njit(nogil=True, cache=True, inline="always")
def _worse(value, km, seat, other_value, other_km, other_seat, order):  # type: ignore[no-untyped-def]
    if value != other_value:
        return value < other_value
    if km != other_km:
        return km > other_km
    return order[seat] > order[other_seat]


@njit(nogil=True, cache=True)
def _keep(seats, kms, values, count, seat, km, value, order):  # type: ignore[no-untyped-def]
    """Put a pair into the heap whose root is the worst kept; the number kept."""
    if count < len(seats):
        here = count
        while here:
            up = (here - 1) // 2
            if not _worse(value, km, seat, values[up], kms[up], seats[up], order):
                break
            seats[here], kms[here], values[here] = seats[up], kms[up], values[up]
            here = up
        seats[here], kms[here], values[here] = seat, km, value
        return count + 1
    if not _worse(values[0], kms[0], seats[0], value, km, seat, order):
        return count
    here, low = 0, 1
    while low < count:
        right = low + 1
        if right < count and _worse(
            values[right], kms[right], seats[right], values[low], kms[low], seats[low], order
        ):
            low = right
        if not _worse(values[low], kms[low], seats[low], value, km, seat, order):
            break
        seats[here], kms[here], values[here] = seats[low], kms[low], values[low]
        here, low = low, 2 * low + 1
    seats[here], kms[here], values[here] = seat, km, value
    return count


@njit(nogil=True, cache=True, inline="always")
def _within2(quantity, offer, bar, half_km):  # type: ignore[no-untyped-def]
    """Square of the distance [km2] up to which a pair of at most `quantity` can be kept (-1: nowhere).

    A quantity below 0 says that it is not told: the value of such a pair is its distance, counted down from 0.
    """
    if not bar.full:
        return offer.limit2
    if quantity < 0:
        return -1.0 if bar.value > 0 else min(offer.limit2, bar.value * bar.value * (1 + SAFE))
    if bar.value < 0:
        return offer.limit2
    worth = quantity * offer.score
    if bar.value == 0:
        return offer.limit2 if worth > 0 else min(offer.limit2, bar.km * bar.km * (1 + SAFE))
    km = half_km * (worth / bar.value * (1 + SAFE) - 1)
    return -1.0 if km < 0 else min(offer.limit2, km * km * (1 + SAFE))


@njit(nogil=True, cache=True, inline="always")
def _movable(boxes, box, quantity):  # type: ignore[no-untyped-def]
    """Largest quantity that an offer and a demand of the box can both move; -1 when no pair there tells one."""
    if quantity == np.inf:
        return boxes[box, 6]
    return quantity if boxes[box, 7] > 0 else min(quantity, boxes[box, 6])


@njit(nogil=True, cache=True, inline="always")
def _gap2(boxes, box, x, y, z):  # type: ignore[no-untyped-def]
    """Square of the distance [km2] from a place to the box."""
    dx = max(0.0, max(boxes[box, 0] - x, x - boxes[box, 3]))
    dy = max(0.0, max(boxes[box, 1] - y, y - boxes[box, 4]))
    dz = max(0.0, max(boxes[box, 2] - z, z - boxes[box, 5]))
    return dx * dx + dy * dy + dz * dz


@njit(nogil=True, cache=True, inline="always")
def _chord2(points, seat, x, y, z):  # type: ignore[no-untyped-def]
    dx, dy, dz = x - points[seat, 0], y - points[seat, 1], z - points[seat, 2]
    return dx * dx + dy * dy + dz * dz


@njit(nogil=True, cache=True, inline="always")
def _arc(chord2, ask):  # type: ignore[no-untyped-def]
    return ask.diameter * np.arcsin(min(1.0, np.sqrt(chord2) / ask.diameter))


@njit(nogil=True, cache=True)
def _look(points, company, order, start, stop, within2, offer, bar, ask, seats, kms, values, count):  # type: ignore[no-untyped-def]
    """Hold one offer against the demands of one leaf; what a pair has to reach now, and the number kept."""
    for seat in range(start, stop):
        chord2 = _chord2(points, seat, offer.x, offer.y, offer.z)
        if chord2 > within2 or company[seat] == offer.company or chord2 > ask.limit2:
            continue
        quantity = min(offer.quantity, points[seat, 3])
        told = quantity < np.inf
        if chord2 > _within2(quantity if told else -1.0, offer, bar, ask.half_km):
            continue
        km = _arc(chord2, ask)
        if km <= offer.reach_km:
            value = quantity * offer.score / (1 + km / ask.half_km) if told else -km
            count = _keep(seats, kms, values, count, seat, km, value, order)
            if count == len(seats):
                bar = Bar(True, values[0], kms[0])
    return bar, count


@njit(nogil=True, cache=True, inline="always")
def _promises_more(here, gap2, there, other_gap2, half_km):  # type: ignore[no-untyped-def]
    """Whether the first of two boxes promises more: more to move for its distance; if equal, the nearer."""
    if here == there or here < 0 or there < 0:
        return gap2 <= other_gap2
    return here * (half_km + np.sqrt(other_gap2)) >= there * (half_km + np.sqrt(gap2))


@njit(nogil=True, cache=True)
def _descend(  # type: ignore[no-untyped-def]
    points, company, order, boxes, first, size, depth, root, offer, bar, ask, seats, kms, values, count, waiting, gaps
):  # fmt: skip
    """Hold one offer against the tree of one group, the promising half first; as `_look`."""
    x, y, z, own = offer.x, offer.y, offer.z, offer.quantity
    waiting[0], gaps[0], left = 1, _gap2(boxes, root + 1, x, y, z), 1
    while left:
        left -= 1
        k, gap2 = waiting[left], gaps[left]
        while True:
            within2 = _within2(_movable(boxes, root + k, own), offer, bar, ask.half_km)
            if gap2 > within2:
                break
            leaf = k - (1 << depth)
            if leaf >= 0:
                start, stop = first + ((size * leaf) >> depth), first + ((size * (leaf + 1)) >> depth)
                bar, count = _look(
                    points, company, order, start, stop, within2, offer, bar, ask, seats, kms, values, count
                )
                break
            k *= 2
            gap2, other = _gap2(boxes, root + k, x, y, z), _gap2(boxes, root + k + 1, x, y, z)
            here, there = _movable(boxes, root + k, own), _movable(boxes, root + k + 1, own)
            waiting[left], gaps[left] = k + 1, other
            if not _promises_more(here, gap2, there, other, ask.half_km):
                waiting[left], gaps[left] = k, gap2
                k, gap2 = k + 1, other
            left += 1
    return bar, count


@njit(nogil=True, cache=True)
def _bar_of(points, company, group, offer, score_of, ask, before):  # type: ignore[no-untyped-def]
    """The least that the partners `before`, of a neighbour, are worth to this offer: what it keeps is worth as much."""
    least = np.inf
    for seat in before:
        chord2 = _chord2(points, seat, offer.x, offer.y, offer.z)
        km = _arc(chord2, ask)
        if chord2 > ask.limit2 or km > offer.reach_km or company[seat] == offer.company:
            return Bar(False, -np.inf, np.inf)
        quantity, score = min(offer.quantity, points[seat, 3]), score_of[group[seat]]
        least = min(least, quantity * score / (1 + km / ask.half_km) if quantity < np.inf else -km)
    return Bar(True, least, np.inf)


@njit(nogil=True, cache=True)
def search(chunk, offers, trees, first_link, wanted, scores, ask, seats, kms, values, counts):  # type: ignore[no-untyped-def]
    """Fill one row of `seats`, `kms`, `values` per offer of the chunk, and how many are in it: `counts`."""
    # Each array is taken out of its tuple once: the compiler counts references at every look.
    points, company, group, order, boxes = trees.points, trees.company, trees.group, trees.order, trees.boxes
    first, depth, root = trees.first, trees.depth, trees.root
    xs, ys, zs, companies, groups = offers.x, offers.y, offers.z, offers.company, offers.group
    quantities, reaches, best = offers.quantity, offers.reach_km, seats.shape[1]
    waiting, gaps, score_of, before = np.empty(DEEPEST, np.int64), np.empty(DEEPEST), np.zeros(len(depth)), -1
    for n in range(len(chunk)):
        i = chunk[n]
        own, reach = groups[i], reaches[i]
        limit2 = min(ask.limit2, reach * reach * (1 + SAFE))
        offer = Offer(xs[i], ys[i], zs[i], companies[i], quantities[i], reach, limit2, 0.0)
        bar, count = Bar(False, -np.inf, np.inf), 0
        if own != before:
            for link in range(first_link[own], first_link[own + 1]):
                score_of[wanted[link]] = scores[link]
        elif counts[n - 1] == best:
            bar = _bar_of(points, company, group, offer, score_of, ask, seats[n - 1])
        before = own
        for link in range(first_link[own], first_link[own + 1]):
            g = wanted[link]
            size = first[g + 1] - first[g]
            if size:
                offer = Offer(
                    offer.x, offer.y, offer.z, offer.company, offer.quantity, reach, limit2, scores[link]
                )
                bar, count = _descend(
                    points, company, order, boxes, first[g], size, depth[g], root[g], offer, bar, ask,
                    seats[n], kms[n], values[n], count, waiting, gaps,
                )  # fmt: skip
        counts[n] = count
