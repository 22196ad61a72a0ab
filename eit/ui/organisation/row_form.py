"""The form of one row of an organisation: what was on the screen is kept until it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from eit.actions.edit import EditContext
from eit.domain.errors import Refusal
from eit.domain.forms.row_fields import Part
from eit.ui import edit_form
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.ui.row_field import Names, row_field
from eit.views.programme import field_label

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
    done: str,
    adding: bool = False,
) -> None:
    """Draw the fields of a row and write what was changed of them."""
    edits = sum(st.session_state.get(edit_form.ROUNDS, {}).values())
    form = f"{form} {edits}"
    first = f"{form} {part.fields[0].name} {edit_form.round_of(form)}"
    kept = f"{form} row"
    if first not in st.session_state or kept not in st.session_state:
        st.session_state[kept] = dict(held)
    seen: dict[str, object] = st.session_state[kept]

    def fields() -> Filled:
        columns = st.columns(3)
        reads = {
            one.name: row_field(frame, part, one, seen.get(one.name), form, columns[number % 3], names)
            for number, one in enumerate(part.fields)
        }

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
                raise _worded(part, refusal, frame.lang) from None

        return Filled(do, done)

    label = frame.say("organisation.add" if adding else "organisation.save")
    edit_form.run_form(frame, form, fields, label, ":material/add:" if adding else ":material/save:")


def _worded(part: Part, refusal: Refusal, lang: str) -> Refusal:
    """The same refusal, its field named as the form names it."""
    names = {one.name: field_label(part, one, lang).removesuffix(" *") for one in part.fields}
    named = names.get(str(refusal.row_id))
    return refusal if named is None else refusal.at(named)
