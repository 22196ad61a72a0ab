"""The parts of the page Consortium: what is on record, above; what can be written down, below."""

from __future__ import annotations

import streamlit as st

from eit.analysis import consortium
from eit.ui.answers import ask
from eit.ui.consortium import forms
from eit.ui.markup import show_html
from eit.ui.notices import WARNING, notice, notices
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views.meeting.consortium import (
    composition,
    crowded,
    decision_table,
    meeting_table,
    member_table,
    verdicts_html,
)
from eit.views.static_files import style_html


def rules(frame: PageContext) -> None:
    """The rules that the programme chose, judged; or that it has none."""
    judged = ask(consortium.verdicts, frame.version, frame.selection.programme_id, frame.as_of)
    if judged:
        show_html(style_html("sheet.css") + verdicts_html(judged, frame.lang))
    else:
        st.caption(frame.say("consortium.no_rule"))


def members(frame: PageContext) -> None:
    """Who is in, by territory and kind; who joins and who leaves."""
    rows = ask(consortium.members, frame.version, frame.selection.programme_id)
    if rows.empty:
        notice(frame.say("consortium.no_member"))
    else:
        st.subheader(frame.say("consortium.by_territory"), anchor=False)
        st.dataframe(composition(rows, frame.lang), hide_index=True, width="stretch", key="composition")
        show_table(member_table(rows, frame.lang), "members")
    left, right = st.columns(2, gap="large")
    with left:
        forms.add_member(frame)
    with right:
        forms.member_leaves(frame, rows)


def meetings(frame: PageContext) -> None:
    """When the consortium met and who came."""
    rows = ask(consortium.meetings, frame.version, frame.selection.programme_id)
    if rows.empty:
        notice(frame.say("consortium.no_meeting"))
    else:
        notices(crowded(rows, frame.lang), WARNING)
        show_table(meeting_table(rows, frame.lang), "meetings")
    left, right = st.columns(2, gap="large")
    with left:
        forms.add_meeting(frame)
    with right:
        forms.attendance(frame, rows)


def decisions(frame: PageContext) -> None:
    """What was decided, those to do first, the late ones marked."""
    rows = ask(consortium.decisions, frame.version, frame.selection.programme_id, frame.as_of)
    if rows.empty:
        notice(frame.say("consortium.no_decision"))
    else:
        show_table(decision_table(rows, frame.lang), "decisions")
    left, right = st.columns(2, gap="large")
    with left:
        forms.add_decision(frame)
    with right:
        forms.close_decision(frame, rows)
