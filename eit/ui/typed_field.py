"""Fields of numbers and days: what is typed is read when the form is sent; a doubt is a choice under the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from eit.domain.errors import InvalidSelection, Refusal
from eit.domain.typed_date import read_date, read_partial_date
from eit.domain.typed_number import ANY, NumberField, TwoReadings, read_number, read_whole
from eit.ui.choice_key import choice_key
from eit.ui.page_context import PageContext
from eit.views.escape import markdown_text
from eit.views.refusals import editable, reading_words, refusal_sentence

T = TypeVar("T")
Entered = Callable[[], T]
"""What a field holds, read when it is asked for: raises the refusal of what was typed."""
LONGEST = 60


def number_field(
    frame: PageContext,
    label: str,
    key: str,
    field: NumberField = ANY,
    value: float | None = None,
    place: Any = st,
    help: str | None = None,
) -> Entered[float | None]:
    """A number, its unit perhaps behind it; empty is "not known"."""
    shown = "" if value is None else editable(value, frame.lang)
    return typed_field(
        frame, label, key, shown, lambda text: read_number(text, frame.lang, field, label), place, help=help
    )


def whole_field(
    frame: PageContext,
    label: str,
    key: str,
    low: int,
    high: int | None = None,
    value: int | None = None,
    place: Any = st,
) -> Entered[int | None]:
    """A whole number between two bounds, both included; empty is "not known". A year is written without grouping."""
    shown = "" if value is None else str(value)
    return typed_field(
        frame, label, key, shown, lambda text: read_whole(text, frame.lang, low, high, label), place
    )


def day_field(
    frame: PageContext,
    label: str,
    key: str,
    value: date | None = None,
    last: date | None = None,
    place: Any = st,
    help: str | None = None,
) -> Entered[date | None]:
    """A day, at the latest `last`; empty is "not known"."""
    shown = "" if value is None else value.isoformat()
    say = frame.say
    return typed_field(
        frame, label, key, shown, lambda text: read_date(text, frame.lang, last=last, row_id=label), place,
        help=help, placeholder=say("typed.day"),
    )  # fmt: skip


def partial_day_field(
    frame: PageContext, label: str, key: str, value: date, help: str | None = None
) -> Entered[str | None]:
    """A day, a month or a year that has come, as `2022-09-12`, `2022-09` or `2022`; empty is "not known"."""
    say = frame.say
    return typed_field(
        frame, label, key, value.isoformat(),
        lambda text: read_partial_date(text, frame.lang, frame.as_of, label),
        help=help, placeholder=say("typed.day"),
    )  # fmt: skip


def needed(entered: Entered[T | None], label: str) -> T:
    """What a field holds when it may not be empty. Raises the refusal of the field, or InvalidSelection."""
    found = entered()
    if found is None:
        raise InvalidSelection("typed-missing", value="", row_id=label)
    return found


def typed_field(
    frame: PageContext,
    label: str,
    key: str,
    shown: str,
    read: Callable[[str], T],
    place: Any = st,
    **look: Any,
) -> Entered[T]:
    """A field whose text `read` understands: what it refuses is refused when the form is sent, a doubt is asked."""
    text = str(place.text_input(label, shown, max_chars=LONGEST, key=key, **look) or "")
    try:
        found = read(text)
    except TwoReadings as question:
        chosen = _choice(frame, place, question, f"{key} reading {text}")
        return _refusing(question) if chosen is None else lambda: chosen
    except Refusal as refusal:
        return _refusing(refusal)
    return lambda: found


def _choice(frame: PageContext, place: Any, question: TwoReadings, key: str) -> Any:
    """The question under its field; nothing is chosen for the person."""
    return place.radio(
        markdown_text(refusal_sentence(question, frame.say)), question.readings, index=None, horizontal=True,
        key=choice_key(key, frame.lang),
        format_func=lambda reading: reading_words(reading, frame.lang),
    )  # fmt: skip


def _refusing(refusal: Refusal) -> Entered[Any]:
    def refuse() -> Any:
        raise refusal

    return refuse
