"""Bands: what a sum of them can say without saying more than they do."""

from __future__ import annotations

import math
import random

from eit.domain.bands import middle, round_band, sum_ends


def test_a_sum_lies_between_the_ends_of_its_bands() -> None:
    drawn = random.Random(741)
    for _ in range(2000):
        exact = [10 ** drawn.uniform(-3, 6) for _ in range(drawn.randint(1, 8))]
        told = math.fsum(middle(round_band(value)) for value in exact)
        low, high = sum_ends(told, told)
        assert low <= math.fsum(exact) <= high, exact


def test_a_loss_keeps_its_side() -> None:
    low, high = sum_ends(-200.0, -100.0)
    assert low < -200.0 < -100.0 < high < 0.0
