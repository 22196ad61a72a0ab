"""Exact allocation beside greedy and scipy's HiGHS: time, and share of the optimum; each in a process of its own.

Run as a program (`python benchmarks/allocation.py ours 125000`) it solves one instance and prints JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.report import Table, duration, ratio  # noqa: E402
from benchmarks.timing import median  # noqa: E402

OURS, GREEDY, SCIPY = "ours", "greedy", "scipy"
NAMES = {
    OURS: "**OR-Tools** (`allocate_flows`)",
    GREEDY: "glouton (greedy)",
    SCIPY: "scipy `linprog` (HiGHS)",
}
SIZES = {125_000: (OURS, GREEDY, SCIPY), 1_000_000: (OURS, GREEDY)}
TARGETS_S = {125_000: 1.0, 1_000_000: 10.0}


def instance(pairs: int, seed: int = 11) -> tuple[np.ndarray, ...]:
    """Offers, demands, supply and demand [t], value per tonne, distance [km]; 20 % of the pairs are worth nothing."""
    dice = np.random.default_rng(seed)
    side = max(4, int((pairs * 12) ** 0.5))
    cells = dice.choice(side * side, pairs, replace=False)
    supply, demand = dice.lognormal(4, 1.3, side).round(2), dice.lognormal(4, 1.3, side).round(2)
    kilometres = dice.uniform(1, 150, pairs)
    value = dice.choice([0.3, 0.6, 1.0, 1.8], pairs) - 0.004 * kilometres
    return cells // side, cells % side, supply, demand, value, kilometres


def greedy(offers, demands, supply, demand, value, _) -> np.ndarray:
    """Best value first, as much as both sides still have."""
    left, wanted = supply.tolist(), demand.tolist()
    tonnes = np.zeros(len(offers))
    for pair in np.argsort(-value, kind="stable").tolist():
        if value[pair] <= 0:
            break
        offer, need = offers[pair], demands[pair]
        sent = min(left[offer], wanted[need])
        if sent > 0:
            tonnes[pair] = sent
            left[offer] -= sent
            wanted[need] -= sent
    return tonnes


def linear(offers, demands, supply, demand, value, _) -> np.ndarray:
    """The same problem as a linear programme."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    number = np.arange(len(offers))
    rows = np.concatenate([offers, len(supply) + demands])
    shape = (len(supply) + len(demand), len(offers))
    matrix = coo_array((np.ones(2 * len(offers)), (rows, np.concatenate([number, number]))), shape=shape)
    bounds = np.concatenate([supply, demand])
    return linprog(-value, A_ub=matrix.tocsr(), b_ub=bounds, method="highs").x


def exact(offers, demands, supply, demand, value, kilometres) -> np.ndarray:
    """The project's own."""
    from eit.domain.exchange.allocation import allocate_flows

    return allocate_flows(offers, demands, supply, demand, value, kilometres)


def solve(solver: str, pairs: int) -> dict[str, float]:
    """Seconds and objective of one solver on one instance (imports are not counted)."""
    work = {OURS: exact, GREEDY: greedy, SCIPY: linear}[solver]
    work(*instance(12))
    given = instance(pairs)
    start = time.perf_counter()
    tonnes = work(*given)
    return {"seconds": time.perf_counter() - start, "objective": float(tonnes @ given[4])}


def measure(sizes: dict[int, tuple[str, ...]] | None = None, runs: int = 3) -> Table:
    """Every solver of every size in its own process, in turns."""
    rows, notes = [], []
    for pairs, solvers in (sizes or SIZES).items():
        found: dict[str, list[dict[str, float]]] = {solver: [] for solver in solvers}
        for _ in range(runs):
            for solver in solvers:
                found[solver].append(_apart(solver, pairs))
        seconds = {solver: median([one["seconds"] for one in found[solver]]) for solver in solvers}
        best = max(one["objective"] for answers in found.values() for one in answers)
        for solver in solvers:
            share = found[solver][0]["objective"] / best
            cells = f"{pairs:,}".replace(",", " "), NAMES[solver], duration(seconds[solver])
            rows.append((*cells, ratio(seconds[solver], seconds[OURS]), f"{100 * share:.4f} %"))
        if pairs in TARGETS_S:
            met = "atteinte (met)" if seconds[OURS] < TARGETS_S[pairs] else "NON atteinte (NOT met)"
            notes.append(f"{pairs} paires : cible (target) {TARGETS_S[pairs]:g} s : {met}.")
    notes.append(
        "La dernière colonne est la part du meilleur objectif trouvé ; la nôtre compte en kilogrammes entiers "
        "(share of the best objective; ours counts whole kilograms)."
    )
    headings = (
        "paires (pairs)",
        "",
        "médiane",
        "rapport (ratio)",
        "part de l'optimum (share of the optimum)",
    )
    return Table("Répartition exacte / Exact allocation", headings, rows, notes)


def _apart(solver: str, pairs: int) -> dict[str, float]:
    command = [sys.executable, str(Path(__file__).resolve()), solver, str(pairs)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return json.loads(answer.stdout)


if __name__ == "__main__":
    print(json.dumps(solve(sys.argv[1], int(sys.argv[2]))))
