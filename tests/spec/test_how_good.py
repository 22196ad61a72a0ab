"""How good: each reason is a sub-score of its own between 0 and 1, and the score is their weighted mean."""

from __future__ import annotations

from datetime import date

import pytest

from eit.domain.exchange.score import WEIGHTS
from tests.spec.tables import assert_same


def test_distance_counts_half_at_33_km(world):
    """The published median of the UK programme NISP; the score does not depend on the radius of the user."""
    small = world(
        companies="""
            company | km
            a       | 0
            b       | 33
            c       | 66
        """,
        flows="flow | material\na-o1 | bark\nb-d1 | bark\nc-d1 | bark",
    )
    for radius in (80, 200):
        assert_same(
            small.exchanges(radius_km=radius),
            """
            offer | demand | km | score_distance
            a-o1  | b-d1   | 33 | 1 / 2
            a-o1  | c-d1   | 66 | 1 / 3
        """,
        )


def test_quantity_is_the_share_of_the_smaller_in_the_larger(world):
    found = world(
        flows="""
        flow | material | quantity
        a-o1 | bark     | 24
        b-d1 | bark     | 48
        c-d1 | bark     | 24
        d-d1 | bark     | 6
        e-d1 | bark     | 0
    """
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | quantity | score_quantity
        a-o1  | b-d1   | 24       | 24 / 48
        a-o1  | c-d1   | 24       | 1
        a-o1  | d-d1   | 6        | 6 / 24
        a-o1  | e-d1   | 0        | 0
    """,
    )


def test_season_is_the_months_in_common_over_the_shorter_season(world):
    """`11-3` goes over the new year: November, December, January, February, March."""
    found = world(
        flows="""
        flow | material | months
        a-o1 | bark     | 11-3
        b-d1 | bark     | 1-12
        c-d1 | bark     | 3-6
        d-d1 | bark     | 5-10
        e-d1 | bark     | 1,2,7
    """
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | months_in_common | score_season
        a-o1  | b-d1   | 5                | 5 / 5
        a-o1  | c-d1   | 1                | 1 / 4
        a-o1  | d-d1   | 0                | 0
        a-o1  | e-d1   | 2                | 2 / 3
    """,
    )


def test_freshness_is_half_at_24_months_and_the_older_side_decides(world):
    found = world(
        flows="""
        flow | material | observed
        a-o1 | bark     | 2025-01-01
        b-d1 | bark     | 2025-01-01
        c-d1 | bark     | 2024-01-01
        d-d1 | bark     | 2023-01-01
        e-d1 | bark     | 2020-01-01
        f-d1 | bark     |
        g-d1 | bark     | 2025-06-30
    """
    ).exchanges(as_of=date(2025, 1, 1))
    assert_same(
        found,
        """
        offer | demand | age  | score_freshness
        a-o1  | b-d1   | 0    | 1
        a-o1  | c-d1   | 12   | 1 - 12 / 48
        a-o1  | d-d1   | 24   | 1 / 2
        a-o1  | e-d1   | 60   | 0
        a-o1  | f-d1   | n.c. | n.c.
        a-o1  | g-d1   | 0    | 1
    """,
    )


def test_a_month_has_passed_only_when_its_day_has(world):
    small = world(flows="flow | material | observed\na-o1 | bark | 2024-03-31\nb-d1 | bark | 2024-12-31")
    for day, months in ((date(2025, 2, 28), 10), (date(2025, 3, 30), 11), (date(2025, 3, 31), 12)):
        assert small.exchanges(as_of=day)["age_months"].tolist() == [months]


def test_quality_is_that_of_the_weaker_declaration_halved_for_a_hazardous_material(world):
    found = world(
        materials="""
            material | hazardous
            bark     | no
            solvent  | yes
            mixed    | mirror
        """,
        flows="""
            flow | material | quality
            a-o1 | bark     | measured
            b-d1 | bark     | measured
            c-d1 | bark     | declared
            d-d1 | bark     | estimated
            a-o2 | solvent  | declared
            b-d2 | solvent  | measured
            a-o3 | mixed    | measured
            b-d3 | mixed    | measured
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | score_quality
        a-o1  | b-d1   | 1
        a-o1  | c-d1   | 0.7
        a-o1  | d-d1   | 0.4
        a-o2  | b-d2   | 0.7 / 2
        a-o3  | b-d3   | 1
    """,
    )


def test_the_score_is_the_weighted_mean_of_its_reasons(world):
    found = world(
        companies="company | km\na | 0\nb | 33",
        library="offer | demand | status\nbark | lime | pilot",
        flows="""
            flow | material | quantity | months | observed   | quality
            a-o1 | bark     | 20       | 1-6    | 2024-01-01 | declared
            b-d1 | lime     | 80       | 4-9    | 2025-01-01 | estimated
        """,
    ).exchanges()
    expected = 0.40 * 0.65 + 0.20 * 0.5 + 0.15 * 20 / 80 + 0.10 * 3 / 6 + 0.10 * (1 - 12 / 48) + 0.05 * 0.4
    assert found["score"].tolist() == [pytest.approx(100 * expected)]


def test_what_is_not_communicated_leaves_the_score_and_its_weight_is_shared(world):
    found = world(
        flows="""
        flow | material | quantity | observed
        a-o1 | bark     | n.c.     |
        b-d1 | bark     | 80       | 2025-01-01
    """
    ).exchanges()
    known = 0.40 * 1 + 0.20 * 1 + 0.10 * 1 + 0.05 * 1
    assert found["score"].tolist() == [pytest.approx(100 * known / (0.40 + 0.20 + 0.10 + 0.05))]


def test_the_weights_are_a_whole():
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_the_best_comes_first_and_the_nearer_of_two_equals(world):
    found = world(
        companies="company | km\na | 0\nb | 30\nc | 10\nd | 20\ne | 20",
        flows="""
            flow | material | quantity
            a-o1 | bark     | 100
            b-d1 | bark     | 100
            c-d1 | bark     | 100
            d-d1 | bark     | 100
            e-d1 | bark     | 1
        """,
    ).exchanges()
    assert_same(found, """
        offer | demand
        a-o1  | c-d1
        a-o1  | d-d1
        a-o1  | b-d1
        a-o1  | e-d1
    """, in_order=True)  # fmt: skip
