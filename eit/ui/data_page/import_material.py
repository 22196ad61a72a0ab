"""A material that the file names and nobody has: added in place, under a family, and the text is answered with it."""

from __future__ import annotations

import streamlit as st

from eit.actions.edit import EditContext
from eit.actions.programme.materials import LONGEST, NewMaterial, add_material
from eit.analysis import programme_parts
from eit.domain.question import Answer
from eit.ingest.preview import Plan
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.data_page.import_choices import key_of, tell
from eit.ui.data_page.uploaded_file import Upload
from eit.ui.data_page.workspace import read_only
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext

FORM = "import new material"
UNKNOWN = ("material-unknown", "material-several", "code-without-material")


def new_material(frame: PageContext, upload: Upload, kind: str, plan: Plan) -> None:
    """A form for one of the texts of materials that are asked; nothing where none is, or nothing may be written."""
    asked = [one.asked for one in plan.questions if one.subject == "material_id" and one.rule in UNKNOWN]
    if not asked or read_only() or not edit_form.can_edit():
        return
    say = frame.say
    with st.expander(
        say("records.new_material"), icon=":material/add_circle:", key=key_of(upload, kind, "new")
    ):
        st.caption(say("records.new_material_how"))
        edit_form.run_form(
            frame,
            FORM,
            lambda: _fields(frame, upload, kind, asked),
            say("records.new_material_add"),
            ":material/add:",
        )


def _fields(frame: PageContext, upload: Upload, kind: str, asked: list[str]) -> Filled:
    say, key = frame.say, f"{FORM} {edit_form.round_of(FORM)}"
    families = ask(programme_parts.families, frame.version, frame.lang)
    left, middle, right = st.columns(3)
    text = left.selectbox(say("records.new_material_text"), asked, key=f"{key} text")
    family = middle.selectbox(
        say("programme_field.family") + " *",
        list(families),
        index=None,
        format_func=families.__getitem__,
        placeholder=say("control.search"),
        key=choice_key(f"{key} family", families),
    )
    name = right.text_input(
        say("records.new_material_name"), max_chars=LONGEST, placeholder=str(text), key=f"{key} name"
    )
    named = name.strip() or str(text)

    def add(door: EditContext) -> None:
        made = add_material(door, frame.selection.programme_id, NewMaterial(named, family or ""))
        tell(upload, kind, [Answer("value", "material_id", str(text), made)])

    return Filled(add, say("programme.material_added", name=named))
