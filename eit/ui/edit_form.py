"""A form that changes the data: who signs, what they had seen, and what is said when it could not be done."""

from __future__ import annotations

import os
from collections.abc import Callable

import streamlit as st

from eit.actions.edit import EditContext
from eit.domain.errors import DataError, Refusal
from eit.ui import data_file
from eit.ui.notices import INFO, WARNING, notice
from eit.ui.page_context import PageContext
from eit.web import modes

AUTHOR, TYPED = "author", "author typed"
"""Streamlit forgets a field that another page does not draw: the name is kept apart from its field."""
SAID = "said after the edit"


def can_edit() -> bool:
    """Whether forms are drawn at all: a server for reading has none."""
    return modes.can_edit()


def author_field(frame: PageContext) -> None:
    """Ask once per session who signs the changes; `EIT_AUTHOR` answers for a single person's machine."""
    if not can_edit():
        return
    st.session_state.setdefault(AUTHOR, os.environ.get("EIT_AUTHOR", ""))
    st.session_state.setdefault(TYPED, st.session_state[AUTHOR])
    help_text = frame.say("acting.author_help")
    st.session_state[AUTHOR] = st.text_input(
        frame.say("acting.author"), key=TYPED, max_chars=80, help=help_text
    )


def door(form: str, version_entry: int) -> EditContext:
    """The door of one form: what its person had seen is what was there when the form was last drawn afresh."""
    seen = st.session_state.setdefault(f"{form} seen", version_entry)
    return EditContext(data_file.database_path(), _author(), seen)


def _author() -> str:
    return str(st.session_state.get(TYPED, st.session_state.get(AUTHOR, "")))


def act(frame: PageContext, form: str, do: Callable[[EditContext], object], done: str) -> bool:
    """Do one edit; say `done` on the next run, or why nothing was written. True when it was written."""
    if not can_edit():
        notice(frame.say("problem.reading_only"), WARNING)
        return False
    entry = data_file.last_entry(data_file.current_version())
    try:
        do(door(form, entry))
    except DataError as error:
        notice(frame.say(f"problem.{error.code}", **error.values), WARNING)
    except Refusal as refusal:
        values = {"value": refusal.value, "unit": refusal.unit or "", "row": refusal.row_id or "—"}
        notice(frame.say(f"refusal.{refusal.key}", **values), WARNING)
    else:
        st.session_state[SAID] = done
        st.session_state.pop(f"{form} seen", None)
        return True
    st.session_state[f"{form} seen"] = entry
    return False


def show_form_start(form: str, frame: PageContext) -> None:
    """Call where a form is drawn: remembers the last entry of the journal that its person can see."""
    if not can_edit():
        return
    door(form, data_file.last_entry(frame.version))


def say_done(frame: PageContext) -> None:
    """What the last edit did, once."""
    if said := st.session_state.pop(SAID, None):
        notice(said, INFO)
