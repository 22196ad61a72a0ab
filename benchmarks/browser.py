"""What a person waits for: the first map from a cold browser, and the lines after the radius moved."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.engine import largest_programme
from benchmarks.report import Table, duration
from benchmarks.serving import serve
from benchmarks.timing import median, p95
from eit.store.database import Database

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
FRAME = "iframe[title='streamlit_folium.st_folium']"
CONTROLS = "[data-testid=stSidebar] [data-testid=stSlider]"
DRAWN = "maillage?.board() && maillage.drawn().bands?.length > 0"
"""Sites and lines are on the canvas: the map says something. (`eit/static/map/map.js` tells what it drew.)"""
SCENE = "maillage.board().data.digest"
"""Which scene stands on the canvas: a sum may change and move no line, so that lines do not tell."""
PAINTED = f"""() => {{
    const frame = document.querySelector("{FRAME}"), inside = frame && frame.contentDocument;
    const {{ maillage }} = inside ? frame.contentWindow : {{}};
    if (!({DRAWN})) {{ return null; }}
    const clock = frame.contentWindow.performance, paint = clock.getEntriesByName("first-contentful-paint")[0];
    return paint ? (clock.timeOrigin + paint.startTime - performance.timeOrigin) / 1000 : null;
}}"""
"""Seconds from asking for the page to the first picture of the map's frame, by the browser's own clock.

Sites and lines are put there by one task: the first picture has them.
"""
THERE = f"() => document.querySelector('{CONTROLS}') && performance.now() / 1000"
FIRST = "première carte, navigateur vide, serveur chaud (first map, cold browser, warm server)"
READY = "carte et commandes (map and controls)"
MOVED = "curseur → lignes redessinées (slider → lines redrawn)"
NEW_SERVER = "première carte d'un serveur qui vient de démarrer (first map of a new server)"
PROCESSOR = "processeur du serveur par déplacement (server CPU per move)"
MOST_WAITED_MS = 8_000
MOST_LINES = 60
"""As many lines as the map draws: below, every new exchange is a new line."""


def chromium() -> str | None:
    """Path of the browser: `CHROMIUM`, else on the PATH."""
    named = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next((path for path in named if path and Path(path).exists()), None)


def not_measured() -> str | None:
    """Why nothing can be measured here, None where it can."""
    if find_spec("playwright") is None:
        return "Non mesuré : playwright n'est pas installé (not measured)."
    return None if chromium() else "Non mesuré : pas de Chromium (not measured: no Chromium)."


@contextmanager
def open_browser() -> Iterator[Any]:
    """Chromium, closed at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def server(main: Path = ROOT / "app.py", **environment: str) -> Iterator[tuple[str, int]]:
    """The application (or another script), seen from this machine only: its address and process id."""
    flags = ("--server.headless", "true", "--server.address", "127.0.0.1")
    with serve(main, flags, environment=os.environ | environment) as served:
        yield served


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far; NaN where /proc does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def moving_radii(path: Path) -> tuple[str, int, list[int]]:
    """The largest programme, a first radius, and the following radii at which the number of pairs changes."""
    programme = largest_programme(path)
    with Database(path) as database:
        pairs = database.rows("candidate")
    far = pairs[pairs["programme_id"] == programme]["distance_km"]
    counts = {radius: int((far <= radius).sum()) for radius in range(1, 100)}
    few = [radius for radius in range(2, 100) if counts[radius] <= MOST_LINES]
    return programme, 1, [radius for radius in few if counts[radius] > counts[radius - 1]]


def first_map(browser: Any, address: str) -> tuple[float, float]:
    """Seconds from asking for the page to its map painted, and to map and controls; the browser's cache is empty."""
    page = open_at(browser, address)
    painted = seconds_to(page, PAINTED)
    ready = max(painted, seconds_to(page, THERE))
    page.context.close()
    return painted, ready


def open_at(browser: Any, address: str) -> Any:
    """A page of a browser that has seen nothing, on its way to an address."""
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(address, wait_until="commit")
    return page


def seconds_to(page: Any, what: str) -> float:
    """What a question of the page answers as soon as it answers; asked before every picture of the screen."""
    return float(page.wait_for_function(what, timeout=60_000).json_value())


def drawn(page: Any) -> Any:
    """The frame of the map, once there are sites and lines in it."""
    holder = page.wait_for_selector(FRAME, state="attached", timeout=60_000)
    # By way of the page: the frame is another document until its own has come.
    page.frame_locator(FRAME).locator("canvas.maillage-flows").wait_for(state="attached", timeout=60_000)
    frame = holder.content_frame()
    frame.wait_for_function(f"globalThis.maillage && {DRAWN}", timeout=60_000)
    return frame


def moves(
    browser: Any, address: str, first: int, changing: list[int], count: int, pid: int
) -> tuple[list[float], float]:
    """Seconds from a key on the slider to the other scene on the map, and processor seconds of the server per move."""
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(f"{address}&radius={first}" if first else address)
    page.wait_for_selector(FRAME, state="attached", timeout=60_000)
    page.wait_for_timeout(5000)
    frame = page.wait_for_selector(FRAME).content_frame()
    frame.wait_for_function("window.map !== undefined", timeout=60_000)
    page.get_by_role("slider").first.focus()
    taken: list[float] = []
    before, pressed = cpu_seconds(pid), 0
    for radius in range(first + 1, changing[-1] + 1):
        scene = frame.evaluate(SCENE)
        start = time.perf_counter()
        page.keyboard.press("ArrowRight")
        pressed += 1
        if radius in changing and _changed(frame, scene):
            taken.append(time.perf_counter() - start)
        page.wait_for_timeout(1200)  # the run ends, the address follows
        if len(taken) == count:
            break
    if not taken:
        raise RuntimeError("no move of the radius changed the map")
    used = (cpu_seconds(pid) - before) / max(pressed, 1)
    page.context.close()
    return taken, used


def _changed(frame: Any, scene: Any) -> bool:
    """Waits for another scene; a pair that is a synergy already, or has no position, adds nothing to the map."""
    from playwright.sync_api import TimeoutError as Waited

    try:
        frame.wait_for_function(f"old => {SCENE} !== old && {DRAWN}", arg=scene, timeout=MOST_WAITED_MS)
    except Waited:
        return False
    return True


def measure(path: Path, runs: int = 7) -> Table:
    """Both waits, medians of `runs`; a line instead of figures where there is no browser."""
    title = "Dans Chromium / In Chromium"
    absent = not_measured()
    if absent:
        return Table(title, (), notes=[absent])
    programme, first, changing = moving_radii(path)
    with server() as (url, pid), open_browser() as browser:
        address = f"{url}/carte?programme={programme}"
        cold, _ = first_map(browser, address)
        paints, ready = map(list, zip(*(first_map(browser, address) for _ in range(runs)), strict=True))
        redrawn, used = moves(browser, address, first, changing, runs, pid)
    rows = [
        (FIRST, *cells(paints), "< 2 s"),
        (READY, *cells(ready), "—"),
        (MOVED, *cells(redrawn), "< 1 s"),
        (NEW_SERVER, duration(cold), "—", "—"),
        (PROCESSOR, duration(used), "—", "—"),
    ]
    note = (
        f"Page Carte du programme `{programme}`, 1920×1080, {runs} fois ; le navigateur et le serveur partagent "
        "la machine (browser and server share the machine)."
    )
    return Table(title, ("", "médiane", "p95", "cible (target)"), rows, [note])


def cells(seconds: list[float]) -> tuple[str, str]:
    """Median and 95th percentile, written."""
    return duration(median(seconds)), duration(p95(seconds))
