"""A real server and a real Chromium, as a coordinator has them; skipped loudly where there is no Chromium.

def test_the_map_opens(open_page, journal, screenshot):
    page = open_page("/carte?lang=fr")
    journal.assert_local_only()
    screenshot("carte-fr")
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

try:
    from playwright.sync_api import TimeoutError as WaitedInVain
except ImportError:
    WaitedInVain = None

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ARTIFACTS = ROOT / "tests" / "artifacts"
START_SECONDS = 60
PAGE_MILLISECONDS = 60_000
SCREEN = {"width": 1920, "height": 1080}
HOSTS = ("127.0.0.1", "localhost")
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first draws no window around a page: a sixth less of the processor."""
LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# Opened at /carte, Streamlit first looks for its server under /carte/, then at the root.
PROBE = re.compile(r"404 http://[^/]+/\w+/_stcore/(health|host-config)$")
NOT_FOUND = "Failed to load resource: the server responded with a status of 404"
ABSENT = pytest.StashKey[str]()


def find_chromium(playwright: Any) -> str | None:
    """Path of Chromium: `CHROMIUM`, then the PATH, then the one of Playwright; else None."""
    named = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), playwright.chromium.executable_path]
    return next((path for path in named if path and Path(path).exists()), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waited in vain for a machine that does something else is tried once more, and the report says so.

    Only a wait that ran out: what a page shows wrongly fails at once.
    """
    again = [pytest.mark.flaky(retries=1, only_on=[WaitedInVain])] if WaitedInVain else []
    for item in items:
        if HERE in item.path.parents:
            for mark in (pytest.mark.browser, *again):
                item.add_marker(mark)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    reason = config.stash.get(ABSENT, "")
    if reason:
        terminalreporter.section("NAVIGATEUR ABSENT", red=True, bold=True)
        terminalreporter.line(f"NAVIGATEUR ABSENT : {reason}", red=True, bold=True)


# ---- server ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Server:
    """A running application: where it answers and what it printed."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until_healthy(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError(f"the server did not start in {START_SECONDS} s:\n{self.printed()[-4000:]}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(environment: dict[str, str], main: Path) -> Server:
    """Start the application with these variables over an environment without the project's own."""
    port = free_port()
    ARTIFACTS.mkdir(exist_ok=True)
    log = ARTIFACTS / f"server-{port}.log"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("EIT_", "STREAMLIT_"))}
    flags = {"headless": "true", "port": str(port), "address": "127.0.0.1"}
    command = [sys.executable, "-m", "streamlit", "run", str(main)]
    command += [word for name, value in flags.items() for word in (f"--server.{name}", value)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=clean | environment, stdout=out, stderr=out)
    server = Server(f"http://127.0.0.1:{port}", log, process)
    try:
        server.wait_until_healthy()
    except BaseException:
        server.stop()
        raise
    return server


@pytest.fixture(scope="session")
def start_server(browser: Any) -> Iterator[Callable[..., Server]]:
    """Start a server with variables of one's own, once for each set: `start_server(EIT_DATABASE=str(path))`.

    Asks for `browser` first, so that nothing starts where there is no Chromium.
    """
    running: dict[tuple[tuple[str, str], ...], Server] = {}

    def once(**environment: str) -> Server:
        key = tuple(sorted(environment.items()))
        if key not in running:
            running[key] = start(environment, ROOT / "app.py")
        return running[key]

    yield once
    for server in running.values():
        server.stop()


@pytest.fixture(scope="session")
def server(start_server: Callable[..., Server]) -> Server:
    """The application on the demonstration file: no variable of the project is set."""
    return start_server()


# ---- browser ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def reader(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A French-Canadian reader at 1920×1080, in the Chromium of the whole run.

    A profile on the disk keeps the scripts of a page and what was compiled of them, as for a reader who comes again:
    a private window compiles the three megabytes of Streamlit and Plotly at every visit.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        skip_all(pytestconfig, "le paquet playwright n'est pas installé / playwright is not installed")
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            skip_all(pytestconfig, "installez Chromium (make chromium) / install Chromium (make chromium)")
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("chromium"),
            executable_path=path,
            args=LAUNCH,
            viewport=SCREEN,
            locale="fr-CA",
            reduced_motion="reduce",  # what moves is painted again and again by the processor
        )
        context.set_default_timeout(PAGE_MILLISECONDS)
        yield context
        context.close()


@pytest.fixture(scope="session")
def browser(reader: Any) -> Any:
    """Chromium, one for the whole run: for a context of one's own."""
    return reader.browser


def skip_all(config: pytest.Config, reason: str) -> None:
    config.stash[ABSENT] = f"{reason}. Aucun essai de tests/browser n'a été fait / none of its tests ran."
    pytest.skip(f"NAVIGATEUR ABSENT : {reason}")


@dataclass
class Journal:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, page: Any) -> dict[str, Callable[[Any], Any]]:
        """Write down what happens in a tab; what listens to it, by event."""
        listeners: dict[str, Callable[[Any], Any]] = {
            "request": lambda request: self.requests.append(request.url),
            "response": lambda r: r.status >= 400 and self.failed.append(f"{r.status} {r.url}"),
            "pageerror": lambda error: self.errors.append(str(error)),
            "console": lambda said: said.type == "error" and self.errors.append(said.text),
        }
        for event, listener in listeners.items():
            page.on(event, listener)
        return listeners

    def strangers(self) -> list[str]:
        """Addresses asked for outside this machine."""
        kept = {"127.0.0.1", "localhost", "::1", None}
        web = ("http", "https", "ws", "wss")
        return [u for u in self.requests if urlsplit(u).scheme in web and urlsplit(u).hostname not in kept]

    def assert_local_only(self) -> None:
        assert self.requests, "no page was opened"
        assert not self.strangers(), self.strangers()

    def assert_quiet(self) -> None:
        """Neither an error nor an answer of 400 or more, but for Streamlit's own probes on a deep link."""
        others = [answer for answer in self.failed if not PROBE.match(answer)]
        assert not others, others
        loud = [error for error in self.errors if not error.startswith(NOT_FOUND)]
        assert not loud, loud
        assert len(self.errors) - len(loud) <= len(self.failed), self.errors


@pytest.fixture
def journal() -> Journal:
    """What `page` asked for and complained about."""
    return Journal()


ANEW = """
const test = document.cookie.match(/test=(\\d+)/)?.[1];
if (test && sessionStorage.test !== test) {
  localStorage.clear();
  sessionStorage.clear();
  sessionStorage.test = test;
}
"""
"""The first page of each server in a test finds nothing that the test before left there."""


@pytest.fixture(scope="session")
def tab(reader: Any) -> Any:
    """The tab that the tests share: what it has compiled, a new one compiles again, for as long as a page takes."""
    only = reader.new_page()
    only.add_init_script(ANEW)
    return only


@pytest.fixture
def page(reader: Any, tab: Any, journal: Journal) -> Iterator[Any]:
    """An empty tab of `reader`, who remembers no page; what happens in it goes to `journal`."""
    reader.clear_cookies()
    number = str(time.monotonic_ns())
    reader.add_cookies([{"name": "test", "value": number, "url": f"http://{host}"} for host in HOSTS])
    tab.set_viewport_size(SCREEN)
    listeners = journal.watch(tab)
    yield tab
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)
    tab.unroute_all()
    tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    tab.goto("about:blank")


def settle(page: Any) -> None:
    """Wait until the script has finished and the page shows what it said."""
    page.wait_for_timeout(200)  # a click reaches the server after the call returns
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached")
    page.wait_for_timeout(300)


@pytest.fixture
def wait_settled() -> Callable[[Any], None]:
    """`settle`, for a test that clicked or changed a filter."""
    return settle


@pytest.fixture
def open_page(page: Any, server: Server) -> Callable[..., Any]:
    """Open a path of the application and wait until its script has finished: `open_page("/carte?km=35")`."""

    def visit(path: str = "/", at: Server = server) -> Any:
        page.goto(at.url + path)
        settle(page)
        return page

    return visit


@pytest.fixture
def map_frame() -> Callable[..., Any]:
    """Frame of the page's map once its flows are drawn; `map` in it is Leaflet's map, `maillage` our script."""

    def find(page: Any) -> Any:
        title = "iframe[title='streamlit_folium.st_folium']"
        frame = page.wait_for_selector(title, state="attached").content_frame()
        frame.wait_for_function("window.maillage && maillage.drawn().bands")
        return frame

    return find


@pytest.fixture(scope="session")
def serious_faults() -> Callable[..., list[str]]:
    """Serious and critical faults that axe-core finds in a page and in the map inside it, one line each.

    `rules`: those alone, such as "color-contrast".
    """
    import axe_playwright_python

    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    # Every rule is asked; only what fails is told at length: to tell what passes costs three times the asking.
    asked = "(words) => axe.run(document, {iframes: false, resultTypes: ['violations'], ...words})"

    def find(page: Any, *rules: str) -> list[str]:
        faults, words = [], {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        for frame in page.frames:
            if not frame.evaluate("'axe' in window"):
                frame.evaluate(script)
            for fault in frame.evaluate(asked, words)["violations"]:
                if fault["impact"] in ("serious", "critical"):
                    first = fault["nodes"][0]
                    faults.append(f"{fault['id']} ({len(fault['nodes'])}): {first['html'][:200]}")
        return faults

    return find


@pytest.fixture
def screenshot(page: Any) -> Callable[..., None]:
    """Show `page` at a size: `screenshot("carte-fr", 1366, 768)`; EIT_PICTURES=1 keeps it in tests/artifacts."""

    def take(name: str, width: int = 1920, height: int = 1080, full: bool = False) -> None:
        if page.viewport_size != {"width": width, "height": height}:
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
        if os.environ.get("EIT_PICTURES"):
            ARTIFACTS.mkdir(exist_ok=True)
            page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=full)

    return take
