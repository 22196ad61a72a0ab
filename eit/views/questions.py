"""What a question says to a person: its sentence, and what each answer would make of the fact."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from eit.domain.question import ABOVE, LEFT_OUT, NEW, Choice, Question
from eit.views.templates import render
from eit.views.texts import Texts

NAMED_CELLS = 6
"""Cells that a card names; it says how many rows there are in all."""


def question_sentence(question: Question, say: Texts, fields: Mapping[str, str] | None = None) -> str:
    """Why it is asked, in the words of the reader; `fields` are the names of our columns."""
    column = str(question.values.get("column", question.subject))
    field = (fields or {}).get(column, column)
    values: dict[str, object] = {"value": question.asked, "proposal": "", **question.values}
    values |= {"asked": question.asked, "n": question.rows, "field": field}
    for key in (f"question.rule.{question.rule}", f"import.rule.{question.rule}"):
        if say.has(key):
            return say(key, **values)
    return question.asked or field


def choice_text(
    question: Question, choice: Choice, say: Texts, fields: Mapping[str, str] | None = None
) -> str:
    """What a choice means; its own reading, else the words for its value, else the value."""
    if question.topic == "identity" and choice.value in (LEFT_OUT, NEW, "other"):
        return say(f"question.choice.identity-{choice.value}", value=choice.reading or question.asked)
    if choice.reading:
        return choice.reading
    key = f"question.{question.subject}.{choice.value}"
    if choice.value in (LEFT_OUT, ABOVE) and not say.has(key):
        return say(f"question.choice.{choice.value}")
    if not choice.value:
        return say(f"question.choice.{'no-role' if question.topic == 'heading' else 'nothing'}")
    if question.topic == "heading":
        return (fields or {}).get(choice.value, choice.value)
    return say(key) if say.has(key) else choice.value


def question_html(question: Question, say: Texts, fields: Mapping[str, str] | None = None) -> Markup:
    """The head of a card: what is asked, on how many rows, in which cells, and whether they wait for it."""
    cells = list(dict.fromkeys(place.cell for place in question.places))
    more = len(cells) > NAMED_CELLS or question.rows > len(question.places)
    where = ", ".join(cells[:NAMED_CELLS]) + ("…" if more else "")
    return render(
        "data/question.html",
        sentence=question_sentence(question, say, fields),
        rows=say("question.rows", n=question.rows) if question.rows else "",
        where=where,
    )
