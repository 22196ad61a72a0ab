"""Every measurement, in turn, into benchmarks/results.md: `make bench`; some: `make bench ARGS="engine browser"`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import (  # noqa: E402
    allocation,
    attack,
    browser,
    browser_size,
    candidates,
    distance,
    door,
    engine,
    faults,
    first_page,
    flow_map,
    growth,
    ingest,
    internals,
    limit,
    load,
    locating,
    matching,
    pages,
    refresh,
    report,
    searching,
    slider,
    spark,
    told,
    working,
)

DATABASE = ROOT / "data" / "flows.duckdb"
RESULTS = Path(__file__).with_name("results.md")
PARTS: dict[str, Callable[[], list[report.Table]]] = {
    "engine": lambda: [engine.measure(DATABASE)],
    "candidates": lambda: candidates.measure(DATABASE),
    "pairs": lambda: [matching.all_pairs(DATABASE)],
    "partners": lambda: [matching.nearest(DATABASE)],
    "limit": lambda: [limit.measure(DATABASE)],
    "growth": lambda: [growth.measure()],
    "spark": lambda: [spark.measure(DATABASE)],
    "refresh": lambda: [refresh.measure(DATABASE)],
    "slider": lambda: [slider.measure(DATABASE)],
    "distance": lambda: [distance.measure()],
    "allocation": lambda: [allocation.measure()],
    "locating": lambda: [locating.measure()],
    "search": lambda: [searching.measure(DATABASE)],
    "ingest": lambda: [ingest.measure(DATABASE)],
    "pages": lambda: [pages.measure(DATABASE)],
    "first": lambda: [first_page.measure()],
    "browser": lambda: [browser.measure(DATABASE)],
    "browser-size": lambda: browser_size.measure(DATABASE),
    "map": lambda: flow_map.measure(DATABASE),
    "internals": lambda: [internals.measure(DATABASE)],
    "door": lambda: [door.measure()],
    "load": lambda: [load.measure(DATABASE)],
    "working": lambda: [working.measure(DATABASE)],
    "attack": lambda: [attack.measure()],
    "told": lambda: [told.measure(DATABASE)],
    "faults": lambda: [faults.measure(DATABASE)],
}


def measured(name: str) -> list[report.Table]:
    """One part, in a process of its own: what another one left in memory weighs on times, and on peaks of memory."""
    return PARTS[name]()


def _told(name: str, ran: Future[list[report.Table]]) -> list[report.Table]:
    """The tables of a part; one that stops halfway says why in its own, and the others keep theirs."""
    try:
        return ran.result()
    except Exception as error:
        why = str(error).strip().splitlines() or [""]
        said = f"non mesuré / not measured: {type(error).__name__}: {why[0][:300]}"
        return [report.Table(name, (), notes=[said], missed=[said])]


def main(asked: list[str]) -> int:
    """Run the parts asked for (all by default); only a whole run replaces the committed report."""
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        sys.stderr.write(f"inconnu / unknown: {', '.join(unknown)}; {', '.join(PARTS)}\n")
        return 2
    load_before = report.load()
    tables: list[report.Table] = []
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as apart:
        for name in asked or PARTS:
            sys.stderr.write(f"{name}…\n")
            found = _told(name, apart.submit(measured, name))
            tables += found
            if asked:
                sys.stdout.write("\n".join(table.text() for table in found) + "\n")
                sys.stdout.flush()
    if not asked:
        report.write(tables, RESULTS, load_before)
        sys.stdout.write(f"{RESULTS.relative_to(ROOT)}\n")
    missed = [f"{table.title}: {gate}" for table in tables for gate in table.missed]
    sys.stderr.write("".join(f"cible manquée / target missed: {gate}\n" for gate in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
