"""Five editions in a row against somebody who kept them all, and every complementary cell shown in turn."""

from __future__ import annotations

import pytest

from eit.publish.table import CARRIED, COMPUTED
from tests.publish.adversary import Adversary
from tests.publish.attacks import harmless_mutants, run_editions

SEEDS = (2, 3, 4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_found_in_five_editions(seed: int) -> None:
    tables, numbers, _ = run_editions(seed)
    assert Adversary(tables, numbers).attack() == []


@pytest.mark.slow
def test_editions_are_computed_and_carried_over() -> None:
    """Those that are attacked: they tell something to attack."""
    states = [state for seed in SEEDS for state in run_editions(seed)[2]]
    assert states.count(COMPUTED) > 10
    assert states.count(CARRIED) > 10


@pytest.mark.slow
def test_the_attack_bites_when_editions_forget_each_other() -> None:
    caught = [
        bool(Adversary(*run_editions(seed, alone=True)[:2]).attack(stop_at_first=True)) for seed in range(4)
    ]
    assert sum(caught) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_every_complementary_cell_is_needed(seed: int) -> None:
    """Un-hide each in turn: each time somebody is found."""
    assert harmless_mutants(seed) == []
