"""The main journey in Firefox, driven by its own protocol: pages open, the map draws, the console is clean."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "js"
PATHS = ("/?programme=abitibi", "/carte?programme=abitibi", "/echanges?programme=abitibi")


def test_pages_and_map_open_in_firefox_with_a_clean_console(server):
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    node, library = shutil.which("node"), SCRIPTS / "node_modules" / "puppeteer-core"
    absent = [
        name for name, found in (("Firefox", firefox), ("node", node), ("puppeteer-core", library.is_dir()))
        if not found
    ]  # fmt: skip
    if absent:
        pytest.skip(f"PAS DE FIREFOX, non essayé / NOT TRIED IN FIREFOX: {', '.join(absent)}")
    asked = [str(node), "firefox.mjs", server.url, str(firefox), *PATHS]
    ran = subprocess.run(asked, cwd=SCRIPTS, capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0, ran.stderr[-2000:]
    found = json.loads(ran.stdout)
    assert {path: one["errors"] for path, one in found.items()} == {path: [] for path in PATHS}
    assert all(one["title"] for one in found.values())
    assert sum(one["bars"] for one in found.values()) == 0, "a toolbar lies over a chart"
    drawn = found[PATHS[1]]["map"]
    assert drawn["lines"] >= 5 and drawn["names"] >= 5
