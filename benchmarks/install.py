"""From nothing to a served page: seconds and megabytes of `make run` in an empty copy of the project.

It downloads every dependency, so `make bench` does not do it: `python benchmarks/install.py`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.serving import free_port, wait_for  # noqa: E402

LEFT_BEHIND = (".venv", ".git", "__pycache__", "artifacts", ".*_cache", ".hypothesis")
LONGEST_S = 1800


def megabytes(folder: Path) -> float:
    """Size of the files of a folder [10^6 bytes], links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6


def measure() -> dict[str, float]:
    """Copy the project without its environment, `make run`, wait until the page is served. Raises RuntimeError."""
    port = free_port()
    with TemporaryDirectory() as folder:
        project = Path(folder) / "maillage"
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        start = time.perf_counter()
        process = subprocess.Popen(
            ["make", "run", "HEADLESS=1", f"PORT={port}"], cwd=project, start_new_session=True
        )
        try:
            wait_for(f"http://localhost:{port}/readyz", process, LONGEST_S)
            seconds = time.perf_counter() - start
        finally:
            _stop(process)
        return {"seconds": seconds, "environment_mb": megabytes(project / ".venv")}


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End make and the server that it started (they are a group of their own)."""
    import os
    import signal

    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)


if __name__ == "__main__":
    found = measure()
    sys.stdout.write(f"{found['seconds']:.0f} s, .venv {found['environment_mb']:.0f} Mo (MB)\n")
