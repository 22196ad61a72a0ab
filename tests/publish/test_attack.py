"""The edition against somebody who reads everything: nobody's tonnes are found, and the attack does bite."""

from __future__ import annotations

import numpy as np
import pytest

from eit.domain.disclosure import is_sensitive
from eit.publish.history import Vintage, build_system, contributions, places
from eit.publish.suppressor import Suppressor
from eit.publish.table import CARRIED, COMPUTED, make_table
from tests.publish.adversary import Adversary, Told
from tests.publish.programmes import Quantities, editions, random_programme

PROGRAMMES, BATCH = 200, 10


def chosen(table: Quantities) -> tuple[list[tuple[str, str]], np.ndarray, np.ndarray]:
    """(cells, which are sensitive, which are hidden) of one edition."""
    system = build_system([], table)
    sensitive = np.array([is_sensitive(contributions(table, cell).values()) for cell in system.cells])
    suppressor = Suppressor(system.holdings, system.rows, system.fixed, system.values)
    return list(system.cells), sensitive, suppressor.choose(sensitive.copy())


def told(table: Quantities, cells: list[tuple[str, str]], hidden: np.ndarray, edition: int = 0) -> list[Told]:
    shown = [cell for cell, secret in zip(cells, hidden, strict=True) if not secret]
    return [(edition, cell, sum(contributions(table, cell).values())) for cell in shown]


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, PROGRAMMES, BATCH))
def test_nobody_is_found_in_200_random_programmes(first: int) -> None:
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


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_every_complementary_cell_is_needed(seed: int) -> None:
    """Un-hide each in turn: each time somebody is found."""
    table = random_programme(seed, largest=120)
    cells, sensitive, hidden = chosen(table)
    for cell in np.flatnonzero(hidden & ~sensitive):
        mutant = hidden.copy()
        mutant[cell] = False
        assert Adversary([table], told(table, cells, mutant)).attack(stop_at_first=True), cells[cell]


def run_editions(seed: int, alone: bool = False) -> tuple[list[Quantities], list[Told], list[str]]:
    """Five editions in a row; `alone` forgets those before, as a careless publisher would."""
    tables, numbers, states = [], [], []
    history: list[Vintage] = []
    for edition, table in enumerate(editions(seed, smallest=15, largest=45, territories=3)):
        result = make_table(str(edition), [] if alone else history, table)
        tables.append(table)
        history.append(Vintage(str(edition), table, result.told))
        numbers += [(edition, cell, sum(contributions(table, cell).values())) for cell in sorted(result.told)]
        states += [cell.state for cell in result.cells if cell.state in (COMPUTED, CARRIED)]
    return tables, numbers, states


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_nobody_is_found_in_five_editions(seed: int) -> None:
    tables, numbers, _ = run_editions(seed)
    assert Adversary(tables, numbers).attack() == []


@pytest.mark.slow
def test_editions_are_computed_and_carried_over() -> None:
    states = [state for seed in range(4) for state in run_editions(seed)[2]]
    assert states.count(COMPUTED) > 10
    assert states.count(CARRIED) > 10


@pytest.mark.slow
def test_the_attack_bites_when_editions_forget_each_other() -> None:
    caught = [
        bool(Adversary(*run_editions(seed, alone=True)[:2]).attack(stop_at_first=True)) for seed in range(4)
    ]
    assert sum(caught) >= 3
