"""A copy of the demonstration that an import may write to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def database(tmp_path: Path, root: Path) -> Path:
    """The data file of one test."""
    return Path(shutil.copyfile(root / "data" / "flows.duckdb", tmp_path / "flows.duckdb"))
