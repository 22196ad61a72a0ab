"""The linear programmes of an edition: what the solver says of itself is heard."""

from __future__ import annotations

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from eit.publish.solving import Programme, Question, SolverFailed


def programme() -> tuple[Programme, Question]:
    """Two atoms whose sum is told: what one gains the other loses."""
    none = np.zeros((0, 2))
    made = Programme(np.array([[1.0, 1.0]]), none, np.zeros(0), np.ones((2, 2)))
    return made, Question((0,), 1, 2.0, np.array([5.0, 5.0]), np.zeros(2, bool))


def said(monkeypatch: pytest.MonkeyPatch, *first: int) -> list[int]:
    """The solver answers `first`, then the truth; how many settings each call was given."""
    honest, left, asked = pywraplp.Solver.Solve, list(first), []

    def solve(self: pywraplp.Solver, *settings: object) -> int:
        asked.append(len(settings))
        return left.pop(0) if left else honest(self, *settings)

    monkeypatch.setattr(pywraplp.Solver, "Solve", solve)
    return asked


def test_what_was_abnormal_is_solved_again_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made, question = programme()
    asked = said(monkeypatch, pywraplp.Solver.ABNORMAL)
    assert made.reach(question, np.zeros(0, bool)) == pytest.approx([2, -2])
    assert asked == [0, 1], "the second time with settings of its own"


def test_what_stays_abnormal_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    made, question = programme()
    said(monkeypatch, pywraplp.Solver.ABNORMAL, pywraplp.Solver.ABNORMAL)
    with pytest.raises(SolverFailed):
        made.reach(question, np.zeros(0, bool))
