"""The long attacks, piece by piece: choose what is hidden, tell the rest, attack."""

from __future__ import annotations

from functools import cache

import numpy as np

from eit.domain.disclosure import is_sensitive
from eit.publish.past_editions import Vintage, build_system, contributions
from eit.publish.suppressor import Suppressor
from eit.publish.table import CARRIED, COMPUTED, make_table
from tests.publish.adversary import Adversary, Told
from tests.publish.programmes import Quantities, editions, random_programme


def chosen(table: Quantities) -> tuple[list[tuple[str, str]], np.ndarray, np.ndarray]:
    """(cells, which are sensitive, which are hidden) of one edition."""
    system = build_system([], table)
    sensitive = np.array([is_sensitive(contributions(table, cell).values()) for cell in system.cells])
    suppressor = Suppressor(system.holdings, system.rows, system.fixed, system.values)
    return list(system.cells), sensitive, suppressor.choose(sensitive.copy())


def told(table: Quantities, cells: list[tuple[str, str]], hidden: np.ndarray, edition: int = 0) -> list[Told]:
    shown = [cell for cell, secret in zip(cells, hidden, strict=True) if not secret]
    return [(edition, cell, sum(contributions(table, cell).values())) for cell in shown]


def harmless_mutants(seed: int) -> list[tuple[str, str]]:
    """Complementary cells that could be shown without anybody being found."""
    table = random_programme(seed, largest=120)
    cells, sensitive, hidden = chosen(table)
    harmless = []
    for cell in np.flatnonzero(hidden & ~sensitive):
        mutant = hidden.copy()
        mutant[cell] = False
        if not Adversary([table], told(table, cells, mutant)).attack(stop_at_first=True):
            harmless.append(cells[cell])
    return harmless


@cache
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
