"""One edition for every test of a public server: its first programme has a name that would end its title and run."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from eit.cli import main
from eit.web.public_settings import ADDRESS_VARIABLE, HOSTS_VARIABLE

HOSTILE = 'Boucle "A" & l\'autre</title><script>alert(1)</script>'


@pytest.fixture(scope="session")
def edition_of_hostile_name(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    private = Path(shutil.copy(root / "data" / "flows.duckdb", folder / "private.duckdb"))
    with duckdb.connect(str(private)) as connection:
        connection.execute("UPDATE programme SET name_fr = ? WHERE programme_id = 'quebec'", [HOSTILE])
    words = ["publish", "--db", str(private), "--out", str(folder / "edition.duckdb"), "--edition", "2026-1"]
    assert main([*words, "--format", "json"]) == 0
    return folder / "edition.duckdb"


@pytest.fixture
def public_of_hostile_name(
    edition_of_hostile_name: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A public server's environment on that edition; the path of its own copy."""
    path = Path(shutil.copy(edition_of_hostile_name, tmp_path / "edition.duckdb"))
    for name, value in (("EIT_MODE", "public"), ("EIT_EDITION", str(path)), ("EIT_DATABASE", "/nowhere")):
        monkeypatch.setenv(name, value)
    for name in (ADDRESS_VARIABLE, HOSTS_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return path
