"""What the first page of a new process costs: processor seconds of the server from its start until the page is shown.

`EIT_BENCH_BESIDE` names the checkout of another version, which is measured in turns with this one.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.browser import cpu_seconds
from benchmarks.report import Table, duration
from benchmarks.serving import serve
from benchmarks.timing import median
from benchmarks.visitor import Visitor

ROOT = Path(__file__).resolve().parents[1]
BESIDE = "EIT_BENCH_BESIDE"
QUESTION = "programme=abitibi&lang=fr"
PAGES = {"Accueil": "", "Carte": "carte"}
AS_FAST = 1.05
"""Two runs of one version differ by as much."""
Costs = tuple[float, float, float]


def measure(runs: int = 5) -> Table:
    """Medians of `runs` new processes for each page and version, after one that compiles what is not."""
    beside = os.environ.get(BESIDE)
    trees = {"**ici** (here)": ROOT} | ({Path(beside).name: Path(beside)} if beside else {})
    found: dict[tuple[str, str], list[Costs]] = {}
    for turn in range(runs + 1):
        for page, address in PAGES.items():
            for name, tree in trees.items():
                costs = first_page(tree, address)
                if turn:
                    found.setdefault((page, name), []).append(costs)
    heads = ("page", "version", "départ (start)", "page", "en tout (in all)", "de nouveau (again)")
    table = Table("Première page d'un nouveau processus / First page of a new process", heads)
    wholes: dict[str, list[float]] = {}
    for (page, name), costs in found.items():
        start, shown, again = (median(list(each)) for each in zip(*costs, strict=True))
        wholes.setdefault(page, []).append(start + shown)
        table.rows.append((page, name, *map(duration, (start, shown, start + shown, again))))
    table.missed = [
        f"{page}: {BESIDE}" for page, (ours, *old) in wholes.items() if old and ours > AS_FAST * old[0]
    ]
    table.notes = [
        f"Secondes de processeur du serveur, médianes de {runs} processus ; code déjà compilé (bytecode is there). "
        f"`{BESIDE}=DOSSIER` mesure une autre version en alternance (another version in turns)."
    ]
    return table


def first_page(tree: Path, page: str) -> Costs:
    """Processor seconds of a new server of `tree`: its start, its first page, the same page again."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EIT_", "STREAMLIT_", "PYTHONDONT"))}
    flags = ("--server.headless", "true", "--server.address", "127.0.0.1")
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(tree / "data" / "flows.duckdb", folder))
        with serve(tree / "app.py", flags, environment=kept | {"EIT_DATABASE": str(path)}) as (url, pid):
            start = cpu_seconds(pid)
            shown, again = asyncio.run(_twice(url, page, pid))
    return start, shown - start, again - shown


async def _twice(url: str, page: str, pid: int) -> tuple[float, float]:
    async with Visitor(url, QUESTION, page=page) as visitor:
        await visitor.open()
        shown = cpu_seconds(pid)
        await visitor.open()
        return shown, cpu_seconds(pid)
