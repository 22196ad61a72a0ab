"""What the machine itself can do (chord tests and rows written per second), and how far from it the engine is."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from benchmarks.candidates import made_up
from benchmarks.report import Table, duration
from benchmarks.timing import interleave, median
from benchmarks.worlds import of_connection
from eit.domain.exchange.partners import best_partners
from eit.store.derived import matching

BLOCK = 4096
"""Sites of a block of tests: three columns of doubles stay in the first cache."""


def measure(path: Path, flows: int = 5000, radius_km: float = 150.0, runs: int = 5) -> Table:
    """All pairs of a made-up programme by our two roads, beside the bare work that they cannot avoid."""
    from numba import njit

    @njit(nogil=True)
    def tests(x, y, z, limit2, rounds):  # type: ignore[no-untyped-def]
        near = 0
        for one in range(rounds):
            i = one % len(x)
            for j in range(len(x)):
                dx, dy, dz = x[i] - x[j], y[i] - y[j], z[i] - z[j]
                near += dx * dx + dy * dy + dz * dz <= limit2
        return near

    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{path}' AS source (READ_ONLY)")
        connection.execute("COPY FROM DATABASE source TO memory")
        made_up(connection, flows)
        made = of_connection(connection)
        [(_, compatible)] = connection.execute(matching.read_sql("derive", "compatible_pairs")).fetchall()
        limits = {**matching.limits(radius_km), "left_out": []}
        point = np.random.default_rng(1).uniform(0, 100, (3, BLOCK))
        sides, every = made.sides(True), len(made.demands)
        pairs = connection.execute(matching.pairs_of(), limits).to_arrow_table().num_rows
        row = np.empty(pairs * 3)
        taken = interleave(
            {
                "tests": lambda: tests(*point, 50.0, 20_000),
                "rows": lambda: row.fill(1.0),
                "sql": lambda: connection.execute(matching.pairs_of(), limits).to_arrow_table(),
                "kernel": lambda: list(best_partners(*sides, made.links, every, radius_km)),
            },
            runs,
        )
    per_test = median(taken["tests"]) / (20_000 * BLOCK)
    floor = compatible * per_test + median(taken["rows"])
    rows = [
        ("plancher : ces tests et ces lignes, un cœur (floor: those tests and rows, one core)", duration(floor), "1 ×"),
        *((name, duration(median(taken[key])), f"{median(taken[key]) / floor:.0f} ×")
          for name, key in (("notre SQL (our SQL)", "sql"), ("notre recherche, tout (our search)", "kernel"))),
    ]  # fmt: skip
    return Table(
        f"Distance à la limite de la machine / Distance to the machine's own limit ({flows} flux, {radius_km:g} km)",
        ("", "temps (time)", "fois le plancher (times the floor)"), rows,
        [f"{1 / per_test / 1e9:.2f} milliards de tests par seconde, un cœur (chord tests per second, one core) ; "
         f"{pairs / median(taken['rows']) / 1e6:.0f} millions de lignes de 24 octets par seconde (rows per second) ; "
         f"{compatible:,} tests, {pairs:,} paires."],
    )  # fmt: skip
