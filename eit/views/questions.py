"""What a question says to a person: its sentence, and what each answer would make of the fact."""

from __future__ import annotations

from eit.domain.question import LEFT_OUT, Choice, Question
from eit.views.texts import Texts


def question_sentence(question: Question, say: Texts) -> str:
    """Why it is asked, in the words of the reader."""
    values = {"value": question.asked, **question.values, "asked": question.asked, "n": question.rows}
    for key in (f"question.rule.{question.rule}", f"import.rule.{question.rule}"):
        if say.has(key):
            return say(key, **values)
    return question.asked or question.subject


def choice_text(question: Question, choice: Choice, say: Texts) -> str:
    """What a choice means; its own reading, else the words for its value, else the value."""
    if choice.reading:
        return choice.reading
    if choice.value == LEFT_OUT:
        return say("question.choice.left-out")
    if not choice.value:
        return say("question.choice.nothing")
    key = f"question.{question.subject}.{choice.value}"
    return say(key) if say.has(key) else choice.value
