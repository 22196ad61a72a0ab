"""The installed package: built as a wheel, laid in a folder of its own, it answers from any other folder."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from eit.cli.run import command, environment
from eit.locations import APPLICATION, DEMONSTRATION, FROM_CHECKOUT

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_S = 60


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `pip install .` would fill, without its dependencies: those of this environment serve."""
    folder = tmp_path_factory.mktemp("wheel")
    asked = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
    ]
    subprocess.run([*map(str, asked), str(ROOT)], check=True)
    target = folder / "un dossier à nous"
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(target)
    return target


def elsewhere(installed: Path, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EIT_", "PYTHONPATH"))}
    return {**kept, "PYTHONPATH": str(installed), "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}


def test_the_package_answers_from_any_folder_with_its_own_data(installed: Path, tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "eit", "kpis", "--programme", "abitibi", "--format", "json"]
    found = subprocess.run(
        asked, cwd=tmp_path, env=elsewhere(installed, tmp_path), capture_output=True, text=True, check=True
    )
    assert {row["key"] for row in json.loads(found.stdout)} >= {"companies", "potential_exchanges"}


def test_work_goes_to_the_folder_of_the_user_and_never_into_the_package(
    installed: Path, tmp_path: Path
) -> None:
    before = sorted(path for path in installed.rglob("*") if "__pycache__" not in path.parts)
    asked = [sys.executable, "-m", "eit", "init"]
    subprocess.run(asked, cwd=tmp_path, env=elsewhere(installed, tmp_path), capture_output=True, check=True)
    assert sorted(path for path in installed.rglob("*") if "__pycache__" not in path.parts) == before
    assert [path.name for path in tmp_path.rglob("maillage.duckdb")] == ["maillage.duckdb"]


@contextmanager
def served(installed: Path, home: Path) -> Iterator[str]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = [sys.executable, "-m", "eit", "run", "--headless", "--port", str(port)]
    with subprocess.Popen(
        asked,
        cwd=home,
        env=elsewhere(installed, home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, 15)


def test_run_serves_the_application_of_the_package(installed: Path, tmp_path: Path) -> None:
    with served(installed, tmp_path) as address:
        deadline = time.monotonic() + STARTS_WITHIN_S
        while True:
            try:
                with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:
                    assert json.load(answer) == {"ready": True, "programmes": 5}
                    return
            except OSError:
                assert time.monotonic() < deadline, "the server did not come"
                time.sleep(0.3)


def options(**given: object) -> argparse.Namespace:
    return argparse.Namespace(
        **{"db": None, "port": 8501, "address": None, "host": None, "headless": False, "lang": "fr", **given}
    )


def test_run_listens_to_this_machine_unless_an_address_is_named() -> None:
    assert FROM_CHECKOUT and APPLICATION == ROOT / "app.py"
    assert "--server.address" not in command(options())
    opened = command(options(address="0.0.0.0", host=["maillage.example.org"]))
    assert opened[opened.index("--server.address") + 1] == "0.0.0.0"
    named = [opened[place + 1] for place, word in enumerate(opened) if word == "--server.allowedHosts"]
    assert {"localhost", socket.gethostname(), "maillage.example.org"} <= set(
        named
    ) and "0.0.0.0" not in named


def test_the_file_that_is_read_is_named_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EIT_DATABASE", raising=False)
    assert "EIT_DATABASE" not in environment(options())
    assert environment(options(db=Path("a.duckdb")))["EIT_DATABASE"] == str(tmp_path / "a.duckdb")
    monkeypatch.setenv("EIT_DATABASE", "b.duckdb")
    assert environment(options())["EIT_DATABASE"] == str(tmp_path / "b.duckdb")
    assert DEMONSTRATION.is_file()
