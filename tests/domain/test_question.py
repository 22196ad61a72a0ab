"""A question is one value everywhere, and its answer is recognised by what it answers."""

from __future__ import annotations

from eit.domain.question import Choice, Question, folded


def test_an_answer_is_recognised_by_what_it_answers() -> None:
    asked = Question("value", "material_id", "Bran de  Scie", "material-unknown")
    assert asked.answered("clean-wood").key == ("value", "material_id", "bran de scie") == asked.key


def test_a_choice_may_decide_something_else() -> None:
    asked = Question(
        "column", "direction", "", "column-missing", choices=(Choice("offre", topic="constant"),)
    )
    assert asked.answered("offre").topic == "constant"
    assert asked.answered("Sens").topic == "column"


def test_signs_count_when_texts_are_compared() -> None:
    assert folded(" 1,5\u00a0T ") == "1,5 t" != folded("1.5 t")
