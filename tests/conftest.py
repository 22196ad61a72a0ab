"""Settings that every test shares: the same examples, and the same data file, on every machine."""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from eit.actions.edit import EditContext
from eit.store import connections
from tests import same_content

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


same_content.share()

LONGEST = (
    "browser/test_week.py",
    "browser/test_pages.py",
    "browser/test_map.py",
    "pages/test_meeting.py",
    "store/version/test_faults.py",
    "test_docs.py",
    "browser/test_new_programme.py",
    "publish/test_attack.py",
    "store/forget/test_forgetting.py",
    "publish/test_edition.py",
    "pages/test_pages.py",
    "browser/test_hostile_names.py",
    "store/test_boundary_import.py",
    "web/test_modes.py",
    "web/test_consortium.py",
    "store/version/test_schemas.py",
    "analysis/test_anonymise.py",
    "pages/test_programme_from_nothing.py",
    "spec/test_two_roads.py",
    "browser/test_journeys.py",
    "browser/test_public.py",
    "browser/test_plain.py",
    "pages/test_typed.py",
    "cli/test_export.py",
)
"""Files that take longest, in that order: they begin, so that no process is left with one of them at the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    rank = {here / name: place for place, name in enumerate(LONGEST)}
    gone = [path.name for path in rank if not path.exists()]
    if gone:
        raise pytest.UsageError(f"LONGEST of tests/conftest.py names no file: {gone}")
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: (rank.get(item.path, len(LONGEST)), -sizes[item.path]))


def pytest_collection_finish() -> None:
    """What was imported stays: whoever looks for garbage need not go through it again, a hundred times a minute."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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


@pytest.fixture
def light_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups whose password takes no second to try: each has a key, and another password does not open it.

    That a password takes its second, and that age opens what it locks, is asked by tests of their own.
    """
    import pyrage

    keys: dict[str, pyrage.x25519.Identity] = {}

    def key(password: str) -> pyrage.x25519.Identity:
        return keys.setdefault(password, pyrage.x25519.Identity.generate())

    def lock(text: bytes, password: str) -> bytes:
        return pyrage.encrypt(text, [key(password).to_public()])

    monkeypatch.setattr(pyrage.passphrase, "encrypt", lock)
    monkeypatch.setattr(
        pyrage.passphrase, "decrypt", lambda text, password: pyrage.decrypt(text, [key(password)])
    )
