"""A total with its coverage: what was estimated of it, by unit, and nothing where that is too little."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from eit.analysis.impact.avoided import total_of
from eit.analysis.impact.factor_book import FactorBook
from eit.domain.figures.coverage import coverage, well_covered
from eit.domain.figures.estimate_terms import Total
from eit.domain.figures.figure import COVERAGE, KNOWN, NOT_ESTIMATED, Figure


@dataclass(frozen=True)
class Covered:
    """`total` [t CO2e/yr] of the units that are covered enough; `shares` [0..1] of every unit that moves something."""

    total: Total
    shares: dict[str, float]


def covered_total(rows: pd.DataFrame, quantity: str, book: FactorBook, attributed: bool = False) -> Covered:
    """Total avoided GHG as `total_of`, without the units of which too little could be estimated (see `ENOUGH`)."""
    whole = total_of(rows, quantity, book, attributed)
    missing = rows["case_id"].isin(whole.not_estimated)
    shares = coverage(zip(rows["unit"], rows[quantity].astype(float), ~missing, strict=True))
    if len(well_covered(shares)) == len(shares):
        return Covered(whole, shares)
    return cover(rows, quantity, book, shares, whole.not_estimated, attributed)


def cover(
    rows: pd.DataFrame,
    quantity: str,
    book: FactorBook,
    shares: dict[str, float],
    left_out: tuple[str, ...],
    attributed: bool = False,
) -> Covered:
    """The total of the units that `shares` covers enough; `left_out`: the cases of which nothing is known."""
    enough = well_covered(shares)
    kept = total_of(rows[rows["unit"].isin(enough)], quantity, book, attributed)
    nothing = bool(shares) and not enough
    found = replace(kept, range=None, median=None) if nothing else kept
    return Covered(replace(found, not_estimated=left_out), shares)


def ghg_figure(key: str, covered: Covered) -> Figure:
    """A figure with what it covers of each unit, and nothing at all where that is too little to stand for the whole."""
    total = covered.total
    detail: dict[str, float | str] = {"estimated": total.estimated, "not_estimated": len(total.not_estimated)}
    detail |= {f"{COVERAGE}{unit}": share for unit, share in covered.shares.items()}
    if total.range is None:
        return Figure(key, None, "t CO2e/yr", state=NOT_ESTIMATED, detail=detail)
    return Figure(
        key,
        total.range.central,
        "t CO2e/yr",
        state=KNOWN,
        interval=total.range,
        provisional=total.provisional,
        detail={**detail, "provisional_share": total.provisional_share or 0.0},
    )
