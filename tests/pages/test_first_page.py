"""The first page of a process: figures before the picture, and no library that it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from eit.ui.map import picture
from tests.opening import ROOT, open_page

UNUSED = (
    "cryptography",
    "eit.actions.door.room",
    "eit.store.places.search",
    "folium",
    "openpyxl",
    "pptx",
    "requests",
)
OPENED = f"""
import sys
import app
from tests.opening import open_page
assert not open_page("accueil", programme="abitibi").exception
print([name for name in {UNUSED} if name in sys.modules])
"""


def test_no_library_is_read_that_the_first_page_does_not_use() -> None:
    run = subprocess.run([sys.executable, "-c", OPENED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_a_picture_that_cannot_be_drawn_leaves_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(*_: object) -> None:
        raise RuntimeError("no picture")

    monkeypatch.setattr(picture, "bare_map_svg", drawn)
    app = open_page("accueil", programme="abitibi", radius="41")
    shown = "".join(part.proto.body for part in app.get("html"))
    assert shown.count('class="eit-card') > 5 and "eit-notice error" in shown
