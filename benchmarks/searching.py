"""What is typed and hard to spell: places, materials and organisations searched, each text for itself, in CPU time."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.recall import search_of
from benchmarks.report import Table, duration
from eit.analysis.find import FindIndex, Found
from eit.analysis.places import search_places
from eit.domain.text_key import plain_words
from eit.locations import DATA
from eit.store.places.gazetteer import gazetteer

TYPED, ORGANISATIONS, TARGET_S = 2_000, 20_000, 0.05
LETTERS, BEHIND = "aeiorstln", ("nord", "bourg", "le vieux", "sur mer", "centre ville")
HEADINGS = (
    "Recherche (search)",
    "textes (texts)",
    "médiane (median)",
    "99 %",
    "la pire (worst)",
    "cible (target)",
)


def misspelled(names: Sequence[str], seed: int = 7) -> list[str]:
    """Names with a letter lost, doubled, exchanged or wrong, or a word too many; the same ones every time."""
    draw = random.Random(seed)
    found = []
    for _ in range(TYPED):
        name = draw.choice(names)
        at = draw.randrange(1, max(2, len(name) - 1))
        found.append(
            draw.choice(
                (
                    name[:at] + name[at + 1 :],
                    name[:at] + draw.choice(LETTERS) + name[at:],
                    name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
                    name[:at] + draw.choice(LETTERS) + name[at + 1 :],
                    f"{name} {draw.choice(BEHIND)}",
                )
            )
        )
    return found


def _trade_words() -> list[str]:
    with (DATA / "reference" / "trade_words.csv").open(encoding="utf-8", newline="") as lines:
        return [next(iter(row)) for row in csv.reader(lines)][1:]


def measure(data: Path) -> Table:
    """One line per search: median, 99th centile and worst of the texts; a worst over the target is a missed gate."""
    table = Table("Recherche de mots mal écrits (misspelled words), temps de calcul (CPU)", HEADINGS)
    with duckdb.connect(str(data), read_only=True) as connection:
        materials = search_of(connection)
    towns = [str(name) for name in gazetteer().places["name"].to_pylist()]
    made = random.Random(3)
    firms = [
        f"{made.choice(towns)} {made.choice(('Bois', 'Métal', 'Transport'))} {n}"
        for n in range(ORGANISATIONS)
    ]
    index = FindIndex(
        tuple((f" {plain_words(one)}", Found("organisation", f"o-{n}", one)) for n, one in enumerate(firms))
    )
    for label, names, ask in (
        ("lieux (places)", towns, search_places),
        ("matières (materials)", _trade_words(), materials.find),
        (f"organisations ({ORGANISATIONS})", firms, index.find),
    ):
        _add(table, label, misspelled(names), ask)
    return table


def _add(table: Table, label: str, texts: Sequence[str], ask: Callable[[str], object]) -> None:
    ask(texts[0])
    taken = []
    for text in texts:
        start = time.process_time()
        ask(text)
        taken.append(time.process_time() - start)
    worst = max(taken)
    cells = (duration(float(np.median(taken))), duration(float(np.quantile(taken, 0.99))), duration(worst))
    met = worst < TARGET_S
    said = f"{TARGET_S * 1000:.0f} ms : {'atteinte (met)' if met else 'manquée (missed)'}"
    table.rows.append((label, f"{len(texts)}", *cells, said))
    if not met:
        table.missed.append(f"{label}: {texts[taken.index(worst)]}")
