"""Decisions taken down on the spot, beside those that already stand."""

from __future__ import annotations

import streamlit as st

from eit.actions import consortium as actions
from eit.domain.consortium import LONGEST_NAME, LONGEST_WORDING
from eit.ui import edit_form
from eit.ui.consortium import consortium_answers as answers
from eit.ui.consortium.forms import consensus_field
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.views.meeting.scene import decisions_html, note_html

FORM, ROUND, SHOWN = "decision in the room", "round of decisions", 4


def decision_panel(frame: PageContext) -> None:
    """A form on the left, the decisions on the right."""
    left, right = st.columns([1, 1.25], gap="large")
    with left:
        _form(frame)
    with right:
        programme_id = frame.selection.programme_id
        rows = answers.decisions(frame.version, programme_id, frame.as_of)
        if rows.empty:
            show_html(note_html(frame.say("meeting.no_decision")))
            return
        said = answers.for_the_room(frame.version, programme_id, frame.lang, rows)
        show_html(decisions_html(said, frame.lang, SHOWN))


def _form(frame: PageContext) -> None:
    say, programme_id, now = frame.say, frame.selection.programme_id, st.session_state.get(ROUND, 0)
    edit_form.show_form_start(FORM, frame)
    wording = st.text_area(
        say("consortium.wording"), max_chars=LONGEST_WORDING, height=150, key=f"room wording {now}"
    )
    owner = st.text_input(say("consortium.owner"), max_chars=LONGEST_NAME, key=f"room owner {now}")
    one, two = st.columns(2)
    with one:
        how = consensus_field(frame, f"room consensus {now}")
    due = two.date_input(say("consortium.due_on"), None, format="YYYY-MM-DD", key=f"room due {now}")
    one, two = st.columns([1.4, 1], vertical_alignment="bottom")
    with one:
        edit_form.author_field(frame)
    sent = two.button(
        say("consortium.take_down"), icon=":material/edit_note:", type="primary", key="room decide"
    )
    if sent and edit_form.act(
        frame,
        FORM,
        lambda door: actions.add_decision(door, programme_id, wording, frame.as_of, how, owner, due),
        say("consortium.decision_added"),
    ):
        st.session_state[ROUND] = now + 1
        st.rerun()
