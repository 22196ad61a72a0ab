"""Opens one page of the application without a server, as a visitor does who comes by a link."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner

ROOT = Path(__file__).resolve().parent.parent
MAIN = ROOT / "eit" / "ui" / "main.py"
HOME = "accueil"
SECONDS = 120

# A test application looks through every installed package for components, anew each time; a server does so once.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

_asked_again_and_again = local_script_runner.require_widgets_deltas


def _waited_for(runner: local_script_runner.LocalScriptRunner, timeout: float = SECONDS) -> None:
    """Wait for the end of a script without looking a thousand times a second whether it is there."""
    if runner._script_thread is not None:
        runner._script_thread.join(timeout)
    _asked_again_and_again(runner, 1)


local_script_runner.require_widgets_deltas = _waited_for


def open_page(page: str | Path, state: Mapping[str, object] | None = None, **words: str) -> AppTest:
    """The page of this name or file, nothing drawn before it; `state`: of the session, `words`: of the address."""
    file = ROOT / "pages" / f"{Path(page).stem}.py"
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
    for key, word in words.items():
        app.query_params[key] = word
    for key, value in (state or {}).items():
        app.session_state[key] = value
    if file.stem != HOME:
        app.switch_page(str(file))
    app.run()
    assert landed(app) == file.stem, "another page was opened"
    return app


def landed(app: AppTest) -> str:
    """Name of the page that an application shows."""
    registered = app._registered_pages.get(app._finished_page_script_hash, {})
    return Path(str(registered.get("script_path", ""))).stem
