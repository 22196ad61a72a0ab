"""An action taken down on the spot: what, who carries it, until when; it is among what the programme does at once."""

from __future__ import annotations

import streamlit as st

from eit.actions.edit import EditContext
from eit.actions.programme.parts import add_item
from eit.domain.consortium import LONGEST_NAME, LONGEST_WORDING
from eit.ui import edit_form
from eit.ui.author import author_field
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.ui.typed_field import day_field

FORM, KIND = "action in the room", "linked-action"


def action_panel(frame: PageContext) -> None:
    """A sentence, a name, a day."""
    say, turn = frame.say, edit_form.round_of(FORM)
    title = st.text_input(say("meeting.action_title"), max_chars=LONGEST_WORDING, key=f"room action {turn}")
    owner = st.text_input(say("consortium.owner"), max_chars=LONGEST_NAME, key=f"room carrier {turn}")
    due = day_field(frame, say("consortium.due_on"), f"room until {turn}")
    author_field(say)

    def do(door: EditContext) -> None:
        row = {
            "kind": KIND,
            "title_fr": title,
            "owner": owner or None,
            "starts_on": frame.as_of,
            "due_on": due(),
        }
        add_item(door, frame.selection.programme_id, row)

    edit_form.run_button(
        frame, FORM, Filled(do, say("meeting.action_kept")), say("consortium.take_down"),
        icon=":material/assignment_ind:", type="primary", key="room act",
    )  # fmt: skip
