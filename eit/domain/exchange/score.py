"""What makes a potential exchange good: sub-scores between 0 and 1, kept apart, and one weighted sum.

Every constant here is a convention of this project, shown on the page Méthode; a sub-score that cannot be known is
NaN, leaves the sum, and its weight is shared among the others (not communicated is not zero).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eit.domain.exchange.in_common import carried_alone
from eit.domain.months import ALL_YEAR, ages_in_months, month_count

WEIGHTS = {
    "material": 0.40,
    "distance": 0.20,
    "quantity": 0.15,
    "season": 0.10,
    "freshness": 0.10,
    "quality": 0.05,
}
HALF_DISTANCE_KM = 33.0
"""Median distance of the exchanges of the UK programme NISP (published): a pair that far apart scores 0.5."""
STALE_AFTER_MONTHS = 24
QUALITY_SCORES = {"measured": 1.0, "declared": 0.7, "estimated": 0.4}
HAZARD_FACTOR = 0.5
"""Hazardous materials need a manifest and an authorised receiver: possible, but harder."""


POSITION_DOUBT_KM = {"site": 0.0, "street": 0.5, "municipality": 5.0}
"""How far [km] a site may be from the point that stands for it: an assumption of this project, about the radius of a
disc of 80 km². A placeholder is no observation: two sites at one point are not 0 km apart."""


def distance_score(distance_km: NDArray) -> NDArray:
    """1 at 0 km, 0.5 at 33 km, falling as 1/(1 + d/33); independent of the radius that the user has chosen."""
    return 1 / (1 + np.asarray(distance_km, float) / HALF_DISTANCE_KM)


def quantity_score(offer: NDArray, demand: NDArray) -> NDArray:
    """Smaller over larger of the two yearly quantities; NaN when one is not communicated, 0 when one is zero."""
    offer, demand = np.asarray(offer, float), np.asarray(demand, float)
    larger = np.maximum(offer, demand)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.minimum(offer, demand) / larger
    return np.where(larger == 0, 0.0, share)


def season_score(offer_months: int, demand_months: int) -> float:
    """Months in common over the months of the shorter season: 1 when the seasons do not clash."""
    shorter = min(month_count(offer_months), month_count(demand_months))
    return month_count(offer_months & demand_months) / shorter if shorter else 0.0


def freshness_score(age_months: NDArray) -> NDArray:
    """1 when just observed, 0.5 at 24 months (stale), 0 from 48 months on."""
    return np.clip(1 - np.asarray(age_months, float) / (2 * STALE_AFTER_MONTHS), 0, 1)


def weighted_score(parts: dict[str, NDArray]) -> NDArray:
    """Weighted mean [0..100] of the sub-scores that are known; `parts` has the keys of WEIGHTS."""
    values = np.column_stack([parts[name] for name in WEIGHTS])
    known = ~np.isnan(values)
    weights = np.array(list(WEIGHTS.values())) * known
    return 100 * np.nansum(values * weights, axis=1) / weights.sum(axis=1)


def _ages(frame: pd.DataFrame, as_of: date) -> NDArray:
    """Months since the older of the two declarations; NaN when one has no date."""
    offer, demand = (pd.to_datetime(frame[f"{side}_observed_on"]).to_numpy() for side in ("offer", "demand"))
    return ages_in_months(np.minimum(offer, demand), as_of)


def _qualities(frame: pd.DataFrame) -> NDArray:
    sides = []
    for side in ("offer", "demand"):
        codes, words = pd.factorize(frame[f"{side}_quality"])
        known = np.array([QUALITY_SCORES.get(word, np.nan) for word in words] + [np.nan])
        sides.append(known[codes])
    weakest = np.minimum(*sides)
    return weakest * np.where(frame["hazardous"].to_numpy(bool), HAZARD_FACTOR, 1.0)


def _of_each(found: list[float], code: NDArray, kind: type) -> NDArray:
    """What was found once for each kind of row, for every row: `code` says which."""
    return np.array(found, dtype=kind)[code]


def score_exchanges(pairs: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Add quantities, months, age, the six sub-scores, `score` and its ends to candidate pairs; best first.

    `pairs` has one row per pair with `compatibility_score`, `distance_km`, `offer_quantity`, `demand_quantity` [per
    year, same unit], `unit`, `offer_months`, `demand_months` [masks], `*_observed_on`, `*_quality`, `hazardous`,
    `distance_doubt_km`, `*_quantity_low` and `_high`, and `conditional` (a gate is failed: it stands after the others).
    Energy carries what both have at once (`*_hours_per_year`, where told).
    `mass_t_per_year` is the smaller side, an upper bound for this pair alone: it must never be summed over pairs.
    """
    frame = pairs.copy()
    offer, demand = frame["offer_quantity"].to_numpy(float), frame["demand_quantity"].to_numpy(float)
    frame["pair_quantity"] = carried_alone(frame)
    frame["mass_t_per_year"] = np.where(frame["unit"] == "t", frame["pair_quantity"], np.nan)
    masks = frame[["offer_months", "demand_months"]].to_numpy(int) & ALL_YEAR
    season, both = pd.factorize(masks[:, 0] * (ALL_YEAR + 1) + masks[:, 1])
    seasons = [divmod(int(pair), ALL_YEAR + 1) for pair in both]
    frame["season_months"] = _of_each([left & right for left, right in seasons], season, int)
    frame["months_in_common"] = _of_each([month_count(left & right) for left, right in seasons], season, int)
    frame["age_months"] = _ages(frame, as_of)
    parts = {
        "material": frame["compatibility_score"].to_numpy(float),
        "distance": distance_score(_likely_km(frame)),
        "quantity": quantity_score(offer, demand),
        "season": _of_each([season_score(*pair) for pair in seasons], season, float),
        "freshness": freshness_score(frame["age_months"].to_numpy(float)),
        "quality": _qualities(frame),
    }
    for name, values in parts.items():
        frame[f"score_{name}"] = values
    frame["score"] = weighted_score(parts) if len(frame) else np.array([], dtype=float)
    frame["score_low"], frame["score_high"] = _score_ends(frame, parts)
    best_first = np.lexsort((-frame["score"].to_numpy(float), frame["conditional"].to_numpy(bool)))
    return frame.take(best_first).reset_index(drop=True)


def distance_ends(frame: pd.DataFrame) -> tuple[NDArray, NDArray]:
    """Least and greatest distance [km] of each pair: by how well both positions are known."""
    distance, doubt = (frame[name].to_numpy(float) for name in ("distance_km", "distance_doubt_km"))
    return np.maximum(distance - doubt, 0.0), distance + doubt


def _likely_km(frame: pd.DataFrame) -> NDArray:
    """The middle of the distances that are possible [km]."""
    return np.add(*distance_ends(frame)) / 2


def _quantity_ends(frame: pd.DataFrame) -> tuple[NDArray, NDArray]:
    """The sub-score of the quantity at its worst and at its best, when a side was said as a range."""
    ends = [
        frame[f"{side}_quantity_{end}"].to_numpy(float)
        for side in ("offer", "demand")
        for end in ("low", "high")
    ]
    corners = [quantity_score(offer, demand) for offer in ends[:2] for demand in ends[2:]]
    meet = (ends[0] <= ends[3]) & (ends[2] <= ends[1])
    best = np.where(meet, np.where(np.maximum(ends[1], ends[3]) > 0, 1.0, 0.0), np.maximum.reduce(corners))
    return np.minimum.reduce(corners), best


def _score_ends(frame: pd.DataFrame, parts: dict[str, NDArray]) -> tuple[NDArray, NDArray]:
    """The score at its worst and at its best: equal to it where position and quantities are known exactly."""
    score = frame["score"].to_numpy(float)
    low, high = score.copy(), score.copy()
    doubtful = frame["distance_doubt_km"].to_numpy(float) > 0
    for side in ("offer", "demand"):
        doubtful |= (frame[f"{side}_quantity_low"] < frame[f"{side}_quantity_high"]).to_numpy(bool)
    if doubtful.any():
        some, kept = frame[doubtful], {name: values[doubtful] for name, values in parts.items()}
        (near, far), (worst, best) = distance_ends(some), _quantity_ends(some)
        low[doubtful] = weighted_score({**kept, "distance": distance_score(far), "quantity": worst})
        high[doubtful] = weighted_score({**kept, "distance": distance_score(near), "quantity": best})
    return low, high
