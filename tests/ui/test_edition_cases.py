"""The end of a consent reaches the public edition at once, and what could not be done is said."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eit.domain.errors import DataError
from eit.publish.table import Unpublished
from eit.ui import edition_cases
from eit.views.texts import texts

EN = texts("en")
FRAME: Any = SimpleNamespace(say=EN)


@pytest.fixture
def door(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    path = Path(shutil.copy(root / "data" / "flows.duckdb", tmp_path / "work.duckdb"))
    monkeypatch.setattr(edition_cases.modes, "edition_path", lambda: tmp_path / "edition.duckdb")
    return SimpleNamespace(path=path)


def test_a_consent_that_ends_takes_its_cases_out_of_the_edition(
    door: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[object] = []
    asked: list[tuple[Path, Path, date]] = []
    monkeypatch.setattr(edition_cases, "withdraw_cases", lambda *told: asked.append(told) or 2)
    do, said = edition_cases.ending(FRAME, ends.append), edition_cases.ended(EN)
    assert do(door) is None and ends == [door] and not asked, "no edition stands here"
    (tmp_path / "edition.duckdb").touch()
    assert do(door) == 2 and asked[0][:2] == (door.path, tmp_path / "edition.duckdb")
    assert "2" in said(2) and said(0) == said(None) == EN("privacy.consent_withdrawn")


@pytest.mark.parametrize(
    "why", [Unpublished("publish-unsigned-now", value="x"), DataError("being_written", path="x")]
)
def test_an_edition_that_cannot_be_changed_is_said_in_the_language_of_the_screen(
    door: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: Exception
) -> None:
    (tmp_path / "edition.duckdb").touch()
    ends: list[object] = []

    def refuse(*_: object) -> int:
        raise why

    monkeypatch.setattr(edition_cases, "withdraw_cases", refuse)
    taken = edition_cases.ending(FRAME, ends.append)(door)
    key = "refusal.publish-unsigned-now" if isinstance(why, Unpublished) else "problem.being_written"
    assert ends and taken == EN(key, value="x", path="x")
    assert edition_cases.ended(EN)(taken).endswith(taken)
