"""Re-linking attack: programmes whose organisations are renamed, moved, merged or corrected between editions.

The adversary of the tests, which knows each figure from one edition to the next, solves for everybody's tonnes.
"""

from __future__ import annotations

from collections import Counter

from benchmarks.report import Table
from eit.publish.past_editions import Vintage, contributions
from eit.publish.table import CARRIED, COMPUTED, EMPTY, make_table
from tests.publish.linker import added
from tests.publish.relinked import EDITIONS, WAYS, World, relinked

PROGRAMMES = 100
TOLD_BEFORE = {
    "renamed": 43.8,
    "moved": 49.6,
    "classed": 47.9,
    "gap": 46.6,
    "comma": 29.3,
    "little": 43.2,
    "merged": 46.2,
    "groups": 45.7,
}
"""Share [%] of the cells that are not empty which version 7b585db told of the same worlds, giving figures away.

It refused 11 of the 800 worlds: they are left out.
"""


def attacked(world: World, attack: bool = True) -> Counter[str]:
    """What is told of one world, and what each edition gives away beside those before it."""
    history: list[Vintage] = []
    told = []
    count: Counter[str] = Counter()
    for edition in range(EDITIONS):
        table = world.table(edition)
        result = make_table(str(edition), history, table)
        history.append(Vintage(str(edition), table, result.told))
        told += [(edition, cell, sum(contributions(table, cell).values())) for cell in sorted(result.told)]
        count["cells"] += sum(cell.state != EMPTY for cell in result.cells)
        count["told"] += sum(cell.state in (COMPUTED, CARRIED) for cell in result.cells)
        hits = added(world, told, edition) if attack else []
        count["exact"] += sum(hit.exact for hit in hits)
        count["near"] += len(hits)
        count["newcomers"] += len({hit.group for hit in hits} & set(world.newcomers))
    return count


def measure(programmes: int = PROGRAMMES) -> Table:
    """Figures given away and cells told, by way of being re-linked."""
    table = Table(
        f"Éditions relues ensemble / Editions read together ({programmes} × {len(WAYS)} × {EDITIONS})",
        ("façon / way", "exacts / exact", "à 15 % / within 15 %", "arrivées / newcomers", "cases dites / cells told",
         "avant / before"),
    )  # fmt: skip
    whole: Counter[str] = Counter()
    for way in WAYS:
        count: Counter[str] = Counter()
        for seed in range(programmes):
            count += attacked(relinked(seed, way))
        whole += count
        before = f"{TOLD_BEFORE[way]:.1f} %" if way in TOLD_BEFORE else "n. d."
        table.rows.append(_row(way, count, before))
        if count["near"]:
            table.missed.append(f"{way}: {count['near']}")
    table.rows.append(
        _row("toutes / all", whole, f"{sum(TOLD_BEFORE.values()) / max(len(TOLD_BEFORE), 1):.1f} %")
    )
    return table


def _row(name: str, count: Counter[str], before: str) -> tuple[str, ...]:
    told = f"{100 * count['told'] / count['cells']:.1f} %"
    return name, str(count["exact"]), str(count["near"]), str(count["newcomers"]), told, before
