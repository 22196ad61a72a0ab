"""How time and memory grow with the flows and with the radius: measured points, and the slope of their logarithms.

Both roads of the engine: all pairs by SQL where it keeps them, the best partners by value beyond.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.curves import ALL, BEST, SAID, Point, draw, of_flows, of_radius  # noqa: E402
from benchmarks.matching import DATABASE, apart  # noqa: E402
from benchmarks.report import Table, duration  # noqa: E402

SIZES = {ALL: (1_000, 3_000, 10_000, 20_000), BEST: (1_000, 10_000, 100_000, 1_000_000)}
LARGEST = 5_000_000
RADII_KM = (10.0, 50.0, 150.0, 300.0)
AT_RADIUS_KM = 50.0
RUNS, MOST_REPEATED = 3, 100_000
PLOT = Path(__file__).with_name("growth.svg")
TARGETS_S = {100_000: 0.6, 1_000_000: 15.0, 5_000_000: 60.0}
LARGEST_MB = 4000.0


def measure(
    sizes: dict[str, tuple[int, ...]] = SIZES, radii_km: tuple[float, ...] = RADII_KM,
    largest: int | None = LARGEST, plot: Path | None = PLOT,
) -> Table:  # fmt: skip
    """Every size at every radius, each point in a process of its own."""
    points: dict[str, list[Point]] = {
        road: [_point(road, size, radius) for size in its for radius in radii_km]
        for road, its in sizes.items()
    }
    table = Table(
        "Croissance / Growth",
        (
            "paires gardées (pairs kept)",
            "flux (flows)",
            "km",
            "temps (time)",
            "mémoire, données comprises (peak memory with the data)",
            "paires (pairs)",
            "cible (target)",
        ),
    )
    table.rows += [_row(road, point) for road, its in points.items() for point in its]
    if largest:
        table.rows.append(_row(BEST, _point(BEST, largest, AT_RADIUS_KM)))
    table.notes += [f"{SAID[road]} : {'; '.join(_fits(its))}." for road, its in points.items()]
    table.notes.append("Exposants (exponents) : 1 = linéaire (linear), 2 = carré (square).")
    if plot:
        table.notes.append(draw(points, plot))
    return table


def _point(road: str, flows: int, radius_km: float) -> Point:
    """The run of the median time; the largest sizes, whose time is long enough to be sure of, run once."""
    run = apart if road == BEST else all_apart
    runs = [run(flows, radius_km) for _ in range(1 if flows > MOST_REPEATED else RUNS)]
    return sorted(runs, key=lambda point: point["seconds"])[len(runs) // 2]


def _fits(points: list[Point]) -> Iterable[str]:
    """The exponents of one road: with the flows at each radius, with the radius at the largest size."""
    radii = sorted({point["radius_km"] for point in points})
    for name, value in (("temps (time)", "seconds"), ("mémoire ajoutée (added memory)", "peak_mb")):
        said = [f"{fit:.2f} ({radius:g} km)" for radius in radii if (fit := of_flows(points, radius, value))]
        yield f"{name} / flux : {', '.join(said)}"
    largest = max(point["flows"] for point in points)
    yield f"temps (time) / km : {of_radius(points, largest, 'seconds'):.2f} ({int(largest)} flux)"


def _row(road: str, point: Point) -> tuple[str, ...]:
    goal = TARGETS_S.get(int(point["flows"])) if road == BEST and point["radius_km"] == AT_RADIUS_KM else None
    met = goal is not None and point["seconds"] < goal and point["peak_mb"] < LARGEST_MB
    said = "—" if goal is None else f"{goal:g} s : {'atteinte (met)' if met else 'NON atteinte (NOT met)'}"
    flows, pairs = (f"{int(point[name]):,}".replace(",", " ") for name in ("flows", "pairs"))
    return (
        SAID[road],
        flows,
        f"{point['radius_km']:g}",
        duration(point["seconds"]),
        f"{point['peak_mb']:.0f} Mo",
        pairs,
        said,
    )


# ---- all pairs, each size in a process of its own, whose peak memory is its own


def all_pairs(flows: int, radius_km: float) -> Point:
    """Seconds, pairs and peak memory [MB] of all pairs of a programme, found, sorted and kept."""
    import resource

    import duckdb

    from benchmarks.candidates import made_up
    from eit.store.derived import matching
    from eit.store.derived.pair_catalog import make_catalog

    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{DATABASE}' AS source (READ_ONLY)")
        connection.execute("COPY FROM DATABASE source TO memory")
        made_up(connection, flows)
        make_catalog(connection, "memory")
        start = time.perf_counter()
        matching.derive_all(connection, radius_km, [])
        seconds = time.perf_counter() - start
        [(pairs,)] = connection.execute("SELECT count(*) FROM candidate").fetchall()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"flows": flows, "radius_km": radius_km, "seconds": seconds, "pairs": pairs, "peak_mb": peak}


def all_apart(flows: int, radius_km: float) -> Point:
    """`all_pairs` in a process of its own."""
    command = [sys.executable, str(Path(__file__)), str(flows), str(radius_km)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    print(json.dumps(all_pairs(int(sys.argv[1]), float(sys.argv[2]))))
