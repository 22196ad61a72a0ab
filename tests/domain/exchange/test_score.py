"""Sub-scores stay between 0 and 1, apart from each other, and not known is not zero."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.exchange.score import (
    WEIGHTS,
    distance_score,
    freshness_score,
    quantity_score,
    score_exchanges,
    season_score,
    weighted_score,
)
from eit.domain.months import ALL_YEAR, parse_months

masks = st.integers(0, ALL_YEAR)
amounts = st.one_of(st.floats(0, 1e9), st.just(float("nan")))


def test_distance():
    assert distance_score([0, 33, 66, 297]).tolist() == pytest.approx([1, 1 / 2, 1 / 3, 1 / 10])


def test_quantity():
    found = quantity_score([10, 40, 0, 0, np.nan, 5], [40, 10, 5, 0, 5, np.nan])
    assert found.tolist() == pytest.approx([10 / 40, 10 / 40, 0, 0, np.nan, np.nan], nan_ok=True)


def test_season():
    assert season_score(parse_months("5-10"), ALL_YEAR) == 1
    assert season_score(parse_months("5-10"), parse_months("9-11")) == 2 / 3
    assert season_score(parse_months("1-3"), parse_months("7-9")) == 0
    assert season_score(0, ALL_YEAR) == 0


def test_freshness():
    assert freshness_score([0, 12, 24, 36, 48, 600]).tolist() == [1, 0.75, 0.5, 0.25, 0, 0]
    assert np.isnan(freshness_score([np.nan])[0])


@given(masks, masks)
def test_season_has_no_direction_and_stays_within_0_and_1(one, other):
    assert 0 <= season_score(one, other) == season_score(other, one) <= 1


@given(amounts, amounts)
def test_quantity_has_no_direction_and_stays_within_0_and_1(one, other):
    found, back = quantity_score([one], [other])[0], quantity_score([other], [one])[0]
    assert np.isnan(found) == (np.isnan(one) or np.isnan(other)) == np.isnan(back)
    assert np.isnan(found) or 0 <= found == back <= 1


@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), min_size=6, max_size=6))
def test_the_weighted_score_lies_between_its_parts(values):
    values[0] = 0.5 if np.isnan(values[0]) else values[0]
    known = [value for value in values if not np.isnan(value)]
    parts = {name: np.array([value]) for name, value in zip(WEIGHTS, values, strict=True)}
    assert min(known) - 1e-9 <= weighted_score(parts)[0] / 100 <= max(known) + 1e-9


def pairs(**columns) -> pd.DataFrame:
    day = pd.Timestamp("2025-01-01")
    row = {
        "offer_id": "a-o1",
        "demand_id": "b-d1",
        "compatibility_score": 1.0,
        "distance_km": 0.0,
        "offer_quantity": 10.0,
        "demand_quantity": 10.0,
        "unit": "t",
        "offer_months": ALL_YEAR,
        "demand_months": ALL_YEAR,
        "offer_observed_on": day,
        "demand_observed_on": day,
        "offer_quality": "measured",
        "demand_quality": "measured",
        "hazardous": False,
        "distance_doubt_km": 0.0,
        "conditional": False,
    }
    row |= {f"{side}_quantity_{end}": 10.0 for side in ("offer", "demand") for end in ("low", "high")}
    return pd.DataFrame([{**row, **columns}])


def test_a_perfect_pair_scores_100():
    assert score_exchanges(pairs(), pd.Timestamp("2025-01-01"))["score"].tolist() == pytest.approx([100])


def test_the_months_in_common_stay_a_mask():
    found = score_exchanges(pairs(offer_months=parse_months("1-6")), pd.Timestamp("2025-01-01"))
    assert found["season_months"].tolist() == [parse_months("1-6")]
    assert found["months_in_common"].tolist() == [6]


def test_only_matter_has_a_mass():
    found = score_exchanges(pairs(unit="kWh"), pd.Timestamp("2025-01-01"))
    assert found["pair_quantity"].tolist() == [10] and found["mass_t_per_year"].isna().all()


def test_no_pair_is_an_answer_with_the_same_columns():
    whole, none = pairs(), pairs().iloc[:0]
    today = pd.Timestamp("2025-01-01")
    assert list(score_exchanges(none, today).columns) == list(score_exchanges(whole, today).columns)


def test_scoring_leaves_the_question_as_it_was():
    before = pairs()
    score_exchanges(before, pd.Timestamp("2025-01-01"))
    assert before.equals(pairs())
