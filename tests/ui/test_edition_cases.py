"""The end of a consent reaches the public edition at once, and what could not be done is said."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eit.ui import edition_cases
from eit.views.texts import texts

FR = texts("fr")


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(returncode=0, stdout='{"withdrawn": 2}', stderr="")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(edition_cases.modes, "edition_path", lambda: tmp_path / "edition.duckdb")
    return asked


def test_a_consent_that_ends_takes_its_cases_out_of_the_edition(ran: list[list[str]], tmp_path: Path) -> None:
    ended: list[object] = []
    door: Any = SimpleNamespace(path=tmp_path / "work.duckdb")
    do = edition_cases.ending(ended.append)
    assert do(door) is None and ended == [door] and not ran, "no edition stands here"
    (tmp_path / "edition.duckdb").touch()
    assert do(door) == 2 and str(door.path) in ran[0] and "withdraw-cases" in ran[0]
    said = edition_cases.ended(FR)
    assert "2" in said(2) and said(0) == said(None) == FR("privacy.consent_withdrawn")
    assert said("clé").endswith("clé") and said("clé") != said(None)
