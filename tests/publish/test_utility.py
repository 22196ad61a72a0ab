"""How much is told: no more is hidden than must be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from eit.publish.history import contributions
from tests.publish.programmes import random_programme
from tests.publish.test_attack import chosen

PROGRAMMES = 50
ENOUGH = 0.95
ORACLE = Path(__file__).with_name("oracle.py")
PYTHON = os.environ.get("EIT_ORACLES", sys.executable)
"""The Python of an environment that has pytauargus: it never shares a process with the product."""


@pytest.fixture(scope="module")
def told() -> list[tuple[dict, float, float]]:
    """(programme, tonnes told, tonnes of the cells that are not sensitive by themselves), over all cells."""
    found = []
    for seed in range(PROGRAMMES):
        table = random_programme(1000 + seed, largest=200, territories=6)
        cells, sensitive, hidden = chosen(table)
        values = np.array([sum(contributions(table, cell).values()) for cell in cells])
        found.append((table, float(values[~hidden].sum()), float(values[~sensitive].sum())))
    return found


@pytest.mark.slow
def test_at_least_95_percent_of_what_no_choice_could_exceed(told: list[tuple[dict, float, float]]) -> None:
    """Every choice hides the sensitive cells: what is left bounds every optimum."""
    assert sum(row[1] for row in told) >= ENOUGH * sum(row[2] for row in told)


@pytest.mark.slow
def test_at_least_95_percent_of_the_optimum_of_pytauargus(
    told: list[tuple[dict, float, float]], tmp_path: Path
) -> None:
    if subprocess.run([PYTHON, "-c", "import pytauargus"], capture_output=True).returncode:
        pytest.skip(
            "pytauargus is not installed: set EIT_ORACLES to the Python of an environment that has it"
        )
    path = tmp_path / "programmes.json"
    path.write_text(json.dumps([[[*key, tonnes] for key, tonnes in sorted(row[0].items())] for row in told]))
    run = subprocess.run(
        [PYTHON, str(ORACLE), str(path)], capture_output=True, text=True, timeout=900, check=True
    )
    optimum = json.loads(run.stdout.strip().splitlines()[-1])
    assert sum(row[1] for row in told) >= ENOUGH * sum(optimum)
