"""What the tests of the pages share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def copy(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demonstration in which Camille works, and that every page opens."""
    path = tmp_path / "copie.duckdb"
    shutil.copy(root / "data" / "flows.duckdb", path)
    monkeypatch.setenv("EIT_DATABASE", str(path))
    monkeypatch.setenv("EIT_AUTHOR", "Camille")
    return path
