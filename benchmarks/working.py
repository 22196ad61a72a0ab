"""People who work on one file at once: ten write, forty look, over real websockets, in coordination mode.

`EIT_LOAD_MINUTES` is how long they work: 2 by default, 10 for the figures of the target.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.load import MINUTES, Heard, memory_mb
from benchmarks.report import Table, duration, judged
from benchmarks.serving import serve
from benchmarks.timing import median, p95
from benchmarks.visitor import Refused, Visitor
from eit.store.database import Database

ROOT = Path(__file__).resolve().parents[1]
PROGRAMME = "abitibi"
EDITORS, READERS = 10, 40
EDIT_EVERY_S, LOOK_EVERY_S = 5.0, 10.0
"""One edit of somebody every five seconds; each reader acts every ten."""
PAGES = ("", "carte", "echanges", "indicateurs", "synergies", "territoires")
SLOWEST_READER_S, SLOWEST_EDITOR_S = 1.5, 3.0


@dataclass
class Reader(Visitor):
    """Somebody who goes from page to page and moves the radius."""

    async def act(self, dice: random.Random) -> float:
        """One of the two; seconds until the page has answered. Raises Refused."""
        slider = next((one for one in self.fields if one.kind == "slider"), None)
        if slider is None or dice.random() < 0.5:
            self.page = dice.choice(PAGES)
            self.states.clear()
        else:
            state = WidgetState(id=slider.id)
            state.double_array_value.data.append(float(dice.randrange(20, 150, 10)))
            self.states[slider.id] = state
        return await self.open()


@dataclass
class Editor(Visitor):
    """Somebody who inscribes members of the consortium, by the form that everybody has."""

    written: list[str] = field(default_factory=list)

    async def act(self, dice: random.Random) -> float:
        """Inscribe one; seconds until the page, drawn anew, says so. Raises Refused."""
        name = f"Personne {dice.randrange(10**9):09d}"
        typed, sent = self.field("member name"), self.field("FormSubmitter:add member")
        taken = await self.open([
            WidgetState(id=typed.id, string_value=name), WidgetState(id=sent.id, trigger_value=True),
        ])  # fmt: skip
        if not any(name in said for said in self.said):
            raise Refused(f"not on the page after it was sent: {name}")
        self.written.append(name)
        return taken


@dataclass(frozen=True)
class Beat:
    """When somebody begins, how often they act, and when they leave."""

    first_s: float
    every_s: float
    leave: asyncio.Event


async def work(one: Visitor, act: Callable[[], Awaitable[float]], beat: Beat, heard: Heard) -> None:
    """One person: opens a page, then acts every so often until it is time to leave."""
    await asyncio.sleep(beat.first_s)
    try:
        async with one:
            await one.open()
            due = time.monotonic()
            while not beat.leave.is_set():
                due = max(due + beat.every_s, time.monotonic())
                await asyncio.sleep(due - time.monotonic())
                asked = time.monotonic()
                heard.answers.append((asked, await act()))
    except Exception as error:  # every failure is a finding
        heard.errors.append(f"{type(error).__name__}: {error}")


@dataclass
class Found:
    """Everything that was measured."""

    readers: Heard = field(default_factory=Heard)
    editors: Heard = field(default_factory=Heard)
    written: list[str] = field(default_factory=list)
    memory: tuple[float, float] = (float("nan"), float("nan"))


async def drive(url: str, pid: int, minutes: float) -> Found:
    """Fifty people at work."""
    found, leave, question = Found(), asyncio.Event(), f"programme={PROGRAMME}&lang=fr"
    async with Reader(url, question) as first:
        for page in PAGES:
            first.page = page
            await first.open()
    before = memory_mb(pid)
    people = []
    period = EDITORS * EDIT_EVERY_S
    editors = [Editor(url, question, page="consortium") for _ in range(EDITORS)]
    for number, editor in enumerate(editors):
        beat = Beat(number * EDIT_EVERY_S, period, leave)
        dice = random.Random(number)
        people.append(work(editor, lambda one=editor, dice=dice: one.act(dice), beat, found.editors))  # type: ignore[misc]
    for number in range(READERS):
        dice = random.Random(1_000 + number)
        reader = Reader(url, question)
        beat = Beat(dice.uniform(0, LOOK_EVERY_S), LOOK_EVERY_S, leave)
        people.append(work(reader, lambda one=reader, dice=dice: one.act(dice), beat, found.readers))  # type: ignore[misc]
    tasks = [asyncio.create_task(person) for person in people]
    await asyncio.sleep(60 * minutes)
    leave.set()
    await asyncio.gather(*tasks)
    found.written = [name for editor in editors for name in editor.written]
    found.memory = (before, memory_mb(pid))
    return found


def measure(source: Path) -> Table:
    """Every target of people who work, and whether it is met."""
    minutes = float(os.environ.get(MINUTES) or 2)
    with TemporaryDirectory() as name:
        path = Path(shutil.copy(source, Path(name) / "work.duckdb"))
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("EIT_", "STREAMLIT_"))}
        environment = clean | {"EIT_DATABASE": str(path), "EIT_AUTHOR": "banc"}
        with serve(ROOT / "app.py", environment=environment) as (url, pid):
            found = asyncio.run(drive(url, pid, minutes))
        kept = Database(path).rows("consortium_member")["name"]
    lost = set(found.written) - set(kept)
    readers, editors = found.readers.seconds(), found.editors.seconds()
    errors = [*found.readers.errors, *found.editors.errors]
    gates = [
        (f"{READERS} lecteurs, {EDITORS} qui écrivent, {minutes:g} min : erreurs (errors)",
         f"{len(errors)} / {len(readers) + len(editors)}", "0", not errors),
        ("écritures dites faites et perdues (edits acknowledged and lost)",
         f"{len(lost)} / {len(found.written)}", "0", bool(found.written) and not lost),
        ("attente de qui lit, p95 (a reader waits)", duration(p95(readers)), "< 1,5 s",
         p95(readers) < SLOWEST_READER_S),
        ("attente de qui écrit, p95 (an editor waits)", duration(p95(editors)), "< 3 s",
         p95(editors) < SLOWEST_EDITOR_S),
    ]  # fmt: skip
    notes = [
        f"Attente médiane : qui lit {duration(median(readers))}, qui écrit {duration(median(editors))} (median wait).",
        f"Mémoire du serveur (memory of the server) {found.memory[0]:.0f} → {found.memory[1]:.0f} Mo.",
        *(f"Erreur (error) : {error}" for error in sorted(set(errors))[:5]),
    ]
    return judged("Cinquante personnes au travail / Fifty people at work", gates, notes)
