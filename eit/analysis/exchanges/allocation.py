"""Who gets which tonnes, for the objective that the user names, and what is left of every flow afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from eit.analysis.exchanges.commitments import commitments
from eit.analysis.exchanges.flows import flow_table
from eit.analysis.exchanges.potential import allocated_quantities, potential_exchanges
from eit.analysis.impact.avoided import case_of, factor_book, of_exchanges
from eit.analysis.impact.money import money_estimate, price_book
from eit.analysis.programmes import programme
from eit.domain.errors import InvalidSelection
from eit.domain.figures.coverage import ENOUGH
from eit.domain.figures.estimate_terms import Estimate, total
from eit.domain.figures.impact import KG_PER_T, estimate
from eit.domain.figures.ranges import Draws, Range
from eit.domain.selection import Selection
from eit.store.database import Database

OBJECTIVES = ("mass", "ghg", "money")
KILOGRAMS = "kg CO2e"
Valuer = Callable[[dict, float], Estimate]


@dataclass(frozen=True)
class UnitTotal:
    """What the allocation moves in one unit (t, kWh, m3, h…, never added together) and what that is worth."""

    unit: str
    quantity_per_year: float
    pairs: int
    value: Range | None
    provisional: bool
    factor_ids: tuple[str, ...]
    coverage: float | None = None
    """Share [0..1] of what could move that pairs of known value could carry; under `ENOUGH` there is no value."""


@dataclass(frozen=True)
class Allocated:
    """The best allocation of a selection.

    value_unit: `t`, `kg CO2e` or a currency, per year. pairs: one row per pair that carries something, with
    quantity_per_year [`unit`], t_per_year (NaN when not matter), value_per_unit, value_low, value, value_high and
    provisional.
    remaining: one row per flow; remaining_per_year is NaN when its quantity was not communicated.
    not_estimated: pairs left out, with what is `missing`. losing: number of pairs whose value is zero or less.
    """

    objective: str
    value_unit: str
    pairs: pd.DataFrame
    totals: tuple[UnitTotal, ...]
    remaining: pd.DataFrame
    not_estimated: pd.DataFrame
    losing: int
    assumptions: tuple[str, ...]

    @property
    def matter(self) -> UnitTotal:
        """The total of the tonnes; zero when no matter moves."""
        nothing = UnitTotal("t", 0.0, 0, Range.point(0.0), False, ())
        return next((item for item in self.totals if item.unit == "t"), nothing)


def allocate_exchanges(
    database: Database, selection: Selection, as_of: date, objective: str = "mass"
) -> Allocated:
    """The exact allocation of the potential exchanges of a selection, each unit apart.

    mass moves the most of each unit; ghg avoids the most kg CO2e; money saves the most of the programme's currency.
    For ghg and money a pair without a factor is left out and named. Raises InvalidSelection for an unknown objective
    or programme.
    """
    if objective not in OBJECTIVES:
        raise InvalidSelection("objective-unknown", value=objective)
    flows = flow_table(database, Selection(selection.programme_id, radius_km=selection.radius_km))
    pairs = of_exchanges(potential_exchanges(database, selection, as_of))
    costs = flows.set_index("flow_id")["disposal_cost_per_t"]
    pairs["disposal_cost_per_t"] = pairs["offer_id"].map(costs).astype(float)
    valuer, value_unit = _valuer(database, selection.programme_id, objective)
    worth, missing = _worth(pairs, valuer)
    shares: dict[str, float] = {}
    if objective != "mass":
        shares = _covered(pairs, worth)
        pairs["allocated_quantity"] = allocated_quantities(pairs, worth)
    pairs["value_per_unit"] = worth
    used = (pairs["allocated_quantity"] > 0).to_numpy(bool)
    left_out = pairs[np.array([bool(item) for item in missing], dtype=bool)][
        ["offer_id", "demand_id", "unit"]
    ]
    chosen, totals, assumptions = _valued(pairs[used], valuer)
    return Allocated(
        objective,
        value_unit,
        chosen,
        tuple(_with_coverage(one, shares.get(one.unit)) for one in totals),
        remaining(
            _in_scope(flows, flow_table(database, selection), pairs),
            pairs,
            commitments(database, selection.programme_id, as_of).by_flow,
        ),
        left_out.assign(missing=[item for item in missing if item]).reset_index(drop=True),
        int((worth <= 0).sum()),
        assumptions,
    )


def _covered(pairs: pd.DataFrame, worth: np.ndarray) -> dict[str, float]:
    """Of each unit, the share of the most that all pairs can carry which pairs of known value can carry together."""
    known = pairs[~np.isnan(worth)].reset_index(drop=True)
    most = pairs["allocated_quantity"].groupby(pairs["unit"]).sum()
    carried = pd.Series(allocated_quantities(known), index=known.index).groupby(known["unit"]).sum()
    return {
        str(unit): min(1.0, float(carried.get(unit, 0.0)) / whole)
        for unit, whole in most.items()
        if whole > 0
    }


def _with_coverage(one: UnitTotal, share: float | None) -> UnitTotal:
    """A total with what it covers; a sum over too little is no figure of the whole."""
    enough = share is None or share >= ENOUGH
    return replace(one, coverage=share, value=one.value if enough else None)


def _valuer(database: Database, programme_id: str, objective: str) -> tuple[Valuer, str]:
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    jurisdiction_id = str(row["jurisdiction"])
    if objective == "money":
        prices = price_book(database, jurisdiction_id)
        return lambda pair, quantity: money_estimate(pair, quantity, prices), prices.currency
    if objective == "mass":
        return lambda pair, quantity: Estimate(pair["case_id"], quantity), "t"
    book = factor_book(database, jurisdiction_id)

    def kilograms(pair: dict, quantity: float) -> Estimate:
        case = case_of(pair, quantity, book)
        if case is None:
            return Estimate(pair["case_id"], None, missing=("service",))
        return _in_kilograms(estimate(case))

    return kilograms, KILOGRAMS


def _in_kilograms(found: Estimate) -> Estimate:
    terms = tuple(replace(term, load=term.load * KG_PER_T) for term in found.terms)
    return replace(found, central=None if found.central is None else found.central * KG_PER_T, terms=terms)


def _worth(pairs: pd.DataFrame, valuer: Valuer) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """Value of one unit of each pair made alone (NaN when it cannot be estimated), and what each pair misses.

    A pipe costs the same whatever it carries: one unit is worth its part of the whole.
    """
    rows = pairs.to_dict("records")
    alone = [float(row["pair_quantity"]) if row["pair_quantity"] > 0 else 1.0 for row in rows]
    each = [valuer(row, quantity) for row, quantity in zip(rows, alone, strict=True)]
    worth = np.array([np.nan if item.central is None else item.central for item in each], dtype=float) / alone
    return worth, [_missing(row, item) for row, item in zip(rows, each, strict=True)]


def _missing(row: dict, found: Estimate) -> tuple[str, ...]:
    return found.missing + (("quantity",) if pd.isna(row["pair_quantity"]) else ())


def _valued(
    chosen: pd.DataFrame, valuer: Valuer
) -> tuple[pd.DataFrame, tuple[UnitTotal, ...], tuple[str, ...]]:
    """The pairs that carry something with their value and its band, and the total of each unit by shared draws."""
    frame = chosen.rename(columns={"allocated_quantity": "quantity_per_year"}).reset_index(drop=True)
    found = [valuer(row, float(row["quantity_per_year"])) for row in frame.to_dict("records")]
    draws = Draws()
    bands = [_band(item, draws) for item in found]
    frame["t_per_year"] = frame["quantity_per_year"].where(frame["unit"] == "t")
    for column, end in (("value_low", "low"), ("value", "central"), ("value_high", "high")):
        frame[column] = np.array([getattr(band, end) for band in bands], dtype=float)
    frame["provisional"] = [item.provisional for item in found]
    totals = tuple(
        _unit_total(unit, frame, found, bands, draws)
        for unit in sorted(frame["unit"].unique(), key=_tonnes_first)
    )
    return frame, totals, tuple(sorted({name for item in found for name in item.assumptions}))


def _tonnes_first(unit: str) -> tuple[bool, str]:
    return unit != "t", unit


def _band(item: Estimate, draws: Draws) -> Range:
    if not item.terms:
        return Range.point(item.central or 0.0)
    return total([item], draws).range or Range.point(item.central or 0.0)


def _unit_total(
    unit: str, frame: pd.DataFrame, found: list[Estimate], bands: list[Range], draws: Draws
) -> UnitTotal:
    at = np.flatnonzero((frame["unit"] == unit).to_numpy())
    moved = float(frame["quantity_per_year"].to_numpy(float)[at].sum())
    summed = total([found[index] for index in at], draws)
    plain = not any(found[index].terms for index in at)
    value = Range.point(sum(bands[index].central for index in at)) if plain else summed.range
    return UnitTotal(unit, moved, len(at), value, summed.provisional, summed.factor_ids)


def _in_scope(flows: pd.DataFrame, asked: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The flows that pass the filters, and their partners on the other side of a pair."""
    ids = {*asked["flow_id"], *pairs["offer_id"], *pairs["demand_id"]}
    return flows[flows["flow_id"].isin(ids)].reset_index(drop=True)


def remaining(
    flows: pd.DataFrame, pairs: pd.DataFrame, committed: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Each flow with allocated_per_year, committed_per_year (to synergies) and remaining_per_year [`unit`].

    Remaining is NaN when the quantity of the flow is n.c.
    """
    given = pd.concat(
        [
            pairs[[f"{side}_id", "allocated_quantity"]].set_axis(["flow_id", "quantity"], axis=1)
            for side in ("offer", "demand")
        ]
    )
    used = given.groupby("flow_id")["quantity"].sum()
    frame = flows.copy()
    frame["allocated_per_year"] = frame["flow_id"].map(used).fillna(0.0).astype(float)
    frame["committed_per_year"] = frame["flow_id"].map(committed or {}).fillna(0.0).astype(float)
    taken = frame["allocated_per_year"] + frame["committed_per_year"]
    left = frame["quantity_per_year"].astype(float) - taken
    frame["remaining_per_year"] = left.clip(lower=0.0)
    return frame
