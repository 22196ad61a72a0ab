"""A programme that begins anywhere has its map at once: every place that has a point, said to be approximate."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.actions.programme.fields import NewProgramme
from eit.actions.programme.start import start_file
from eit.locations import PAGES
from eit.ui.map.scene import map_content
from tests.opening import open_page


@pytest.mark.parametrize(("territory", "units"), [("mrc-78", 20), ("epci-245900428", 17)])
def test_a_new_programme_has_its_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, territory: str, units: int
) -> None:
    file = tmp_path / "new.duckdb"
    start_file(file, "Ana", NewProgramme("Programme neuf", "", programme_id="neuf"), [territory])
    monkeypatch.setenv("EIT_DATABASE", str(file))
    page = open_page(PAGES / "carte.py")
    assert not page.exception
    territories = map_content(page.session_state["frame"]).territories
    assert territories is not None
    drawn = territories[territories.geometry.notna()]
    assert len(drawn) == units and drawn["approximate"].all()
