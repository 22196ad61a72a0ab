"""The end of a meeting: it is put on record with who came, its minutes are a document, its promises become items."""

from __future__ import annotations

from datetime import date

import streamlit as st

from eit.actions import consortium as actions
from eit.actions.edit import EditContext
from eit.actions.programme.parts import add_items
from eit.analysis import consortium
from eit.analysis.minutes import days_held, minutes, unsent
from eit.domain.consortium import LONGEST_NAME, MEETING_KINDS
from eit.ui import data_file, edit_form
from eit.ui.answers import ask
from eit.ui.author import author_field
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.markup import show_html
from eit.ui.meeting.action import KIND
from eit.ui.page_context import PageContext
from eit.ui.typed_field import whole_field
from eit.views import format as fmt
from eit.views.brief.words import file_stem
from eit.views.meeting.minutes import minutes_html
from eit.views.meeting.scene import note_html

FORM, SEND = "record the meeting", "send the promises"


def minutes_panel(frame: PageContext) -> None:
    """What the day holds so far; the meeting and its members; the document; the promises."""
    held, room = data_file.database(data_file.current_version()), data_file.database(frame.version)
    day = _day(frame, days_held(held, frame.selection.programme_id, frame.as_of))
    found = minutes(held, room, frame.selection.programme_id, day)
    counts = {name: len(getattr(found, name)) for name in ("said", "decided", "promised")}
    said = frame.say("minutes.so_far", day=fmt.date(day.isoformat(), frame.lang), **counts)
    show_html(note_html(said))
    author_field(frame.say)
    if found.meetings.empty:
        _record(frame)
    _send(frame, day)
    name = f"{file_stem(frame.programme, day)}-{frame.say('minutes.file')}.html"
    st.download_button(
        frame.say("minutes.download"), lambda: minutes_html(found, frame.lang).encode(), name, "text/html",
        icon=":material/download:", on_click="ignore", key="minutes download",
    )  # fmt: skip


def _day(frame: PageContext, held: list[date]) -> date:
    """Today, or the day of a meeting before: what was written down then is a document again."""
    if not held:
        return frame.as_of
    days = {day.isoformat(): day for day in (frame.as_of, *held)}
    chosen = st.selectbox(
        frame.say("minutes.day"), list(days), format_func=lambda day: fmt.date(day, frame.lang),
        key=choice_key("minutes day", frame.lang),
    )  # fmt: skip
    return days[chosen]


def _record(frame: PageContext) -> None:
    """The meeting of today, its title, its members; one button."""
    say, programme_id, turn = frame.say, frame.selection.programme_id, edit_form.round_of(FORM)
    title = st.text_input(say("consortium.title"), max_chars=LONGEST_NAME, key=f"minutes title {turn}")
    rows = ask(consortium.present_members, data_file.current_version(), programme_id, frame.as_of)
    names = dict(zip(rows["member_id"], rows["name"], strict=True))
    came = st.multiselect(
        say("consortium.present"), list(names), format_func=names.__getitem__,
        key=choice_key(f"minutes present {turn}", names),
        placeholder=say("control.search"),
    )  # fmt: skip
    people = whole_field(frame, say("consortium.participants"), f"minutes people {turn}", 0)

    def do(door: EditContext) -> None:
        day = frame.as_of.isoformat()
        actions.add_meeting(door, programme_id, day, title, None, people(), MEETING_KINDS[0], tuple(came))

    edit_form.run_button(
        frame, FORM, Filled(do, say("consortium.meeting_added", title=title.strip())), say("minutes.record"),
        icon=":material/event:", key="minutes record",
    )  # fmt: skip


def _send(frame: PageContext, day: date) -> None:
    """Each decision that somebody carries is among what the programme does, with its owner and its day."""
    programme_id = frame.selection.programme_id
    rows = unsent(data_file.database(data_file.current_version()), programme_id, day)
    if not rows:
        return

    def do(door: EditContext) -> None:
        add_items(door, programme_id, [{"kind": KIND, "starts_on": day, **row} for row in rows])

    edit_form.run_button(
        frame, SEND, Filled(do, frame.say("minutes.sent")), frame.say("minutes.send", n=len(rows)),
        icon=":material/playlist_add:", key="minutes send",
    )  # fmt: skip
