"""Others judge our choices: no more is hidden than must be, and what is hidden is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from eit.domain.disclosure import PRECISION
from eit.publish.past_editions import contributions
from tests.publish.attacks import chosen
from tests.publish.programmes import random_programme

PROGRAMMES = 50
ENOUGH = 0.95
AUDITED = 20
PYTHON = os.environ.get("EIT_ORACLES", sys.executable)
"""The Python of an environment that has pytauargus and gconfid: they never share a process with the product."""


def ask(library: str, script: str, question: object, folder: Path) -> list:
    """What an oracle answers, in a process of its own; skips, and says how not to, where it is not installed."""
    if subprocess.run([PYTHON, "-c", f"import {library}"], capture_output=True).returncode:
        pytest.skip(
            f"{library} is not installed: set EIT_ORACLES to the Python of an environment that has it"
        )
    path = folder / "question.json"
    path.write_text(json.dumps(question))
    command = [PYTHON, str(Path(__file__).with_name(script)), str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=900, cwd=folder)
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout.strip().splitlines()[-1])


Choice = tuple[dict, list[tuple[str, str]], np.ndarray, np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def choices() -> list[Choice]:
    """(programme, cells, tonnes of each, which are sensitive by themselves, which are hidden)."""
    found = []
    for seed in range(PROGRAMMES):
        table = random_programme(1000 + seed, largest=200, territories=6)
        cells, sensitive, hidden = chosen(table)
        values = np.array([sum(contributions(table, cell).values()) for cell in cells])
        found.append((table, cells, values, sensitive, hidden))
    return found


def tonnes_told(choices: list[Choice]) -> float:
    return sum(float(values[~hidden].sum()) for _, _, values, _, hidden in choices)


@pytest.mark.slow
def test_at_least_95_percent_of_what_no_choice_could_exceed(choices: list[Choice]) -> None:
    """Every choice hides the sensitive cells: what is left bounds every optimum."""
    bound = sum(float(values[~sensitive].sum()) for _, _, values, sensitive, _ in choices)
    assert tonnes_told(choices) >= ENOUGH * bound


@pytest.mark.slow
def test_at_least_95_percent_of_the_optimum_of_pytauargus(choices: list[Choice], tmp_path: Path) -> None:
    question = [[[*key, tonnes] for key, tonnes in sorted(table.items())] for table, *_ in choices]
    optimum = ask("pytauargus", "oracle.py", question, tmp_path)
    assert tonnes_told(choices) >= ENOUGH * sum(optimum)


def sensitivity(shares: list[float]) -> float:
    """The p % rule as a quantity: what is missing beyond the three largest; positive where a cell is sensitive."""
    ordered = sorted(shares, reverse=True)
    return PRECISION * ordered[0] - sum(ordered[3:]) if ordered else 0.0


@pytest.mark.slow
def test_the_audit_of_gconfid_finds_nothing_in_our_choices(choices: list[Choice], tmp_path: Path) -> None:
    """And it does find something once the complementary cells are shown."""
    ours, careless = [], []
    for table, cells, values, sensitive, hidden in choices[:AUDITED]:
        lines = [
            [*cell, value, max(0.0, sensitivity(list(contributions(table, cell).values())))]
            for cell, value in zip(cells, values.tolist(), strict=True)
        ]
        known = values == 0  # that nobody is in a cell is told
        ours.append([[*line, bool(one)] for line, one in zip(lines, hidden & ~known, strict=True)])
        if (hidden & ~sensitive).any():
            careless.append([[*line, bool(one)] for line, one in zip(lines, sensitive & ~known, strict=True)])
    judged = ask("gconfid", "oracle_gconfid.py", [*ours, *careless], tmp_path)
    assert [row[0] for row in judged[: len(ours)]] == [sum(line[4] for line in table) for table in ours]
    assert [row[1:] for row in judged[: len(ours)]] == [[0, 0]] * len(ours)
    caught = sum(unachieved + exact > 0 for _, unachieved, exact in judged[len(ours) :])
    assert caught >= ENOUGH * len(careless) and caught >= 10, (caught, len(careless))
