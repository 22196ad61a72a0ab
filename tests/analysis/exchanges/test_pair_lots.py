"""The lot of a pair is the sum of its two ids, however it is computed: an allocation never changes by a quicker way."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pandas as pd

from eit.analysis.exchanges.potential import pair_lots


def test_the_lot_of_a_pair_is_the_sum_of_both_ids():
    dice = np.random.default_rng(3)
    ids = [f"é{'x' * dice.integers(0, 9)}-{n}" for n in dice.integers(0, 10**6, 60)]
    offers, demands = (pd.Series(dice.choice(ids, 500)) for _ in range(2))
    plain = [crc32(f"{one}|{other}".encode()) for one, other in zip(offers, demands, strict=True)]
    assert pair_lots(offers, demands).tolist() == plain


def test_no_pair_has_no_lot():
    none = pd.Series([], dtype=object)
    assert pair_lots(none, none).tolist() == []
