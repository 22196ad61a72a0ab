"""The compiled part of the search for the best partners: tiles from near to far, a heap of the best per offer.

Kept apart, so that a programme of ordinary size never loads the compiler; `eit/domain/partners.py` says what is
searched.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

SAFE = 1e-12
"""Relative room that a bound leaves for rounding."""


class Tiles(NamedTuple):
    """Demands by group, row of tiles (z), tile (x or y), and falling quantity; `first_*` are offsets."""

    x: NDArray
    y: NDArray
    z: NDArray
    company: NDArray
    quantity: NDArray
    order: NDArray
    first_row: NDArray
    row: NDArray
    first_tile: NDArray
    tile: NDArray
    first_demand: NDArray


class Question(NamedTuple):
    """What is constant in one search."""

    limit2: float
    limit: float
    by_x: bool
    nearest: bool
    tile_km: float
    diameter: float
    half_km: float


@njit(nogil=True, cache=True)
def _worse(value, km, partner, other_value, other_km, other_partner):  # type: ignore[no-untyped-def]
    if value != other_value:
        return value < other_value
    if km != other_km:
        return km > other_km
    return partner > other_partner


@njit(nogil=True, cache=True)
def _swap(partner, km, value, one, two):  # type: ignore[no-untyped-def]
    partner[one], partner[two] = partner[two], partner[one]
    km[one], km[two] = km[two], km[one]
    value[one], value[two] = value[two], value[one]


@njit(nogil=True, cache=True)
def _keep(partner, km, value, count, new_partner, new_km, new_value):  # type: ignore[no-untyped-def]
    """Put a pair into the heap whose root is the worst kept; the number kept."""
    if count < len(partner):
        here = count
        partner[here], km[here], value[here] = new_partner, new_km, new_value
        while here:
            up = (here - 1) // 2
            if not _worse(value[here], km[here], partner[here], value[up], km[up], partner[up]):
                break
            _swap(partner, km, value, here, up)
            here = up
        return count + 1
    if not _worse(value[0], km[0], partner[0], new_value, new_km, new_partner):
        return count
    partner[0], km[0], value[0] = new_partner, new_km, new_value
    here = 0
    while True:
        low, child = here, 2 * here + 1
        for side in range(child, min(child + 2, count)):
            if _worse(value[side], km[side], partner[side], value[low], km[low], partner[low]):
                low = side
        if low == here:
            return count
        _swap(partner, km, value, here, low)
        here = low


@njit(nogil=True, cache=True)
def _hopeless(quantity, score, gap, full, worst, worst_km, ask):  # type: ignore[no-untyped-def]
    """Whether nothing at least `gap` km away, of at most `quantity`, can be kept."""
    if not full:
        return False
    if ask.nearest:
        return gap > worst_km
    if quantity == np.inf:
        return False
    bound = quantity * (score / (1 + gap / ask.half_km) * (1 + SAFE))
    return bound < worst or (bound == worst and gap > worst_km)


@njit(nogil=True, cache=True)
def _first(tiles, low, high, tile):  # type: ignore[no-untyped-def]
    """First place from `low` on, before `high`, whose tile is at least `tile`."""
    while low < high:
        middle = (low + high) // 2
        if tiles[middle] < tile:
            low = middle + 1
        else:
            high = middle
    return low


@njit(nogil=True, cache=True)
def _next(tiles, start, stop, low, high, here, size):  # type: ignore[no-untyped-def]
    """Of the tiles down from `low` and up from `high`, the nearer: whether it is above, and the gap [km] to it."""
    below = above = np.inf
    if low >= start:
        below = max(0.0, here - (tiles[low] + 1) * size)
    if high < stop:
        above = max(0.0, tiles[high] * size - here)
    gap = min(below, above)
    return above <= below, gap * (1 - SAFE) - SAFE if gap > SAFE else 0.0


@njit(nogil=True, cache=True)
def _look(i, first, last, offers, tiles, score, gap, ask, reach, partner, km, value, count):  # type: ignore[no-untyped-def]
    """Hold one offer against the demands of one tile, the largest first; the number kept."""
    best, own = len(partner), offers.quantity[i]
    x, y, z, company = offers.x[i], offers.y[i], offers.z[i], offers.company[i]
    for j in range(first, last):
        quantity = min(own, tiles.quantity[j])
        full = count == best
        if full and _hopeless(quantity, score, gap, full, value[0], km[0], ask):
            break
        dx, dy, dz = x - tiles.x[j], y - tiles.y[j], z - tiles.z[j]
        chord2 = dx * dx + dy * dy + dz * dz
        if chord2 > ask.limit2 or tiles.company[j] == company:
            continue
        chord = np.sqrt(chord2)
        told = quantity < np.inf
        if full and told:
            if quantity * score * (1 + SAFE) < value[0] * (1 + chord / ask.half_km * (1 - SAFE)):
                continue
        elif full and -chord * (1 - SAFE) < value[0]:
            continue
        arc = ask.diameter * np.arcsin(min(1.0, chord / ask.diameter))
        if arc <= reach:
            worth = quantity * score / (1 + arc / ask.half_km) if told else -arc
            count = _keep(partner, km, value, count, tiles.order[j], arc, worth)
    return count


@njit(nogil=True, cache=True)
def search(chunk, offers, tiles, first_link, wanted, scores, ask, partners, kms, values):  # type: ignore[no-untyped-def]
    """Fill one row of `partners`, `kms`, `values` per offer of the chunk; tiles are visited from near to far."""
    best = partners.shape[1]
    for n in range(len(chunk)):
        i = chunk[n]
        partner, km, value, count = partners[n], kms[n], values[n], 0
        across = offers.x[i] if ask.by_x else offers.y[i]
        reach, own = offers.reach_km[i], offers.quantity[i]
        limit = min(ask.limit, reach * (1 + SAFE))
        line, column = np.int64(np.floor(offers.z[i] / ask.tile_km)), np.int64(np.floor(across / ask.tile_km))
        for link in range(first_link[offers.group[i]], first_link[offers.group[i] + 1]):
            group, score = wanted[link], scores[link]
            start, stop = tiles.first_row[group], tiles.first_row[group + 1]
            high = _first(tiles.row, start, stop, line)
            low = high - 1
            while low >= start or high < stop:
                full = count == best
                above, row_gap = _next(tiles.row, start, stop, low, high, offers.z[i], ask.tile_km)
                if row_gap > limit or _hopeless(own, score, row_gap, full, value[0], km[0], ask):
                    break
                row = high if above else low
                low, high = (low, high + 1) if above else (low - 1, high)
                begin, end = tiles.first_tile[row], tiles.first_tile[row + 1]
                right = _first(tiles.tile, begin, end, column)
                left = right - 1
                while left >= begin or right < end:
                    later, side_gap = _next(tiles.tile, begin, end, left, right, across, ask.tile_km)
                    gap = np.sqrt(row_gap * row_gap + side_gap * side_gap) * (1 - SAFE)
                    if gap > limit or _hopeless(own, score, gap, count == best, value[0], km[0], ask):
                        break
                    tile = right if later else left
                    left, right = (left, right + 1) if later else (left - 1, right)
                    first, last = tiles.first_demand[tile], tiles.first_demand[tile + 1]
                    count = _look(
                        i, first, last, offers, tiles, score, gap, ask, reach, partner, km, value, count
                    )
