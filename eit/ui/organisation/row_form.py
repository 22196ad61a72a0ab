"""The form of one row of an organisation: what was on the screen is kept until it is sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from eit.actions.edit import EditContext
from eit.analysis.organisation import field_signs
from eit.domain.errors import Refusal
from eit.domain.forms.row_fields import Field, Part
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.ui.row_field import Names, Read, row_field
from eit.views.organisation.page import sign_sentences
from eit.views.programme import clash_words, field_label

Row = Mapping[str, Any]
Write = Callable[[EditContext, dict[str, object], dict[str, object]], object]
"""Writes what is typed, given what had been on the screen."""
OVERRULED = "changed-by-other"


def row_form(
    frame: PageContext,
    part: Part,
    form: str,
    held: Row,
    names: Names,
    write: Write,
    done: str | Callable[[Any], str],
    adding: bool = False,
    first: Collection[str] = (),
    signs: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Draw the fields of a row and write what was changed of them.

    `first`: fields that stand in front, the others one click further; `signs`: who wrote a field last.
    """
    edits = sum(st.session_state.get(edit_form.ROUNDS, {}).values())
    form = f"{form} {edits}"
    drawn = f"{form} {part.fields[0].name} {edit_form.round_of(form)}"
    kept = f"{form} row"
    if drawn not in st.session_state or kept not in st.session_state:
        st.session_state[kept] = dict(held)
    seen: dict[str, object] = st.session_state[kept]

    def fields() -> Filled:
        reads: dict[str, Read] = {}

        def draw(chosen: Sequence[Field]) -> None:
            columns = st.columns(3)
            for number, one in enumerate(chosen):
                place, value, sign = columns[number % 3], seen.get(one.name), signs.get(one.name)
                reads[one.name] = row_field(frame, part, one, value, form, place, names, sign)

        front = [part.field(name) for name in first] or part.fields
        draw(front)
        if behind := [one for one in part.fields if one not in front]:
            with st.expander(frame.say("organisation.more")):
                draw(behind)

        def do(context: EditContext) -> object:
            typed = {name: read() for name, read in reads.items()}
            known = {**seen, **st.session_state.get(f"{form} told", {})}
            try:
                return write(context, typed, known)
            except Refusal as refusal:
                if refusal.key == OVERRULED:  # both values were said: sent again, it is meant
                    st.session_state.setdefault(f"{form} told", {})[refusal.row_id] = held[
                        str(refusal.row_id)
                    ]
                raise _worded(part, refusal, names, frame.lang) from None

        return Filled(do, done)

    label = frame.say("organisation.add" if adding else "organisation.save")
    edit_form.run_form(frame, form, fields, label, ":material/add:" if adding else ":material/save:")


def signs_of(frame: PageContext, table: str, key: str) -> dict[str, str]:
    """Who wrote each field of a row last, in words; a quantity is told under the name of its field."""
    signs = ask(field_signs, frame.version, table, key)
    if "quantity_typed" in signs:
        signs = {**signs, "quantity": signs["quantity_typed"]}
    return sign_sentences(signs, frame.lang)


def _worded(part: Part, refusal: Refusal, names: Names, lang: str) -> Refusal:
    """The same refusal, its field named as the form names it, and its values as the form shows them."""
    one = next((field for field in part.fields if field.name == refusal.row_id), None)
    if one is None:
        return refusal
    if refusal.key == OVERRULED:
        refusal = clash_words(part, one, refusal, names, lang)
    return refusal.at(field_label(part, one, lang).removesuffix(" *"))
