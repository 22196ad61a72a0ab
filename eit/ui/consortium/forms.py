"""The forms of the page Consortium: each writes one thing, or says why it did not."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from eit.actions import consortium as actions
from eit.analysis import consortium, programmes
from eit.domain.consortium import (
    CONSENSUS,
    LONGEST_NAME,
    LONGEST_WORDING,
    MEETING_KINDS,
    MEMBER_KINDS,
    STATES,
)
from eit.domain.own_words import own_wording
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.ui.typed_field import day_field, needed, partial_day_field, whole_field

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
        key=choice_key(key, names),
    )


def add_member(frame: PageContext) -> None:
    """A new member, with kind and territory."""
    programme_id, say = frame.selection.programme_id, frame.say

    def fields() -> Filled:
        st.markdown(f"**{say('consortium.add_member')}**")
        name = st.text_input(say("consortium.name"), max_chars=LONGEST_NAME, key="member name")
        kind = st.selectbox(
            say("consortium.kind"),
            MEMBER_KINDS,
            format_func=lambda word: say(f"member_kind.{word}"),
            key=choice_key("member kind", frame.lang),
        )
        places = ask(consortium.represented_choices, frame.version, programme_id)
        territory = choose(frame, "consortium.territory", places, "member territory")
        companies = ask(programmes.company_names, frame.version, programme_id)
        company = choose(frame, "consortium.company", companies, "member company")
        return Filled(
            lambda door: actions.add_member(door, programme_id, name, kind, territory, company),
            say("consortium.member_added", name=name.strip()),
        )

    edit_form.run_form(frame, ADD_MEMBER, fields, say("consortium.add_member"), ":material/person_add:")


def member_leaves(frame: PageContext, members: pd.DataFrame) -> None:
    """The day a member left."""
    present = members[members["left_on"].isna()]
    if present.empty:
        return
    programme_id, say = frame.selection.programme_id, frame.say

    def fields() -> Filled:
        st.markdown(f"**{say('consortium.member_leaves')}**")
        names = dict(zip(present["member_id"], present["name"], strict=True))
        member = choose(frame, "consortium.member", names, "leaving member")
        label = say("consortium.left_on")
        day = day_field(frame, label, "leaving day", frame.as_of, last=frame.as_of)
        return Filled(
            lambda door: actions.member_left(door, programme_id, str(member), needed(day, label)),
            say("consortium.member_gone"),
        )

    edit_form.run_form(frame, LEAVE, fields, say("consortium.record_leaving"), ":material/person_remove:")


def add_meeting(frame: PageContext) -> None:
    """A meeting that was held."""
    programme_id, say = frame.selection.programme_id, frame.say

    def fields() -> Filled:
        st.markdown(f"**{say('consortium.add_meeting')}**")
        kind = st.selectbox(
            say("consortium.meeting_kind"),
            MEETING_KINDS,
            format_func=lambda word: say(f"meeting_kind.{word}"),
            key=choice_key("meeting kind", frame.lang),
        )
        title = st.text_input(say("consortium.title"), max_chars=LONGEST_NAME, key="meeting title")
        title_en = st.text_input(
            say("consortium.title_en"), max_chars=LONGEST_NAME, key="meeting title in english"
        )
        day = partial_day_field(
            frame, say("consortium.held_on"), "meeting day", frame.as_of, say("consortium.held_on_help")
        )  # fmt: skip
        came = whole_field(frame, say("consortium.participants"), "meeting participants", 0)
        return Filled(
            lambda door: actions.add_meeting(door, programme_id, day(), title, title_en, came(), kind),
            say("consortium.meeting_added", title=title.strip()),
        )

    edit_form.run_form(frame, MEETING, fields, say("consortium.add_meeting"), ":material/event:")


def attendance(frame: PageContext, meetings: pd.DataFrame) -> None:
    """Who came to a meeting; the list follows the meeting at once, so that it is no form of Streamlit."""
    if meetings.empty or not edit_form.can_edit():
        return
    programme_id, say = frame.selection.programme_id, frame.say
    titles = dict(zip(meetings["meeting_id"], meetings[frame.local("title")], strict=True))
    rows = ask(consortium.members, frame.version, programme_id)
    names = dict(zip(rows["member_id"], rows["name"], strict=True))
    with st.container(border=True):
        st.markdown(f"**{say('consortium.attendance')}**")
        meeting = st.selectbox(
            say("consortium.meeting"),
            list(titles),
            format_func=titles.__getitem__,
            key=choice_key("attended meeting", titles),
        )
        came = ask(consortium.attendance, frame.version, programme_id)
        before = [key for key in came[came["meeting_id"] == meeting]["member_id"] if key in names]
        present = st.multiselect(
            say("consortium.present"),
            list(names),
            default=before,
            format_func=names.__getitem__,
            key=choice_key(f"present at {meeting}", names),
            placeholder=say("control.search"),
        )
        filled = Filled(
            lambda door: actions.set_attendance(door, programme_id, str(meeting), present),
            say("consortium.attendance_saved"),
        )
        label = say("consortium.record_attendance")
        edit_form.run_button(frame, ATTENDANCE, filled, label, icon=":material/how_to_reg:")


def add_decision(frame: PageContext) -> None:
    """A decision, taken down on the spot or afterwards."""
    programme_id, say = frame.selection.programme_id, frame.say

    def fields() -> Filled:
        st.markdown(f"**{say('consortium.add_decision')}**")
        wording = st.text_area(say("consortium.wording"), max_chars=LONGEST_WORDING, key="decision wording")
        wording_en = st.text_input(
            say("consortium.wording_en"), max_chars=LONGEST_WORDING, key="decision wording in english"
        )
        owner = st.text_input(say("consortium.owner"), max_chars=LONGEST_NAME, key="decision owner")
        left, right = st.columns(2)
        label = say("consortium.decided_on")
        day = day_field(frame, label, "decision day", frame.as_of, last=frame.as_of, place=left)
        due = day_field(frame, say("consortium.due_on"), "decision due", place=right)
        how = consensus_field(frame, "decision consensus")
        rows = ask(consortium.meetings, frame.version, programme_id)
        titles = dict(zip(rows["meeting_id"], rows[frame.local("title")], strict=True))
        meeting = choose(frame, "consortium.meeting", titles, "decision meeting")
        synergies = ask(programmes.synergy_titles, frame.version, programme_id, frame.lang)
        synergy = choose(frame, "consortium.synergy", synergies, "decision synergy")
        return Filled(
            lambda door: actions.add_decision(
                door,
                programme_id,
                wording,
                needed(day, label),
                how,
                owner,
                due(),
                meeting,
                synergy,
                wording_en,
            ),
            say("consortium.decision_added"),
        )

    edit_form.run_form(frame, DECISION, fields, say("consortium.take_down"), ":material/edit_note:")


def consensus_field(frame: PageContext, key: str) -> str:
    """How it was decided."""
    return st.selectbox(
        frame.say("consortium.consensus"),
        CONSENSUS,
        format_func=lambda word: frame.say(f"consensus.{word}"),
        key=choice_key(key, frame.lang),
    )


def close_decision(frame: PageContext, decisions: pd.DataFrame) -> None:
    """What became of a decision."""
    if decisions.empty:
        return
    programme_id, say = frame.selection.programme_id, frame.say
    wordings = {
        row.decision_id: own_wording(row.wording, row.wording_en, frame.lang)
        for row in decisions.itertuples()
    }

    def fields() -> Filled:
        st.markdown(f"**{say('consortium.close_decision')}**")
        decision = choose(frame, "consortium.decision", wordings, "closed decision")
        state = st.selectbox(
            say("consortium.state"),
            STATES,
            index=STATES.index("done"),
            format_func=lambda word: say(f"decision_state.{word}"),
            key=choice_key("decision state", frame.lang),
        )
        return Filled(
            lambda door: actions.close_decision(door, programme_id, str(decision), state),
            say("consortium.decision_closed"),
        )

    edit_form.run_form(frame, CLOSE, fields, say("consortium.close"), ":material/task_alt:")
