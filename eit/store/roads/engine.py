"""The programs of Valhalla, found and run beside: nothing is imported, so no crash and no Python version is shared.

`pip install pyvalhalla` brings them, in `valhalla/bin`; a system's own on the PATH serve as well.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from eit.domain.errors import DataError

BUILD, ANSWER, CONFIGURE = "valhalla_build_tiles", "valhalla_service", "valhalla_build_config"
FARTHEST_M = 5_000_000
"""Bird's distance between any two places of one question; a question holds offers and demands of a whole programme."""
MOST_CELLS = 10_000
"""Trips of one question, those that nobody asked for among them: about a second."""
EXACT = "timedistancematrix"
"""One search per offer. The other way, `costmatrix`, was seen to miss the shortest road (31 km for 13 on a ring) and to
take ten times as long (3 000 pairs within 50 km: 20 s of processor for 2)."""
OPTIONS = {
    "thor-source-to-target-algorithm": EXACT,
    "service-limits-truck-max-matrix-distance": FARTHEST_M,
    "service-limits-truck-max-matrix-location-pairs": MOST_CELLS,
}


def configuration() -> str:
    """The configuration that this version of the programs expects (JSON), its tiles in `tiles` beside it.

    Raises DataError("no_roads_engine").
    """
    options = [part for name, value in OPTIONS.items() for part in (f"--{name}", str(value))]
    command = [*_configurator(), "--mjolnir-tile-dir", "tiles", "--mjolnir-tile-extract", "", *options]
    done = _run(command, Path.cwd(), 60)
    if done.returncode:
        raise DataError("no_roads_engine")
    return done.stdout


def version() -> str:
    """The version of the programs, such as `3.9.1`. Raises DataError("no_roads_engine")."""
    return _run([str(program(BUILD)), "--version"], Path.cwd(), 60).stdout.split()[-1]


def run(name: str, arguments: list[str], folder: Path, seconds: float | None) -> subprocess.CompletedProcess:
    """Run one of the programs in a folder; its output as text, whatever its code.

    Raises DataError("no_roads_engine"), subprocess.TimeoutExpired.
    """
    return _run([str(program(name)), *arguments], folder, seconds)


@cache
def program(name: str) -> Path:
    """Where a program is. Raises DataError("no_roads_engine")."""
    package = _package()
    found = shutil.which(name, path=str(package / "bin")) if package else None
    found = found or shutil.which(name)
    if found is None:
        raise DataError("no_roads_engine")
    return Path(found)


def _configurator() -> list[str]:
    package = _package()
    if package and (package / f"{CONFIGURE}.py").exists():
        return [sys.executable, str(package / f"{CONFIGURE}.py")]
    return [str(program(CONFIGURE))]


def _package() -> Path | None:
    spec = importlib.util.find_spec("valhalla")
    return (
        Path(next(iter(spec.submodule_search_locations)))
        if spec and spec.submodule_search_locations
        else None
    )


def _run(command: list[str], folder: Path, seconds: float | None) -> subprocess.CompletedProcess:
    package = _package()
    libraries = str(package.parent / "pyvalhalla.libs") if package else ""
    # Windows looks for the libraries of a program on the PATH; elsewhere the programs know where theirs are.
    path = os.pathsep.join([libraries, os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path} if os.name == "nt" else None
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            timeout=seconds,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise DataError("no_roads_engine") from error
