"""Times rivals in turns, so that a busy minute of the machine weighs on all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Seconds = dict[str, list[float]]


def interleave(rivals: Mapping[str, Callable[[], object]], runs: int) -> Seconds:
    """Seconds of each run of each rival, one after the other, `runs` rounds after one that is not counted."""
    taken: Seconds = {name: [] for name in rivals}
    for turn in range(runs + 1):
        for name, work in rivals.items():
            start = time.perf_counter()
            work()
            if turn:
                taken[name].append(time.perf_counter() - start)
    return taken


def median(values: list[float]) -> float:
    """Median; NaN of nothing."""
    return statistics.median(values) if values else float("nan")


def p95(values: list[float]) -> float:
    """95th percentile, the nearest rank above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] if ordered else float("nan")
