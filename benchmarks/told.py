"""How much of a programme an edition tells, and at which level: the demonstrations and fifty random programmes.

A tonne is told at a level when a cell of that level holds it and is told. The whole is the one figure of a programme.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.report import Table
from eit.publish.collecting import INDICATORS, TOTAL, collect, quantities
from eit.publish.past_editions import Quantities
from eit.publish.table import make_table
from eit.publish.unions import Place, covers, is_union
from eit.store.database import Database
from tests.publish.programmes import random_programme

PROGRAMMES, SMALLEST, LARGEST = 50, 10, 60
TARGET, FEW = 0.40, 5
LEVELS: Mapping[str, Callable[[Place], bool]] = {
    "territoire et famille / territory and family": lambda cell: TOTAL not in cell and not is_union(cell),
    "… ou un territoire, ou une famille / or one of both": lambda cell: not is_union(cell),
    "… ou plusieurs ensemble / or several together": lambda cell: True,
}
"""Each holds the one before; the whole is in none."""


def shares(programme: Quantities, told: Collection[Place]) -> list[float]:
    """The share of the quantity that is told at each of `LEVELS`, then at any level with the whole."""
    families = {key[1] for key in programme}
    whole = (TOTAL, TOTAL if len(families) > 1 else max(families))
    finer = [[cell for cell in told if cell != whole and keep(cell)] for keep in LEVELS.values()]
    quantity = sum(programme.values())
    return [
        sum(amount for key, amount in programme.items() if any(covers(cell, key) for cell in cells))
        / max(quantity, 1e-9)
        for cells in [*finer, list(told)]
    ]


def measure(database: Path) -> Table:
    """The median programme at each level, with the unions and without, and the pages that tell few figures."""
    programmes = _demonstrations(database)
    for seed in range(PROGRAMMES):
        drawn = random_programme(seed, smallest=SMALLEST, largest=LARGEST)
        programmes[f"random {seed}"] = [{(*key,): amount for key, amount in drawn.items()}]
    results = {name: _of(tables) for name, tables in programmes.items()}
    table = Table(
        f"Ce qu'une édition dit / What an edition tells ({len(results)} programmes)",
        ("niveau / level", "médiane / median", "moyenne / mean", "minimum"),
    )
    for place, name in enumerate([*LEVELS, "… ou le tout / or the whole"]):
        found = [told[place] for told, _, _ in results.values()]
        table.rows.append(
            (
                name,
                *(f"{100 * value:.0f} %" for value in (median(found), sum(found) / len(found), min(found))),
            )
        )
    before = [alone for _, alone, _ in results.values()]
    after = [every for _, _, every in results.values()]
    table.notes.append(
        f"Chiffres par programme, sans et avec les réunions / figures a programme, without and with unions: "
        f"{sum(before) / len(before):.1f} → {sum(after) / len(after):.1f}; moins de / fewer than {FEW}: "
        f"{sum(count < FEW for count in before)} → {sum(count < FEW for count in after)}"
    )
    told_in_median = median(told[len(LEVELS) - 1] for told, _, _ in results.values())
    if told_in_median < TARGET:
        table.missed.append(f"{100 * told_in_median:.0f} % < {100 * TARGET:.0f} %")
    return table


def _of(tables: list[Quantities]) -> tuple[list[float], int, int]:
    """Shares of a programme (tables weighed alike), its figures without the unions, and with them."""
    told = [make_table("e", [], one).told for one in tables]
    each = [shares(one, cells) for one, cells in zip(tables, told, strict=True)]
    alone = sum(not is_union(cell) for cells in told for cell in cells)
    return [sum(column) / len(column) for column in zip(*each, strict=True)], alone, sum(map(len, told))


def _demonstrations(path: Path) -> dict[str, list[Quantities]]:
    """What each programme offers and seeks in tonnes: other units have too few organisations to be compared."""
    found: dict[str, list[Quantities]] = {}
    with Database(path) as database:
        for _, row in database.query("programmes").iterrows():
            item = collect(database, row, date(2026, 1, 1))
            tables = [quantities(item, name) for name in INDICATORS if name.endswith("mass")]
            found[str(row["programme_id"])] = list(filter(_holds_something, tables))
    return found


def _holds_something(table: Quantities) -> bool:
    return any(table.values())
