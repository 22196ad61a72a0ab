"""What an installation weighs and takes, by pip and by uv, and a served page at its end; the README says these figures.

It downloads every dependency, so `make bench` does not do it: `python benchmarks/install.py` measures, writes
`install.json` beside it and puts the weights in the documents of `TOLD`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.serving import free_port, wait_for  # noqa: E402

LEFT_BEHIND = (".venv", ".git", "__pycache__", "artifacts", ".*_cache", ".hypothesis", "node_modules")
LONGEST_S = 1800
FOUND = Path(__file__).with_name("install.json")
TOLD = {
    "README.md": "`make run` installe {uv_mb} Mo avec [uv](https://docs.astral.sh/uv/), {pip_mb} Mo avec `venv`",
    "README.en.md": "`make run` installs {uv_mb} MB with [uv](https://docs.astral.sh/uv/), {pip_mb} MB with `venv`",
    "docs/grande-echelle.md": "`make large` ajoute {large_mb} Mo aux {pip_mb} Mo installés",
}
"""The sentences that say what was measured; the seconds, which follow the network, are in `install.json` only."""
STREAMLIT_ONLY = ("altair", "gitdb", "GitPython", "pydeck", "smmap", "tenacity", "toml", "watchdog")
"""Brought by Streamlit, which installs them whatever is used; no page of ours imports them."""
HEAVIEST = 12


def megabytes(paths: Iterable[Path]) -> float:
    """Size of files [10^6 bytes], links not followed."""
    return sum(path.lstat().st_size for path in paths if path.exists() and not path.is_dir()) / 1e6


def told(found: dict[str, Any], sentence: str) -> str:
    """A sentence with the figures that were measured."""
    return sentence.format(
        **{name: f"{value:.0f}" for name, value in found.items() if not isinstance(value, dict)}
    )


def measure() -> dict[str, Any]:
    """`make run` in an empty copy by pip, then by uv; what `make large` adds; what the heaviest packages weigh."""
    found: dict[str, Any] = {}
    for name in ("pip", "uv"):
        with TemporaryDirectory() as folder:
            project = Path(folder) / "maillage"
            shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
            tool = ["UV="] if name == "pip" else []
            found[f"{name}_s"] = _run(project, tool)
            found[f"{name}_mb"] = megabytes((project / ".venv").rglob("*"))
            if name == "pip":
                found["heaviest_mb"] = _heaviest(project)
                subprocess.run(["make", "large", *tool], cwd=project, check=True)
                found["large_mb"] = megabytes((project / ".venv").rglob("*")) - found["pip_mb"]
    return found


def _heaviest(project: Path) -> dict[str, float]:
    """Packages by weight, with their bytecode, and those that only Streamlit asks for, together."""
    [site] = (project / ".venv").glob("lib/python*/site-packages")
    weights = Counter({one.name: megabytes(_files(one, site)) for one in distributions(path=[str(site)])})
    unused = sum(weights[name] for name in STREAMLIT_ONLY)
    first = {name: round(weight, 1) for name, weight in weights.most_common(HEAVIEST)}
    return {**first, "streamlit only": round(unused, 1)}


def _files(package: Distribution, site: Path) -> set[Path]:
    return {site / file for file in package.files or ()}


def _run(project: Path, tool: list[str]) -> float:
    """Seconds from `make run` to a served page. Raises RuntimeError."""
    port, start = free_port(), time.perf_counter()
    command = ["make", "run", "HEADLESS=1", f"PORT={port}", *tool]
    process = subprocess.Popen(command, cwd=project, start_new_session=True)
    try:
        wait_for(f"http://localhost:{port}/readyz", process, LONGEST_S)
        return time.perf_counter() - start
    finally:
        # make and the server that it started are a group of their own.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def write(found: dict[str, Any]) -> None:
    """Put the figures in the documents that say them."""
    for name, sentence in TOLD.items():
        path = ROOT / name
        pattern = re.sub(r"\\\{\w+\\\}", r"\\d+", re.escape(sentence)).replace(r"\ ", "[ \u00a0\u202f]")
        said = told(found, sentence)
        path.write_text(re.sub(pattern, lambda _, said=said: said, path.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    measured = measure()
    FOUND.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    write(measured)
    sys.stdout.write(FOUND.read_text(encoding="utf-8"))
