"""What a person waits for on a large map, beside an empty Streamlit page: what no application on it can go below."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.browser import (
    THERE,
    cells,
    cpu_seconds,
    drawn,
    first_map,
    not_measured,
    open_at,
    open_browser,
    seconds_to,
    server,
)
from benchmarks.pages import PROGRAMME, SYNERGIES, large_programme
from benchmarks.report import Table, duration
from benchmarks.timing import median
from eit.store.database import Database

EMPTY_PAGE = 'import streamlit as st\nst.sidebar.slider("a", 0, 10)\nst.title("b")\n'
STALE = "() => { maillage.drawn().bands.forEach((band) => { band.old = true; }); }"
REDRAWN = "() => maillage.drawn().bands.length > 0 && maillage.drawn().bands.every((band) => !band.old)"
"""A new drawing replaces every line: no marked one is left."""
COUNTED = """() => ({
    lines: maillage.drawn().bands.length,
    sites: maillage.board().data.sites.id.length,
    nodes: document.querySelectorAll('*').length})"""
FRAMES = """(steps) => new Promise((done) => {
    const times = []; let last = performance.now(), left = steps;
    const step = (now) => {
        times.push(now - last); last = now;
        if (left-- > 0) { map.panBy([left % 2 ? 9 : -6, 5], {animate: false}); requestAnimationFrame(step); }
        else { done(times.slice(2)); }
    };
    requestAnimationFrame(step);
})"""
"""The map is moved by a few pixels for each picture of the screen: milliseconds from one picture to the next."""
ZOOMED = """() => new Promise((done) => {
    const start = performance.now(), end = () => done(performance.now() - start);
    map.once("zoomend", () => requestAnimationFrame(() => requestAnimationFrame(end)));
    map.setZoom(map.getZoom() + 1, {animate: false});
})"""
STEPS = 60


class Size(NamedTuple):
    """A size of programme and what it must reach: seconds to the first map, to a filter, from picture to picture."""

    companies: int
    flows: int
    first_s: float
    filter_s: float
    picture_s: float
    synergies: int = SYNERGIES


SIZES = (Size(500, 1_000, 2.0, 1.0, 0.1, synergies=220), Size(5_000, 5_000, 4.0, 2.0, 0.2))
"""The first draws 300 lines, 80 of them possible exchanges; the second stands for 2 000 by their sums."""


def _empty_page(browser: Any, address: str) -> float:
    page = open_at(browser, address)
    seconds = seconds_to(page, THERE)
    page.context.close()
    return seconds


def _filter(page: Any, frame: Any, change: Callable[[], None]) -> float:
    """Seconds from a change to new lines."""
    frame.evaluate(STALE)
    start = time.perf_counter()
    change()
    frame.wait_for_function(REDRAWN, timeout=60_000)
    seconds = time.perf_counter() - start
    page.wait_for_timeout(1500)  # the run ends, the address follows
    return seconds


def _radius(page: Any) -> Callable[[], None]:
    slider = page.get_by_role("slider").first
    return lambda: (slider.focus(), page.keyboard.press("ArrowRight"))[1]


def _category(page: Any) -> Callable[[], None]:
    """Opens the list and goes past its first line (all of them): what is timed is the choice, not the way to it."""
    page.keyboard.press("Escape")
    page.get_by_test_id("stMultiSelect").locator("input").first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        page.get_by_role("option").nth(1).wait_for()
    return lambda: page.keyboard.press("Enter")


class Waits(NamedTuple):
    """Seconds of each kind of wait, what the map holds, and processor seconds of the server per filter."""

    first: list[float]
    empty: list[float]
    radius: list[float]
    category: list[float]
    pan: list[float]
    zoom: list[float]
    counted: dict[str, int]
    processor: float


def waits(database: Path, empty: str, browser: Any, runs: int) -> Waits:
    """Everything measured on one programme; the first map and the empty page in turns."""
    with server(EIT_DATABASE=str(database)) as (url, pid):
        address = f"{url}/carte?programme={PROGRAMME}"
        first_map(browser, address), _empty_page(browser, empty)
        pairs = [(first_map(browser, address)[0], _empty_page(browser, empty)) for _ in range(runs)]
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        page.goto(address)
        frame = drawn(page)
        page.wait_for_timeout(2500)
        counted = frame.evaluate(COUNTED) | {"page": page.evaluate("document.querySelectorAll('*').length")}
        pan = [milliseconds / 1000 for milliseconds in frame.evaluate(FRAMES, STEPS)]
        zoom = [frame.evaluate(ZOOMED) / 1000 for _ in range(3)]
        before = cpu_seconds(pid)
        radius = [_filter(page, frame, _radius(page)) for _ in range(runs)]
        category = [_filter(page, frame, _category(page)) for _ in range(min(runs, 3))]
        processor = (cpu_seconds(pid) - before) / (len(radius) + len(category))
        page.context.close()
    first, empties = map(list, zip(*pairs, strict=True))
    return Waits(first, empties, radius, category, pan, zoom, counted, processor)


def _verdict(seconds: list[float], target: float) -> tuple[str, ...]:
    met = "oui (yes)" if median(seconds) < target else "**NON (no)**"
    return (*cells(seconds), f"< {target:g} s", met)


def measure(path: Path, sizes: tuple[Size, ...] = SIZES, runs: int = 7) -> list[Table]:
    """One table per size; a sentence instead of figures where there is no browser."""
    titles = [
        f"Grande carte dans Chromium / Large map in Chromium: {size.companies} organisations"
        for size in sizes
    ]
    absent = not_measured()
    if absent:
        return [Table(title, (), notes=[absent]) for title in titles]
    with TemporaryDirectory() as folder, open_browser() as browser:
        script = Path(folder) / "vide.py"
        script.write_text(EMPTY_PAGE, encoding="utf-8")
        tables = []
        with server(script) as (empty, _):
            for title, size in zip(titles, sizes, strict=True):
                database = Path(folder) / f"{size.companies}.duckdb"
                large_programme(path, database, size.companies, size.flows, size.synergies)
                seen = waits(database, empty, browser, runs)
                tables.append(_table(title, size, seen, _pairs(database), runs))
    return tables


def _pairs(database: Path) -> int:
    """How many possible exchanges the first map adds up."""
    with Database(database) as opened:
        pairs, programmes = opened.rows("candidate"), opened.rows("programme").set_index("programme_id")
    within = pairs["distance_km"] <= programmes.at[PROGRAMME, "default_radius_km"]
    return int((within & (pairs["programme_id"] == PROGRAMME)).sum())


def _table(title: str, size: Size, seen: Waits, pairs: int, runs: int) -> Table:
    ours, floor = median(seen.first), median(seen.empty)
    rows = [
        ("première carte, navigateur vide, serveur chaud (first map)", *_verdict(seen.first, size.first_s)),
        ("page Streamlit vide, même machine (empty Streamlit page)", *cells(seen.empty), "—", "—"),
        ("rayon → lignes redessinées (radius → lines redrawn)", *_verdict(seen.radius, size.filter_s)),
        ("catégorie → lignes redessinées (category → lines)", *_verdict(seen.category, size.filter_s)),
        (
            "déplacement, d'une image à la suivante (pan, picture to picture)",
            *_verdict(seen.pan, size.picture_s),
        ),
        ("un niveau de zoom → carte peinte (one zoom level → painted)", *_verdict(seen.zoom, 1.0)),
        ("processeur du serveur par filtre (server CPU per filter)", duration(seen.processor), "—", "—", "—"),
    ]
    counted = seen.counted
    notes = [
        f"{size.companies} organisations, {size.flows} flux, {pairs} échanges possibles dans le rayon (possible "
        f"exchanges within the radius), {size.synergies} synergies ; dessinés (drawn) : "
        f"{counted['lines']} lignes, {counted['sites']} sites ; éléments (elements) : {counted['nodes']} dans la "
        f"carte (map), {counted['page']} dans la page. {runs} fois ; navigateur et serveur sur la même machine.",
        f"La carte entière vient {abs(ours - floor):.2f} s {'après' if ours > floor else 'avant'} une page Streamlit "
        "qui n'a qu'un curseur (the whole map against a Streamlit page that has one slider).",
    ]
    return Table(title, ("", "médiane", "p95", "cible (target)", "atteinte (met)"), rows, notes)
