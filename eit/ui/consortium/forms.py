"""The forms of the page Consortium: each writes one thing, or says why it did not."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from eit.actions import consortium as actions
from eit.domain.consortium import CONSENSUS, LONGEST_NAME, LONGEST_WORDING, MEMBER_KINDS, STATES
from eit.ui import answers as data
from eit.ui import edit_form
from eit.ui.consortium import consortium_answers as answers
from eit.ui.page_context import PageContext

ADD_MEMBER, LEAVE, MEETING = "add member", "member leaves", "add meeting"
ATTENDANCE, DECISION, CLOSE = "attendance", "add decision", "close decision"


def choose(frame: PageContext, label: str, names: dict[str, str], key: str) -> str | None:
    """A list that begins with nothing chosen."""
    return st.selectbox(
        frame.say(label),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=frame.say("control.search"),
        key=key,
    )


def add_member(frame: PageContext) -> None:
    """A new member, with kind and territory."""
    if not edit_form.can_edit():
        return
    programme_id = frame.selection.programme_id
    edit_form.show_form_start(ADD_MEMBER, frame)
    with st.form(ADD_MEMBER):
        st.markdown(f"**{frame.say('consortium.add_member')}**")
        name = st.text_input(frame.say("consortium.name"), max_chars=LONGEST_NAME, key="member name")
        kind = st.selectbox(
            frame.say("consortium.kind"),
            MEMBER_KINDS,
            format_func=lambda word: frame.say(f"member_kind.{word}"),
            key="member kind",
        )
        places = answers.territory_names(frame.version, programme_id)
        territory = choose(frame, "consortium.territory", places, "member territory")
        companies = data.company_names(frame.version, programme_id)
        company = choose(frame, "consortium.company", companies, "member company")
        sent = st.form_submit_button(frame.say("consortium.add_member"), icon=":material/person_add:")
    done = frame.say("consortium.member_added", name=name.strip())
    if sent and edit_form.act(
        frame,
        ADD_MEMBER,
        lambda door: actions.add_member(door, programme_id, name, kind, territory, company),
        done,
    ):
        st.rerun()


def member_leaves(frame: PageContext, members: pd.DataFrame) -> None:
    """The day a member left."""
    if not edit_form.can_edit():
        return
    present = members[members["left_on"].isna()]
    if present.empty:
        return
    programme_id = frame.selection.programme_id
    edit_form.show_form_start(LEAVE, frame)
    with st.form(LEAVE):
        st.markdown(f"**{frame.say('consortium.member_leaves')}**")
        names = dict(zip(present["member_id"], present["name"], strict=True))
        member = choose(frame, "consortium.member", names, "leaving member")
        day = st.date_input(
            frame.say("consortium.left_on"), frame.as_of, format="YYYY-MM-DD", key="leaving day"
        )
        sent = st.form_submit_button(frame.say("consortium.record_leaving"), icon=":material/person_remove:")
    if sent and edit_form.act(
        frame,
        LEAVE,
        lambda door: actions.member_left(door, programme_id, str(member), day),
        frame.say("consortium.member_gone"),
    ):
        st.rerun()


def add_meeting(frame: PageContext) -> None:
    """A meeting that was held."""
    if not edit_form.can_edit():
        return
    programme_id = frame.selection.programme_id
    edit_form.show_form_start(MEETING, frame)
    with st.form(MEETING):
        st.markdown(f"**{frame.say('consortium.add_meeting')}**")
        title = st.text_input(frame.say("consortium.title"), max_chars=LONGEST_NAME, key="meeting title")
        day = st.text_input(
            frame.say("consortium.held_on"),
            frame.as_of.isoformat(),
            help=frame.say("consortium.held_on_help"),
            key="meeting day",
        )
        came = st.number_input(
            frame.say("consortium.participants"), min_value=0, value=None, step=1, key="meeting participants"
        )
        sent = st.form_submit_button(frame.say("consortium.add_meeting"), icon=":material/event:")
    done = frame.say("consortium.meeting_added", title=title.strip())
    if sent and edit_form.act(
        frame,
        MEETING,
        lambda door: actions.add_meeting(door, programme_id, day, title, participants=came),
        done,
    ):
        st.rerun()


def attendance(frame: PageContext, meetings: pd.DataFrame) -> None:
    """Who came to a meeting."""
    if not edit_form.can_edit():
        return
    if meetings.empty:
        return
    programme_id = frame.selection.programme_id
    titles = dict(zip(meetings["meeting_id"], meetings[frame.local("title")], strict=True))
    rows = answers.members(frame.version, programme_id)
    names = dict(zip(rows["member_id"], rows["name"], strict=True))
    edit_form.show_form_start(ATTENDANCE, frame)
    with st.container(border=True):
        st.markdown(f"**{frame.say('consortium.attendance')}**")
        meeting = st.selectbox(
            frame.say("consortium.meeting"),
            list(titles),
            format_func=titles.__getitem__,
            key="attended meeting",
        )
        came = answers.attendance(frame.version, programme_id)
        before = [key for key in came[came["meeting_id"] == meeting]["member_id"] if key in names]
        present = st.multiselect(
            frame.say("consortium.present"),
            list(names),
            default=before,
            format_func=names.__getitem__,
            key=f"present at {meeting}",
            placeholder=frame.say("control.search"),
        )
        sent = st.button(frame.say("consortium.record_attendance"), icon=":material/how_to_reg:")
    if sent and edit_form.act(
        frame,
        ATTENDANCE,
        lambda door: actions.set_attendance(door, programme_id, str(meeting), present),
        frame.say("consortium.attendance_saved"),
    ):
        st.rerun()


def add_decision(frame: PageContext) -> None:
    """A decision, taken down on the spot or afterwards."""
    if not edit_form.can_edit():
        return
    programme_id, say = frame.selection.programme_id, frame.say
    edit_form.show_form_start(DECISION, frame)
    with st.form(DECISION):
        st.markdown(f"**{say('consortium.add_decision')}**")
        wording = st.text_area(say("consortium.wording"), max_chars=LONGEST_WORDING, key="decision wording")
        owner = st.text_input(say("consortium.owner"), max_chars=LONGEST_NAME, key="decision owner")
        left, right = st.columns(2)
        day = left.date_input(
            say("consortium.decided_on"), frame.as_of, format="YYYY-MM-DD", key="decision day"
        )
        due = right.date_input(say("consortium.due_on"), None, format="YYYY-MM-DD", key="decision due")
        how = consensus_field(frame, "decision consensus")
        rows = answers.meetings(frame.version, programme_id)
        titles = dict(zip(rows["meeting_id"], rows[frame.local("title")], strict=True))
        meeting = choose(frame, "consortium.meeting", titles, "decision meeting")
        synergies = answers.synergy_titles(frame.version, programme_id, frame.lang)
        synergy = choose(frame, "consortium.synergy", synergies, "decision synergy")
        sent = st.form_submit_button(say("consortium.take_down"), icon=":material/edit_note:")
    if sent and edit_form.act(
        frame,
        DECISION,
        lambda door: actions.add_decision(
            door, programme_id, wording, day, how, owner, due, meeting, synergy
        ),
        say("consortium.decision_added"),
    ):
        st.rerun()


def consensus_field(frame: PageContext, key: str) -> str:
    """How it was decided."""
    return st.selectbox(
        frame.say("consortium.consensus"),
        CONSENSUS,
        format_func=lambda word: frame.say(f"consensus.{word}"),
        key=key,
    )


def close_decision(frame: PageContext, decisions: pd.DataFrame) -> None:
    """What became of a decision."""
    if not edit_form.can_edit():
        return
    if decisions.empty:
        return
    programme_id = frame.selection.programme_id
    wordings = dict(zip(decisions["decision_id"], decisions["wording"], strict=True))
    edit_form.show_form_start(CLOSE, frame)
    with st.form(CLOSE):
        st.markdown(f"**{frame.say('consortium.close_decision')}**")
        decision = choose(frame, "consortium.decision", wordings, "closed decision")
        state = st.selectbox(
            frame.say("consortium.state"),
            STATES,
            index=STATES.index("done"),
            format_func=lambda word: frame.say(f"decision_state.{word}"),
            key="decision state",
        )
        sent = st.form_submit_button(frame.say("consortium.close"), icon=":material/task_alt:")
    if sent and edit_form.act(
        frame,
        CLOSE,
        lambda door: actions.close_decision(door, programme_id, str(decision), state),
        frame.say("consortium.decision_closed"),
    ):
        st.rerun()
