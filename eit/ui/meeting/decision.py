"""Decisions taken down on the spot, beside those that already stand."""

from __future__ import annotations

import streamlit as st

from eit.actions import consortium as actions
from eit.analysis import consortium
from eit.domain.consortium import LONGEST_NAME, LONGEST_WORDING
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.author import author_field
from eit.ui.consortium.forms import consensus_field
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.page_context import PageContext
from eit.ui.typed_field import day_field
from eit.views.meeting.scene import decisions_html, note_html

FORM, SHOWN = "decision in the room", 3


def decision_panel(frame: PageContext) -> None:
    """A form, and under it the decisions, those to do first."""
    _form(frame)
    rows = ask(consortium.decisions, frame.version, frame.selection.programme_id, frame.as_of)
    if rows.empty:
        show_html(note_html(frame.say("meeting.no_decision")))
    else:
        show_html(decisions_html(rows, frame.lang, SHOWN))


def _form(frame: PageContext) -> None:
    say, programme_id, turn = frame.say, frame.selection.programme_id, edit_form.round_of(FORM)
    wording = st.text_area(
        say("consortium.wording"), max_chars=LONGEST_WORDING, height=100, key=f"room wording {turn}"
    )
    owner = st.text_input(say("consortium.owner"), max_chars=LONGEST_NAME, key=f"room owner {turn}")
    one, two = st.columns(2)
    with one:
        how = consensus_field(frame, f"room consensus {turn}")
    due = day_field(frame, say("consortium.due_on"), f"room due {turn}", place=two)
    one, two = st.columns([1.4, 1], vertical_alignment="bottom")
    with one:
        author_field(frame.say)
    filled = Filled(
        lambda door: actions.add_decision(door, programme_id, wording, frame.as_of, how, owner, due()),
        say("consortium.decision_added"),
    )
    edit_form.run_button(
        frame, FORM, filled, say("consortium.take_down"), two,
        icon=":material/edit_note:", type="primary", key="room decide",
    )  # fmt: skip
