"""What exchanges and synergies avoid: brings rows and factors together, once, for every figure that needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from eit.analysis.impact.factor_book import FactorBook as FactorBook
from eit.analysis.impact.factor_book import factor_book as factor_book
from eit.analysis.impact.utilities import utility_case
from eit.domain.figures.cases import Case, ExchangeCase, parse_destination
from eit.domain.figures.estimate_batch import Alike, add_alike, gains_per_tonne
from eit.domain.figures.estimate_terms import Adder, Estimate, Total
from eit.domain.figures.impact import estimate
from eit.domain.figures.quality import QUALITY_BANDS, quantity_range
from eit.domain.figures.ranges import Draws, Range

OF_A_CASE = {
    "case_id",
    "type",
    "ghg_route",
    "attribution_share",
    "unit",
    "demand_material_id",
    "former_destination",
}
OF_A_CASE |= {
    "share_refused",
    "distance_km",
    "previous_distance_km",
    "quality",
    "offer_material_id",
    "material_id",
}
"""What `case_of` reads of a row: a pair has seventy columns, and a programme thousands of pairs."""


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]


def case_of(row: dict, quantity: float, book: FactorBook) -> Case | None:
    """The case of one exchange or synergy moving `quantity` per year in the row's unit; None for a service.

    `row` has unit, ghg_route, former_destination, distance_km, and optionally share_refused, previous_distance_km and
    attribution_share.
    """
    case_id, route = str(row["case_id"]), _text(row.get("ghg_route"))
    share = _number(row.get("attribution_share"))
    attributed = 1.0 if share is None else share
    if row["unit"] in ("kWh", "m3"):
        return utility_case(row, quantity, route, book, attributed)
    if row["unit"] != "t":
        return None
    return ExchangeCase(
        case_id,
        quantity,
        parse_destination(_text(row.get("former_destination"))),
        share_refused=_number(row.get("share_refused")) or 0.0,
        new_distance_km=_number(row.get("distance_km")),
        old_distance_km=_number(row.get("previous_distance_km")),
        route=(found := book.factors.route(route, book.jurisdiction.country)),
        destination_factors=found.former,
        truck=book.of_place("truck_factor"),
        circuity=book.of_place("circuity_factor"),
        attribution_share=attributed,
        pooled=row.get("type") == "pooling",
        mass_range=quantity_range([(quantity, quality)]) if (quality := _text(row.get("quality"))) else None,
    )


def estimates(
    rows: pd.DataFrame, quantity: str, book: FactorBook, draws: Draws | None = None
) -> list[Estimate | None]:
    """One estimate per row (t CO2e per year), None where there is no quantity or nothing to estimate.

    `rows` has `case_id`, the columns of `case_of` and `quality` (how the quantity was obtained); `quantity` names the
    column with the yearly quantity. With `draws` the quantities are drawn too, each on its own.
    """
    found: list[Estimate | None] = []
    named = [name for name in rows.columns if name in OF_A_CASE or name == quantity]
    for row in rows[named].to_dict("records"):
        amount = _number(row[quantity])
        case = None if amount is None else case_of(row, amount, book)
        found.append(None if case is None else estimate(case, draws))
    return found


def total_of(rows: pd.DataFrame, quantity: str, book: FactorBook, attributed: bool = False) -> Total:
    """Total avoided GHG of the rows with a positive quantity, each factor drawn once and shared.

    The same sum as over `estimates` with draws; matter, of which there may be thousands of rows, is added by arrays.
    """
    draws = Draws()
    adder = Adder(draws)
    chosen = rows[rows[quantity].fillna(0) > 0]
    matter = chosen["unit"] == "t"
    for _, cases in _alike(chosen[matter], quantity, book, attributed):
        add_alike(adder, cases, draws)
    for item in estimates(chosen[~matter], quantity, book, draws):
        if item:
            adder.add(item, item.weight if attributed else 1.0)
    return adder.total()


def gains(rows: pd.DataFrame, book: FactorBook) -> NDArray:
    """What one unit of each row avoids [t CO2e per t, kWh or m3]; NaN where that is not known, or for a service."""
    one = rows[[name for name in rows if name in OF_A_CASE]].assign(one=1.0).reset_index(drop=True)
    found = np.full(len(one), np.nan)
    matter = np.flatnonzero(one["unit"] == "t")
    for at, cases in _alike(one.iloc[matter], "one", book, attributed=False):
        found[matter[at]] = gains_per_tonne(cases)
    other = one[one["unit"] != "t"]
    alike = [name for name in OF_A_UTILITY if name in other]
    groups = other.groupby(alike, dropna=False, sort=False).ngroup().to_numpy()
    firsts = estimates(other.iloc[np.unique(groups, return_index=True)[1]], "one", book)
    each = [np.nan if item is None or item.central is None else item.central for item in firsts]
    found[other.index] = np.array(each, float)[groups]
    return found


OF_A_UTILITY = ["unit", "ghg_route", "offer_material_id", "demand_material_id", "distance_km"]
"""What rows of energy or water must have in common to avoid the same per unit."""
SHARED = ["ghg_route", "former_destination", "quality"]
"""What rows of matter must have in common to be added as arrays."""
READ_AS_NUMBERS = {
    "share_refused": 0.0,
    "distance_km": np.nan,
    "previous_distance_km": np.nan,
    "attribution_share": 1.0,
}
"""What may differ between them, and what stands for it where a row has none."""


def _numbers(rows: pd.DataFrame, name: str, absent: float) -> NDArray:
    """A column as floats; `absent` where the table or the row has none."""
    if name not in rows:
        return np.full(len(rows), absent)
    found = pd.to_numeric(rows[name]).to_numpy(float, na_value=np.nan)
    return np.where(np.isnan(found), absent, found)


class _Taken(Sequence[str]):
    """Texts of a column by position, read when they are asked for: a gain needs no name, and there may be thousands."""

    def __init__(self, column: ExtensionArray, at: NDArray) -> None:
        self._column, self._at = column, at

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return (
            _Taken(self._column, self._at[place])
            if isinstance(place, slice)
            else self._column[self._at[place]]
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._column.take(self._at).to_numpy(object))


def _alike(
    rows: pd.DataFrame, quantity: str, book: FactorBook, attributed: bool
) -> Iterator[tuple[NDArray, Alike]]:
    """Rows of matter, by position, in groups that share their factors, former destination and band of their mass."""
    numbers = {name: _numbers(rows, name, absent) for name, absent in READ_AS_NUMBERS.items()}
    masses, case_ids = rows[quantity].to_numpy(float), rows["case_id"].array
    read = rows[[name for name in rows.columns if name in OF_A_CASE]]
    groups = rows.groupby([name for name in SHARED if name in rows], dropna=False, sort=True).ngroup()
    order = np.argsort(groups.to_numpy(), kind="stable")
    starts = np.flatnonzero(np.diff(groups.to_numpy()[order], prepend=-1))
    firsts = read.iloc[order[starts]].to_dict("records")
    for at, first in zip(np.split(order, starts[1:]), firsts, strict=True) if len(rows) else ():
        like = case_of(first, float(masses[at[0]]), book)
        if isinstance(like, ExchangeCase):
            yield (
                at,
                Alike(
                    like,
                    _Taken(case_ids, at),
                    masses[at],
                    numbers["share_refused"][at],
                    numbers["distance_km"][at],
                    numbers["previous_distance_km"][at],
                    numbers["attribution_share"][at] if attributed else np.ones(len(at)),
                    _text(first.get("quality")),
                ),
            )


def mass_range(rows: pd.DataFrame, quantity: str) -> Range:
    """Sum of a column of quantities with the band of their measurement."""
    known = rows[rows[quantity].notna()]
    return quantity_range(zip(known[quantity].astype(float), known["quality"], strict=True))


def of_exchanges(pairs: pd.DataFrame) -> pd.DataFrame:
    """Potential exchanges as rows for an estimate; a pair is as sure as its less sure side."""
    ranks = {name: rank for rank, name in enumerate(sorted(QUALITY_BANDS, key=QUALITY_BANDS.__getitem__))}
    sides = (_ranked(pairs[f"{side}_quality"], ranks) for side in ("offer", "demand"))
    weaker = np.array(list(ranks), dtype=object)[np.maximum(*sides)]
    return pairs.assign(case_id=pairs["offer_id"] + " → " + pairs["demand_id"], quality=weaker)


def _ranked(qualities: pd.Series, ranks: Mapping[str, int]) -> NDArray:
    """The rank of each quality, looked up once for each that occurs and not once per pair."""
    at, found = pd.factorize(qualities)
    return np.array([ranks[quality] for quality in found], dtype=int)[at]


def of_synergies(synergies: pd.DataFrame) -> pd.DataFrame:
    """Synergies as rows for an estimate; a collective collection without a taker goes as far as before."""
    pooled = synergies["type"] == "pooling"
    before = synergies["previous_distance_km"].where(pooled)
    return synergies.assign(
        case_id=synergies["synergy_id"], distance_km=synergies["distance_km"].astype(float).fillna(before)
    )
