"""Fair share of one synergy: what each party could have of its gain and bear of its cost, as it may be told.

A part is a band until every party agreed to who pays what: between two, an exact part gives the other's away. So are
then the payback and the present value, which would tell the gain beside a known investment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from eit.analysis.impact.avoided import factor_book, of_synergies
from eit.analysis.impact.money import PriceBook, money_estimate, price_book
from eit.analysis.impact.money_results import declared_sum
from eit.analysis.programmes import programme
from eit.analysis.synergies.board import sides
from eit.analysis.synergies.evidence import readiness
from eit.analysis.synergies.table import synergy_table
from eit.domain.bands import Band, round_band
from eit.domain.errors import InvalidSelection
from eit.domain.figures.estimate_terms import total
from eit.domain.figures.fair_split import MOST_PARTIES, equal_split, proportional_split, shapley_split
from eit.domain.figures.ranges import Draws, Range
from eit.domain.figures.returns import net_present_value, payback_years
from eit.store.database import Database

WAYS = ("equal", "proportional", "shapley")
DECLARED, ESTIMATED = "declared", "estimated"
AGREEMENTS = (("prefeasibility", "business"), ("realised", "business"))
"""Questions whose yes says that every party accepted who pays what, or signed it."""


@dataclass(frozen=True)
class FairShare:
    """`rows`: company, way, and the bands `gain` [currency/yr], `cost` and `worth` [currency] (None: not known).

    `basis`: whether the gain was declared or follows from the method; `exact`: bands have no width, all agreed.
    """

    currency: str
    basis: str
    exact: bool
    gain: Band
    payback: Band | None
    worth: Band | None
    rows: pd.DataFrame


def fair_share(database: Database, programme_id: str, synergy_id: str, as_of: date) -> FairShare | None:
    """The split of a synergy, as it was on a day, between its parties (those who left do not share).

    None when nothing is known of its gain, or nobody is there to share with. Each bears the cost as it shares the
    gain, so all are paid back together. Above MOST_PARTIES the Shapley way is left out. Raises
    InvalidQuantity("coalition-without-gain").
    """
    about = programme(database, programme_id)
    if about is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    jurisdiction = str(about["jurisdiction"])
    table = synergy_table(database, programme_id, factor_book(database, jurisdiction), as_of)
    [synergy] = table[table["synergy_id"] == synergy_id].to_dict("records")
    parties, prices = sides(database, programme_id, synergy_id), price_book(database, jurisdiction)
    there = parties[parties["left_on"].isna()].drop_duplicates("company_id")
    gain, basis = _gain(synergy, prices)
    if gain is None or len(there) < 2:
        return None
    ways = _ways(database, synergy, there, gain.central, synergy_id)
    exact = _agreed(database, synergy_id)
    invested = _number(synergy.get("investment"))
    cost = None if invested is None else declared_sum([invested])
    draws = Draws()
    worth = None if cost is None else net_present_value(cost, gain, draws)
    back = None if cost is None else payback_years(cost, gain, draws)

    def told(value: float | None) -> Band | None:
        if value is None:
            return None
        return Band(value, value) if exact else round_band(value)

    rows = [
        (
            str(company["name"]),
            way,
            told(part[company["company_id"]]),
            told(None if invested is None else invested * part[company["company_id"]] / gain.central),
            told(None if worth is None else worth.central * part[company["company_id"]] / gain.central),
        )
        for company in there.to_dict("records")
        for way, part in ways.items()
    ]
    whole = told(gain.central)
    assert whole is not None
    return FairShare(
        prices.currency,
        basis,
        exact,
        whole,
        told(None if back is None else back.central),
        told(None if worth is None else worth.central),
        pd.DataFrame(rows, columns=["company", "way", "gain", "cost", "worth"]),
    )


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]


def _gain(synergy: Mapping[str, Any], prices: PriceBook) -> tuple[Range | None, str]:
    """What the synergy gains in a year: declared, less what it costs; else what the method finds, when it does."""
    saving = _number(synergy["saving_per_year"])
    if saving is not None:
        return declared_sum([saving - (_number(synergy["cost_per_year"]) or 0.0)]), DECLARED
    quantity = _number(synergy["quantity_per_year"])
    if quantity is None:
        return None, ESTIMATED
    [row] = of_synergies(pd.DataFrame([dict(synergy)])).to_dict("records")
    found = money_estimate({**row, "offer_id": row["offer_flow_id"]}, quantity, prices)
    return total([found], Draws()).range, ESTIMATED


def _agreed(database: Database, synergy_id: str) -> bool:
    answers = readiness(database, synergy_id)
    said = answers[answers["state"] == "yes"]
    return not set(AGREEMENTS).isdisjoint(zip(said["stage"], said["axis"], strict=True))


def _ways(
    database: Database, synergy: Mapping[str, Any], there: pd.DataFrame, gain: float, synergy_id: str
) -> dict[str, dict[str, float]]:
    """What each party has of the gain, by each way. A taker brings what it takes, the others what they give."""
    brought = _brought(database, synergy, there)
    companies = list(brought)
    takers = frozenset(there.loc[there["role"] == "taker", "company_id"]) & set(companies)
    givers = frozenset(companies) - takers
    least = _minimum(database, synergy) if synergy["type"] == "pooling" else 0.0

    def moved(group: frozenset[str]) -> float:
        sides = [sum(brought[one] for one in group & side) for side in (givers, takers) if side]
        return min(sides, default=0.0)

    whole = moved(frozenset(companies))
    least = least if least <= whole else 0.0

    def worth(group: frozenset[str]) -> float:
        there_moved = moved(group)
        return gain * there_moved / whole if whole > 0 and there_moved >= least else 0.0

    ways = {
        "equal": equal_split(companies, gain, synergy_id),
        "proportional": proportional_split(brought, gain, synergy_id),
    }
    if len(companies) <= MOST_PARTIES and whole > 0:
        ways["shapley"] = shapley_split(companies, worth, synergy_id)
    return ways


def _brought(database: Database, synergy: Mapping[str, Any], there: pd.DataFrame) -> dict[str, float]:
    """What each party gives or takes of the synergy, in its unit; where nobody knows, an equal part of its side."""
    flows = database.rows("flow")
    named = flows["flow_id"].isin([synergy["offer_flow_id"], synergy["demand_flow_id"]])
    same = named | (flows["material_id"] == synergy["material_id"])
    known = flows[same & (flows["unit"] == synergy["unit"])].groupby("company_id")["quantity_per_year"].sum()
    whole = _number(synergy["quantity_per_year"]) or 1.0
    taking = there["role"] == "taker"
    amounts = there["company_id"].map(known).astype(float)
    for side in (taking, ~taking):
        amounts[side] = amounts[side].replace(0.0, np.nan).fillna(whole / max(int(side.sum()), 1))
        amounts[side] = amounts[side].clip(upper=whole)
    return dict(zip(there["company_id"], amounts, strict=True))


def _minimum(database: Database, synergy: Mapping[str, Any]) -> float:
    """The volume from which a collection of the material is worth it [t/yr]; 0 where none is known, or no tonnes."""
    rows = database.query("minimum_volumes").set_index("material_id")["minimum_t_per_year"]
    known = rows.get(synergy["material_id"]) if synergy["unit"] == "t" else None
    return _number(known) or 0.0
