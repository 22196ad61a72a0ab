"""Partners at every size: all pairs where they fit, the best of each offer beyond, beside what one would use."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402
import pandas as pd  # noqa: E402

from benchmarks import postgis, rivals, trees  # noqa: E402
from benchmarks.candidates import PROGRAMME, made_up  # noqa: E402
from benchmarks.engine import FLOWS  # noqa: E402
from benchmarks.report import Table, duration, ratio  # noqa: E402
from benchmarks.timing import interleave, median  # noqa: E402
from benchmarks.worlds import World, of_connection, sized, world  # noqa: E402
from eit.domain.exchange.blocks import block_search  # noqa: E402
from eit.domain.exchange.partners import Search, best_partners  # noqa: E402
from eit.store.derived import matching  # noqa: E402

RADII_KM = (10.0, 50.0, 150.0)
ERROR = 0.006
"""Largest relative error of a sphere against the ellipsoid: pairs may differ so near a limit only."""
EXACT = 2e-6
LONGEST_S = 40.0
"""A rival whose first run takes longer is run once only."""
DATABASE = ROOT / "data" / "flows.duckdb"
COUNTED = "— notre SQL, paires comptées sur place (ours, counted in place)"
HEADINGS = ("flux (flows)", "km", "", "médiane", "rapport (ratio)", "paires (pairs)", "contrôle (check)")


def ours(made: World, best: int, radius_km: float, valued: bool) -> pd.DataFrame:
    """Pairs of the project's search."""
    parts = list(best_partners(*made.sides(valued), made.links, best, radius_km))
    frames = [pd.DataFrame({"offer": part.offer, "demand": part.demand, "km": part.km}) for part in parts]
    return pd.concat(frames, ignore_index=True)


def count(
    made: World, best: int, radius_km: float, valued: bool, make: Callable[..., Search] | None = None
) -> int:
    """The same, counted only; `make`: by which search."""
    found = best_partners(*made.sides(valued), made.links, best, radius_km, make=make)
    return sum(len(part.offer) for part in found)


def all_pairs(
    path: Path, sizes: tuple[int, ...] = (150, 5000), runs: int = 5, with_postgis: bool = True
) -> Table:
    """Every pair of small programmes: our SQL, geopandas, pandas, BallTree, PostGIS."""
    table = Table("Toutes les paires / All pairs", HEADINGS)
    with ExitStack() as stack:
        server = _server(stack, table.notes) if with_postgis else None
        for flows in sizes:
            connection = stack.enter_context(duckdb.connect())
            connection.execute(f"ATTACH '{path}' AS source (READ_ONLY)")
            connection.execute("COPY FROM DATABASE source TO memory")
            made_up(connection, flows)
            made = of_connection(connection)
            if server:
                postgis.load(server, made)
            for radius in RADII_KM:
                _all_pairs(table, connection, server, made, flows, radius, runs)
    table.notes.append(
        f"Contrôle : paires d'un seul côté ; toutes à moins de {rivals.KNOWN_ERROR:.1%} d'une limite (pairs on one "
        "side only, all explained by the other's known distance error). PostGIS geography mesure sur l'ellipsoïde."
    )
    return table


def _all_pairs(table: Table, connection, server, made: World, flows: int, radius: float, runs: int) -> None:
    sides = rivals.split(connection.execute(FLOWS, [PROGRAMME]).df())
    links = connection.execute("SELECT offer_material_id, demand_material_id FROM compatibility").df()
    limits = {**matching.limits(radius), "left_out": []}
    statement = matching.pairs_of()
    work: dict[str, Callable[[], object]] = {
        "**notre SQL** (ours)": lambda: connection.execute(statement, limits).to_arrow_table(),
        "geopandas `sjoin` + `merge`": lambda: rivals.by_sjoin(*sides, links, radius),
        "pandas `merge` + haversine": lambda: rivals.by_merge(*sides, links, radius),
    }
    if _can("sklearn", table.notes):
        work["scikit-learn `BallTree` + `merge`"] = lambda: rivals.by_ball_tree(*sides, links, radius)
    found = connection.execute(statement, limits).df()
    checks = {
        name: str(rivals.differing(found, run(), [radius, *set(sides[0]["offer_reach_km"].dropna())]))
        for name, run in list(work.items())[1:]
    }
    if server:
        counted = f"SELECT count(*), sum(distance_km) FROM ({statement})"
        work[COUNTED] = lambda: connection.execute(counted, limits).fetchone()
        work["PostGIS geography (GiST)"] = lambda: postgis.run(server, postgis.ALL_PAIRS, radius)
        theirs = postgis.pairs(server, postgis.ALL_PAIRS, radius)
        checks["PostGIS geography (GiST)"] = str(_differing(found, theirs, made, radius))
    taken = interleave(work, runs)
    _rows(table, flows, radius, taken, len(found), checks)
    if server:
        fair = ratio(median(taken["PostGIS geography (GiST)"]), median(taken[COUNTED]))
        table.notes.append(
            f"{flows} flux, {radius:g} km : PostGIS, qui compte aussi sur place (counts in place too), {fair}."
        )


def _differing(found: pd.DataFrame, theirs: pd.DataFrame, made: World, radius: float) -> int:
    named = pd.DataFrame({
        "offer_id": made.offers["flow_id"].to_numpy()[theirs["offer"]],
        "demand_id": made.demands["flow_id"].to_numpy()[theirs["demand"]], "distance_km": theirs["km"],
    })  # fmt: skip
    return rivals.differing(found, named, [radius, *made.offers["reach_km"].dropna().unique()])


def nearest(
    path: Path, sizes: dict[int, tuple[float, ...]] | None = None, runs: int = 3, with_postgis: bool = True
) -> Table:
    """The nearest 10 of each offer beside trees and PostGIS; the best 10 and 50 by value."""
    table = Table("Les meilleurs partenaires de chaque offre / Best partners of each offer", HEADINGS)
    with ExitStack() as stack:
        server = _server(stack, table.notes) if with_postgis else None
        for flows, radii in (sizes or {100_000: RADII_KM, 1_000_000: (50.0,)}).items():
            made = sized(path, flows)
            slow = flows > 200_000
            if server and not slow:
                postgis.load(server, made)
            for radius in radii:
                _nearest(table, made, None if slow else server, flows, radius, 2 if slow else runs)
    table.notes.append(
        f"Contrôle : paires d'un seul côté qu'aucune erreur de distance connue ({ERROR:.1%} sur une sphère, {EXACT:g} "
        "avec des cordes) n'explique (pairs on one side that no known distance error explains)."
    )
    return table


def _nearest(table: Table, made: World, server, flows: int, radius: float, runs: int) -> None:
    first = "**notre recherche** : 10 plus proches (ours: nearest 10)"
    work: dict[str, Callable[[], object]] = {
        first: lambda: count(made, 10, radius, False),
        "— 10 meilleurs par valeur (best 10 by value)": lambda: count(made, 10, radius, True),
        "— 50 meilleurs par valeur (best 50 by value)": lambda: count(made, 50, radius, True),
        "— de même, sans compilateur (the same without the compiler)": lambda: count(
            made, 50, radius, True, block_search
        ),
    }
    found, checks, once = ours(made, 10, radius, False), {}, {}
    names = ("pykdtree",) if flows > 200_000 else tuple(trees.NEAREST)
    for name in names:
        if not _can({"pykdtree": "pykdtree", "scipy `cKDTree`": "scipy"}.get(name, "sklearn"), table.notes):
            continue
        run = trees.NEAREST[name]
        start = time.perf_counter()
        theirs = run(made, 10, radius)
        once[name] = time.perf_counter() - start
        checks[name] = str(trees.unexplained(found, theirs, radius, ERROR if "Ball" in name else EXACT))
        if once[name] < LONGEST_S:
            work[name] = lambda run=run: run(made, 10, radius)
    if server:
        name = "PostGIS geography, `<->` (GiST)"
        start = time.perf_counter()
        theirs = postgis.pairs(server, postgis.NEAREST, radius, 10)
        once[name] = time.perf_counter() - start
        checks[name] = str(trees.unexplained(found, theirs, radius, ERROR))
    taken = interleave(work, runs)
    _rows(
        table,
        flows,
        radius,
        {**{name: [one] for name, one in once.items()}, **taken},
        len(found),
        checks,
        first,
    )


def _rows(
    table: Table, flows: int, radius: float, taken, pairs: int, checks, first: str | None = None
) -> None:
    base = median(taken[first or next(iter(taken))])
    for name in sorted(taken, key=lambda name: (name in checks, median(taken[name]))):
        middle = median(taken[name])
        table.rows.append((
            f"{flows:,}".replace(",", " "), f"{radius:g}", name, duration(middle), ratio(middle, base),
            f"{pairs:,}".replace(",", " "), checks.get(name, "—"),
        ))  # fmt: skip


def _can(package: str, notes: list[str]) -> bool:
    try:
        __import__(package)
    except ImportError:
        said = f"{package} : NON MESURÉ, pas installé (NOT measured, not installed: benchmarks/requirements.txt)."
        if said not in notes:
            notes.append(said)
            sys.stderr.write(f"*** {said}\n")
        return False
    return True


def _server(stack: ExitStack, notes: list[str]):
    try:
        return stack.enter_context(postgis.server())
    except (ImportError, RuntimeError, OSError, subprocess.CalledProcessError) as error:
        said = f"PostGIS : NON MESURÉ, ne s'installe pas ou ne démarre pas ici (NOT measured): {error}"
        notes.append(said)
        sys.stderr.write(f"*** {said}\n")
        return None


# ---- growth, each size in a process of its own, whose peak memory is its own


def one(flows: int, radius_km: float, best: int) -> dict[str, float]:
    """Seconds, pairs and peak memory [MB] of one search by value."""
    import resource

    made = sized(DATABASE, flows)
    count(world(DATABASE, 150), 1, 10.0, True)
    sides = made.sides(True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    start = time.perf_counter()
    pairs = sum(len(part.offer) for part in best_partners(*sides, made.links, best, radius_km))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {
        "flows": flows,
        "radius_km": radius_km,
        "seconds": seconds,
        "pairs": pairs,
        "peak_mb": peak,
        "data_mb": before,
    }


def apart(flows: int, radius_km: float, best: int = 10) -> dict[str, float]:
    """`one` in a process of its own."""
    command = [sys.executable, str(Path(__file__)), str(flows), str(radius_km), str(best)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    print(json.dumps(one(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))))
