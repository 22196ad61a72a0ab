"""Who lies near whom: places in cells as wide as the radius, so that only the cells around are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from eit.domain.exchange.geodesy import arc_km

SMALLEST_CELL_KM = 0.1
AT_ONCE = 1_000_000
"""Distances computed at one time: about 50 MB."""
AROUND = tuple((x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1))


class Neighbours:
    """Places [n, 3] (geocentric km) by cell; an arc is longer than its chord, so a radius never leaves the 27 cells."""

    def __init__(self, places: NDArray, radius_km: float) -> None:
        self.places, self.radius_km = places, radius_km
        self._cell = np.floor(places / max(radius_km, SMALLEST_CELL_KM)).astype(np.int64)
        held: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for at, (x, y, z) in enumerate(self._cell.tolist()):
            held[x, y, z].append(at)
        self._held = {cell: np.array(some) for cell, some in held.items()}

    def distances_from(self, at: int, others: NDArray) -> NDArray:
        """Geodesic km from one place to others."""
        gaps = self.places[others] - self.places[at]
        return arc_km(np.einsum("ij,ij->i", gaps, gaps))

    def blocks(self, wanted: NDArray, free: NDArray) -> Iterator[tuple[NDArray, NDArray, NDArray]]:
        """Some of the places `wanted`, the free places of the cells around them, and the km between [some, around]."""
        for cell, some in self._cells_of(wanted):
            around = self.around(cell, free)
            step = max(1, AT_ONCE // max(1, len(around)))
            for start in range(0, len(some), step):
                part = some[start : start + step]
                gaps = self.places[part][:, None, :] - self.places[around][None, :, :]
                yield part, around, arc_km(np.einsum("ijk,ijk->ij", gaps, gaps))

    def near(self, at: int, free: NDArray) -> tuple[NDArray, NDArray]:
        """The free places within the radius of one, in their order, with their distance [km]."""
        around = self.around(tuple(self._cell[at].tolist()), free)
        km = self.distances_from(at, around)
        return around[km <= self.radius_km], km[km <= self.radius_km]

    def around(self, cell: tuple[int, int, int], free: NDArray) -> NDArray:
        """The free places of a cell and of those that touch it, in their order."""
        x, y, z = cell
        found = [self._held[key] for a, b, c in AROUND if (key := (x + a, y + b, z + c)) in self._held]
        every = np.concatenate(found) if found else np.array([], int)
        return np.sort(every[free[every]])

    def _cells_of(self, wanted: NDArray) -> Iterator[tuple[tuple[int, int, int], NDArray]]:
        if not len(wanted):
            return
        cells, which = np.unique(self._cell[wanted], axis=0, return_inverse=True)
        order = np.argsort(which.ravel(), kind="stable")
        ends = np.cumsum(np.bincount(which.ravel()))[:-1]
        named = ((x, y, z) for x, y, z in cells.tolist())
        yield from zip(named, np.split(wanted[order], ends), strict=True)
