"""The edition against somebody who reads everything: nobody's tonnes are found, and the attack does bite.

A sample: `make bench ARGS=attack` has a hundred programmes over three editions and eight ways to be linked again.
"""

from __future__ import annotations

import numpy as np
import pytest

from eit.publish.past_editions import places
from tests.publish.adversary import Adversary
from tests.publish.attacks import chosen, told
from tests.publish.programmes import random_programme

PROGRAMMES, BATCH = 60, 5


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, PROGRAMMES, BATCH))
def test_nobody_is_found_in_sixty_random_programmes(first: int) -> None:
    for seed in range(first, first + BATCH):
        table = random_programme(seed)
        cells, _, hidden = chosen(table)
        adversary = Adversary([table], told(table, cells, hidden))
        assert adversary.attack() == [], seed
        assert adversary.exact_by_algebra() == 0, seed


def test_the_attack_bites_without_complementary_suppression() -> None:
    caught, needed = 0, 0
    for seed in range(20):
        table = random_programme(seed, largest=120)
        cells, sensitive, hidden = chosen(table)
        if (hidden & ~sensitive).any():
            needed += 1
            caught += bool(Adversary([table], told(table, cells, sensitive)).attack(stop_at_first=True))
    assert needed >= 10
    assert caught == needed


def test_the_attack_bites_without_any_rule() -> None:
    table = random_programme(3, smallest=12, largest=20)
    cells = list(places([table]))
    adversary = Adversary([table], told(table, cells, np.zeros(len(cells), bool)))
    found = adversary.attack()
    assert any(hit.exact for hit in found)
    assert adversary.exact_by_algebra() > 0
