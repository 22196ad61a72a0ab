"""Answers at any size: a moved radius counts and ranks candidate pairs that were read once, as numbers.

The pairs are kept nearest first, so that a radius is a place in a list. Above 5 million pairs the counts come from a
small cube (material × territory × km) instead; what is ranked still comes from the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eit.domain.selection import LARGEST_RADIUS_KM
from eit.store.database import Database

LARGEST_COUNTED = 5_000_000
"""Pairs beyond which the cube answers: below, counting them takes less than 20 ms."""


@dataclass(frozen=True)
class PairFigures:
    """What a radius holds. `mass_t_per_year`: of the offers that have a partner, each tonne once, whoever takes it."""

    pairs: int
    offers: int
    demands: int
    mass_t_per_year: float


@dataclass(frozen=True)
class Places:
    """One id per flow as a code (-1: none), and the code of each id."""

    codes: NDArray
    code_of: dict[str, int]

    @classmethod
    def of(cls, ids: pd.Series) -> Places:
        """Codes in the order in which the ids first come."""
        codes, names = pd.factorize(ids)
        return cls(codes.astype(np.int32), {str(name): code for code, name in enumerate(names)})

    def code(self, asked: str | None) -> int | None:
        """Place of an id on an axis of the cube: -1, the last, for all; None for an id that no flow has."""
        return -1 if asked is None else self.code_of.get(asked)


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs of one programme, nearest first: numbers of both flows, km, value; and the flows themselves."""

    offer: NDArray
    demand: NDArray
    km: NDArray
    value: NDArray
    flows: pd.DataFrame

    @cached_property
    def by_value(self) -> NDArray:
        """Rows of the pairs, the most valuable first; equal ones nearest first."""
        return np.argsort(-self.value, kind="stable").astype(np.int32)

    @cached_property
    def nearest_km(self) -> NDArray:
        """Distance [km] of the nearest partner of each flow; infinite without one."""
        found = np.full(len(self.flows), np.inf)
        for side in (self.offer, self.demand):
            found[side[::-1]] = self.km[::-1]  # nearest first, so the last that is written is the nearest
        return found

    @cached_property
    def places(self) -> tuple[Places, Places]:
        """Material and territory of each flow, as codes."""
        return Places.of(self.flows["material_id"]), Places.of(self.flows["territory_id"])

    @cached_property
    def tonnes(self) -> tuple[NDArray, NDArray]:
        """Whether each flow is an offer, and its mass [t/yr], 0 where it is not told or is not matter."""
        mass = self.flows["mass_t_per_year"].to_numpy(float)
        return self.flows["direction"].to_numpy() == "offer", np.nan_to_num(mass)

    @cached_property
    def cube(self) -> NDArray:
        """Pairs by code of the offered material, of its territory, and whole km; the last of an axis is everything."""
        return build_cube(self)


def read_pairs(database: Database, programme_id: str, level: str) -> Pairs:
    """The candidate pairs of a programme without those that were rejected; `level` is the kind of territory."""
    rows = database.query("pair_table", {"programme_id": programme_id})
    flows = database.query("flows_by_number", {"programme_id": programme_id, "level": level})
    offer, demand, km, value = (rows[name].to_numpy() for name in ("offer", "demand", "km", "value"))
    return Pairs(offer, demand, km, value, flows)


def figures(
    pairs: Pairs, radius_km: float, material_id: str | None = None, territory_id: str | None = None
) -> PairFigures:
    """Counts within the radius; a flow counts where its own material and territory are the ones asked for.

    A pair counts with its offer. Many pairs and a whole number of km: by the cube; else one by one.
    """
    places = [
        place.code(asked) for place, asked in zip(pairs.places, (material_id, territory_id), strict=True)
    ]
    own = _own(pairs, places)
    is_offer, mass = pairs.tonnes
    met = pairs.nearest_km <= radius_km
    if own is not None:
        met &= own
    if len(pairs.km) > LARGEST_COUNTED and radius_km == int(radius_km):
        number = 0 if None in places else int(pairs.cube[(*places, int(radius_km))])
    else:
        number = count_pairs(pairs, radius_km, own)
    offers = met & is_offer
    total, taken = int(met.sum()), int(offers.sum())
    return PairFigures(number, taken, total - taken, float(mass[offers].sum()))


def count_pairs(pairs: Pairs, radius_km: float, own: NDArray | None) -> int:
    """Pairs within the radius whose offer is one of `own` (one truth value per flow; None: all), one by one."""
    within = int(np.searchsorted(pairs.km, radius_km, side="right"))
    return within if own is None else int(np.count_nonzero(own[pairs.offer[:within]]))


def build_cube(pairs: Pairs) -> NDArray:
    """Count every pair once, then add up along the km; see `Pairs.cube`."""
    material, territory = pairs.places
    materials, territories = len(material.code_of), len(territory.code_of)
    last = int(LARGEST_RADIUS_KM) + 1
    nowhere = np.where(territory.codes < 0, territories, territory.codes)
    at = ((material.codes * (territories + 1) + nowhere) * last)[pairs.offer] + np.ceil(pairs.km).astype(
        np.int32
    )
    counted = np.bincount(at, minlength=materials * (territories + 1) * last)
    cube = np.zeros((materials + 1, territories + 2, last), np.int64)
    cube[:-1, :-1] = counted.reshape(materials, territories + 1, last)
    cube[-1] = cube.sum(axis=0)
    cube[:, -1] = cube.sum(axis=1)
    return cube.cumsum(axis=2)


def _own(pairs: Pairs, places: list[int | None]) -> NDArray | None:
    """Whether each flow has the material and the territory of these codes; None: all have."""
    own = None
    for place, code in zip(pairs.places, places, strict=True):
        if code != -1:
            here = place.codes == (-2 if code is None else code)
            own = here if own is None else own & here
    return own


def best_pairs(
    pairs: Pairs,
    radius_km: float,
    number: int,
    material_id: str | None = None,
    territory_id: str | None = None,
) -> pd.DataFrame:
    """The `number` most valuable pairs within the radius (offer_id, demand_id, km, value), best first."""
    rows = best_rows(pairs, radius_km, number, material_id, territory_id)
    ids = pairs.flows["flow_id"].to_numpy()
    return pd.DataFrame({
        "offer_id": ids[pairs.offer[rows]], "demand_id": ids[pairs.demand[rows]],
        "distance_km": pairs.km[rows], "value": pairs.value[rows],
    })  # fmt: skip


def best_rows(
    pairs: Pairs,
    radius_km: float,
    number: int,
    material_id: str | None = None,
    territory_id: str | None = None,
) -> NDArray:
    """Rows in `pairs` of what `best_pairs` tells."""
    own = _own(
        pairs,
        [place.code(asked) for place, asked in zip(pairs.places, (material_id, territory_id), strict=True)],
    )
    found: list[NDArray] = []
    left, start, step = number, 0, max(4096, 16 * number)
    while left > 0 and start < len(pairs.km):
        rows = pairs.by_value[start : start + step]
        good = pairs.km[rows] <= radius_km
        if own is not None:
            good &= own[pairs.offer[rows]]
        found.append(rows[good][:left])
        left, start, step = left - len(found[-1]), start + step, min(4 * step, 2**20)
    return np.concatenate(found) if found else np.array([], int)
