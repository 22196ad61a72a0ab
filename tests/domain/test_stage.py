"""The stages, in order, and the two that count."""

from __future__ import annotations

import pytest

from eit.domain.stage import HEADLINE_STAGES, SET_ASIDE, STAGES, counts_in_headline, reached


def test_only_realised_and_verified_count():
    assert [stage for stage in (*STAGES, SET_ASIDE) if counts_in_headline(stage)] == ["realised", "verified"]
    assert STAGES[-2:] == HEADLINE_STAGES


@pytest.mark.parametrize("number", range(6))
def test_a_stage_has_gone_through_all_those_before_it(number):
    assert reached(STAGES[number]) == STAGES[: number + 1]


def test_set_aside_is_beside_the_stages():
    assert SET_ASIDE not in STAGES and reached(SET_ASIDE) == ()
