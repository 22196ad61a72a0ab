"""A moved radius on many pairs: figures and the best 20, with and without a filter, and the figures by the cube."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.report import Table, duration
from benchmarks.timing import interleave, median, p95
from benchmarks.worlds import World, world
from eit.analysis.exchanges import pair_cube
from eit.analysis.exchanges.pair_cube import Pairs, best_pairs, figures
from eit.domain.exchange.partners import best_partners

TOP = 20
SIZES = {5000: (10_000, 300.0, 20.0), 100_000: (180, 300.0, 150.0)}
"""Flows -> partners kept per offer, radius [km], target of the 95th percentile [ms]."""


def made_pairs(made: World, best: int, radius_km: float) -> Pairs:
    """The pairs of a made-up world as `read_pairs` gives them."""
    flows = pd.concat([made.offers, made.demands], ignore_index=True)
    flows["direction"] = np.where(flows["is_offer"], "offer", "demand")
    flows["mass_t_per_year"] = flows["quantity"]
    flows["territory_id"] = "mrc-" + (np.floor(flows["longitude"]).astype(int)).astype(str)
    parts = list(best_partners(*made.sides(True), made.links, best, radius_km))
    offer, demand, km, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(km, kind="stable")
    numbers = (offer[order].astype(np.int32), (demand[order] + len(made.offers)).astype(np.int32))
    return Pairs(*numbers, km[order], value[order], flows)


def measure(path: Path, sizes: dict[int, tuple[int, float, float]] | None = None, moves: int = 100) -> Table:
    """Random radii, the same for every row; what is read once (order by value, cube) is timed apart."""
    table = Table(
        f"Curseur sur beaucoup de paires / Slider on many pairs ({moves} rayons)",
        ("paires (pairs)", "", "médiane", "p95", "cible (target)"),
    )
    for flows, (best, radius, target) in (sizes or SIZES).items():
        pairs = made_pairs(world(path, flows), best, radius)
        start = time.perf_counter()
        pairs.by_value, pairs.nearest_km, pairs.places  # noqa: B018  computed once, then kept
        prepared = time.perf_counter() - start
        start = time.perf_counter()
        pairs.cube  # noqa: B018
        laid = time.perf_counter() - start
        _measured(table, pairs, radius, target, moves)
        table.notes.append(
            f"{len(pairs.km):,} paires : préparées une fois (prepared once) en {duration(prepared)}, "
            f"cube {pairs.cube.nbytes / 1e6:.0f} Mo en {duration(laid)}."
        )
    return table


def _measured(table: Table, pairs: Pairs, radius: float, target: float, moves: int) -> None:
    dice, taken = random.Random(2), {}
    material, territory = pairs.flows["material_id"].mode()[0], pairs.flows["territory_id"].mode()[0]
    pair_cube.LARGEST_COUNTED, limit = 0, pair_cube.LARGEST_COUNTED
    for _ in range(moves):
        km = dice.randint(1, int(radius))
        rounds = {
            "chiffres et 20 meilleures (and best 20)": lambda k=km: (_counted(pairs, k), best_pairs(pairs, k, TOP)),
            "— d'une matière (one material)": lambda k=km: (
                _counted(pairs, k, material), best_pairs(pairs, k, TOP, material),
            ),
            "— d'un territoire (one territory)": lambda k=km: (
                _counted(pairs, k, None, territory), best_pairs(pairs, k, TOP, None, territory),
            ),
            "chiffres par le cube (figures by the cube)": lambda k=km: figures(pairs, k, material, territory),
        }  # fmt: skip
        for name, seconds in interleave(rounds, 1).items():
            taken.setdefault(name, []).extend(seconds)
    pair_cube.LARGEST_COUNTED = limit
    for name, seconds in taken.items():
        goal = 5.0 if "cube" in name else target
        met = "atteinte (met)" if 1000 * p95(seconds) < goal else "NON atteinte (NOT met)"
        row = (
            f"{len(pairs.km):,}".replace(",", " "),
            name,
            duration(median(seconds)),
            duration(p95(seconds)),
        )
        table.rows.append((*row, f"{goal:g} ms : {met}"))


def _counted(pairs: Pairs, km: float, material: str | None = None, territory: str | None = None) -> object:
    """The figures without the cube, whatever the number of pairs: it only knows whole km."""
    return figures(pairs, km + 1e-9, material, territory)
