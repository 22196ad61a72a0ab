"""A material that the reference does not have: typed here, under the family that it belongs to."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eit.actions.programme.materials import LONGEST, NewMaterial, add_material
from eit.analysis import programme_parts
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext

FORM = "new material"


def new_material(frame: PageContext) -> None:
    """Its name in two languages, its family, its waste code."""
    if not edit_form.can_edit():
        return
    with st.expander(frame.say("programme.new_material"), icon=":material/add_circle:"):
        st.caption(frame.say("programme.new_material_about"))
        edit_form.run_form(frame, FORM, lambda: _fields(frame), frame.say("programme.add"), ":material/add:")


def _fields(frame: PageContext) -> Filled:
    say, key = frame.say, f"{FORM} {edit_form.round_of(FORM)}"
    families = ask(programme_parts.families, frame.version, frame.lang)
    left, right = st.columns(2)
    name = left.text_input(say("programme_field.name_fr") + " *", max_chars=LONGEST, key=f"{key} name_fr")
    english = right.text_input(say("programme_field.name_en"), max_chars=LONGEST, key=f"{key} name_en")
    family = left.selectbox(
        say("programme_field.family") + " *", list(families), index=None, format_func=families.__getitem__,
        placeholder=say("control.search"), key=choice_key(f"{key} family", families),
    )  # fmt: skip
    code = right.text_input(say("programme_field.waste_code"), max_chars=12, key=f"{key} code")

    def do(door: Any) -> None:
        new = NewMaterial(name, family or "", english, code)
        add_material(door, frame.selection.programme_id, new)

    return Filled(do, say("programme.material_added", name=name.strip()))
