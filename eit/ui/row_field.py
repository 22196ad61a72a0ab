"""One field of a row as its kind asks: a list, a number, a day, a text; one drawing for every described form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from eit.analysis.tags import tags_in_use
from eit.domain.figures.cases import DESTINATIONS, UNKNOWN
from eit.domain.forms.row_fields import LONGEST, Field, Part
from eit.domain.forms.tags import tags_of
from eit.domain.typed_number import NumberField
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.page_context import PageContext
from eit.ui.typed_field import day_field, number_field
from eit.views.programme import field_label, option_label

Names = Mapping[str, Mapping[str, str]]
Read = Callable[[], object]
CHOSEN = ("choice", "territory", "material", "company", "route", "destination")
"""Kinds of field whose value is one of a list."""


def row_field(
    frame: PageContext,
    part: Part,
    one: Field,
    value: object,
    form: str,
    place: Any,
    names: Names,
    sign: str | None = None,
) -> Read:
    """One field as its kind asks; a form that was sent is empty again for the next row. `sign`: who wrote it last."""
    label = field_label(part, one, frame.lang, str(frame.programme.get("currency") or ""))
    key = f"{form} {one.name} {edit_form.round_of(form)}"
    given = None if pd.isna(value) else value
    if one.kind in (*CHOSEN, "choices"):
        options = options_of(one, given, names)
        labels = {word: option_label(part, one, word, names, frame.lang) for word in options}
        if one.kind == "choices":
            start = [word for word in str(given or "").split("|") if word in options]
            chosen = place.multiselect(
                label,
                options,
                default=start,
                format_func=labels.__getitem__,
                key=choice_key(key, labels),
                placeholder=frame.say("control.search"),
                help=sign,
            )
            return lambda: "|".join(chosen)
        picked = place.selectbox(
            label,
            options,
            index=options.index(str(given)) if given in options else None,
            format_func=labels.__getitem__,
            key=choice_key(key, labels),
            placeholder=frame.say("control.search"),
            help=sign,
        )
        return lambda: picked
    if one.kind == "tags":
        return _tags_field(frame, label, key, given, place, sign)
    if one.kind in ("number", "integer"):
        number = float(given) if isinstance(given, int | float) else None
        asked = NumberField(low=one.low, high=one.high, whole=one.kind == "integer")
        return number_field(frame, label, key, asked, number, place, help=sign)
    if one.kind == "day":
        day = pd.Timestamp(given).date() if given is not None else None
        return day_field(frame, label, key, value=day, place=place, help=sign)
    draw = place.text_area if one.kind == "long_text" else place.text_input
    longest = LONGEST.get(one.kind, LONGEST["text"])
    hint = frame.say("programme.date_parts") if one.kind == "partial_date" else None
    text = draw(
        label, "" if given is None else str(given), max_chars=longest, key=key, placeholder=hint, help=sign
    )
    return lambda: text


def _tags_field(
    frame: PageContext, label: str, key: str, given: object, place: Any, sign: str | None
) -> Read:
    """Those in use are proposed, and a new one is typed; what one person made new, the next finds in the list."""
    start = tags_of(given)
    known = ask(tags_in_use, frame.version, frame.selection.programme_id)
    chosen = place.multiselect(
        label,
        list(dict.fromkeys([*start, *known])),
        default=start,
        key=choice_key(key, (*start, *known)),
        placeholder=frame.say("tags.placeholder"),
        accept_new_options=True,
        help=sign,
    )
    return lambda: ", ".join(chosen)


def options_of(one: Field, given: object, names: Names) -> list[str]:
    """What may be chosen; a value that stands there stays among them."""
    known: Mapping[str, str] = names.get(one.name) or names.get(one.kind) or {}
    own = (*DESTINATIONS, UNKNOWN) if one.kind == "destination" else one.choices
    options = list(own or known)
    present = [] if given is None or one.kind == "choices" else [str(given)]
    return options + [word for word in present if word not in options]
