"""Writes the figures with what they stand beside, and on which machine they were taken."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "streamlit",
    "duckdb",
    "pandas",
    "numpy",
    "geopandas",
    "shapely",
    "ortools",
    "scipy",
    "playwright",
)


@dataclass
class Table:
    """One section of the report: headings, rows of already written cells, and sentences under it."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """Targets that are gates: one that is missed makes `make bench` fail."""

    def text(self) -> str:
        lines = [f"## {self.title}", ""]
        if self.rows:
            lines += [_row(self.headings), _row("---" for _ in self.headings), *map(_row, self.rows), ""]
        lines += [f"- {note}" for note in self.notes]
        return "\n".join(lines).rstrip() + "\n"


Gate = tuple[str, str, str, bool]
"""A target: what is measured, its value and the target as written, and whether it is met."""


def judged(title: str, gates: Iterable[Gate], notes: list[str]) -> Table:
    """The section of measurements that each have a target; those that are missed are gates."""
    table = Table(title, ("", "mesuré (measured)", "cible (target)", "atteinte (met)"), notes=notes)
    for name, value, target, met in gates:
        table.rows.append((name, value, target, "oui (met)" if met else "**NON (missed)**"))
        table.missed += [] if met else [name]
    return table


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def duration(seconds: float) -> str:
    """Seconds or milliseconds with three figures."""
    if math.isnan(seconds):
        return "n. d."
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def ratio(theirs: float, ours: float) -> str:
    """How many times ours theirs is."""
    return "n. d." if math.isnan(theirs) or not ours else f"{theirs / ours:.3g} ×"


def machine() -> str:
    """Cores, memory, Python and versions, in one sentence."""
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    memory = f"{_memory_gb():.0f} Go, " if _memory_gb() else ""
    return (
        f"{os.cpu_count()} cœurs (cores), {memory}{platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()} ; {', '.join(found)}"
    )


def _memory_gb() -> float:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return 0.0
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9


def load() -> str:
    """The load of the machine now: figures taken beside other work are larger."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "n. d."


def write(tables: list[Table], path: Path, load_before: str) -> None:
    """Write the report (Markdown, French with short English glosses)."""
    head = [
        "# Mesures / Measurements",
        "",
        "Fait par `make bench` ; chaque chiffre est la médiane d'exécutions alternées, et le rapport se lit",
        "« l'autre solution prend tant de fois notre temps ». / Made by `make bench`: medians of interleaved runs;",
        "a ratio says how many times our time the other takes.",
        "",
        f"- Machine : {machine()}",
        f"- Date : {date.today().isoformat()} ; charge (load) : {load_before} au début, {load()} à la fin",
        "",
    ]
    body = "\n".join(table.text() for table in tables)
    path.write_text("\n".join(head) + "\n" + body, encoding="utf-8")
