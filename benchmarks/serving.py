"""A program that serves, on a port of its own, until it answers; what every measurement of a server begins with."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST_S = 60.0


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], longest_s: float = LONGEST_S) -> None:
    """Return when `address` answers. Raises RuntimeError when the process ends or takes longer."""
    end = time.perf_counter() + longest_s
    while time.perf_counter() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} does not answer")


@contextmanager
def serve(
    script: Path, flags: Sequence[str] = (), folder: Path | None = None,
    environment: Mapping[str, str] | None = None, health: str = "_stcore/health",
) -> Iterator[tuple[str, int]]:  # fmt: skip
    """A Streamlit script served from `folder` (its own by default): its address and process id."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), *flags]
    process = subprocess.Popen(
        command,
        cwd=folder or script.parent,
        env=os.environ if environment is None else environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/{health}", process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)
