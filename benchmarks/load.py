"""The public server under its readers: people who act, a crowd that arrives at once, a thousand who come and go.

`EIT_LOAD_MINUTES` is how long fifty people act: 2 by default, 10 for the figures of the target.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.browser import cpu_seconds
from benchmarks.report import Table, duration, judged
from benchmarks.serving import serve
from benchmarks.timing import median, p95
from benchmarks.visitor import Visitor

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ROOT / "docs" / "deploiement" / "config.public.toml"
MINUTES = "EIT_LOAD_MINUTES"
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")
PEOPLE, PERIOD_S, CHANGES = 50, 10.0, 150
CROWD, NORMAL_WITHIN_S, AFTER_S = 200, 30.0, 45.0
COMING, AT_ONCE = 1_000, 20
FORGOTTEN_S = 70.0
"""A session that was left is forgotten after 60 s (`disconnectedSessionTTL`), and the look comes every few seconds."""
SLOWEST_S, MOST_CPU_S, MOST_GROWTH_MB = 1.5, 0.060, 50.0


@dataclass
class Heard:
    """What was waited for: (when it was asked, seconds) of each answer, and what went wrong."""

    answers: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def seconds(self) -> list[float]:
        return [taken for _, taken in self.answers]


def memory_mb(pid: int) -> float:
    """Memory of a process now [10^6 bytes]; NaN where /proc does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def public_server(source: Path) -> Iterator[tuple[str, int]]:
    """A public server, with the configuration of docs/deploiement, on an edition of `source`: address, process id."""
    with TemporaryDirectory() as name:
        folder, quiet = Path(name), {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        (folder / ".streamlit").mkdir()
        shutil.copy(CONFIGURATION, folder / ".streamlit" / "config.toml")
        private, edition = Path(shutil.copy(source, folder / "private.duckdb")), folder / "edition.duckdb"
        words = ["publish", "--db", str(private), "--out", str(edition), "--edition", "banc"]
        subprocess.run([sys.executable, "-m", "eit", *words], cwd=ROOT, check=True, **quiet)  # type: ignore[call-overload]
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("EIT_", "STREAMLIT_"))}
        environment = clean | {"EIT_MODE": "public", "EIT_EDITION": str(edition)}
        with serve(ROOT / "app.py", folder=folder, environment=environment, health="readyz") as served:
            yield served


def address(number: int) -> str:
    """A programme for each, and two languages."""
    return f"programme={PROGRAMMES[number % len(PROGRAMMES)]}&lang={'en' if number % 7 == 0 else 'fr'}"


async def cost_of_a_change(url: str, pid: int, changes: int = CHANGES) -> float:
    """Processor seconds of the server for one filter that somebody moves, of all programmes and filters."""
    async with Visitor(url) as visitor:
        await visitor.open()
        dice, before = random.Random(5), cpu_seconds(pid)
        for _ in range(changes):
            await visitor.change(dice)
        return (cpu_seconds(pid) - before) / changes


async def act(url: str, number: int, heard: Heard, leave: asyncio.Event) -> None:
    """One person: opens the page, then changes one filter every ten seconds until it is time to leave."""
    dice = random.Random(number)
    await asyncio.sleep(dice.uniform(0, PERIOD_S))
    try:
        async with Visitor(url, address(number)) as visitor:
            heard.answers.append((time.monotonic(), await visitor.open()))
            due = time.monotonic()
            while not leave.is_set():
                due = max(due + PERIOD_S, time.monotonic())
                await asyncio.sleep(due - time.monotonic())
                asked = time.monotonic()
                heard.answers.append((asked, await visitor.change(dice)))
    except Exception as error:  # every failure is a finding
        heard.errors.append(f"{type(error).__name__}: {error}")


async def arrive(url: str, number: int, heard: Heard, stay_s: float = 0.0) -> None:
    """Somebody who opens the page, perhaps changes something, and leaves."""
    try:
        start = time.monotonic()
        async with Visitor(url, address(number)) as visitor:
            await visitor.open()
            heard.answers.append((start, time.monotonic() - start))
            if stay_s:
                await asyncio.sleep(stay_s)
            else:
                await visitor.change(random.Random(number))
    except Exception as error:  # every failure is a finding
        heard.errors.append(f"{type(error).__name__}: {error}")


async def come_and_go(url: str, number: int, heard: Heard) -> None:
    """A thousand people, twenty at a time."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(rank: int) -> None:
        async with turn:
            await arrive(url, rank, heard)

    await asyncio.gather(*(one(rank) for rank in range(number)))


@dataclass
class Found:
    """Everything that was measured."""

    cpu_s: float = float("nan")
    cpu_share: float = float("nan")
    steady: Heard = field(default_factory=Heard)
    beside: Heard = field(default_factory=Heard)
    crowd: Heard = field(default_factory=Heard)
    normal_after_s: float = float("nan")
    passing: Heard = field(default_factory=Heard)
    before_mb: float = float("nan")
    after_mb: float = float("nan")


async def drive(url: str, pid: int, minutes: float) -> Found:
    """The whole scene."""
    found, leave = Found(), asyncio.Event()
    await asyncio.gather(*(arrive(url, number, Heard()) for number in range(2 * len(PROGRAMMES))))
    found.cpu_s = await cost_of_a_change(url, pid)
    used, start = cpu_seconds(pid), time.monotonic()
    people = [asyncio.create_task(act(url, n, found.steady, leave)) for n in range(PEOPLE)]
    await asyncio.sleep(60 * minutes)
    found.cpu_share = (cpu_seconds(pid) - used) / (time.monotonic() - start)
    arrival, known = time.monotonic(), len(found.steady.answers)
    stays = AFTER_S - 5
    await asyncio.gather(*(arrive(url, n, found.crowd, stays) for n in range(CROWD)))
    await asyncio.sleep(max(0.0, arrival + AFTER_S - time.monotonic()))
    leave.set()
    await asyncio.gather(*people)
    found.beside.answers = found.steady.answers[known:]
    found.steady.answers = found.steady.answers[:known]
    every = found.beside.answers + found.crowd.answers
    slow = [asked + taken - arrival for asked, taken in every if taken > SLOWEST_S]
    found.normal_after_s = max(slow, default=0.0)
    await asyncio.sleep(FORGOTTEN_S)
    found.before_mb = memory_mb(pid)
    await come_and_go(url, COMING, found.passing)
    await asyncio.sleep(FORGOTTEN_S)
    found.after_mb = memory_mb(pid)
    return found


def measure(path: Path) -> Table:
    """Every target of the public server, and whether it is met."""
    minutes = float(os.environ.get(MINUTES) or 2)
    with public_server(path) as (url, pid):
        found = asyncio.run(drive(url, pid, minutes))
    steady, growth = found.steady.seconds(), found.after_mb - found.before_mb
    lost = len(found.steady.errors) + len(found.crowd.errors) + len(found.passing.errors)
    gates = [
        ("processeur par changement de filtre (CPU per filter change)", duration(found.cpu_s), "≤ 60 ms",
         found.cpu_s <= MOST_CPU_S),
        (f"{PEOPLE} personnes, une action par {PERIOD_S:g} s, {minutes:g} min : erreurs (errors)",
         f"{len(found.steady.errors)} / {len(steady)}", "0", not found.steady.errors),
        ("— attente, p95 (wait)", duration(p95(steady)), "< 1,5 s", p95(steady) < SLOWEST_S),
        (f"{CROWD} arrivées à la fois : personnes perdues (people dropped)", f"{lost}", "0", lost == 0),
        ("— de nouveau sous 1,5 s après (normal after)", duration(found.normal_after_s), "< 30 s",
         found.normal_after_s < NORMAL_WITHIN_S),
        (f"mémoire, {COMING} sessions ouvertes puis fermées (memory growth)", f"{growth:.0f} Mo", "< 50 Mo",
         growth < MOST_GROWTH_MB),
    ]  # fmt: skip
    crowd, passing = found.crowd.seconds(), found.passing.seconds()
    notes = [
        f"Attente médiane {duration(median(steady))} ; {100 * found.cpu_share:.0f} % d'un cœur "
        "(median wait; share of one core).",
        f"Foule : médiane {duration(median(crowd))}, la dernière servie après {duration(max(crowd))} ; les "
        f"{PEOPLE} autres pendant ce temps : au plus {duration(max(found.beside.seconds()))} (the crowd, the others).",
        f"Mémoire {found.before_mb:.0f} → {found.after_mb:.0f} Mo ; {len(passing)} sessions servies (served).",
        f"Vrai serveur `EIT_MODE=public`, vraies websockets, sans navigateur ni fichiers statiques ; `{MINUTES}=10` "
        "pour dix minutes (real server and websockets, no browser, no static files).",
    ]
    errors = [*found.steady.errors, *found.crowd.errors, *found.passing.errors]
    notes += [f"Erreur (error) : {error}" for error in sorted(set(errors))[:5]]
    return judged("L'édition publique sous ses lecteurs / The public edition under its readers", gates, notes)
