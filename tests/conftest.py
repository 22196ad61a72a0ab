"""Settings that every test shares: the same examples, and the same data file, on every machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from eit.actions.edit import EditContext
from eit.store import connections

settings.register_profile(
    "suite", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
# HYPOTHESIS_PROFILE=search looks for new counter-examples, at random, for longer.
settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# Whatever file a developer works on, the tests read the demonstration (or what a test names itself).
os.environ["EIT_DATABASE"] = str(Path(__file__).resolve().parent.parent / "data" / "flows.duckdb")


# Two processes of tests share the machine: a thread of DuckDB that waits for another one takes time from both.
connections.THREADS = 1


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def door(tmp_path: Path, root: Path) -> EditContext:
    """Camille, who works in a copy of the demonstration."""
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return EditContext(copy, "Camille")
