"""The words of another programme as a start: five come with Maillage, and those of the file."""

from __future__ import annotations

import streamlit as st

from eit.actions.programme.words import copy_words
from eit.analysis import programme_parts
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.views.programme import preset_label

FORM = "word preset"


def word_presets(frame: PageContext) -> None:
    """Which programme to take the words of; nothing when no other one has any."""
    say, programme_id = frame.say, frame.selection.programme_id
    rows = ask(programme_parts.word_presets, frame.version, programme_id).set_index("programme_id")
    if rows.empty or not edit_form.can_edit():
        return
    labels = {str(key): preset_label(str(key), row, frame.lang) for key, row in rows.iterrows()}

    def fields() -> Filled:
        st.caption(say("programme.preset_about"))
        chosen = st.selectbox(
            say("programme.preset_of"),
            list(labels),
            format_func=labels.__getitem__,
            key=choice_key(f"{FORM} of", labels),
        )
        return Filled(lambda door: copy_words(door, programme_id, chosen), say("programme.preset_taken"))

    with st.expander(say("programme.preset"), icon=":material/library_add:"):
        edit_form.run_form(frame, FORM, fields, say("programme.preset_take"), ":material/add:")
