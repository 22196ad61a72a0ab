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


def test_a_question_leaves_nothing_behind_for_the_next() -> None:
    """Limits and costs that were told are taken back: an answer is that of a solver that was asked nothing before."""
    rows, weights = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]), np.array([1.0, 5.0])
    fixed, fragile = np.array([[1.0, 1.0, 1.0]]), np.array([[1.0, 1.0, 3.0], [1.0, 2.0, 1.0]])
    room, free = np.array([5.0, 5.0, 5.0]), np.zeros(3, bool)
    questions = [
        Question((0,), 1, 2.0, room, free),
        Question((2,), -1, 1.0, room, np.array([True, False, False])),
    ]
    choices = [np.array(hidden) for hidden in ([True, False], [False, True], [True, True])]
    asked = [
        (name, question, hidden)
        for hidden in choices
        for question in questions
        for name in ("price", "reach")
    ]

    def cost(made: Programme, name: str, question: Question, hidden: np.ndarray) -> float | None:
        change = getattr(made, name)(question, hidden)
        return None if change is None else made.solver.Objective().Value()

    worn = Programme(fixed, rows, weights, fragile)
    worn.most(questions[0])
    for one in [*asked, *reversed(asked)]:
        assert cost(worn, *one) == pytest.approx(cost(Programme(fixed, rows, weights, fragile), *one))
