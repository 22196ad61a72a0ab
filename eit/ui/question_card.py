"""The card of a question: what is asked and where, its possible answers, and what else may be said; one for all pages.

A card is drawn inside a form of its page, which keeps the answers of all its cards when it is sent. Nothing is chosen
for the person: a wrong proposal is worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import streamlit as st

from eit.domain.question import Answer, Question
from eit.ui.choice_key import choice_key
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.views.escape import markdown_text
from eit.views.questions import choice_text, question_html, question_sentence

RADIO_CHOICES = 7
"""Up to so many choices are shown at once; more are a list that can be searched."""
LONGEST_ANSWER = 200
FOR_ALL = ("value", "constant")
"""Topics whose answer may hold for every source of the programme."""


@dataclass(frozen=True)
class Vocabulary:
    """What a page knows besides the question.

    `fields`: the names of our columns. `lists`: kind of entry (`material`…) → value → name. `words`: column → the few
    values that it may have.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Option(NamedTuple):
    """One answer of a card: what it decides, its value, and how it is written."""

    topic: str
    value: str
    label: str


def question_card(
    frame: PageContext, question: Question, vocabulary: Vocabulary, key: str, wide: bool = True
) -> Answer | None:
    """Draw the card of a question; the answer that a person gave on it, None when there is none yet.

    `wide`: whether it is asked if the answer holds for the whole programme.
    """
    say = frame.say
    with st.container(border=True):
        show_html(question_html(question, say, vocabulary.fields))
        chosen = _choices(frame, question, vocabulary, key)
        other = _other(frame, question, vocabulary, key)
        wide = (
            wide
            and question.topic in FOR_ALL
            and st.checkbox(say("question.for_programme"), key=f"{key} wide")
        )
    said = other or chosen
    if said is None:
        return None
    return Answer(
        said.topic,
        question.subject,
        "" if said.topic == "constant" else question.asked,
        said.value,
        for_programme=bool(wide),
    )


def options_of(frame: PageContext, question: Question, vocabulary: Vocabulary) -> list[Option]:
    """The answers that a question proposes; a missing column may be one value for the whole file."""
    found = [
        Option(
            choice.topic or question.topic,
            choice.value,
            choice_text(question, choice, frame.say, vocabulary.fields),
        )
        for choice in question.choices
    ]
    if question.topic == "column":
        said = vocabulary.words.get(question.subject, {})
        found += [
            Option("constant", value, frame.say("question.always", value=word))
            for value, word in said.items()
        ]
        found = [one._replace(label=_heading(frame, one)) for one in found]
    return found


def _heading(frame: PageContext, option: Option) -> str:
    return option.label if option.topic == "constant" else frame.say("question.heading", value=option.label)


def _choices(frame: PageContext, question: Question, vocabulary: Vocabulary, key: str) -> Option | None:
    options = options_of(frame, question, vocabulary)
    if not options:
        return None
    label = markdown_text(question_sentence(question, frame.say, vocabulary.fields))
    if len(options) <= RADIO_CHOICES:
        return st.radio(
            label,
            options,
            index=None,
            format_func=lambda one: markdown_text(one.label),
            key=choice_key(f"{key} choice", frame.lang),
            label_visibility="collapsed",
        )
    return st.selectbox(
        label,
        options,
        index=None,
        format_func=lambda one: one.label,
        placeholder=frame.say("question.choose"),
        key=choice_key(f"{key} choice", frame.lang),
        label_visibility="collapsed",
    )


def _other(frame: PageContext, question: Question, vocabulary: Vocabulary, key: str) -> Option | None:
    """What may be said beside the choices: one of a list that can be searched, or a text."""
    if not question.entry:
        return None
    topic = "constant" if question.topic == "column" else question.topic
    listed = _listed(question, vocabulary)
    entry = "constant" if topic == "constant" else question.entry
    label = frame.say(f"question.entry.{entry}")
    if listed:
        value = st.selectbox(
            label,
            list(listed),
            index=None,
            format_func=lambda one: listed[one],
            placeholder=frame.say("question.search"),
            key=choice_key(f"{key} other", frame.lang),
        )
        return Option(topic, value, listed[value]) if value is not None else None
    if question.topic == "column" and question.subject in vocabulary.words:
        return None
    text = (st.text_input(label, max_chars=LONGEST_ANSWER, key=f"{key} other") or "").strip()
    return Option(topic, text, text) if text else None


def _listed(question: Question, vocabulary: Vocabulary) -> Mapping[str, str]:
    if question.topic == "heading":
        return vocabulary.fields
    if question.topic == "value" and question.subject in vocabulary.words:
        return vocabulary.words[question.subject]
    return vocabulary.lists.get(question.entry, {}) if question.topic == "value" else {}
